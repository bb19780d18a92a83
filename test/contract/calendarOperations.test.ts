/** Calendars that people and other automations make, change and delete, on real servers. */
import { checkServer } from '../../core/caldav/checkServer';
import { calendarAt, ensureCalendar } from '../../core/caldav/calendars';
import { refreshCalendars } from '../../core/caldav/discovery';
import { removeCalendar } from '../../core/caldav/removeCalendar';
import { slugOfName, upsertCalendar } from '../../core/caldav/upsertCalendar';
import type { Calendar, CalDavContext } from '../../core/caldav/types';
import { hrefOfUid } from '../../core/webdav/href';
import { anEvent, answering, aResponse, method, methodsOf, recording, SCOPE, wanted } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const HARD_NAME = 'Zoë 🚀 R&D / <x>';

describe.each(SERVERS)('operations on calendars on $name', (serverCase) => {
	const server = useServer(serverCase);

	const reread = async (url: string): Promise<Calendar> => await calendarAt(server.context(), url);

	const allNamed = async (name: string): Promise<Calendar[]> =>
		(await refreshCalendars(server.context())).calendars.filter((calendar) => calendar.name === name);

	const put = async (calendarUrl: string, uid: string): Promise<void> => {
		const headers = { 'content-type': 'text/calendar' };
		const body = anEvent(uid, 'By hand');
		await server.send({ method: 'PUT', url: hrefOfUid(calendarUrl, uid), headers, body });
	};

	it('makes one calendar of a name, however often and by how many processes it runs', async () => {
		const wish = { name: HARD_NAME, color: '#FF8800', description: 'For all\nof us & you' };
		const first = await upsertCalendar(server.context(), wish);
		const again = await upsertCalendar(server.context(), wish);

		expect(first).toMatchObject({ operation: 'created', changes: [], refused: [] });
		expect(again).toMatchObject({
			operation: 'unchanged',
			changes: [],
			calendar: { url: first.calendar.url },
		});
		expect(await allNamed(HARD_NAME)).toHaveLength(1);
		expect(await reread(first.calendar.url)).toMatchObject({
			name: HARD_NAME,
			color: '#ff8800',
			description: 'For all\nof us & you',
			takesEvents: true,
		});
	});

	it('writes nothing and asks once where nothing differs', async () => {
		await upsertCalendar(server.context(), { name: 'Quiet', color: '#112233' });
		const { send, requests } = recording(server.send);
		const context = server.context({ send });
		await refreshCalendars(context);
		requests.length = 0;
		await upsertCalendar(context, { name: 'Quiet', color: '#112233' });

		expect(methodsOf(requests)).toEqual(['PROPFIND']);
	});

	it('renames and recolours the calendar at that address and tells what it changed', async () => {
		const made = await upsertCalendar(server.context(), {
			name: 'Before',
			color: '#112233',
			address: 'fixed',
		});
		const changed = await upsertCalendar(server.context(), {
			name: 'After',
			color: '#445566',
			address: 'fixed',
		});
		const byUrl = await upsertCalendar(server.context(), { name: 'Last', address: made.calendar.url });

		expect(made.calendar.slug).toBe('fixed');
		expect(changed).toMatchObject({
			operation: 'updated',
			changes: [
				{ property: 'name', before: 'Before', after: 'After' },
				{ property: 'color', before: '#112233', after: '#445566' },
			],
		});
		expect(byUrl).toMatchObject({ operation: 'updated', changes: [{ before: 'After', after: 'Last' }] });
		expect(await reread(made.calendar.url)).toMatchObject({ name: 'Last', color: '#445566' });
	});

	it('takes a calendar of that name that a person made, and refuses to guess between two', async () => {
		const byHand = await upsertCalendar(server.context(), { name: 'Ours', address: 'made-by-hand' });
		const found = await upsertCalendar(server.context(), { name: 'Ours', description: 'Found' });
		await upsertCalendar(server.context(), { name: 'Ours', address: 'another' });

		expect(found).toMatchObject({ operation: 'updated', calendar: { url: byHand.calendar.url } });
		await expect(upsertCalendar(server.context(), { name: 'Ours' })).rejects.toThrow(
			/More than one calendar/,
		);
	});

	it('finds its own calendar after a person renamed it', async () => {
		const { calendar } = await upsertCalendar(server.context(), { name: 'Holidays' });
		await upsertCalendar(server.context(), { name: 'Urlaub', address: calendar.slug });

		expect(calendar.slug).toBe(slugOfName('Holidays'));
		expect(await upsertCalendar(server.context(), { name: 'Holidays' })).toMatchObject({
			operation: 'updated',
			calendar: { url: calendar.url, name: 'Holidays' },
		});
	});

	it('says which property the server refused, and fails where that is all there was', async () => {
		const refusing = answering(server.send, method('PROPPATCH'), aResponse({ status: 403 }));
		const context = (): CalDavContext => server.context({ send: refusing });
		const made = await upsertCalendar(context(), { name: 'Stubborn', description: 'No' });

		expect(made).toMatchObject({
			operation: 'created',
			refused: ['description'],
			calendar: { description: '' },
		});
		await expect(upsertCalendar(context(), { name: 'Stubborn', description: 'No' })).rejects.toMatchObject({
			kind: 'permission',
			message: expect.stringContaining('description of "Stubborn"'),
		});
	});

	it('deletes a calendar whose name was typed, and tells how many events it held', async () => {
		const { calendar } = await upsertCalendar(server.context(), { name: 'Short & sweet' });
		await put(calendar.url, 'one');
		await put(calendar.url, 'two');
		const removed = await removeCalendar(server.context(), calendar, ' Short & sweet ');

		expect(removed).toEqual({
			operation: 'deleted',
			deleted: true,
			calendar: { url: calendar.url, name: 'Short & sweet' },
			events: 2,
		});
		expect(await allNamed('Short & sweet')).toEqual([]);
		expect(await removeCalendar(server.context(), calendar, 'Short & sweet')).toMatchObject({
			operation: 'not_found',
		});
	});

	it.each([
		['another name', {}, 'Kept ', 'kept'],
		['no name', {}, 'Kept', ''],
		["somebody else's calendar", { foreign: true }, 'Kept', 'Kept'],
	])('deletes nothing for %s, and says so', async (_, changes, name, typed) => {
		const { calendar } = await upsertCalendar(server.context(), { name, address: 'kept' });
		const removal = removeCalendar(server.context(), { ...calendar, ...changes }, typed);

		await expect(removal).rejects.toThrow(/Nothing was deleted/);
		expect((await reread(calendar.url)).name).toBe('Kept');
	});

	it('tells what the server can do and whose account it is', async () => {
		await ensureCalendar(server.context(), wanted('check'), SCOPE);
		const connection = await checkServer(server.context());
		const { total, take_events, writable, shared } = connection.calendars ?? {};

		expect(connection).toMatchObject({
			ok: true,
			latency_ms: expect.any(Number),
			account: { principal: new URL(serverCase.principal, server.url()).href },
			homes: [new URL(serverCase.home, server.url()).href],
			can: { calendar_access: true, create_calendars: true, sync_collection: true },
			warnings: [],
		});
		expect(connection.dav_classes).toContain('calendar-access');
		expect([take_events, writable, shared]).toEqual([total, total, 0]);
	});
});
