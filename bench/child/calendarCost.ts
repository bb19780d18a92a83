/**
 * Times writing and reading of a calendar through n8n's HTTP helper, ours and a bare loop of the same requests in
 * turn, and prints the figures. Runs alone, with `--expose-gc`; what to do stands in its environment.
 */
import { createObject } from 'tsdav';
import { listEvents } from '../../core/caldav/listEvents';
import { transformSnapshot } from '../../core/event/transform';
import type { UpsertItem } from '../../core/event/types';
import { mapConcurrently } from '../../core/http/limit';
import { reconcile } from '../../core/reconcile/reconcile';
import { hrefOfUid } from '../../core/webdav/href';
import { calendarQueryBody } from '../../core/webdav/requestBodies';
import { throughTsdav } from '../../core/webdav/tsdavFetch';
import { aSnapshot, aWorkItem } from '../../test/support/builders';
import { peakOf, timeOf } from './figures';
import { measureThroughHelper } from './throughHelper';

/** Milliseconds, one figure a round. */
export interface CalendarTimes {
	readonly ours: readonly number[];
	readonly bare: readonly number[];
	/** tsdav building the requests, the same helper carrying them. */
	readonly tsdav: readonly number[];
	/** Largest resident set while ours ran, above the one before, megabytes. */
	readonly rssMb: number;
}

const CONCURRENCY = 4;
/** One project a round, so that every round begins with a calendar that is empty. */
function batchOf(round: number, count: number) {
	const project = {
		id: `00000000-0000-4000-8000-${String(round).padStart(12, '0')}`,
		name: `Round ${round}`,
		identifier: `R${round}`,
	};
	const items = Array.from({ length: count }, (_, index) => aWorkItem(index + 1, { project }));
	return transformSnapshot(aSnapshot(items, { project }));
}

async function measureCreates(rounds: number, count: number): Promise<CalendarTimes> {
	return await measureThroughHelper(async ({ calDav, send }) => {
		const home = new URL(process.env.CALDAV_HOME ?? '/', calDav.serverUrl).href;
		const makeCalendar = async (name: string): Promise<string> => {
			const url = `${home}${name}/`;
			await send({ method: 'MKCALENDAR', url, headers: {} });
			return url;
		};
		const times = { ours: [] as number[], bare: [] as number[], tsdav: [] as number[] };
		const policy = { writes: 'everything', allowMissing: 0 } as const;
		for (let round = 1; round <= rounds; round++) {
			const batch = batchOf(round, count);
			const events = batch.events.filter((event): event is UpsertItem => event.action === 'upsert');
			const headers = { 'content-type': 'text/calendar; charset=utf-8', 'if-none-match': '*' };
			const plain = await makeCalendar(`bare-${round}`);
			const other = await makeCalendar(`tsdav-${round}`);
			// The calendar itself is made before the clock runs, as for the others.
			await reconcile(calDav, { ...batch, events: [] }, { policy, stopAt: Infinity });
			const runs: ReadonlyArray<readonly [keyof typeof times, () => Promise<unknown>]> = [
				['ours', async () => await reconcile(calDav, batch, { policy, stopAt: Infinity })],
				[
					'bare',
					async () =>
						await mapConcurrently(events, CONCURRENCY, async ({ uid, ics }) => {
							await send({ method: 'PUT', url: hrefOfUid(plain, uid), headers, body: ics });
						}),
				],
				[
					'tsdav',
					async () =>
						await mapConcurrently(events, CONCURRENCY, async ({ uid, ics }) => {
							const url = hrefOfUid(other, uid);
							await throughTsdav(send, (fetch) => createObject({ url, data: ics, headers, fetch }));
						}),
				],
			];
			for (let turn = 0; turn < runs.length; turn++) {
				const [name, run] = runs[(turn + round) % runs.length] ?? runs[0]!;
				times[name].push(await timeOf(run));
			}
		}
		return { ...times, rssMb: 0 };
	});
}

async function measureReads(rounds: number, calendarUrl: string): Promise<CalendarTimes> {
	return await measureThroughHelper(async ({ calDav, send }) => {
		const bare = async (): Promise<unknown> =>
			await send({
				method: 'REPORT',
				url: calendarUrl,
				headers: { depth: '1', 'content-type': 'application/xml; charset=utf-8' },
				body: calendarQueryBody(),
				timeoutMs: 600_000,
			});
		const ours = async (): Promise<unknown> =>
			await listEvents(calDav, { url: calendarUrl, name: 'Measured' }, { timeoutMs: 600_000 });
		const times = { ours: [] as number[], bare: [] as number[] };
		// Also the first listing of a calendar the server has not looked at: not timed.
		const rssMb = await peakOf(ours);
		for (let round = 0; round < rounds; round++) {
			times.bare.push(await timeOf(bare));
			times.ours.push(await timeOf(ours));
		}
		return { ...times, tsdav: [], rssMb };
	});
}

async function main(): Promise<void> {
	const { ROUNDS = '4', COUNT = '250', CALENDAR = '' } = process.env;
	const figures =
		CALENDAR === ''
			? await measureCreates(Number(ROUNDS), Number(COUNT))
			: await measureReads(Number(ROUNDS), CALENDAR);
	process.stdout.write(JSON.stringify(figures));
}

void main();
