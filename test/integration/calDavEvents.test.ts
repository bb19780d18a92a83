/** Events of the CalDAV node for people without iCalendar, in n8n's engine against real servers. */
import type { INodeParameters } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import type { CalendarServer } from '../../scripts/lib/calendarServers';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { SERVERS } from '../support/davServers';
import { runNode } from '../support/engine';

const START_TIMEOUT_MS = 60_000;

describe.each(SERVERS)('CalDAV, events on $name', ({ start, home }) => {
	let server: CalendarServer;
	let [team, travel] = ['', ''];

	beforeAll(async () => {
		server = await start();
		const root = new URL(home, server.url).href;
		[team, travel] = [`${root}team/`, `${root}travel/`];
		for (const url of [team, travel])
			await createNodeSend(server)({ method: 'MKCALENDAR', url, headers: {} });
	}, START_TIMEOUT_MS);
	afterAll(async () => await server.stop());

	const at = (value: string, mode = 'url') => ({ __rl: true, mode, value });

	async function run(operation: string, parameters: INodeParameters, items: readonly object[] = [{}]) {
		const { outputs, error } = await runNode({
			node: new CalDav(),
			parameters: {
				resource: 'event',
				operation,
				calendar: at(team),
				options: { attempts: 1 },
				...parameters,
			},
			items,
			credentials: {
				calDavApi: {
					type: new CalDavApi(),
					data: { serverUrl: server.url, username: server.username, password: server.password },
				},
			},
		});
		return { items: (outputs[0] ?? []).map(({ json }) => json), error: error?.message ?? null };
	}

	const upsert = async (uid: string, parameters: INodeParameters) =>
		await run('upsert', { uid, ...parameters });
	const get = async (uid: string, parameters: INodeParameters = {}) =>
		await run('get', { event: at(uid, 'uid'), simplify: false, ...parameters });

	const LUNCH = { summary: 'Lunch', start: '2026-12-04T12:00:00', end: '2026-12-04T13:00:00' };
	const IN_BERLIN = { eventFields: { timeZone: 'Europe/Berlin' } };

	it('creates an event from fields, finds it unchanged, and changes only what is given', async () => {
		const full = { ...IN_BERLIN.eventFields, location: 'Room 4', description: 'Soup', alarms: '15' };
		const created = await upsert('lunch@example.com', { ...LUNCH, eventFields: full });
		const same = await upsert('lunch@example.com', { ...LUNCH, eventFields: full });
		const changed = await upsert('lunch@example.com', { eventFields: { location: 'Room 5' } });

		expect(created.items).toMatchObject([{ operation: 'created', uid: 'lunch@example.com' }]);
		expect(same.items).toMatchObject([{ operation: 'unchanged' }]);
		expect(changed.items).toMatchObject([
			{ operation: 'updated', changes: [{ property: 'LOCATION', before: 'Room 4', after: 'Room 5' }] },
		]);
		expect((await get('lunch@example.com')).items).toMatchObject([
			{
				summary: 'Lunch',
				start: '2026-12-04T11:00:00.000Z',
				end: '2026-12-04T12:00:00.000Z',
				time_zone: 'Europe/Berlin',
				location: 'Room 5',
				description: 'Soup',
				alarms: ['-PT15M'],
				ics: expect.stringContaining('BEGIN:VTIMEZONE'),
			},
		]);
	});

	it('takes out a field that was added and left empty', async () => {
		await upsert('clear@example.com', { ...LUNCH, eventFields: { location: 'Room 4' } });
		const { items } = await upsert('clear@example.com', { eventFields: { location: '' } });

		expect(items).toMatchObject([{ changes: [{ property: 'LOCATION', before: 'Room 4', after: null }] }]);
		expect((await get('clear@example.com')).items).toMatchObject([{ location: '', summary: 'Lunch' }]);
	});

	it('turns a timed event into whole days and back', async () => {
		await upsert('days@example.com', { ...LUNCH, ...IN_BERLIN });
		await upsert('days@example.com', { start: '2026-12-04', end: '2026-12-06', allDay: true });
		expect((await get('days@example.com')).items).toMatchObject([
			{ start: '2026-12-04', end: '2026-12-07', last_day: '2026-12-06', all_day: true, summary: 'Lunch' },
		]);
		await upsert('days@example.com', { start: '2026-12-04T12:00:00+01:00', ...IN_BERLIN });
		expect((await get('days@example.com')).items).toMatchObject([
			{ start: '2026-12-04T11:00:00.000Z', end: '2026-12-04T12:00:00.000Z', all_day: false },
		]);
	});

	it('gives events without a UID one each, so that no two items become one', async () => {
		const { items } = await run('upsert', { ...LUNCH, uid: '' }, [{}, {}]);
		expect(new Set(items.map(({ uid }) => uid)).size).toBe(2);
		expect(items).toMatchObject([{ operation: 'created' }, { operation: 'created' }]);
	});

	it.each<readonly [string, INodeParameters, RegExp]>([
		['a new event without a start', { uid: 'none@example.com', summary: 'x' }, /needs a title and a start/],
		['a new event without a title', { uid: 'none@example.com', start: '2026-12-04' }, /needs a title/],
		['an end without a start', { uid: 'none@example.com', end: '2026-12-04' }, /"Start" is not/],
		['a start that is none', { uid: 'none@example.com', start: 'tomorrow' }, /no date and time/],
		['a colour by number', { uid: 'a', ...LUNCH, eventFields: { colorName: '#ff0000' } }, /CSS colour/],
		['a status there is not', { uid: 'a', ...LUNCH, eventFields: { status: 'maybe' } }, /CONFIRMED/],
		[
			'an alarm that is no number',
			{ uid: 'a', ...LUNCH, eventFields: { alarms: '15 min' } },
			/"15 min".*15, 1440/,
		],
		['no text', { uid: 'none@example.com', source: 'ics', ics: '={{ $json.nothing }}' }, /holds no text/],
		['text that is none', { uid: 'none@example.com', source: 'ics', ics: '={{ 42 }}' }, /holds no text/],
		['half a text', { uid: 'none@example.com', source: 'ics', ics: 'BEGIN:VCALENDAR' }, /Give it a whole/],
		['no calendar', { uid: 'a', ...LUNCH, calendar: at('={{ $json.nothing }}', 'name') }, /No calendar/],
		['a zone there is not', { uid: 'a', ...LUNCH, eventFields: { timeZone: 'Mars/North' } }, /no time zone/],
	])('refuses %s and writes nothing', async (_, parameters, message) => {
		const { error } = await run('upsert', parameters);
		expect(error).toMatch(message);
		expect((await get(String(parameters.uid), { ifNotFound: 'nothing' })).items).toEqual([]);
	});

	it('lists a range with each occurrence of a series, earliest first', async () => {
		const range = { from: '2027-03-20T00:00:00Z', to: '2027-04-05T00:00:00Z', returnAll: true };
		const weekly = { timeZone: 'Europe/Berlin', recurrence: 'FREQ=WEEKLY;BYDAY=MO' };
		await upsert('weekly@example.com', { summary: 'Weekly', start: '2027-03-01T09:00', eventFields: weekly });
		await upsert('holiday@example.com', { summary: 'Holiday', start: '2027-03-26', allDay: true });
		await upsert('later@example.com', { summary: 'Later', start: '2027-04-06', allDay: true });
		const { items } = await run('getAll', range);
		const stored = await run('getAll', { ...range, expandSeries: false });

		expect(items.map(({ summary, start }) => [summary, start])).toEqual([
			['Weekly', '2027-03-22T08:00:00.000Z'],
			['Holiday', '2027-03-26'],
			['Weekly', '2027-03-29T07:00:00.000Z'],
		]);
		expect(stored.items.map(({ summary }) => summary)).toEqual(['Weekly', 'Holiday']);
	});

	it('filters by text and change, and keeps to the limit', async () => {
		await upsert('needle@example.com', { ...LUNCH, summary: 'Ünique Needle' });
		const found = await run('getAll', { filters: { text: 'ünique n' } });
		const changed = await run('getAll', { filters: { text: 'needle', changedSince: '2099-01-01' } });
		const limited = await run('getAll', { limit: 1 });

		expect(found.items).toMatchObject([{ uid: 'needle@example.com', calendar: { url: team } }]);
		expect(found.items[0]).not.toHaveProperty('ics');
		expect(changed.items).toEqual([]);
		expect(limited.items).toHaveLength(1);
	});

	it('moves an event with its alarms, once', async () => {
		await upsert('move@example.com', { ...LUNCH, eventFields: { alarms: '30' } });
		const move = async () =>
			await run('move', { event: at('move@example.com', 'uid'), destination: at(travel) });
		const [first, second] = [await move(), await move()];

		expect(first.items).toMatchObject([{ operation: 'moved', calendar: { url: travel } }]);
		expect(second.items).toMatchObject([{ operation: 'unchanged', reason: 'already_there' }]);
		expect((await get('move@example.com', { ifNotFound: 'nothing' })).items).toEqual([]);
		expect((await get('move@example.com', { calendar: at(travel) })).items).toMatchObject([
			{ alarms: ['-PT30M'], summary: 'Lunch' },
		]);
	});

	it('counts an event named by its address as moved when it was moved before', async () => {
		await upsert('address@example.com', LUNCH);
		const [{ href } = {}] = (await get('address@example.com')).items;
		const move = async () => await run('move', { event: at(String(href)), destination: at(travel) });
		await move();

		expect((await move()).items).toMatchObject([
			{ operation: 'unchanged', reason: 'already_there', uid: 'address@example.com' },
		]);
	});

	it('leaves an event that is moved into the calendar it is in', async () => {
		await upsert('stays@example.com', LUNCH);
		const { items } = await run('move', { event: at('stays@example.com', 'uid'), destination: at(team) });

		expect(items).toMatchObject([{ operation: 'unchanged', reason: 'already_there' }]);
		expect((await get('stays@example.com')).items).toMatchObject([{ summary: 'Lunch' }]);
	});

	it.each(['urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a', 'https://example.com/events/42'])(
		'finds %s, a UID that looks like an address, where it was moved before',
		async (uid) => {
			const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t//EN', 'BEGIN:VEVENT', `UID:${uid}`];
			const rest = [
				'DTSTAMP:20261126T090000Z',
				'DTSTART;VALUE=DATE:20261204',
				'END:VEVENT',
				'END:VCALENDAR',
				'',
			];
			const url = `${travel}by-hand-${uid.length}.ics`;
			const headers = { 'content-type': 'text/calendar' };
			const body = [...lines, ...rest].join('\r\n');
			await createNodeSend(server)({ method: 'PUT', url, headers, body });
			const { items } = await run('move', { event: at(uid, 'uid'), destination: at(travel) });

			expect(items).toMatchObject([{ operation: 'unchanged', reason: 'already_there', uid }]);
		},
	);

	it('refuses a range that ends before it begins', async () => {
		expect((await run('getAll', { from: '2027-01-02', to: '2027-01-01' })).error).toMatch(/not after "From"/);
	});

	it('says which event is not there, for Get and Move', async () => {
		const nowhere = { event: at('nowhere@example.com', 'uid'), destination: at(travel) };
		expect((await run('get', nowhere)).error).toMatch(/has no event nowhere@example.com/);
		expect((await run('move', nowhere)).error).toMatch(/has no event nowhere@example.com/);
	});

	it('deletes by address and hands out a text that brings the event back', async () => {
		await upsert('back@example.com', { ...LUNCH, eventFields: { alarms: '30' } });
		const [{ href } = {}] = (await get('back@example.com')).items;
		const [deleted] = (await run('delete', { event: at(String(href)) })).items;
		const again = await run('delete', { event: at(String(href)) });
		await run('upsert', { source: 'ics', ics: String(deleted?.before_ics) });

		expect(deleted).toMatchObject({ operation: 'deleted', deleted: true, uid: 'back@example.com' });
		expect(again.items).toMatchObject([{ operation: 'not_found' }]);
		expect((await get('back@example.com')).items).toMatchObject([{ alarms: ['-PT30M'] }]);
	});

	it('refuses the address of an event in another calendar', async () => {
		const { error } = await run('delete', { event: at(`${travel}move@example.com.ics`) });
		expect(error).toMatch(/is not in the calendar/);
	});
});
