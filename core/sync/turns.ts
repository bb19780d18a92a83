/**
 * Which projects a run reads, and whether whole or only their changes: as much as Plane's rate allows in the time
 * there is. Pure.
 */
import type { ProjectMemory, Turn } from './types';

/** A project with what is remembered of it. */
export interface Candidate {
	readonly id: string;
	readonly name: string;
	readonly memory: ProjectMemory | null;
}

export interface TurnOptions {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** A project is read whole again after this long, where the rate allows. */
	readonly fullScanEveryMs: number;
	/** How many requests to Plane the run may make. */
	readonly capacity: number;
	/** The project at which the last run stopped, or null where it came round. */
	readonly next: string | null;
	/** Whether one large full scan had most of the last run. */
	readonly afterLargeScan: boolean;
}

export interface Turns {
	/** In the order in which they are to be taken. */
	readonly turns: readonly Turn[];
	/** Projects there is no time for. */
	readonly waiting: readonly string[];
	/** Projects whose full scan is due but does not fit. */
	readonly overdue: readonly string[];
	/** Whose turn it is in the next run, or null where all have theirs in this one. */
	readonly next: string | null;
	/** Whether one large full scan has most of this run. */
	readonly hasLargeScan: boolean;
}

/** One page that says what changed, or that nothing did. */
const COST_OF_CHANGES = 1;
/** A first page, states, labels, members and a further page: what a project nobody read yet costs at least. */
const COST_OF_UNKNOWN = 5;
/** A full scan that takes more of a run comes in every other run only: the others want to be asked for changes. */
const MOST_OF_A_RUN = 0.75;

export const costOfFullScan = ({ memory }: Pick<Candidate, 'memory'>): number =>
	memory === null || memory.full_cost === 0 ? COST_OF_UNKNOWN : memory.full_cost;

/**
 * The full scan that waited longest comes first, for one that is cut off was for nothing; then every other project's
 * changes, beginning where the last run stopped; then further full scans that are due, as far as there is room.
 */
export function planTurns(candidates: readonly Candidate[], options: TurnOptions): Turns {
	const due = candidates.filter((candidate) => isDue(candidate, options)).sort(byWait);
	const full = new Set<Candidate>();
	let left = options.capacity;
	const longest = due.find((candidate) => !options.afterLargeScan || !isLarge(candidate, options));
	if (longest !== undefined) {
		full.add(longest);
		left -= costOfFullScan(longest);
	}
	const known = candidates.filter((candidate) => canTellChanges(candidate) && !full.has(candidate));
	const inTurn = beginningWith(known, options.next);
	const asked = new Set(inTurn.slice(0, Math.max(0, Math.floor(left / COST_OF_CHANGES))));
	left -= asked.size * COST_OF_CHANGES;
	for (const candidate of due) {
		const price = costOfFullScan(candidate) - (asked.has(candidate) ? COST_OF_CHANGES : 0);
		if (full.has(candidate) || price > left) continue;
		full.add(candidate);
		left -= price;
	}
	const changes = [...asked].filter((candidate) => !full.has(candidate));
	const ordered = new Set([...(longest === undefined ? [] : [longest]), ...changes, ...full]);
	const isWaiting = (candidate: Candidate) => !ordered.has(candidate);
	return {
		turns: [...ordered].map((candidate) => ({
			projectId: candidate.id,
			reading: full.has(candidate) ? 'full' : 'changes',
		})),
		waiting: candidates.filter(isWaiting).map(({ id }) => id),
		overdue: due.filter((candidate) => !full.has(candidate)).map(({ id }) => id),
		next: inTurn.find(isWaiting)?.id ?? null,
		hasLargeScan: longest !== undefined && isLarge(longest, options),
	};
}

const canTellChanges = ({ memory }: Candidate): boolean => memory !== null && memory.since !== null;

function isDue({ name, memory }: Candidate, { now, fullScanEveryMs }: TurnOptions): boolean {
	if (memory?.full_at == null || memory.name !== name) return true;
	return now - Date.parse(memory.full_at) >= fullScanEveryMs;
}

/**
 * First those of which something is known to have changed. One that could not be read is tried again, but not always
 * before the others.
 */
function byWait(a: Candidate, b: Candidate): number {
	const lastTurn = ({ name, memory }: Candidate): number => {
		const readAt = memory?.name === name ? memory.full_at : null;
		return Date.parse(memory?.tried_at ?? readAt ?? '') || 0;
	};
	return lastTurn(a) - lastTurn(b);
}

const isLarge = (candidate: Candidate, { capacity }: TurnOptions): boolean =>
	costOfFullScan(candidate) > MOST_OF_A_RUN * capacity;

function beginningWith(candidates: readonly Candidate[], id: string | null): readonly Candidate[] {
	const start = candidates.findIndex((candidate) => candidate.id === id);
	return start <= 0 ? candidates : [...candidates.slice(start), ...candidates.slice(0, start)];
}
