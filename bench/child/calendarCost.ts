/**
 * Times writing and reading of a calendar through n8n's HTTP helper, ours and a bare loop of the same requests in
 * turn, and prints the figures. Runs alone, with `--expose-gc`; what to do stands in its environment.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { createObject } from 'tsdav';
import { listEvents } from '../../core/caldav/listEvents';
import { transformSnapshot } from '../../core/event/transform';
import type { UpsertItem } from '../../core/event/types';
import { mapConcurrently } from '../../core/http/limit';
import { reconcile } from '../../core/reconcile/reconcile';
import { hrefOfUid } from '../../core/webdav/href';
import { calendarQueryBody } from '../../core/webdav/requestBodies';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { createCalDavContext } from '../../nodes/CalDav/calDavContext';
import { createSend } from '../../nodes/shared/send';
import { throughTsdav } from '../../core/webdav/tsdavFetch';
import { aSnapshot, aWorkItem } from '../../test/support/builders';
import { runNode } from '../../test/support/engine';

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
const MEGABYTE = 1024 * 1024;

type Work = (context: IExecuteFunctions) => Promise<object>;

/** A node that does what it is told, so that it runs where ours run. */
const nodeOf = (work: Work): INodeType => ({
	description: {
		displayName: 'Measured',
		name: 'measured',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Measured' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'calDavApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [[{ json: { ...(await work(this)) } }]];
	},
});

async function measureIn<Figures extends object>(work: (context: IExecuteFunctions) => Promise<Figures>) {
	const {
		CALDAV_URL: serverUrl = '',
		CALDAV_USER: username = '',
		CALDAV_PASSWORD: password = '',
	} = process.env;
	const { outputs, error } = await runNode({
		node: nodeOf(work),
		parameters: {},
		credentials: { calDavApi: { type: new CalDavApi(), data: { serverUrl, username, password } } },
	});
	if (error !== null) throw new Error(error.message);
	return outputs[0]?.[0]?.json as unknown as Figures;
}

/** Linux keeps the largest resident set of a process and lets it begin anew: reading blocks every timer. */
const forgetPeak = async (): Promise<void> => await writeFile('/proc/self/clear_refs', '5');

/** Bytes. */
async function readPeak(): Promise<number> {
	const status = await readFile('/proc/self/status', 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}

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
	return await measureIn(async (context) => {
		const calDav = await createCalDavContext(context, { attempts: 1 });
		const credentials = await context.getCredentials('calDavApi');
		const send = createSend(context, 'calDavApi', credentials);
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
	return await measureIn(async (context) => {
		const calDav = await createCalDavContext(context, { attempts: 1 });
		const credentials = await context.getCredentials('calDavApi');
		const send = createSend(context, 'calDavApi', credentials);
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
		globalThis.gc?.();
		const idle = process.memoryUsage().rss;
		await forgetPeak();
		// Also the first listing of a calendar the server has not looked at: not timed.
		await ours();
		const peak = await readPeak();
		for (let round = 0; round < rounds; round++) {
			times.bare.push(await timeOf(bare));
			times.ours.push(await timeOf(ours));
		}
		return { ...times, tsdav: [], rssMb: Math.max(0, peak - idle) / MEGABYTE };
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
