/** Answers that are not what they should be, put between us and real servers: nothing is concluded from them. */
import { ensureCalendar, findCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import { moveObject } from '../../core/caldav/moveEvent';
import { readObject } from '../../core/caldav/readEvent';
import type { Calendar, CalDavContext } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import { writeObject } from '../../core/caldav/writeEvent';
import type { HttpResponse } from '../../core/http/types';
import { hrefOfUid } from '../../core/webdav/href';
import {
	altering,
	anEvent,
	aResponse,
	LOGIN_PAGE,
	method,
	methodsOf,
	recording,
	SCOPE,
	uidOfNumber,
	wanted,
	wantGone,
	wantSummary,
} from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const html = { 'content-type': 'text/html' };

const BROKEN_LISTINGS: ReadonlyArray<readonly [string, (answer: HttpResponse) => HttpResponse]> = [
	['a login page with 200', () => LOGIN_PAGE],
	['a login page with 207', () => ({ ...LOGIN_PAGE, status: 207 })],
	['its own answer with 200', (answer) => ({ ...answer, status: 200 })],
	['its own answer as HTML', (answer) => ({ ...answer, headers: { ...answer.headers, ...html } })],
	['half of its answer', (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) })],
	['all but the last character', (answer) => ({ ...answer, body: answer.body.trimEnd().slice(0, -1) })],
	['nothing', (answer) => ({ ...answer, body: '' })],
	['another document', (answer) => ({ ...answer, body: '<d:prop xmlns:d="DAV:"/>' })],
];

describe.each(SERVERS)('given broken answers of $name', (serverCase) => {
	const server = useServer(serverCase);
	const uid = uidOfNumber(1);
	let calendar: Calendar;
	let href: string;
	beforeAll(async () => {
		({ calendar } = await ensureCalendar(server.context(), wanted('broken'), SCOPE));
		href = hrefOfUid(calendar.url, uid);
		await writeObject(server.context(), { href, decide: wantSummary(uid, 'Stored') });
	});

	const altered = (verb: string, alter: (answer: HttpResponse) => HttpResponse): CalDavContext =>
		server.context({ send: altering(server.send, method(verb), alter) });

	describe.each(BROKEN_LISTINGS)('when a listing answers %s', (_name, alter) => {
		it('rule 21: finds no calendars and says why', async () => {
			const context = altered('PROPFIND', alter);
			const error = { kind: 'invalid_response', message: expect.stringContaining('Nothing was deleted') };
			await expect(discoverCalendars(context)).rejects.toMatchObject(error);
			expect(context.cache.discovery).toBeNull();
		});

		it('creates no calendar', async () => {
			const { send, requests } = recording(altering(server.send, method('PROPFIND'), alter));
			const ensured = ensureCalendar(server.context({ send }), wanted('new'), SCOPE);
			await expect(ensured).rejects.toMatchObject({ kind: 'invalid_response' });
			expect(methodsOf(requests)).not.toContain('MKCALENDAR');
		});

		it('rule 21: lists no events', async () => {
			const listing = listEvents(altered('REPORT', alter), calendar);
			await expect(listing).rejects.toMatchObject({ kind: 'invalid_response' });
		});

		it('does not take a UID for absent', async () => {
			const search = findByUid(altered('REPORT', alter), calendar, uid);
			await expect(search).rejects.toMatchObject({ kind: 'invalid_response' });
		});
	});

	it('adopts no calendar whose events cannot be read', async () => {
		const context = altered('REPORT', () => LOGIN_PAGE);
		const target = wanted('elsewhere', { name: 'By hand' });
		await ensureCalendar(server.context(), wanted('x', { slug: 'hand', name: 'By hand', mark: '' }), SCOPE);
		await expect(findCalendar(context, target, SCOPE)).rejects.toMatchObject({ kind: 'invalid_response' });
	});

	it.each([
		['a login page', () => LOGIN_PAGE],
		['a page instead of the event', () => aResponse({ headers: html, body: 'Hello' })],
		['nothing', () => aResponse()],
		['a redirect without address', () => aResponse({ status: 302 })],
	])('writes nothing when reading an event answers %s', async (_name, alter) => {
		const { send, requests } = recording(altering(server.send, method('GET'), alter));
		const write = writeObject(server.context({ send }), { href, decide: wantSummary(uid, 'Other') });
		await expect(write).rejects.toMatchObject({ kind: 'invalid_response' });
		expect(methodsOf(requests)).toEqual(['GET']);
	});

	it.each(['PUT', 'DELETE', 'MOVE', 'MKCALENDAR'])(
		'does not take a login page for a done %s',
		async (verb) => {
			const { calendar: to } = await ensureCalendar(server.context(), wanted('target'), SCOPE);
			const other = uidOfNumber(2);
			const place = hrefOfUid(calendar.url, other);
			const context = server.context({
				send: async (request) => (request.method === verb ? LOGIN_PAGE : await server.send(request)),
			});
			const attempt = {
				PUT: async () => await writeObject(context, { href: place, decide: wantSummary(other, 'New') }),
				DELETE: async () => await writeObject(context, { href, decide: wantGone }),
				MOVE: async () =>
					await moveObject(context, {
						from: { href, etag: '', ics: anEvent(uid, 'Stored') },
						to,
						uid,
						decide: wantSummary(uid, 'Stored'),
					}),
				MKCALENDAR: async () => await ensureCalendar(context, wanted('never'), SCOPE),
			}[verb];
			await expect(attempt?.()).rejects.toMatchObject({
				kind: verb === 'MKCALENDAR' ? 'not_found' : 'invalid_response',
			});
			expect(await readObject(server.context(), href)).not.toBeNull();
		},
	);
});
