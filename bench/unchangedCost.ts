/**
 * What the reconcile of a calendar costs in which nothing changed, beside a bare request for the same listing, and how
 * that grows with the number of events.
 */
import { withCalendarBench } from './calendarBench';
import type { UnchangedCost } from './child/unchangedCost';
import { batchOfMany, slugOfMany, upsertsOf } from './manyEvents';
import { measure, median, type Measure } from './measure';

const SMALL = 1000;
const LARGE = 10_000;
const COUNTS = [SMALL, 5000, LARGE];
const ROUNDS = 5;
const LIMIT_MB = 150;
/** With equal change tokens; one listing where there are none. */
const MOST_REQUESTS = 3;

export const measureUnchangedCost = async (): Promise<Measure[]> =>
	await withCalendarBench(async ({ load, runChild }) => {
		for (const count of COUNTS) await load(slugOfMany(count), upsertsOf(batchOfMany(count)));
		const run = async (counts: readonly number[], rounds: number): Promise<UnchangedCost[]> =>
			await runChild('unchangedCost', { COUNTS: counts.join(','), ROUNDS: String(rounds) });
		const costs = await run(COUNTS, ROUNDS);
		// In a process of its own, which the smaller calendars have not grown.
		const [alone] = await run([LARGE], 1);
		return [...costs.flatMap(besideListing), ...growthOf(costs), memoryOf(alone?.rssMb ?? NaN)];
	});

function besideListing({ count, ours, equal, bare, requests, equalRequests }: UnchangedCost): Measure[] {
	const listing = {
		unit: 'ms',
		reference: median(bare),
		reference_name: 'bare request for the same listing',
		aim: 1.3,
		runs: ROUNDS,
	};
	const limit = { unit: 'requests', reference: MOST_REQUESTS, reference_name: 'limit of 3', aim: 1, runs: 1 };
	const name = `unchanged reconcile of ${count} events`;
	const nameOfEqual = `${name}, change tags equal`;
	return [
		measure({ name, ours: median(ours), ...listing }),
		measure({ name, ours: requests, ...limit }),
		measure({ name: nameOfEqual, ours: median(equal), ...listing }),
		measure({ name: nameOfEqual, ours: equalRequests, ...limit }),
	];
}

function growthOf(all: readonly UnchangedCost[]): Measure[] {
	const perEvent = (wanted: number): number => {
		const costs = all.find(({ count }) => count === wanted);
		return costs === undefined ? NaN : median(costs.ours) / wanted;
	};
	return COUNTS.slice(1).map((count) =>
		measure({
			name: `unchanged reconcile, an event of ${count}`,
			unit: 'ms',
			ours: perEvent(count),
			reference: perEvent(SMALL),
			reference_name: `an event of ${SMALL}`,
			aim: 1.3,
			runs: ROUNDS,
		}),
	);
}

const memoryOf = (rssMb: number): Measure =>
	measure({
		name: `unchanged reconcile of ${LARGE} events, peak RSS`,
		unit: 'MB',
		ours: rssMb,
		reference: LIMIT_MB,
		reference_name: 'limit of 150 MB above idle',
		aim: 1,
		runs: 1,
	});
