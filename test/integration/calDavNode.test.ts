/** The CalDAV node in n8n's engine, against a real Radicale. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { Report, Result } from '../../core/reconcile/types';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { startRadicale, type CalendarServer } from '../../scripts/lib/calendarServers';
import { createCalendarView, type CalendarView } from '../../scripts/lib/calendarView';
import { startCountingProxy, type CountingProxy } from '../../scripts/lib/countingProxy';
import { aBatch, aDeletedDelivery, anUpsert, aWorkItem, PROJECT, uidOfItem, uuid } from '../support/builders';
import { runNode } from '../support/engine';

let server: CalendarServer;
let proxy: CountingProxy;
let view: CalendarView;

beforeAll(async () => {
	server = await startRadicale();
	proxy = await startCountingProxy(server.url);
	view = createCalendarView(server);
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
	await proxy.stop();
	await server.stop();
});

interface Run {
	readonly parameters: INodeParameters;
	readonly items?: readonly object[];
	readonly password?: string;
	readonly onError?: 'continueRegularOutput';
}

async function run({ parameters, items = [{}], password = server.password, onError }: Run) {
	const data: ICredentialDataDecryptedObject = {
		serverUrl: proxy.url,
		username: server.username,
		password,
		ignoreSslIssues: false,
	};
	const { outputs, error } = await runNode({
		node: new CalDav(),
		parameters: { options: { attempts: 1 }, ...parameters },
		items,
		credentials: { calDavApi: { type: new CalDavApi(), data } },
		...(onError && { onError }),
	});
	return { outputs: outputs.map((output) => output.map(({ json }) => json)), error };
}

const APPLY = { resource: 'event', operation: 'apply' };
const RECONCILE = {
	resource: 'calendar',
	operation: 'reconcile',
	writes: 'everything',
	allowMissing: 0,
	timeBudget: 60,
	stopAt: '',
};

/** A calendar of the account, made by an event of ours. */
async function aCalendar() {
	await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });
	const [seen] = await view.look();
	if (seen === undefined) throw new Error('there is no calendar');
	const { url, name } = seen.calendar;
	// The view looks past the proxy; the node goes through it, and no password goes to another origin.
	return { url: new URL(new URL(url).pathname, proxy.url).href, name };
}

const anIcs = (summary: string, uid = 'dentist@example.com') =>
	[
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Test//EN',
		'METHOD:PUBLISH',
		'BEGIN:VEVENT',
		`UID:${uid}`,
		'DTSTAMP:20261101T000000Z',
		'DTSTART:20261201T090000Z',
		'DTEND:20261201T093000Z',
		`SUMMARY:${summary}`,
		'END:VEVENT',
		'END:VCALENDAR',
		'',
	].join('\r\n');

describe('CalDAV, Event: Apply', () => {
	it('creates the calendar with the first event and reports what it did', async () => {
		const { outputs } = await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });

		expect(outputs[0]).toMatchObject([{ uid: uidOfItem(1), calendar: { name: 'Plane: Website relaunch' } }]);
		expect((await view.find(uidOfItem(1)))?.summary).toBe('[1] Item 1');
	});

	it('may run twice: the second time nothing is written', async () => {
		const { outputs } = await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });

		expect(outputs[0]).toMatchObject([{ operation: 'unchanged' }]);
	});

	it('deletes the event of an undated item and hands out its text', async () => {
		await run({ parameters: APPLY, items: [anUpsert(aWorkItem(2))] });
		const gone = {
			...aBatch([aWorkItem(2, { target_date: null, updated_at: '2026-11-22T10:00:00Z' })]).events[0],
		};
		const { outputs } = await run({ parameters: APPLY, items: [gone] });

		expect(outputs[0]).toMatchObject([
			{ operation: 'deleted', deleted: true, before_ics: expect.stringContaining('Item 2') },
		]);
		expect(await view.find(uidOfItem(2))).toBeNull();
	});

	it('says once that there is nothing to delete, whichever calendars it looked into', async () => {
		await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });
		const { outputs } = await run({ parameters: APPLY, items: [aDeletedDelivery(77)] });

		expect(outputs[0]).toMatchObject([{ operation: 'not_found', uid: uidOfItem(77) }]);
	});

	it('finds the event of a deleted item although the delivery names no project', async () => {
		await run({ parameters: APPLY, items: [anUpsert(aWorkItem(4))] });
		const { outputs } = await run({ parameters: APPLY, items: [aDeletedDelivery(4)] });

		expect(outputs[0]).toMatchObject([
			{ operation: 'deleted', uid: uidOfItem(4), calendar: { name: 'Plane: Website relaunch' } },
		]);
	});

	it('says what to connect when the input is something else', async () => {
		const { error } = await run({ parameters: APPLY, items: [{ hello: 'world' }] });

		expect(error?.message).toMatch(/Transform to VEVENT/);
	});
});

describe('CalDAV, when a person deletes the calendar', () => {
	const deleteCalendar = async () => {
		const [seen] = await view.look();
		await view.context.send({ method: 'DELETE', url: seen?.calendar.url ?? '', headers: {} });
	};

	it('makes it anew with the next event that is applied', async () => {
		await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });
		await deleteCalendar();
		const { outputs } = await run({ parameters: APPLY, items: [anUpsert(aWorkItem(1))] });

		expect(outputs[0]).toMatchObject([
			{ operation: 'created', calendar: { name: 'Plane: Website relaunch' } },
		]);
	});

	it('fills it again with the next reconcile', async () => {
		await run({ parameters: RECONCILE, items: [aBatch([aWorkItem(1)])] });
		await deleteCalendar();
		const { outputs } = await run({ parameters: RECONCILE, items: [aBatch([aWorkItem(1)])] });

		expect(outputs[0]).toMatchObject([{ complete: true, counts: { created: 1 } }]);
		expect((await view.look())[0]?.events).toHaveLength(1);
	});
});

describe('CalDAV, Event: Create or Update', () => {
	const upsert = async (ics: string, calendar: object) =>
		await run({
			parameters: {
				resource: 'event',
				operation: 'upsert',
				calendar: calendar as INodeParameters,
				source: 'ics',
				ics,
			},
		});

	it('creates, updates and leaves alone, and keeps what others added', async () => {
		const { url, name } = await aCalendar();
		const created = await upsert(anIcs('Dentist'), { __rl: true, mode: 'url', value: url });
		const { href = '', etag = '', ics = '' } = (await view.find('dentist@example.com')) ?? {};
		const alarm =
			'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Go\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT';
		await view.context.send({
			method: 'PUT',
			url: href,
			headers: { 'content-type': 'text/calendar', 'if-match': etag },
			body: ics.replace('END:VEVENT', alarm),
		});
		const updated = await upsert(anIcs('Dentist\\, again'), { __rl: true, mode: 'name', value: name });
		const unchanged = await upsert(anIcs('Dentist\\, again'), { __rl: true, mode: 'name', value: name });

		expect(
			[created, updated, unchanged].map(({ outputs }) => (outputs[0]?.[0] as Partial<Result>).operation),
		).toEqual(['created', 'updated', 'unchanged']);
		expect((await view.find('dentist@example.com'))?.ics).toMatch(/Dentist\\, again[\s\S]*TRIGGER:-PT1H/);
	});

	it('refuses an event without a UID and says why', async () => {
		const { url } = await aCalendar();
		const { error } = await upsert(anIcs('Nameless').replace(/UID:.*\r\n/, ''), {
			__rl: true,
			mode: 'url',
			value: url,
		});

		expect(error?.message).toMatch(/no UID/);
	});

	it('says which calendar is not there', async () => {
		const { error } = await upsert(anIcs('Lost'), { __rl: true, mode: 'name', value: 'Nowhere' });

		expect(error?.message).toContain('"Nowhere"');
	});
});

describe('CalDAV, Event: Delete', () => {
	it('deletes by UID and counts an event that is not there as deleted', async () => {
		const { url } = await aCalendar();
		const calendar = { __rl: true, mode: 'url', value: url };
		await run({
			parameters: {
				resource: 'event',
				operation: 'upsert',
				calendar,
				source: 'ics',
				ics: anIcs('Brief', 'brief@example.com'),
			},
		});
		const remove = async () =>
			await run({
				parameters: {
					resource: 'event',
					operation: 'delete',
					calendar,
					event: { __rl: true, mode: 'uid', value: 'brief@example.com' },
				},
			});
		const [first, second] = [await remove(), await remove()];

		expect(first.outputs[0]).toMatchObject([{ operation: 'deleted', deleted: true }]);
		expect(second.outputs[0]).toMatchObject([{ operation: 'not_found' }]);
	});
});

describe('CalDAV, Calendar: Reconcile', () => {
	it('reports on the first output and asks on the second', async () => {
		await run({ parameters: RECONCILE, items: [aBatch([aWorkItem(1), aWorkItem(3)])] });
		const { outputs } = await run({ parameters: RECONCILE, items: [aBatch([aWorkItem(1)])] });
		const [report] = (outputs[0] ?? []) as unknown as Report[];

		expect(report).toMatchObject({ complete: true, counts: { unchanged: 1, missing: 1 } });
		expect(outputs[1]).toMatchObject([
			{ uid: uidOfItem(3), found_in: { revision: aWorkItem(3).updated_at } },
		]);
		expect(await view.find(uidOfItem(3))).not.toBeNull();
	});

	it('tells in a dry run what it would do and writes nothing', async () => {
		const dryRun = { ...RECONCILE, writes: 'dry_run' };
		proxy.reset();
		const { outputs } = await run({
			parameters: dryRun,
			items: [aBatch([aWorkItem(1, { name: 'Other', updated_at: '2026-11-22T10:00:00Z' })])],
		});

		expect((outputs[0] as unknown as Report[])[0]).toMatchObject({
			dry_run: true,
			complete: false,
			counts: { updated: 1, pending: 0 },
			plan: expect.arrayContaining([
				expect.objectContaining({
					action: 'update',
					title: '[1] Other',
					date: '2026-12-04',
					calendar: expect.objectContaining({ name: 'Plane: Website relaunch' }),
					changes: [{ property: 'SUMMARY', before: '[1] Item 1', after: '[1] Other' }],
				}),
			]),
			operations: [],
		});
		expect(outputs[1]).toEqual([]);
		expect(Object.keys(proxy.counts())).toEqual(['REPORT']);
	});

	it('neither creates nor renames a calendar in a dry run', async () => {
		const renamed = aBatch([aWorkItem(1)], { project: { ...PROJECT, name: 'Renamed' } });
		const project = { ...PROJECT, id: uuid(77), name: 'Fresh' };
		const fresh = aBatch([aWorkItem(7, { project })], { project });
		const before = await view.look();
		proxy.reset();
		const dryRun = { ...RECONCILE, writes: 'dry_run' };
		const { outputs } = await run({ parameters: dryRun, items: [renamed, fresh] });

		expect((outputs[0] as unknown as Report[])[1]?.plan).toMatchObject([
			{ action: 'create', calendar: { url: null, name: 'Plane: Fresh' } },
		]);
		expect(Object.keys(proxy.counts())).toEqual(['REPORT']);
		expect(await view.look()).toEqual(before);
	});

	it('sends nothing when the time is up before it begins', async () => {
		const late = { ...RECONCILE, stopAt: '2020-01-01T00:00:00Z' };
		proxy.reset();
		const { outputs } = await run({ parameters: late, items: [aBatch([aWorkItem(1), aWorkItem(8)])] });

		expect(outputs[0]).toMatchObject([{ complete: false, reason: 'time_is_up', counts: { created: 0 } }]);
		expect(proxy.counts()).toEqual({});
	});

	it('spends its time budget once, not for each project', async () => {
		const { now } = Date;
		proxy.reset();
		jest.spyOn(Date, 'now').mockImplementation(() => now() + (proxy.counts().PUT ?? 0) * 61_000);
		const { outputs } = await run({
			parameters: { ...RECONCILE, timeBudget: 60 },
			items: [aBatch([aWorkItem(1), aWorkItem(8)]), aBatch([aWorkItem(1), aWorkItem(8)])],
		});

		expect(outputs[0]).toMatchObject([{ counts: { created: 1 } }, { reason: 'time_is_up' }]);
	});

	it('lists a calendar that several projects share once', async () => {
		const shared = await aCalendar();
		const other = { id: uuid(777), name: 'Mobile app', identifier: 'MOB' };
		const parameters = {
			...RECONCILE,
			useExistingCalendar: true,
			calendar: { __rl: true, mode: 'url', value: shared.url },
		};
		const items = [aBatch([], { project: other }), aBatch([], { project: { ...other, id: uuid(778) } })];
		proxy.reset();
		await run({ parameters, items });

		expect(proxy.counts()).toMatchObject({ REPORT: 1 });
	});

	it('does not try a refused password again for every project', async () => {
		proxy.reset();
		const { outputs } = await run({
			parameters: RECONCILE,
			items: [aBatch([]), aBatch([]), aBatch([])],
			password: 'guess',
		});
		const reports = outputs[0] as unknown as Report[];

		expect(reports.map(({ failure, complete }) => [failure?.kind, complete])).toEqual(
			Array(3).fill(['auth', false]),
		);
		expect(Object.values(proxy.counts()).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
		expect(JSON.stringify(reports)).not.toContain('guess');
	});
});
