/** Calendar and Server operations of the CalDAV node in n8n's engine, against a real Radicale. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { startRadicale, type CalendarServer } from '../../scripts/lib/calendarServers';
import { createCalendarView, type CalendarView } from '../../scripts/lib/calendarView';
import { aBatch, anUpsert, aWorkItem, uidOfItem } from '../support/builders';
import { runNode } from '../support/engine';

let server: CalendarServer;
let view: CalendarView;

beforeAll(async () => {
	server = await startRadicale();
	view = createCalendarView(server);
}, 60_000);

afterAll(async () => await server.stop());

const RESOURCES: Readonly<Record<string, string>> = { checkConnection: 'server', apply: 'event' };

interface Given {
	readonly login?: ICredentialDataDecryptedObject;
	readonly items?: readonly object[];
}

async function run(
	operation: string,
	parameters: INodeParameters = {},
	{ login = {}, items = [{}] }: Given = {},
) {
	const resource = RESOURCES[operation] ?? 'calendar';
	const { url: serverUrl, username, password } = server;
	const data = { serverUrl, username, password, ignoreSslIssues: false, ...login };
	const { outputs, error } = await runNode({
		node: new CalDav(),
		parameters: { resource, operation, options: { attempts: 1 }, ...parameters },
		items,
		credentials: { calDavApi: { type: new CalDavApi(), data } },
	});
	return { items: (outputs[0] ?? []).map(({ json }) => json), error };
}

const upsert = async (name: string, additionalFields: IDataObject = {}) =>
	await run('upsert', { name, additionalFields: additionalFields as INodeParameters });

const byUrl = (value: unknown): INodeParameters => ({ __rl: true, mode: 'url', value: String(value) });

const namesSeen = async () => (await view.look()).map(({ calendar }) => calendar.name);

describe('CalDAV, Calendar: Create or Update', () => {
	it('creates once, then leaves alone, then changes what differs', async () => {
		const fields = { color: '#ff8800', description: 'Who is away' };
		const results = [
			await upsert('Holidays', fields),
			await upsert('Holidays', fields),
			await upsert('Holidays', { ...fields, color: '#0088ff' }),
		].map(({ items }) => items[0]);

		expect(results).toMatchObject([
			{ operation: 'created', name: 'Holidays', color: '#ff8800', description: 'Who is away', changes: [] },
			{ operation: 'unchanged', changes: [] },
			{
				operation: 'updated',
				color: '#0088ff',
				changes: [{ property: 'color', before: '#ff8800', after: '#0088ff' }],
			},
		]);
		expect(new Set(results.map((result) => result?.['url'])).size).toBe(1);
		expect(await namesSeen()).toContain('Holidays');
	});

	it('renames the calendar that its URL segment names', async () => {
		await upsert('Old', { address: 'renamed' });
		const { items } = await upsert('New', { address: 'renamed' });

		expect(items).toMatchObject([{ operation: 'updated', name: 'New' }]);
		expect(await namesSeen()).not.toContain('Old');
	});

	it('says what is wrong with a colour', async () => {
		expect((await upsert('Colourful', { color: 'red' })).error?.message).toMatch(/"red" is none.*#RRGGBB/);
	});
});

describe('CalDAV, Calendar: Get Many', () => {
	it('returns what is there now in keys of the workflow, up to the limit', async () => {
		await upsert('A first one', { color: '#abcdef' });
		const { items } = await run('getAll', { returnAll: false, limit: 1, filters: {} });

		expect(items).toEqual([
			{
				url: expect.stringContaining(server.url),
				name: 'A first one',
				description: '',
				color: '#abcdef',
				takes_events: true,
				writable: true,
				shared: false,
				owner: new URL('/anna/', server.url).href,
				ctag: expect.any(String),
				sync_token: expect.any(String),
			},
		]);
	});

	it('leaves out task lists where asked to', async () => {
		const headers = { 'content-type': 'application/xml' };
		const body =
			'<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>Tasks</d:displayname><c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>';
		const url = new URL('/anna/tasks/', server.url).href;
		await view.context.send({ method: 'MKCALENDAR', url, headers, body });
		const namesOf = async (filters: INodeParameters) =>
			(await run('getAll', { returnAll: true, filters })).items.map(({ name }) => name);

		expect(await namesOf({})).toContain('Tasks');
		expect(await namesOf({ onlyEvents: true })).not.toContain('Tasks');
	});
});

describe('CalDAV, Calendar: Delete', () => {
	it('deletes nothing unless the exact name was typed', async () => {
		const [made] = (await upsert('Precious')).items;
		const { error } = await run('delete', { calendar: byUrl(made?.['url']), confirmName: 'precious' });

		expect(error?.message).toMatch(/called "Precious", but "precious".*Nothing was deleted/);
		expect(await namesSeen()).toContain('Precious');
	});

	it('deletes by URL and by name, and takes a missing one for success', async () => {
		const [made] = (await upsert('Brief')).items;
		await upsert('Brief too');
		const named = { __rl: true, mode: 'name', value: 'Brief too' };
		const remove = async (calendar: INodeParameters, confirmName: string) =>
			(await run('delete', { calendar, confirmName })).items[0];

		expect(await remove(byUrl(made?.['url']), 'Brief')).toMatchObject({
			operation: 'deleted',
			deleted: true,
			calendar: { name: 'Brief' },
			events: 0,
		});
		expect(await remove(named, 'Brief too')).toMatchObject({ operation: 'deleted' });
		expect(await remove(byUrl(made?.['url']), 'Brief')).toMatchObject({ operation: 'not_found' });
		expect(await remove(named, 'Brief too')).toMatchObject({ operation: 'not_found' });
		expect(await namesSeen()).not.toEqual(expect.arrayContaining([expect.stringMatching(/^Brief/)]));
	});

	it('confirms with the name the calendar has now, not with a remembered one', async () => {
		const [made] = (await upsert('Yesterday', { address: 'day' })).items;
		const headers = { 'content-type': 'application/xml' };
		const body =
			'<d:propertyupdate xmlns:d="DAV:"><d:set><d:prop><d:displayname>Today</d:displayname></d:prop></d:set></d:propertyupdate>';
		await view.context.send({ method: 'PROPPATCH', url: String(made?.['url']), headers, body });
		const { error } = await run('delete', { calendar: byUrl(made?.['url']), confirmName: 'Yesterday' });

		expect(error?.message).toMatch(/called "Today"/);
	});

	it('does not take the address of something else for a calendar that is gone', async () => {
		const home = new URL('/anna/', server.url).href;
		const { error, items } = await run('delete', { calendar: byUrl(home), confirmName: 'anna' });

		expect(items).toEqual([]);
		expect(error?.message).toMatch(/no calendar at/);
	});
});

describe('CalDAV, Calendar: Reconcile with an existing calendar', () => {
	const reconcile = async (name: string) =>
		await run(
			'reconcile',
			{
				useExistingCalendar: true,
				calendar: { __rl: true, mode: 'name', value: name },
				writes: 'everything',
				allowMissing: 0,
				timeBudget: 60,
				stopAt: '',
			},
			{ items: [aBatch([aWorkItem(1)])] },
		);

	it('writes into the calendar that was chosen and makes none', async () => {
		await upsert('Our team');
		const { items } = await reconcile('Our team');
		const calendars = await view.look();

		expect(items).toMatchObject([
			{ complete: true, counts: { created: 1 }, calendars: [{ name: 'Our team' }] },
		]);
		expect(calendars.find(({ calendar }) => calendar.name === 'Our team')?.events).toMatchObject([
			{ uid: uidOfItem(1) },
		]);
		expect(calendars.map(({ calendar }) => calendar.name)).not.toContain('Plane: Website relaunch');
	});

	it('does the same for the single events of Apply', async () => {
		const [made] = (await upsert('Another team')).items;
		const calendar = byUrl(made?.['url']);
		const items = [anUpsert(aWorkItem(2))];
		const applied = await run('apply', { useExistingCalendar: true, calendar }, { items });

		expect(applied.items).toMatchObject([{ operation: 'created', calendar: { name: 'Another team' } }]);
		expect(await namesSeen()).not.toContain('Plane: Website relaunch');
	});

	it.each([
		['that is not there', 'Nowhere', /No calendar.*"Nowhere"/],
		['that takes no events', 'Tasks', /"Tasks" takes no events/],
	])('reports a calendar %s', async (_, name, message) => {
		expect((await reconcile(name)).items).toMatchObject([
			{ complete: false, failure: { kind: 'invalid_data', message: expect.stringMatching(message) } },
		]);
	});
});

describe('CalDAV, Server: Check Connection', () => {
	it('tells whose account it is and what the server can do', async () => {
		const { items } = await run('checkConnection', { failWhenNotConnected: false });

		expect(items).toMatchObject([
			{
				ok: true,
				account: { principal: new URL('/anna/', server.url).href },
				calendars: { shared: 0 },
				can: { calendar_access: true, create_calendars: true },
			},
		]);
	});

	it.each([
		['a wrong password', { password: 'guess' }, 'auth', /Check both in the CalDAV credential/],
		['an address that is none', { serverUrl: 'dav.example.com' }, 'invalid_data', /no web address/],
		['a server that is not there', { serverUrl: 'http://127.0.0.1:9/' }, 'network', /refused the connection/],
	])('answers %s with kind and remedy, and fails only where asked to', async (_, login, kind, message) => {
		const { items, error } = await run('checkConnection', { failWhenNotConnected: false }, { login });
		const failing = await run('checkConnection', { failWhenNotConnected: true }, { login });

		expect(error).toBeNull();
		expect(items).toMatchObject([{ ok: false, failure: { kind, message: expect.stringMatching(message) } }]);
		expect(failing.error?.message).toMatch(message);
	});
});
