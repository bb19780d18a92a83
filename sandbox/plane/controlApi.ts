/**
 * The control object over HTTP, below `/_sandbox/`: POST a JSON object of arguments, get what the change
 * gives back. Knows which arguments each change takes.
 */
import type { ItemOptions, LooseItem } from './controlItems';
import { parseFaultSet } from './parseFaults';
import { parseSwitches } from './parseSwitches';
import { wholeNumber } from './readJson';
import { SandboxError } from './references';
import type { Parts } from './standIn';
import { keyOf } from './store';
import type { ReleaseOrder } from './webhooks';

type Arguments = Readonly<Record<string, unknown>>;

export interface ControlAnswer {
	readonly status: number;
	readonly body: unknown;
}

function text(given: Arguments, key: string): string {
	const value = given[key];
	if (typeof value !== 'string' || value === '')
		throw new SandboxError(`"${key}" is missing: a text is needed.`);
	return value;
}

const isObject = (value: unknown): value is LooseItem =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function object(given: Arguments, key: string): LooseItem {
	const value = given[key];
	if (!isObject(value)) throw new SandboxError(`"${key}" is missing: a JSON object is needed.`);
	return value;
}

function options(given: Arguments): ItemOptions {
	const { by, via } = given;
	return { ...(typeof by === 'string' ? { by } : {}), ...(via === 'api' || via === 'app' ? { via } : {}) };
}

const dateOrNull = (value: unknown, key: string): Record<string, string | null> =>
	value === null || typeof value === 'string' ? { [key]: value } : {};

function releaseOrder(value: unknown): ReleaseOrder {
	if (Array.isArray(value)) return value.filter((one: unknown): one is number => typeof one === 'number');
	return value === 'reversed' ? 'reversed' : 'as-held';
}

type Action = (parts: Parts, given: Arguments) => unknown;

const ITEM_ACTIONS: Readonly<Record<string, Action>> = {
	'create-item': ({ control }, given) =>
		control.createItem(text(given, 'project'), object(given, 'fields'), options(given)),
	'update-item': ({ control }, given) =>
		control.updateItem(text(given, 'item'), object(given, 'patch'), options(given)),
	'kanban-drag': ({ control }, given) =>
		control.kanbanDrag(text(given, 'item'), text(given, 'state'), options(given)),
	'delete-item': ({ control }, given) => control.deleteItem(text(given, 'item'), options(given)),
	'archive-item': ({ control }, given) => control.archiveItem(text(given, 'item')),
	'unarchive-item': ({ control }, given) => control.unarchiveItem(text(given, 'item')),
	'gantt-drag': ({ control }, given) =>
		control.ganttDrag(text(given, 'item'), {
			...dateOrNull(given['start_date'], 'start_date'),
			...dateOrNull(given['target_date'], 'target_date'),
		}),
	'attach-sub-item': ({ control }, given) =>
		control.attachSubItem(text(given, 'parent'), text(given, 'child')),
	'create-draft': ({ control }, given) =>
		control.createDraft(text(given, 'project'), object(given, 'fields'), options(given)),
	'publish-draft': ({ control }, given) => control.publishDraft(text(given, 'item')),
	'create-intake-item': ({ control }, given) =>
		control.createIntakeItem(text(given, 'project'), object(given, 'fields'), options(given)),
	'accept-intake-item': ({ control }, given) => control.acceptIntakeItem(text(given, 'item')),
};

const PROJECT_ACTIONS: Readonly<Record<string, Action>> = {
	'create-project': ({ control }, given) =>
		control.createProject(text(given, 'name'), text(given, 'identifier')),
	'rename-project': ({ control }, given) =>
		control.renameProject(text(given, 'project'), text(given, 'name')),
	'archive-project': ({ control }, given) => control.archiveProject(text(given, 'project')),
	'unarchive-project': ({ control }, given) => control.unarchiveProject(text(given, 'project')),
	'delete-project': ({ control }, given) => control.deleteProject(text(given, 'project')),
	'rename-state': ({ control }, given) =>
		control.renameState(text(given, 'project'), text(given, 'state'), text(given, 'name')),
	'rename-label': ({ control }, given) =>
		control.renameLabel(text(given, 'project'), text(given, 'label'), text(given, 'name')),
	'create-label': ({ control }, given) => control.createLabel(text(given, 'project'), text(given, 'name')),
	'delete-label': ({ control }, given) => control.deleteLabel(text(given, 'project'), text(given, 'label')),
	'remove-member': ({ control }, given) => control.removeMember(text(given, 'project'), text(given, 'user')),
	'add-member': ({ control }, given) => control.addMember(text(given, 'project'), text(given, 'user')),
};

const DELIVERY_ACTIONS: Readonly<Record<string, Action>> = {
	webhook: ({ control }, given) => control.setWebhook(given['url'] === null ? null : text(given, 'url')),
	'hold-deliveries': ({ control }) => control.holdDeliveries(),
	'release-deliveries': ({ control }, given) => ({
		released: control.releaseDeliveries(releaseOrder(given['order'])),
	}),
	deliver: async ({ control }, given) => {
		const headers = isObject(given['headers']) ? given['headers'] : {};
		const named = Object.entries(headers).map(([key, value]) => [key, String(value)]);
		return { status: await control.deliver(text(given, 'body'), Object.fromEntries(named)) };
	},
	switches: ({ control }, given) => control.setSwitches(parseSwitches(given)),
	faults: ({ control }, given) => {
		const { deliveries, answers } = parseFaultSet(given);
		return {
			ids: [...deliveries.map(control.faults.onDeliveries), ...answers.map(control.faults.onAnswers)],
		};
	},
	'clear-faults': ({ control }, given) =>
		control.faults.clear(given['id'] === undefined ? undefined : wholeNumber('id', given['id'])),
	'clear-fired-faults': ({ control }) => control.faults.clearFired(),
	drain: ({ control }) => control.drain(),
	'clear-deliveries': ({ control }) => control.clearDeliveries(),
	'reset-requests': ({ control }) => control.resetRequests(),
};

const ACTIONS = { ...ITEM_ACTIONS, ...PROJECT_ACTIONS, ...DELIVERY_ACTIONS };

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

/**
 * Answers one request below `/_sandbox/`.
 *
 * @param name what follows `/_sandbox/`.
 */
export async function answerControl(
	parts: Parts,
	{ method, name, body }: { readonly method: string; readonly name: string; readonly body: Arguments },
): Promise<ControlAnswer> {
	const table: Readonly<Record<string, (parts: Parts, given: Arguments) => unknown>> =
		method === 'POST' ? ACTIONS : READS;
	const run = Object.hasOwn(table, name) ? table[name] : undefined;
	if (!run) {
		const known = Object.keys(table).join(', ');
		return { status: 404, body: { error: `There is no ${method} /_sandbox/${name}. There are: ${known}.` } };
	}
	try {
		return { status: 200, body: (await run(parts, body)) ?? { done: true } };
	} catch (error) {
		if (error instanceof Error) return { status: 400, body: { error: error.message } };
		throw error;
	}
}
