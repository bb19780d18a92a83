/** Finding, creating, adopting and renaming calendars on real servers. */
import { calendarAt, deleteCalendar, ensureCalendar, findCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import type { Calendar, CalDavContext } from '../../core/caldav/types';
import { hrefOfUid } from '../../core/webdav/href';
import { NAMES } from '../../core/webdav/names';
import { propfindBody, proppatchBody } from '../../core/webdav/requestBodies';
import {
	anEvent,
	answering,
	aResponse,
	method,
	methodsOf,
	recording,
	SCOPE,
	uidOfNumber,
	wanted,
} from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const HARD_NAME = 'Zoë 🚀 R&D / <x>';

describe.each(SERVERS)('calendars on $name', (serverCase) => {
	const server = useServer(serverCase);

	async function setByHand(url: string, values: Record<string, string>): Promise<void> {
		const body = proppatchBody(new Map(Object.entries(values)));
		const headers = { 'content-type': 'application/xml' };
		expect((await server.send({ method: 'PROPPATCH', url, headers, body })).status).toBe(207);
	}

	/** A calendar that a person made. */
	async function makeByHand(slug: string, name: string, description: string): Promise<string> {
		const url = new URL(`${serverCase.home}${slug}/`, server.url()).href;
		await ensureCalendar(server.context(), wanted('x', { slug, name, mark: '' }), SCOPE);
		if (description !== '') await setByHand(url, { [NAMES.calendarDescription]: description });
		return url;
	}

	const putByHand = async (calendarUrl: string, uid: string, lines: readonly string[]): Promise<void> => {
		const body = anEvent(uid, 'By hand', lines);
		const headers = { 'content-type': 'text/calendar' };
		const { status } = await server.send({ method: 'PUT', url: hrefOfUid(calendarUrl, uid), headers, body });
		expect(status).toBe(201);
	};

	const reread = async (context: CalDavContext, url: string): Promise<Calendar> =>
		await calendarAt({ ...context, cache: { discovery: null } }, url);

	it('creates a calendar with name, mark and colour in two requests', async () => {
		const { send, requests } = recording(server.send);
		const context = server.context({ send });
		await discoverCalendars(context);
		requests.length = 0;
		const { calendar, created } = await ensureCalendar(
			context,
			wanted('hard', { name: HARD_NAME, color: '#ff8800' }),
			SCOPE,
		);
		expect(methodsOf(requests)).toEqual(['MKCALENDAR', 'PROPFIND']);
		expect({ created, ...calendar }).toMatchObject({
			created: true,
			slug: 'plane-hard',
			name: HARD_NAME,
			takesEvents: true,
			writable: true,
		});
		expect(calendar.description).toBe(`plane-project:hard ${HARD_NAME}`);
		const answer = await server.send({
			method: 'PROPFIND',
			url: calendar.url,
			headers: { depth: '0', 'content-type': 'application/xml' },
			body: propfindBody([NAMES.color]),
		});
		expect(answer.body.toLowerCase()).toContain('#ff8800');
	});

	it('rule 8: finds it again by its slug, with what was cached and without', async () => {
		const context = server.context();
		const { calendar } = await ensureCalendar(context, wanted('slug'), SCOPE);
		expect(await findCalendar(context, wanted('slug'), SCOPE)).toEqual(calendar);
		expect((await findCalendar(server.context(), wanted('slug'), SCOPE))?.url).toBe(calendar.url);
	});

	it('finds it by its mark under another path', async () => {
		const url = await makeByHand(
			'chosen-by-anna',
			'Anything',
			'plane-project:marked Old name\nNotes of Anna',
		);
		const found = await findCalendar(server.context(), wanted('marked'), SCOPE);
		expect(found?.url).toBe(url);
		expect(await findCalendar(server.context(), wanted('mark'), SCOPE)).toBeNull();
	});

	it('adopts a calendar of that name, marks it and keeps its description', async () => {
		const url = await makeByHand('byname', 'Plane: adopted', 'Notes of Anna\non two lines');
		const context = server.context();
		const result = await ensureCalendar(context, wanted('adopted'), SCOPE);
		expect(result).toMatchObject({ created: false, adopted: true, calendar: { url } });
		expect((await reread(context, url)).description).toBe(
			'plane-project:adopted Plane: adopted\nNotes of Anna\non two lines',
		);
		expect((await ensureCalendar(server.context(), wanted('adopted'), SCOPE)).adopted).toBe(false);
	});

	it('adopts a calendar with events of this project, of nobody and of people', async () => {
		const url = await makeByHand('mine', 'Plane: mine', '');
		await putByHand(url, uidOfNumber(1), [`X-PLANE-PROJECT:${SCOPE.value ?? ''}`]);
		await putByHand(url, uidOfNumber(2), []);
		await putByHand(url, 'dentist', ['X-PLANE-PROJECT:project-2']);
		expect((await findCalendar(server.context(), wanted('mine'), SCOPE))?.url).toBe(url);
	});

	it.each([
		['holds events of another project', 'others', '', ['X-PLANE-PROJECT:project-2']],
		[
			'holds events that link to another project',
			'linked',
			'',
			['URL:https://plane/projects/project-2/issues/1'],
		],
		['is marked as that of another project', 'marked-as-other', 'plane-project:other Plane: x', []],
	])(
		'rule 8: creates a new calendar beside one of the same name that %s',
		async (_name, slug, description, lines) => {
			const target = wanted(`for-${slug}`);
			const url = await makeByHand(slug, target.name, description);
			// Each its own: Cyrus allows a UID in one calendar of the account only.
			const uid = uidOfNumber(100 + slug.charCodeAt(0));
			if (lines.length > 0) await putByHand(url, uid, lines);
			const { calendar, created } = await ensureCalendar(server.context(), target, SCOPE);
			expect(created).toBe(true);
			expect(calendar.slug).toBe(target.slug);
		},
	);

	it('renames a calendar with its project and keeps what people wrote below', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('renamed'), SCOPE);
		await setByHand(calendar.url, { [NAMES.calendarDescription]: `${calendar.description}\nNotes` });
		const context = server.context();
		const result = await ensureCalendar(context, wanted('renamed', { name: 'Plane: New & better' }), SCOPE);
		expect(result.calendar.name).toBe('Plane: New & better');
		expect(await reread(context, calendar.url)).toMatchObject({
			name: 'Plane: New & better',
			description: 'plane-project:renamed Plane: New & better\nNotes',
		});
	});

	it('leaves a name that a person chose, without asking the server', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('personal'), SCOPE);
		await setByHand(calendar.url, { [NAMES.displayName]: 'Annas Arbeit' });
		const { send, requests } = recording(server.send);
		const target = wanted('personal', { name: 'Plane: Renamed' });
		const result = await ensureCalendar(server.context({ send }), target, SCOPE);
		expect(result.calendar.name).toBe('Annas Arbeit');
		expect(methodsOf(requests)).not.toContain('PROPPATCH');
	});

	it('rule 9: takes a calendar that somebody else created a moment ago', async () => {
		const context = server.context();
		await discoverCalendars(context);
		const { calendar } = await ensureCalendar(server.context(), wanted('race'), SCOPE);
		const result = await ensureCalendar(context, wanted('race'), SCOPE);
		expect(result).toMatchObject({ created: false, adopted: true, calendar: { url: calendar.url } });
	});

	it('reads a calendar by its address and says where there is none', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('address'), SCOPE);
		expect((await calendarAt(server.context(), calendar.url)).name).toBe(calendar.name);
		const nowhere = calendarAt(server.context(), new URL(`${serverCase.home}none/`, server.url()).href);
		await expect(nowhere).rejects.toMatchObject({ kind: 'not_found' });
		const home = calendarAt(server.context(), new URL(serverCase.home, server.url()).href);
		await expect(home).rejects.toThrow(/no calendar at/);
	});

	it('deletes a calendar, and forgets what it knew when one is gone', async () => {
		const context = server.context();
		const { calendar } = await ensureCalendar(context, wanted('short-lived'), SCOPE);
		const other = server.context();
		await discoverCalendars(other);
		expect(await deleteCalendar(context, calendar)).toBe(true);
		await expect(listEvents(other, calendar)).rejects.toMatchObject({ kind: 'not_found', status: 404 });
		expect(other.cache.discovery).toBeNull();
		expect(await deleteCalendar(other, calendar)).toBe(false);
	});

	it('stops creating calendars for an hour when there is no room', async () => {
		const full = aResponse({ status: 507 });
		const { send, requests } = recording(answering(server.send, method('MKCALENDAR'), full));
		const context = server.context({ send });
		await expect(ensureCalendar(context, wanted('full-1'), SCOPE)).rejects.toMatchObject({
			kind: 'capacity',
		});
		await expect(ensureCalendar(context, wanted('full-2'), SCOPE)).rejects.toMatchObject({
			kind: 'capacity',
		});
		expect(methodsOf(requests).filter((name) => name === 'MKCALENDAR')).toHaveLength(1);
	});
});
