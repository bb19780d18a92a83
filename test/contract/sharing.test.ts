/** What `docs/servers.md` says of sharing a calendar read-only, carried out on real servers with its own texts. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import { writeObject } from '../../core/caldav/writeEvent';
import type { HttpResponse, Send } from '../../core/http/types';
import { hrefOfUid } from '../../core/webdav/href';
import type { CalendarServer } from '../../scripts/lib/calendarServers';
import { forward } from '../../scripts/lib/countingProxy';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { inRepository } from '../../scripts/lib/paths';
import { aContext, anEvent, SCOPE, wanted, wantSummary } from '../support/dav';
import { SERVERS } from '../support/davServers';

const USERS = { plane: 'correct horse', ada: 'battery staple' };
const START_TIMEOUT_MS = 60_000;
const [SHARED, PRIVATE] = ['first@example.com', 'private@example.com'];

/** The texts in the section about a server, in order. */
function documented(server: string): string[] {
	const text = readFileSync(inRepository('docs', 'servers.md'), 'utf8');
	const [, sharing = ''] = text.split('## Sharing a calendar');
	const [, after = ''] = sharing.split(`- **${server}**`);
	const [section = ''] = after.split(/\n- \*\*/);
	return [...section.matchAll(/```(?:ini|xml)\n([^]*?)```/g)].map(([, block = '']) =>
		block.replace(/^ {2}/gm, ''),
	);
}

interface Sender {
	readonly owner: Send;
	readonly member: Send;
	/** Absolute address of a path. */
	readonly at: (path: string) => string;
}

interface Way {
	readonly rights?: string;
	/** Where the member looks for calendars, the shared one and the closed one; the addresses of the owner where absent. */
	readonly member?: { readonly home: string; readonly calendar: string; readonly closed: string };
	/** Whether the member finds it among their own calendars. */
	readonly isListed: boolean;
	/** Whether the account's other calendars stay closed. */
	readonly closesOthers: boolean;
	readonly share: (sender: Sender) => Promise<void>;
}

const answered = ({ status }: HttpResponse, ...wantedStatuses: readonly number[]): void =>
	expect(wantedStatuses).toContain(status);

async function inviteOnCyrus({ owner, member, at }: Sender): Promise<void> {
	const [invitation = '', reply = ''] = documented('Cyrus');
	const headers = { 'content-type': 'application/davsharing+xml' };
	const url = at('/dav/calendars/user/plane/plane-x/');
	answered(await owner({ method: 'POST', url, headers, body: invitation }), 204);
	const notifications = at('/dav/notifications/user/ada/');
	const list = await member({ method: 'PROPFIND', url: notifications, headers: { depth: '1' } });
	const [, notification = ''] = /href>([^<]+\.xml)</.exec(list.body) ?? [];
	answered(await member({ method: 'POST', url: at(notification), headers, body: reply }), 201);
}

async function grantOnDavical({ owner, member, at }: Sender): Promise<void> {
	const [acl = '', bind = ''] = documented('DAViCal');
	// PHP's own web server knows neither method.
	const as = (name: string) => ({ 'x-http-method-override': name, 'content-type': 'application/xml' });
	const calendar = at('/caldav.php/plane/plane-x/');
	answered(await owner({ method: 'POST', url: calendar, headers: as('ACL'), body: acl }), 200);
	const home = at('/caldav.php/ada/');
	answered(await member({ method: 'POST', url: home, headers: as('BIND'), body: bind }), 201);
}

const nothingToDo = async (): Promise<void> => undefined;

const WAYS: Readonly<Record<string, Way>> = {
	'Radicale 3.9.0': {
		rights: documented('Radicale')[0] ?? '',
		isListed: false,
		closesOthers: true,
		share: nothingToDo,
	},
	'Xandikos 0.4.10': { isListed: true, closesOthers: false, share: nothingToDo },
	'Cyrus 3.6.1': {
		member: {
			home: '/dav/calendars/user/ada/',
			calendar: '/dav/calendars/user/ada/plane.plane-x/',
			closed: '/dav/calendars/user/ada/plane.private/',
		},
		isListed: true,
		closesOthers: true,
		share: inviteOnCyrus,
	},
	'DAViCal 1.1.12': {
		member: {
			home: '/caldav.php/ada/',
			calendar: '/caldav.php/ada/plane/',
			closed: '/caldav.php/plane/private/',
		},
		isListed: true,
		closesOthers: true,
		share: grantOnDavical,
	},
};

const READING = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);

/** The proxy that lets members read a server without rights of its own. */
async function startReadOnlyProxy(target: string) {
	const proxy = createServer((request, response) => {
		if (READING.has(request.method ?? '')) return forward(request, response, target);
		request.resume();
		response.writeHead(403).end();
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const stop = async (): Promise<void> => {
		proxy.closeAllConnections();
		await new Promise((resolve) => proxy.close(resolve));
	};
	return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`, stop };
}

const CASES = SERVERS.map((server) => ({ ...server, way: WAYS[server.name] as Way }));

describe.each(CASES)('sharing a calendar on $name', ({ start, home, quirks, way }) => {
	const stops: Array<() => Promise<void>> = [];
	let server: CalendarServer;
	let owner: Send;
	let member: Send;
	let memberUrl = '';
	let [calendar, closed] = ['', ''];
	const ownHome = home.replace('anna', 'plane');
	const put = { method: 'PUT', headers: { 'content-type': 'text/calendar' } };

	beforeAll(async () => {
		server = await start({ users: USERS, ...(way.rights === undefined ? {} : { rights: way.rights }) });
		stops.push(server.stop);
		owner = createNodeSend(server);
		member = createNodeSend({ username: 'ada', password: USERS.ada });
		memberUrl = server.url;
		if (!quirks.checksPasswords) {
			const proxy = await startReadOnlyProxy(server.url);
			stops.push(proxy.stop);
			memberUrl = proxy.url;
		}
		for (const [slug, uid] of [
			['x', SHARED],
			['private', PRIVATE],
		] as const) {
			const target = wanted('x', slug === 'x' ? {} : { slug, name: 'Private', mark: 'private' });
			const made = await ensureCalendar(aContext(owner, server.url), target, SCOPE);
			const url = hrefOfUid(made.calendar.url, uid);
			answered(await owner({ ...put, url, body: anEvent(uid, 'As it was') }), 201);
		}
		const at = (path: string): string => new URL(path, memberUrl).href;
		await way.share({ owner, member, at });
		calendar = at(way.member?.calendar ?? `${ownHome}plane-x/`);
		closed = at(way.member?.closed ?? `${ownHome}private/`);
	}, START_TIMEOUT_MS);
	afterAll(async () => {
		for (const stop of stops.reverse()) await stop();
	});

	const listed = async (): Promise<string[]> => {
		const events = await listEvents(aContext(member, calendar), { url: calendar, name: 'shared' });
		return events.map(({ ics }) => /^SUMMARY:(.*?)\r?$/m.exec(ics)?.[1] ?? '');
	};

	it('lets a member list and read the events', async () => {
		expect(await listed()).toEqual(['As it was']);
		const { status, body } = await member({ method: 'GET', url: hrefOfUid(calendar, SHARED), headers: {} });
		expect([status, body]).toEqual([200, expect.stringContaining('As it was')]);
	});

	it('lets a member write, delete and create nothing', async () => {
		const url = hrefOfUid(calendar, SHARED);
		answered(await member({ ...put, url, body: anEvent(SHARED, 'Changed') }), 403);
		answered(await member({ method: 'DELETE', url, headers: {} }), 403);
		const fresh = hrefOfUid(calendar, 'new@example.com');
		answered(await member({ ...put, url: fresh, body: anEvent('new@example.com', 'New') }), 403);

		expect(await listed()).toEqual(['As it was']);
	});

	it(`${way.closesOthers ? 'keeps' : 'does not keep'} the account's other calendars closed`, async () => {
		const { status, body } = await member({ method: 'GET', url: hrefOfUid(closed, PRIVATE), headers: {} });
		expect(status).toBe(way.closesOthers ? 403 : 200);
		expect(body.includes('As it was')).toBe(!way.closesOthers);
	});

	it(`${way.isListed ? 'lists it' : 'does not list it'} among the member's calendars`, async () => {
		const entered = new URL(way.member?.home ?? '/', memberUrl).href;
		const { calendars } = await discoverCalendars(aContext(member, entered));
		expect(calendars.some(({ name }) => name === 'Plane: x')).toBe(way.isListed);
	});

	it('leaves the owner free to write', async () => {
		const uid = 'second@example.com';
		const href = hrefOfUid(new URL(`${ownHome}plane-x/`, server.url).href, uid);
		const context = aContext(owner, server.url);
		const { operation } = await writeObject(context, { href, decide: wantSummary(uid, 'Later') });

		expect(operation).toBe('created');
		expect((await listed()).sort()).toEqual(['As it was', 'Later']);
	});
});
