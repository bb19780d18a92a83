/** Puts the stand-in together from its options: world, webhook, limits, control. Listens to nothing. */
import { createItemChanges } from './controlItems';
import { createProjectChanges } from './controlProjects';
import { createEvents } from './events';
import { createFaults } from './faults';
import type { Faults } from './faults';
import { createIds, newApiKey, newWebhookSecret } from './ids';
import { createClock, dateOf, preciseNow } from './instants';
import type { Stand } from './itemChanges';
import { switchesAmong } from './parseSwitches';
import { createRateLimiter } from './rateLimit';
import type { RateLimiter } from './rateLimit';
import { createRequestCounts } from './requestCounts';
import type { RequestCounts } from './requestCounts';
import { seedWorld } from './seed';
import type { Control, FaultSet, Parts, StandInOptions } from './standIn';
import { createWorld } from './store';
import type { World } from './store';
import { DEFAULT_SWITCHES, createSwitches } from './switches';
import type { SwitchBoard } from './switches';
import { urlRefusal } from './urlRules';
import { createWebhooks } from './webhooks';
import type { Webhooks } from './webhooks';

const DEFAULTS = {
	workspaceSlug: 'acme',
	seed: 'plane',
	secondBumpMs: 200,
	/** As recorded: six attempts at 0 s, 31 s, 5.5, 14, 22 and 28 minutes. */
	retryWaitsMs: [31_000, 299_000, 510_000, 480_000, 360_000],
	/** Version 2 as documented. */
	maxAttempts: { 1: 6, 2: 5 },
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
	if (options.makeWorld) return options.makeWorld({ clock, ids });
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

interface Shared {
	readonly switches: SwitchBoard;
	readonly faults: Faults;
}

function buildWebhooks(options: StandInOptions, { switches, faults }: Shared): Webhooks {
	const { retryWaitMs, maxAttempts } = options;
	const webhooks = createWebhooks({
		secret: options.webhookSecret ?? newWebhookSecret(),
		retryWaitsMs: retryWaitMs === undefined ? DEFAULTS.retryWaitsMs : [retryWaitMs],
		maxAttempts: maxAttempts === undefined ? DEFAULTS.maxAttempts : { 1: maxAttempts, 2: maxAttempts },
		timeoutMs: options.deliveryTimeoutMs ?? DEFAULTS.deliveryTimeoutMs,
		refusalOf: (url) => {
			const { urlRules } = switches.read();
			return urlRules && urlRefusal(url, urlRules);
		},
		faultsFor: faults.strikeDelivery,
	});
	if (options.webhookUrl !== undefined) webhooks.setUrl(options.webhookUrl);
	return webhooks;
}

interface Limits {
	readonly admit: RateLimiter;
	/** Forgets earlier requests. */
	readonly setRateLimit: (limit: number | null) => void;
}

function createLimits(limit: number | null, now: () => number): Limits {
	let limiter = createRateLimiter(limit, now);
	return {
		admit: (key) => limiter(key),
		setRateLimit: (next) => {
			limiter = createRateLimiter(next, now);
		},
	};
}

function armedFaults({ deliveries = [], answers = [] }: FaultSet): Faults {
	const faults = createFaults();
	for (const fault of deliveries) faults.onDeliveries(fault);
	for (const fault of answers) faults.onAnswers(fault);
	return faults;
}

interface Controlled extends Shared {
	readonly webhooks: Webhooks;
	readonly counts: RequestCounts;
}

const buildControl = (
	stand: Stand,
	owner: string,
	{ webhooks, counts, switches, faults }: Controlled,
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
	switches: switches.read,
	setSwitches: switches.set,
	faults,
	requests: counts.read,
	resetRequests: counts.reset,
});

/** Builds all parts; `close` stops every timer. */
export function assemble(options: StandInOptions): Assembled {
	const now = options.now ?? preciseNow;
	const { world, owner } = buildWorld(options, now);
	const initial = { ...DEFAULT_SWITCHES, ...switchesAmong(options) };
	const limits = createLimits(initial.rateLimit, now);
	const switches = createSwitches(initial, ({ rateLimit }) => {
		if (rateLimit !== undefined) limits.setRateLimit(rateLimit);
	});
	const faults = armedFaults(options.faults ?? {});
	const webhooks = buildWebhooks(options, { switches, faults });
	const events = createEvents({
		world,
		webhooks,
		settings: {
			webhookId: createIds(options.seed ?? DEFAULTS.seed)('webhook'),
			switches: switches.read,
			secondBumpMs: options.secondBumpMs === undefined ? DEFAULTS.secondBumpMs : options.secondBumpMs,
		},
	});
	const stand = { world, events };
	const counts = createRequestCounts();
	const users = [...world.users.values()];
	return {
		parts: {
			stand,
			webhooks,
			control: buildControl(stand, owner, { webhooks, counts, switches, faults }),
			admit: limits.admit,
			get maxPerPage() {
				return switches.read().maxPerPage;
			},
			faults,
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
