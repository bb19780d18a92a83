/** Puts the stand-in together from its options: world, webhook, limits, control. Listens to nothing. */
import { createItemChanges } from './controlItems';
import { createProjectChanges } from './controlProjects';
import { createEvents } from './events';
import { createIds, newApiKey, newWebhookSecret } from './ids';
import { createClock, dateOf, preciseNow } from './instants';
import type { Stand } from './itemChanges';
import { createRateLimiter } from './rateLimit';
import { createRequestCounts } from './requestCounts';
import type { RequestCounts } from './requestCounts';
import { seedWorld } from './seed';
import type { Control, Parts, StandInOptions } from './standIn';
import { createWorld } from './store';
import type { World } from './store';
import { createWebhooks } from './webhooks';
import type { Webhooks } from './webhooks';

const DEFAULTS = {
	workspaceSlug: 'acme',
	seed: 'plane',
	rateLimit: 60,
	maxPerPage: 1000,
	secondBumpMs: 200,
	retryWaitMs: 31_000,
	maxAttempts: 6,
	deliveryTimeoutMs: 30_000,
} as const;

export interface Assembled {
	readonly parts: Parts;
	readonly apiKey: string;
	readonly apiKeys: Readonly<Record<string, string>>;
	readonly close: () => void;
}

function buildWorld(options: StandInOptions, now: () => number): { world: World; owner: string } {
	const ids = createIds(options.seed ?? DEFAULTS.seed);
	const slug = options.workspaceSlug ?? DEFAULTS.workspaceSlug;
	const workspace = { id: ids('workspace'), slug, name: 'Acme Inc.' };
	const clock = createClock(now);
	const world = createWorld({ workspace, clock, ids });
	const today = options.today ?? dateOf(Math.round(now() * 1000));
	const owner = seedWorld(world, {
		ids,
		today,
		ownerKey: options.apiKey ?? newApiKey(),
		ownerTimeZone: options.ownerTimeZone ?? 'UTC',
		extraProjects: options.extraProjects ?? true,
		...(options.projects === undefined
			? {}
			: { generated: { projects: options.projects, itemsPerProject: options.itemsPerProject ?? 100 } }),
	});
	return { world, owner };
}

function buildWebhooks(options: StandInOptions): Webhooks {
	const webhooks = createWebhooks({
		secret: options.webhookSecret ?? newWebhookSecret(),
		retryWaitMs: options.retryWaitMs ?? DEFAULTS.retryWaitMs,
		maxAttempts: options.maxAttempts ?? DEFAULTS.maxAttempts,
		timeoutMs: options.deliveryTimeoutMs ?? DEFAULTS.deliveryTimeoutMs,
	});
	if (options.webhookUrl !== undefined) webhooks.setUrl(options.webhookUrl);
	return webhooks;
}

const buildControl = (
	stand: Stand,
	owner: string,
	{ webhooks, counts }: { webhooks: Webhooks; counts: RequestCounts },
): Control => ({
	...createItemChanges(stand, owner),
	...createProjectChanges(stand, owner),
	holdDeliveries: webhooks.hold,
	releaseDeliveries: webhooks.release,
	deliver: webhooks.deliver,
	drain: webhooks.drain,
	deliveries: webhooks.log,
	clearDeliveries: webhooks.clearLog,
	setWebhook: webhooks.setUrl,
	webhookIsActive: webhooks.isActive,
	requests: counts.read,
	resetRequests: counts.reset,
});

/** Builds all parts; `close` stops every timer. */
export function assemble(options: StandInOptions): Assembled {
	const now = options.now ?? preciseNow;
	const { world, owner } = buildWorld(options, now);
	const webhooks = buildWebhooks(options);
	const events = createEvents({
		world,
		webhooks,
		settings: {
			webhookId: createIds(options.seed ?? DEFAULTS.seed)('webhook'),
			sendDeletes: options.sendDeletes ?? false,
			secondBumpMs: options.secondBumpMs === undefined ? DEFAULTS.secondBumpMs : options.secondBumpMs,
		},
	});
	const stand = { world, events };
	const counts = createRequestCounts();
	const limit = options.rateLimit === undefined ? DEFAULTS.rateLimit : options.rateLimit;
	const users = [...world.users.values()];
	return {
		parts: {
			stand,
			webhooks,
			control: buildControl(stand, owner, { webhooks, counts }),
			admit: createRateLimiter(limit, now),
			maxPerPage: options.maxPerPage ?? DEFAULTS.maxPerPage,
			countRequest: counts.count,
		},
		apiKey: world.users.get(owner)?.apiKey ?? '',
		apiKeys: Object.fromEntries(users.map((user) => [user.first_name, user.apiKey])),
		close: () => {
			events.close();
			webhooks.close();
		},
	};
}
