/**
 * Which of the things that match are struck: by position, or by a share drawn from a seed, so that the same
 * run has the same faults.
 */
import { createHash } from 'crypto';

/** Which of the matching ones; all of them when nothing is said, else those for which everything said holds. */
export interface Which {
	/** Positions among those that match, from 1, counted since the fault was armed. */
	readonly nth?: number | readonly number[];
	/** Every so-many-th. */
	readonly every?: number;
	/** Between 0 and 1: so large a share, drawn from the seed. */
	readonly share?: number;
	/** Any text; another one draws others. */
	readonly seed?: string;
	/** Strikes so often at most. */
	readonly times?: number;
}

/** A number from 0 up to 1 that belongs to a seed and a position. */
export function fractionAt(seed: string, position: number): number {
	const digest = createHash('sha256').update(`${seed}:${position}`).digest();
	return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Whether a fault strikes the one at `position`, having struck `fired` times before. */
export function strikes(which: Which, position: number, fired: number): boolean {
	const { nth, every, share, seed = 'faults', times } = which;
	if (times !== undefined && fired >= times) return false;
	if (nth !== undefined && ![nth].flat().includes(position)) return false;
	if (every !== undefined && position % every !== 0) return false;
	return share === undefined || fractionAt(seed, position) < share;
}
