/**
 * Runs the one-step sync by schedule over a workspace that people work in, on a clock of its own, and notes how long
 * each change takes until the calendar shows it.
 */
import { createPace, createPaceWindow } from '../../core/http/pace';
import { withRetry } from '../../core/http/retry';
import type { CalDavContext } from '../../core/caldav/types';
import { transformWorkItem } from '../../core/event/transform';
import { createPlaneCache } from '../../core/plane/cache';
import { createPlaneContext, type PlaneContext } from '../../core/plane/client';
import { noMemory } from '../../core/sync/memory';
import { syncWorkspace } from '../../core/sync/syncWorkspace';
import type { SyncMemory } from '../../core/sync/types';
import { KINDS, type Kind } from './changes';
import { createFakeClock } from './clock';
import { CALENDAR_URL } from './modelCalendar';
import { PLANE_URL, WORKSPACE } from './planeApi';
import { createWorld, type Size, type World } from './world';

const START = Date.UTC(2026, 10, 23, 9);

export interface SimulationOptions extends Size {
	readonly everyMs: number;
	readonly budgetMs: number;
	readonly fullScanEveryMs: number;
	/** How long people work, once everything was read for the first time. */
	readonly workMs: number;
	/** How long is waited for the first reading, and then for what has not arrived. */
	readonly patienceMs: number;
}

export interface Simulated {
	/** Until every project had been read whole, milliseconds; Infinity where patience ended before. */
	readonly firstReadMs: number;
	/** Milliseconds each change took, Infinity where it did not arrive; nothing happens before all was read. */
	readonly staleness: ReadonlyArray<{ readonly kind: string; readonly ms: readonly number[] }>;
	readonly runs: number;
	/** Why runs failed as a whole. */
	readonly failures: readonly string[];
	/** Requests that Plane refused for its limit. */
	readonly refused: number;
	readonly planeRequests: number;
	readonly calendarRequests: number;
	/** Of the oldest full scan at the end. */
	readonly oldestScanMs: number;
}

interface Pending {
	readonly since: number;
	readonly hasArrived: () => boolean;
	readonly note: (ms: number) => void;
}

export async function simulate(options: SimulationOptions): Promise<Simulated> {
	const clock = createFakeClock(START);
	const world = createWorld(options, clock);
	const staleness = KINDS.map(({ name }) => ({ kind: name, ms: [] as number[] }));
	let pending: Pending[] = [];
	world.calendar.onWrite(() => {
		const arrived = pending.filter(({ hasArrived }) => hasArrived());
		for (const { since, note } of arrived) note(clock.now() - since);
		pending = pending.filter((one) => !arrived.includes(one));
	});
	const runner = createRunner(world, options);
	const isRead = await runner.runUntil((memory) => isAllRead(world, memory), options.patienceMs);
	const firstReadMs = isRead ? clock.now() - START : Infinity;
	if (isRead) {
		const endOfWork = clock.now() + options.workMs;
		const people = KINDS.map(async (kind, index) => {
			await work(world, kind, { endOfWork, note: (one) => pending.push(one), ms: staleness[index]!.ms });
		});
		const isEnough = (): boolean => clock.now() >= endOfWork && pending.length === 0;
		await runner.runUntil(isEnough, options.workMs + options.patienceMs);
		await Promise.all(people);
		for (const { note } of pending) note(Infinity);
	}
	return {
		firstReadMs,
		staleness,
		...runner.figures(),
		refused: world.planeModel.counts().refused,
		planeRequests: world.planeModel.counts().answered,
		calendarRequests: world.calendar.requests(),
	};
}

interface Work {
	readonly endOfWork: number;
	readonly ms: number[];
	readonly note: (pending: Pending) => void;
}

async function work(world: World, { everyMs, happen }: Kind, { endOfWork, ms, note }: Work): Promise<void> {
	const { clock, random } = world;
	for (let times = 1; ; times++) {
		await clock.sleep(everyMs * (0.5 + random()));
		if (clock.now() >= endOfWork) return;
		note({ since: clock.now(), hasArrived: happen(world, times), note: (took) => ms.push(took) });
	}
}

interface Runner {
	/** Runs by schedule until that is so; false where that time is over before. */
	readonly runUntil: (isEnough: (memory: SyncMemory) => boolean, patienceMs: number) => Promise<boolean>;
	readonly figures: () => Pick<Simulated, 'runs' | 'failures' | 'oldestScanMs'>;
}

function createRunner(world: World, options: SimulationOptions): Runner {
	const { clock } = world;
	const { everyMs, budgetMs, fullScanEveryMs, requestsPerMinute } = options;
	const plane = planeContextOf(world, requestsPerMinute);
	const calDav: CalDavContext = {
		send: world.calendar.send,
		serverUrl: CALENDAR_URL,
		cache: { discovery: null },
		now: clock.now,
	};
	let memory = noMemory('simulation');
	const failures: string[] = [];
	let runs = 0;
	return {
		runUntil: async (isEnough, patienceMs) => {
			const end = clock.now() + patienceMs;
			while (!isEnough(memory) && clock.now() < end) {
				const startedAt = clock.now();
				const outcome = await syncWorkspace(
					{
						plane,
						calDav,
						toBatch: world.toBatch,
						toEvents: (workItem) => [transformWorkItem(workItem)],
						policy: { writes: 'everything', allowMissing: 0 },
						stopAt: startedAt + budgetMs,
					},
					{
						memory,
						choice: { kind: 'all' },
						leaveOutSecret: false,
						orphans: 'keep',
						fullScanEveryMs,
						requestsPerMinute,
					},
				);
				if (outcome.run.failure !== undefined) failures.push(outcome.run.failure.message);
				memory = outcome.memory;
				runs += 1;
				const missed = Math.floor((clock.now() - startedAt) / everyMs);
				await clock.sleep(startedAt + (missed + 1) * everyMs - clock.now());
			}
			return isEnough(memory);
		},
		figures: () => ({ runs, failures, oldestScanMs: clock.now() - oldestScan(memory) }),
	};
}

const oldestScan = ({ projects }: SyncMemory): number =>
	Math.min(...Object.values(projects).map(({ full_at: at }) => (at === null ? 0 : Date.parse(at))));

const isAllRead = ({ plane }: World, { projects }: SyncMemory): boolean =>
	plane.projects.every(({ id }) => (projects[id]?.full_at ?? null) !== null);

/** As the node makes it. */
function planeContextOf({ clock, planeModel, random }: World, requestsPerMinute: number): PlaneContext {
	const { now, sleep } = clock;
	return createPlaneContext({
		send: withRetry(planeModel.send, { sleep, random, now, retryRateLimited: false }),
		apiUrl: PLANE_URL,
		workspaceSlug: WORKSPACE,
		pace: createPace({ window: createPaceWindow(), limitPerMinute: requestsPerMinute, now, sleep }),
		now,
		cache: createPlaneCache(now),
	});
}
