/** Discovery from every kind of address a user may enter, on real servers. */
import { discoverCalendars, DISCOVERY_LIFETIME_MS, refreshCalendars } from '../../core/caldav/discovery';
import { ensureCalendar } from '../../core/caldav/calendars';
import type { Discovery } from '../../core/caldav/types';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { aContext, methodsOf, recording, SCOPE, wanted } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const pathsOf = ({ homeUrls, calendars }: Discovery) => ({
	homes: homeUrls.map((url) => new URL(url).pathname),
	calendars: calendars.map(({ url }) => new URL(url).pathname),
});

describe.each(SERVERS)('discoverCalendars on $name', (serverCase) => {
	const server = useServer(serverCase);
	const { discovery: expected } = serverCase;
	const calendar = `${serverCase.home}plane-one/`;
	beforeAll(async () => await ensureCalendar(server.context(), wanted('one'), SCOPE));

	it.each([
		['the server', '/', expected.server],
		['the well-known address', '/.well-known/caldav', expected.wellKnown],
		['the principal', serverCase.principal, expected.principal],
		['the home', serverCase.home, expected.home],
		['a calendar', calendar, expected.calendar],
	])('finds home and calendars from %s', async (_name, path, requests) => {
		const { send, requests: sent } = recording(server.send);
		const serverUrl = new URL(path, server.url()).href;
		const discovery = await discoverCalendars(server.context({ send, serverUrl }));
		expect(pathsOf(discovery)).toEqual({ homes: [serverCase.home], calendars: [calendar] });
		expect(sent).toHaveLength(requests);
	});

	it('finds the calendars although the entered path leads nowhere', async () => {
		const serverUrl = new URL('/nobody/knows/', server.url()).href;
		const discovery = await discoverCalendars(server.context({ serverUrl }));
		expect(pathsOf(discovery).calendars).toEqual([calendar]);
	});

	it('asks again only when the hour is over', async () => {
		const { send, requests } = recording(server.send);
		let now = 0;
		const context = { ...server.context({ send }), now: () => now };
		await discoverCalendars(context);
		now = DISCOVERY_LIFETIME_MS - 1;
		await discoverCalendars(context);
		expect(requests).toHaveLength(expected.server);
		now = DISCOVERY_LIFETIME_MS;
		await discoverCalendars(context);
		expect(requests).toHaveLength(2 * expected.server);
	});

	it('shares one search among callers that start together', async () => {
		const { send, requests } = recording(server.send);
		const context = server.context({ send });
		await Promise.all([discoverCalendars(context), discoverCalendars(context)]);
		expect(requests).toHaveLength(expected.server);
	});

	it('refreshes all calendars with one request', async () => {
		const { send, requests } = recording(server.send);
		const context = server.context({ send });
		const before = await discoverCalendars(context);
		const after = await refreshCalendars(context);
		expect(after.calendars).toEqual(before.calendars);
		expect(methodsOf(requests)).toHaveLength(expected.server + 1);
	});
});

const withPasswords = SERVERS.filter(({ quirks }) => quirks.checksPasswords);

describe.each(withPasswords)('discoverCalendars on $name with a wrong password', (serverCase) => {
	const server = useServer(serverCase);

	it('says so and asks only once', async () => {
		const { send, requests } = recording(createNodeSend({ username: 'anna', password: 'not it' }));
		const search = discoverCalendars(aContext(send, server.url()));
		await expect(search).rejects.toMatchObject({ kind: 'auth', status: 401 });
		await expect(search).rejects.toThrow(/refused the user name or password.*CalDAV credential/);
		expect(requests).toHaveLength(1);
	});
});
