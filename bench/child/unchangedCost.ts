/**
 * Times the reconcile of calendars in which nothing changed, in turn with a bare request for the same listing, both
 * through n8n's HTTP helper, and prints the figures. Runs alone, with `--expose-gc`; what to do stands in its
 * environment.
 */
import { createMetrics } from '../../core/http/metrics';
import type { Compared } from '../../core/reconcile/compared';
import { createListings, type Listings } from '../../core/reconcile/listings';
import { reconcile, type ReconcileOptions } from '../../core/reconcile/reconcile';
import { NAMES } from '../../core/webdav/names';
import { calendarQueryBody, propfindBody } from '../../core/webdav/requestBodies';
import { batchOfMany, slugOfMany } from '../manyEvents';
import { peakOf, timeOf } from './figures';
import { measureThroughHelper, type Helper } from './throughHelper';

export interface UnchangedCost {
	readonly count: number;
	/** Milliseconds, one figure a round. */
	readonly ours: readonly number[];
	readonly bare: readonly number[];
	/** To the calendar server, by one reconcile. */
	readonly requests: number;
	/** Largest resident set of the first run, its batch included, above the one before, megabytes. */
	readonly rssMb: number;
}

/** One run over all the calendars, with what an earlier run compared, while neither side moved. */
export interface EqualCost {
	/** Milliseconds, one figure a round. */
	readonly ours: readonly number[];
	/** Bare listings of all of them. */
	readonly bare: readonly number[];
	/** To the calendar server, by one run. */
	readonly requests: number;
}

export interface UnchangedCosts {
	readonly each: readonly UnchangedCost[];
	readonly equal: EqualCost;
}

const LISTING_TIMEOUT_MS = 600_000;
const OPTIONS = { policy: { writes: 'everything', allowMissing: 0 }, stopAt: Infinity } as const;
const XML = { 'content-type': 'application/xml; charset=utf-8', depth: '1' };

interface Subject {
	readonly count: number;
	readonly rssMb: number;
	readonly bare: () => Promise<unknown>;
	/** Both resolve with the number of requests; what was compared is remembered only for the second. */
	readonly ours: () => Promise<number>;
	readonly remembering: (listings: Listings) => Promise<number>;
}

/** A calendar of `count` events that the server has looked at, and the batch it is equal to. */
async function prepare({ calDav, send }: Helper, homeUrl: string, count: number): Promise<Subject> {
	let batch = batchOfMany(0);
	let compared: Compared | null = null;
	const run = async (options: Pick<ReconcileOptions, 'compared' | 'listings'>): Promise<number> => {
		const metrics = createMetrics(calDav.now);
		const context = { ...calDav, send: metrics.wrap(calDav.send) };
		const done = await reconcile(context, batch, { ...OPTIONS, ...options });
		if (!done.report.complete || done.report.counts.unchanged !== count)
			throw new Error(`The calendar was not found unchanged: ${JSON.stringify(done.report)}.`);
		compared = done.compared ?? compared;
		return metrics.figures().count;
	};
	const bare = async (): Promise<unknown> =>
		await send({
			method: 'REPORT',
			url: `${homeUrl}${slugOfMany(count)}/`,
			headers: XML,
			body: calendarQueryBody(),
			timeoutMs: LISTING_TIMEOUT_MS,
		});
	await bare();
	const rssMb = await peakOf(async () => {
		batch = batchOfMany(count);
		// The calendar also gets its name and mark.
		await run({});
	});
	return {
		count,
		rssMb,
		bare,
		ours: async () => await run({}),
		remembering: async (listings) => await run({ compared, listings }),
	};
}

/** The server notes every event for its change tokens the first time it is asked for them: not timed. */
async function warm({ send }: Helper, homeUrl: string): Promise<void> {
	await send({
		method: 'PROPFIND',
		url: homeUrl,
		headers: XML,
		body: propfindBody([NAMES.ctag, NAMES.syncToken]),
		timeoutMs: LISTING_TIMEOUT_MS,
	});
}

/** One after the other, as one run does. */
async function runAll(subjects: readonly Subject[]): Promise<number> {
	const listings = createListings();
	let requests = 0;
	for (const { remembering } of subjects) requests += await remembering(listings);
	return requests;
}

/** Every round measures every size, so that a machine that has other things to do has them for all. */
async function measureUnchanged(rounds: number, counts: readonly number[]): Promise<UnchangedCosts> {
	const { CALDAV_URL = '', CALDAV_HOME = '' } = process.env;
	const homeUrl = new URL(CALDAV_HOME, CALDAV_URL).href;
	return await measureThroughHelper(async (helper) => {
		await warm(helper, homeUrl);
		const subjects: Subject[] = [];
		for (const count of counts) subjects.push(await prepare(helper, homeUrl, count));
		await runAll(subjects);
		const rows = subjects.map((subject) => ({ subject, ours: [] as number[], bare: [] as number[] }));
		const equal: number[] = [];
		for (let round = 0; round < rounds; round++) {
			equal.push(await timeOf(async () => await runAll(subjects)));
			for (const { subject, ours, bare } of rows) {
				if (round % 2 === 0) ours.push(await timeOf(subject.ours));
				bare.push(await timeOf(subject.bare));
				if (round % 2 === 1) ours.push(await timeOf(subject.ours));
			}
		}
		const each: UnchangedCost[] = [];
		for (const { subject, ours, bare } of rows) {
			const { count, rssMb } = subject;
			each.push({ count, rssMb, ours, bare, requests: await subject.ours() });
		}
		const bare = equal.map((_, round) => rows.reduce((sum, row) => sum + (row.bare[round] ?? NaN), 0));
		return { each, equal: { ours: equal, bare, requests: await runAll(subjects) } };
	});
}

async function main(): Promise<void> {
	const { ROUNDS = '5', COUNTS = '1000' } = process.env;
	const costs = await measureUnchanged(Number(ROUNDS), COUNTS.split(',').map(Number));
	process.stdout.write(JSON.stringify(costs));
}

void main();
