/** A clock that stands still while anything works and jumps to the next moment somebody waits for: hours pass in seconds. */
import type { Now, Sleep } from '../../core/http/types';

export interface FakeClock {
	readonly now: Now;
	readonly sleep: Sleep;
}

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** @param start milliseconds since the epoch. */
export function createFakeClock(start: number): FakeClock {
	let time = start;
	let sleepers: Sleeper[] = [];
	let isWaking = false;

	const wakeNext = (): void => {
		isWaking = false;
		const next = sleepers.reduce<Sleeper | null>(
			(first, sleeper) => (first === null || sleeper.at < first.at ? sleeper : first),
			null,
		);
		if (next === null) return;
		sleepers = sleepers.filter((sleeper) => sleeper !== next);
		time = Math.max(time, next.at);
		next.wake();
		wakeSoon();
	};

	/** When everybody who can go on has done so: nothing here waits for the outside. */
	const wakeSoon = (): void => {
		if (isWaking || sleepers.length === 0) return;
		isWaking = true;
		setImmediate(wakeNext);
	};

	return {
		now: () => time,
		sleep: async (milliseconds) =>
			await new Promise((resolve) => {
				sleepers.push({ at: time + Math.max(0, milliseconds), wake: resolve });
				wakeSoon();
			}),
	};
}
