/** Answers of servers that are not at hand; ordinary writes and races run on real servers in test/contract. */
import { writeObject } from '../../../core/caldav/writeEvent';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import {
	anEvent,
	aContext,
	aResponse,
	found,
	methodsOf,
	multistatus,
	recording,
	uidOfNumber,
	wantGone,
	wantSummary,
} from '../../support/dav';

const UID = uidOfNumber(1);
const CALENDAR = 'https://dav.example.com/anna/team/';
const HREF = `${CALENDAR}${encodeURIComponent(UID)}.ics`;
const OTHER = `${CALENDAR}phone.ics`;

const event = (summary: string, etag = '"1"'): HttpResponse =>
	aResponse({
		headers: { 'content-type': 'text/calendar', ...(etag === '' ? {} : { etag }) },
		body: anEvent(UID, summary),
	});
const refused = (status: number, condition: string): HttpResponse =>
	aResponse({
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${condition}</d:error>`,
	});
const conflict = (status: number, inside: string): HttpResponse =>
	refused(status, `<c:no-uid-conflict>${inside}</c:no-uid-conflict>`);

/** Plays these answers in order, whatever is asked. */
function playing(...answers: readonly HttpResponse[]) {
	const rest = [...answers];
	const { send, requests } = recording(() => Promise.resolve(rest.shift() ?? aResponse({ status: 599 })));
	return { context: aContext(send, CALENDAR), requests };
}
const pathsOf = (requests: readonly HttpRequest[]): string[] =>
	requests.map(({ method, url }) => `${method} ${url}`);
const absent = aResponse({ status: 404 });

describe('writeObject', () => {
	it('rule 17: sends the conditions and the type that RFC 4791 asks for', async () => {
		const create = playing(absent, aResponse({ status: 201, headers: { etag: 'W/"9"' } }));
		const outcome = await writeObject(create.context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(outcome.etag).toBe('W/"9"');
		expect(create.requests[1]).toMatchObject({
			headers: { 'if-none-match': '*', 'content-type': 'text/calendar; charset=utf-8' },
			body: anEvent(UID, 'A'),
		});
		const update = playing(event('A', 'W/"9"'), aResponse({ status: 204 }));
		await writeObject(update.context, { href: HREF, decide: wantSummary(UID, 'B') });
		expect(update.requests[1]?.headers).toEqual({
			'if-match': 'W/"9"',
			'content-type': 'text/calendar; charset=utf-8',
		});
	});

	it('asks for the event uncompressed, because proxies change the version of compressed ones', async () => {
		const { context, requests } = playing(event('A'));
		await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(requests[0]?.headers['accept-encoding']).toBe('identity');
	});

	it('follows the href of a UID conflict in the same calendar (Cyrus: 403)', async () => {
		const answers = [
			absent,
			conflict(403, '<d:href>/anna/team/phone.ics</d:href>'),
			event('B'),
			aResponse({ status: 204 }),
		];
		const { context, requests } = playing(...answers);
		const outcome = await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(outcome).toMatchObject({ operation: 'updated', href: OTHER, attempts: 2 });
		expect(pathsOf(requests).slice(2)).toEqual([`GET ${OTHER}`, `PUT ${OTHER}`]);
	});

	it('follows it too where it is named as that of a scheduling object (Cyrus 3.6.1)', async () => {
		const condition =
			'<c:unique-scheduling-object-resource><d:href>/anna/team/phone.ics</d:href></c:unique-scheduling-object-resource>';
		const { context } = playing(absent, refused(403, condition), event('B'), aResponse({ status: 204 }));
		const outcome = await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(outcome).toMatchObject({ operation: 'updated', href: OTHER, attempts: 2 });
	});

	it.each(['if-match', 'if-none-match'])(
		'decides again where the server names the header %s as condition (DAViCal 1.1.12)',
		async (header) => {
			const answers = [event('B'), refused(412, `<d:${header}/>`), event('A')];
			const { context, requests } = playing(...answers);
			const outcome = await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
			expect(outcome.operation).toBe('unchanged');
			expect(methodsOf(requests)).toEqual(['GET', 'PUT', 'GET']);
		},
	);

	it('searches for the UID where the server only says 409 (SOGo)', async () => {
		const hit = found(
			'/anna/team/phone.ics',
			`<d:getetag>"1"</d:getetag><c:calendar-data>${anEvent(UID, 'A')}</c:calendar-data>`,
		);
		const { context, requests } = playing(absent, aResponse({ status: 409 }), multistatus(hit), event('A'));
		const outcome = await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(outcome).toMatchObject({ operation: 'unchanged', href: OTHER });
		expect(methodsOf(requests)).toEqual(['GET', 'PUT', 'REPORT', 'GET']);
	});

	it('rule 14: reads the inner status of a 207 (Xandikos 0.2.8)', async () => {
		const inner = (status: string, error: string) =>
			multistatus(
				`<d:response><d:href>${HREF}</d:href><d:status>HTTP/1.1 ${status}</d:status>${error}</d:response>`,
			);
		const refused = inner(
			'412 No',
			'<d:error><c:no-uid-conflict><d:href>/anna/team/phone.ics</d:href></c:no-uid-conflict></d:error>',
		);
		const followed = playing(absent, refused, event('A'));
		expect((await writeObject(followed.context, { href: HREF, decide: wantSummary(UID, 'A') })).href).toBe(
			OTHER,
		);
		const done = playing(absent, inner('201 Created', ''));
		expect((await writeObject(done.context, { href: HREF, decide: wantSummary(UID, 'A') })).operation).toBe(
			'created',
		);
	});

	it('names the other calendar that holds the UID', async () => {
		const { context } = playing(absent, conflict(403, '<d:href>/anna/home/x.ics</d:href>'), multistatus(''));
		const write = writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		await expect(write).rejects.toThrow(/at https:\/\/dav\.example\.com\/anna\/home\/x\.ics/);
	});

	it('drops what it knew when the calendar turns out to be gone', async () => {
		const { context } = playing(absent, aResponse({ status: 409 }), aResponse({ status: 404 }));
		context.cache.discovery = { principalUrl: null, homeUrls: [], calendars: [], readAt: 0 };
		const write = writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		await expect(write).rejects.toMatchObject({ kind: 'not_found' });
		expect(context.cache.discovery).toBeNull();
	});

	it.each([
		['Cyrus 3.6.1', 403],
		['DAViCal 1.1.12', 405],
	])('drops it too where the calendar is gone and %s answers %i', async (_name, status) => {
		const { context, requests } = playing(absent, aResponse({ status }), aResponse({ status: 404 }));
		context.cache.discovery = { principalUrl: null, homeUrls: [], calendars: [], readAt: 0 };
		const write = writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		await expect(write).rejects.toMatchObject({ kind: 'not_found', status: 404 });
		expect(context.cache.discovery).toBeNull();
		expect(pathsOf(requests).at(-1)).toBe(`PROPFIND ${CALENDAR}`);
	});

	it.each([
		[400, 'invalid_data'],
		[401, 'auth'],
		[403, 'permission'],
		[413, 'capacity'],
		[415, 'invalid_data'],
		[423, 'conflict'],
		[429, 'rate_limited'],
		[500, 'server'],
		[507, 'capacity'],
	])('gives a %i the kind %s', async (status, kind) => {
		const { context } = playing(absent, aResponse({ status }));
		const write = writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		await expect(write).rejects.toMatchObject({ kind, status });
	});

	it('creates where an update finds that the event was deleted', async () => {
		const known = { etag: '"1"', ics: anEvent(UID, 'B') };
		const { context, requests } = playing(aResponse({ status: 412 }), absent, aResponse({ status: 201 }));
		const outcome = await writeObject(context, { href: HREF, known, decide: wantSummary(UID, 'A') });
		expect(outcome).toMatchObject({ operation: 'created', attempts: 2 });
		expect(requests[2]?.headers).toMatchObject({ 'if-none-match': '*' });
	});

	it('does not take a conflict with somebody else for a lost answer of its own', async () => {
		const { context } = playing(absent, aResponse({ status: 412 }), event('A'));
		const outcome = await writeObject(context, { href: HREF, decide: wantSummary(UID, 'A') });
		expect(outcome.operation).toBe('unchanged');
	});

	it('takes a repeated delete of a version that is gone for its own', async () => {
		const { context } = playing(event('A'), aResponse({ status: 412, attempts: 2 }), absent);
		const outcome = await writeObject(context, { href: HREF, decide: wantGone });
		expect(outcome).toMatchObject({ operation: 'deleted', before_ics: anEvent(UID, 'A') });
	});

	it('writes without condition only where the server gives no version at all', async () => {
		const { context, requests } = playing(event('A', ''), aResponse({ status: 204 }));
		await writeObject(context, { href: HREF, known: { etag: '', ics: '' }, decide: wantSummary(UID, 'B') });
		expect(requests[1]?.headers).toEqual({ 'content-type': 'text/calendar; charset=utf-8' });
	});
});
