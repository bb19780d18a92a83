/**
 * The control object over HTTP, below `/_sandbox/`: POST a JSON object of arguments, get what the change
 * gives back; GET what can be read. Knows nothing of single changes.
 */
import type { Action } from './controlAction';
import { DELIVERY_ACTIONS } from './controlDeliveryActions';
import { ITEM_ACTIONS } from './controlItemActions';
import { PROJECT_ACTIONS } from './controlProjectActions';
import { RECORD_ACTIONS } from './controlRecordActions';
import type { JsonObject } from './readJson';
import type { Parts } from './standIn';
import { keyOf } from './store';

export interface ControlAnswer {
	readonly status: number;
	readonly body: unknown;
}

const ACTIONS: Readonly<Record<string, Action>> = {
	...ITEM_ACTIONS,
	...RECORD_ACTIONS,
	...PROJECT_ACTIONS,
	...DELIVERY_ACTIONS,
};

/** Everything at a glance: the webhook, the deliveries and all projects with all their items. */
function readState({ stand: { world }, webhooks }: Parts): unknown {
	return {
		workspace: world.workspace,
		users: [...world.users.values()],
		webhook: {
			url: webhooks.url(),
			secret: webhooks.secret,
			active: webhooks.isActive(),
			held: webhooks.heldCount(),
		},
		deliveries: webhooks.log(),
		projects: [...world.projects.values()].map((box) => ({
			...box.row,
			states: [...box.states.values()],
			labels: [...box.labels.values()],
			items: [...box.items.values()].map((item) => ({ key: keyOf(box, item), ...item })),
			comments: [...box.comments.values()],
			links: [...box.links.values()],
			relations: box.relations,
			cycles: [...box.cycles.values()],
			modules: [...box.modules.values()],
			estimate_points: [...box.estimatePoints.values()],
		})),
	};
}

const READS: Readonly<Record<string, (parts: Parts) => unknown>> = {
	state: readState,
	switches: ({ control }) => control.switches(),
	faults: ({ control }) => ({ armed: control.faults.armed(), fired: control.faults.fired() }),
	requests: ({ control }) => control.requests(),
	deliveries: ({ control }) => control.deliveries(),
};

/** What a name does with the arguments sent, or null. */
function find(method: string, name: string): ((parts: Parts, given: JsonObject) => unknown) | null {
	if (method === 'POST') {
		const act = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
		return act ? ({ control }, given) => act(control, name, given) : null;
	}
	return (Object.hasOwn(READS, name) ? READS[name] : undefined) ?? null;
}

/**
 * Answers one request below `/_sandbox/`.
 *
 * @param name what follows `/_sandbox/`.
 */
export async function answerControl(
	parts: Parts,
	{ method, name, body }: { readonly method: string; readonly name: string; readonly body: JsonObject },
): Promise<ControlAnswer> {
	const run = find(method, name);
	if (!run) {
		const known = Object.keys(method === 'POST' ? ACTIONS : READS).join(', ');
		return { status: 404, body: { error: `There is no ${method} /_sandbox/${name}. There are: ${known}.` } };
	}
	try {
		return { status: 200, body: (await run(parts, body)) ?? { done: true } };
	} catch (error) {
		if (error instanceof Error) return { status: 400, body: { error: error.message } };
		throw error;
	}
}
