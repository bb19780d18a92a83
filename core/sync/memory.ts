/** What a run remembers for the next one: read with distrust, changed only where something happened. Pure. */
import { normalizeInstant } from '../instant';
import type { Compared } from '../reconcile/compared';
import type { Snapshot } from '../plane/types';
import type { ProjectMemory, SyncMemory } from './types';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nothing remembered: every project is read whole. */
export const noMemory = (settings: string): SyncMemory => ({
	settings,
	projects: {},
	next: null,
	large_scan: false,
});

/**
 * What was stored, as far as it can be used: nothing of other settings, and no project whose record is not whole.
 *
 * @param settings digest of everything that decides what the calendars should hold, and which calendars those are.
 */
export function readMemory(stored: unknown, settings: string): SyncMemory {
	if (!isObject(stored) || stored['settings'] !== settings || !isObject(stored['projects'])) {
		return noMemory(settings);
	}
	const projects = Object.entries(stored['projects']).flatMap(([id, value]) => {
		const memory = readProject(value);
		return memory === null ? [] : [[id, memory] as const];
	});
	const { next } = stored;
	return {
		settings,
		projects: Object.fromEntries(projects),
		next: typeof next === 'string' ? next : null,
		large_scan: stored['large_scan'] === true,
	};
}

/** Of earlier runs' memories so many are kept at most. */
const MOST_MEMORIES = 20;

/**
 * What to store after a run, by settings: its own memories, and those of earlier runs over other projects, for a loop
 * hands its inputs in one by one. What was read of the same projects with other settings tells nothing any more.
 */
export function storedMemories(
	current: ReadonlyMap<string, SyncMemory>,
	earlier: unknown,
): Readonly<Record<string, unknown>> {
	const read = new Set([...current.values()].flatMap(({ projects }) => Object.keys(projects)));
	const others = Object.entries(isObject(earlier) ? earlier : {}).filter(([settings, stored]) => {
		const ids = Object.keys(readMemory(stored, settings).projects);
		return !current.has(settings) && ids.length > 0 && !ids.some((id) => read.has(id));
	});
	return Object.fromEntries([...current, ...others].slice(0, MOST_MEMORIES));
}

function readProject(value: unknown): ProjectMemory | null {
	if (!isObject(value)) return null;
	const {
		name,
		since,
		full_at: fullAt,
		tried_at: triedAt,
		total_count: total,
		full_cost: cost,
		compared,
	} = value;
	if (typeof name !== 'string' || !isCount(total) || !isCount(cost)) return null;
	if (!isInstantOrNull(since) || !isInstantOrNull(fullAt)) return null;
	return {
		name,
		since,
		full_at: fullAt,
		...(isInstant(triedAt) && { tried_at: triedAt }),
		total_count: total,
		full_cost: cost,
		...(isCompared(compared) && { compared }),
	};
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isInstant = (value: unknown): value is string =>
	typeof value === 'string' && normalizeInstant(value) !== null;

const isInstantOrNull = (value: unknown): value is string | null => value === null || isInstant(value);

const isCompared = (value: unknown): value is Compared =>
	isObject(value) &&
	typeof value['desired'] === 'string' &&
	typeof value['calendars'] === 'string' &&
	isInstant(value['listed_at']);

/** How one project's turn ended. */
export interface TurnResult {
	readonly snapshot: Pick<
		Snapshot,
		'project' | 'status' | 'taken_at' | 'changed_since' | 'total_count' | 'work_items'
	>;
	/** Whether the calendar holds all the snapshot tells: only then it need not be told again. */
	readonly isDone: boolean;
	/** Requests to Plane. */
	readonly cost: number;
	/** Whether the run's time was up before the end. */
	readonly isCutOff: boolean;
	/** Where the run had all its time for this project: how many requests it was planned with; else null. */
	readonly wholeRun: number | null;
	/** Our clock when the turn ended, an instant. */
	readonly endedAt: string;
	/** What was found equal; null where nothing new is known of that. */
	readonly compared: Compared | null;
}

/** The memory of the project after its turn: the same object where nothing is to be remembered anew. */
export function remember(previous: ProjectMemory | null, result: TurnResult): ProjectMemory | null {
	const { snapshot, isDone, cost } = result;
	const compared = result.compared ?? previous?.compared;
	const { project, status, taken_at: takenAt, total_count: total, work_items: workItems } = snapshot;
	if (status === 'archived') return null;
	if (status === 'changes') {
		if (previous === null || !isDone || total === null) return previous;
		const isNews = workItems.length > 0 || total !== previous.total_count;
		return isNews ? { ...previous, since: takenAt, total_count: total } : previous;
	}
	if (status === 'complete' && isDone && total !== null) {
		return {
			name: project.name,
			since: takenAt,
			full_at: takenAt,
			total_count: total,
			full_cost: cost,
			...(compared !== undefined && { compared }),
		};
	}
	// Changes that could not be read are no turn of the full scan, which may be what helps.
	const isOfFullScan = snapshot.changed_since === undefined;
	return cost > 0 && isOfFullScan ? notRead(previous ?? unread(project.name), result) : previous;
}

const unread = (name: string): ProjectMemory => ({
	name,
	since: null,
	full_at: null,
	total_count: 0,
	full_cost: 0,
});

/**
 * What was cut off costs more than it had, and has had no turn unless it had a whole run: else those that are tried
 * with what time is left would wait for their turn again each time.
 */
function notRead(
	known: ProjectMemory,
	{ snapshot, cost, isCutOff, wholeRun, endedAt }: TurnResult,
): ProjectMemory {
	// Where Plane was so slow that a whole run was too short, few requests are as dear as all of them.
	const spent = snapshot.status === 'incomplete' ? Math.max(cost + 1, wholeRun ?? 0) : cost + 1;
	return {
		...known,
		...(isCutOff && { full_cost: Math.max(known.full_cost, spent) }),
		...((wholeRun !== null || !isCutOff) && { tried_at: endedAt }),
	};
}

/** Its full scan is due at once. */
export const whollyUnknown = (memory: ProjectMemory): ProjectMemory =>
	memory.full_at === null ? memory : { ...memory, full_at: null };

/**
 * Whether fewer work items are left than there should be, which no list of changes tells: some were deleted,
 * archived or moved to another project.
 */
export function isAnyLost(
	previous: ProjectMemory,
	{ total_count: total, work_items: workItems }: Snapshot,
): boolean {
	const { since, total_count: before } = previous;
	if (total === null || since === null) return false;
	const created = workItems.filter(({ created_at: at }) => (normalizeInstant(at) ?? '') > since).length;
	return total < before + created;
}
