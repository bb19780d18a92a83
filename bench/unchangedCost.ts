/**
 * What the reconcile of a calendar costs in which nothing changed, beside a bare request for the same listing, and how
 * that grows with the number of events.
 */
import { withCalendarBench } from './calendarBench';
import type { EqualCost, UnchangedCost, UnchangedCosts } from './child/unchangedCost';
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
		const run = async (counts: readonly number[], rounds: number): Promise<UnchangedCosts> =>
			await runChild('unchangedCost', { COUNTS: counts.join(','), ROUNDS: String(rounds) });
		const { each, equal } = await run(COUNTS, ROUNDS);
		// In a process of its own, which the smaller calendars have not grown.
		const alone = await run([LARGE], 1);
		return [
			...each.flatMap(besideListing),
			...besideListings(equal),
			...growthOf(each),
			memoryOf(alone.each[0]?.rssMb ?? NaN),
		];
	});

const LIMIT = { unit: 'requests', reference: MOST_REQUESTS, reference_name: 'limit of 3', aim: 1, runs: 1 };

function besideListing({ count, ours, bare, requests }: UnchangedCost): Measure[] {
	const name = `unchanged reconcile of ${count} events`;
	return [
		measure({
			name,
			unit: 'ms',
			ours: median(ours),
			reference: median(bare),
			reference_name: 'bare request for the same listing',
			aim: 1.3,
			runs: ROUNDS,
		}),
		measure({ name, ours: requests, ...LIMIT }),
	];
}

/** Change tags are asked for once in a run, and the server works out those of all calendars. */
function besideListings({ ours, bare, requests }: EqualCost): Measure[] {
	const name = `unchanged run over all ${COUNTS.length} calendars, change tags equal`;
	return [
		measure({
			name,
			unit: 'ms',
			ours: median(ours),
			reference: median(bare),
			reference_name: 'bare requests for the same listings',
			aim: 1.3,
			runs: ROUNDS,
		}),
		measure({ name, ours: requests, ...LIMIT }),
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
