/** Create or Update of many items in n8n's engine: what is asked of the server, and what becomes of each item. */
import type { INodeParameters } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import type { CalendarServer } from '../../scripts/lib/calendarServers';
import { type CountingProxy, startCountingProxy } from '../../scripts/lib/countingProxy';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { SERVERS } from '../support/davServers';
import { runNode } from '../support/engine';

const START_TIMEOUT_MS = 60_000;
const TITLES = Array.from({ length: 12 }, (_, index) => `Event ${index}`);

interface Item {
	readonly uid: string;
	readonly summary: string;
	readonly start?: string;
	readonly calendar?: string;
}

// Each run of the node writes up to twelve events, one after the other.
jest.setTimeout(20_000);

describe.each(SERVERS)('CalDAV, Create or Update of many items on $name', ({ start, home }) => {
	let server: CalendarServer;
	let proxy: CountingProxy;
	let number = 0;

	beforeAll(async () => {
		server = await start();
		proxy = await startCountingProxy(server.url);
	}, START_TIMEOUT_MS);
	afterAll(async () => {
		await proxy.stop();
		await server.stop();
	});

	async function aCalendar(): Promise<string> {
		const url = new URL(`${home}many-${++number}/`, proxy.url).href;
		await createNodeSend(server)({ method: 'MKCALENDAR', url, headers: {} });
		proxy.reset();
		return url;
	}

	async function run(parameters: INodeParameters, items: readonly object[], goesOn = false) {
		const { outputs, error } = await runNode({
			node: new CalDav(),
			// One at a time: Xandikos refuses a second write meanwhile, and what is sent again would count.
			parameters: { resource: 'event', options: { attempts: 1, concurrency: 1 }, ...parameters },
			items,
			credentials: {
				calDavApi: {
					type: new CalDavApi(),
					data: { serverUrl: proxy.url, username: server.username, password: server.password },
				},
			},
			...(goesOn && { onError: 'continueRegularOutput' }),
		});
		const counts = proxy.counts();
		proxy.reset();
		return { items: outputs[0] ?? [], error: error?.message ?? null, counts };
	}

	const upsert = async (calendar: string, items: readonly Item[], goesOn = false) =>
		await run(
			{
				operation: 'upsert',
				calendar: { __rl: true, mode: 'url', value: `={{ $json.calendar ?? '${calendar}' }}` },
				uid: '={{ $json.uid }}',
				summary: '={{ $json.summary }}',
				start: "={{ $json.start ?? '2026-12-04' }}",
				allDay: true,
			},
			items,
			goesOn,
		);

	const titlesIn = async (calendar: string): Promise<unknown[]> => {
		const { items } = await run(
			{ operation: 'getAll', calendar: { __rl: true, mode: 'url', value: calendar }, returnAll: true },
			[{}],
		);
		return items.map(({ json }) => json.summary).sort();
	};

	const itemsOf = (titles: readonly string[]): Item[] =>
		titles.map((summary, index) => ({ uid: `event-${index}-of-${number}@example.com`, summary }));

	const twelve = (): Item[] => itemsOf(TITLES);

	const operationsOf = (items: ReadonlyArray<{ json: object }>) =>
		items.map(({ json }) => ('operation' in json ? json.operation : json));

	it('reads the calendar once for all of them, and writes only what differs', async () => {
		const calendar = await aCalendar();
		const created = await upsert(calendar, twelve());
		const same = await upsert(calendar, twelve());
		const changed = await upsert(calendar, itemsOf(TITLES.with(3, 'Other 3').with(7, 'Other 7')));

		expect(created.counts).toEqual({ PROPFIND: 1, REPORT: 2, PUT: 12 });
		expect(same.counts).toEqual({ PROPFIND: 1, REPORT: 1 });
		expect(changed.counts).toEqual({ PROPFIND: 1, REPORT: 1, PUT: 2 });
		expect(new Set(operationsOf(created.items))).toEqual(new Set(['created']));
		expect(new Set(operationsOf(same.items))).toEqual(new Set(['unchanged']));
		expect(await titlesIn(calendar)).toEqual(TITLES.with(3, 'Other 3').with(7, 'Other 7').sort());
	});

	it('puts out one result for each item, in their order and tied to it', async () => {
		const calendar = await aCalendar();
		const given = twelve();
		const { items } = await upsert(calendar, given);

		expect(items.map(({ json }) => json.uid)).toEqual(given.map(({ uid }) => uid));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(given.map((_, item) => ({ item })));
	});

	it('reads each of several calendars', async () => {
		const [one, other] = [await aCalendar(), await aCalendar()];
		const given = twelve().map((item, index) => ({ ...item, calendar: index % 2 === 0 ? one : other }));
		const { counts } = await upsert('', given);

		expect(counts).toEqual({ PROPFIND: 2, REPORT: 4, PUT: 12 });
		expect(await titlesIn(one)).toEqual(TITLES.filter((_, index) => index % 2 === 0).sort());
		expect(await titlesIn(other)).toEqual(TITLES.filter((_, index) => index % 2 === 1).sort());
	});

	it('gives an item that cannot be used its own error, and writes the others', async () => {
		const calendar = await aCalendar();
		const given = twelve().map((item, index) => (index % 5 === 0 ? { ...item, start: 'soon' } : item));
		const { items, error } = await upsert(calendar, given, true);

		expect(error).toBeNull();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(given.map((_, item) => ({ item })));
		for (const [index, operation] of operationsOf(items).entries()) {
			const failed = { error: expect.stringMatching(/"soon".*no date and time/) as unknown };
			expect(operation).toEqual(index % 5 === 0 ? failed : 'created');
		}
		expect(await titlesIn(calendar)).toEqual(TITLES.filter((_, index) => index % 5 !== 0).sort());
	});

	it('fails with the first item that cannot be used, and leaves those after it', async () => {
		const calendar = await aCalendar();
		const given = twelve()
			.with(6, { uid: 'six@example.com', summary: 'Six', start: 'soon' })
			.with(9, { uid: 'nine@example.com', summary: 'Nine', start: 'later' });
		const { items, error } = await upsert(calendar, given);

		expect(items).toEqual([]);
		expect(error).toMatch(/"soon"/);
		expect(await titlesIn(calendar)).toEqual(TITLES.slice(0, 6));
	});

	it('says of each item that the calendar is not there, and asks for it once', async () => {
		const { items, counts } = await upsert(new URL(`${home}nowhere/`, proxy.url).href, twelve(), true);

		expect(counts).toEqual({ PROPFIND: 1 });
		expect(items).toHaveLength(12);
		expect(items[11]).toMatchObject({ json: { error: expect.any(String) }, pairedItem: { item: 11 } });
	});
});
