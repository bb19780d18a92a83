/** Answers to MKCALENDAR and PROPPATCH of servers that are not at hand; the rest is in test/contract. */
import { calendarsOfOurs, ensureCalendar, findCalendar } from '../../../core/caldav/calendars';
import type { Calendar, CalDavContext } from '../../../core/caldav/types';
import type { HttpRequest, HttpResponse, Send } from '../../../core/http/types';
import {
	aCalendar,
	aContext,
	anEvent,
	aResponse,
	found,
	LOGIN_PAGE,
	methodsOf,
	multistatus,
	recording,
	SCOPE,
	uidOfNumber,
	wanted,
} from '../../support/dav';

const HOME = 'https://dav.example.com/anna/';

/** A context that has discovered these calendars; requests beyond are answered by method. */
function aDiscovered(calendars: readonly Calendar[], answers: Readonly<Record<string, HttpResponse>> = {}) {
	const answer: Send = ({ method }: HttpRequest) =>
		Promise.resolve(answers[method] ?? aResponse({ status: 404 }));
	const { send, requests } = recording(answer);
	const context: CalDavContext = aContext(send, HOME);
	context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars, readAt: context.now() };
	return { context, requests };
}

const at = (slug: string, changes: Partial<Calendar> = {}): Calendar =>
	aCalendar({ slug, url: `${HOME}${slug}/`, ...changes });
const asCalendar = (properties = ''): HttpResponse =>
	multistatus(found('/anna/plane-1/', `<d:resourcetype><c:calendar/></d:resourcetype>${properties}`));

describe('findCalendar', () => {
	const bySlug = at('plane-1');
	const byMark = at('b', { description: 'plane-project:1 X' });
	const byName = at('c', { name: 'Plane: 1' });

	it.each([
		['its slug before mark and name', [byName, byMark, bySlug], bySlug],
		['its mark before its name', [byName, byMark], byMark],
		['its name', [byName], byName],
		['nothing', [at('d')], null],
		['no mark of somebody else', [{ ...byMark, foreign: true }], null],
		['no mark we may not write to', [{ ...byMark, writable: false }], null],
		[
			'its own slug before a shared one',
			[at('plane-1', { foreign: true, url: `${HOME}shared/` }), bySlug],
			bySlug,
		],
		['no name in other letters', [{ ...byName, name: 'plane: 1' }], null],
		[
			'no slug in a calendar somebody else lets us only read',
			[at('plane-1', { foreign: true, writable: false })],
			null,
		],
		['no name of a task list', [{ ...byName, takesEvents: false }], null],
		['no name we may not write to', [{ ...byName, writable: false }], null],
		['no name of somebody else', [{ ...byName, foreign: true }], null],
		['no name with the slug of another project', [{ ...byName, slug: 'plane-2' }], null],
	])('finds %s', async (_name, calendars, expected) => {
		const { context } = aDiscovered(calendars, { REPORT: multistatus('') });
		expect(await findCalendar(context, wanted('1'), SCOPE)).toEqual(expected);
	});
});

describe('findCalendar by name', () => {
	const uid = uidOfNumber(1);
	const copy = uid.replace('@', '.ada@');
	const named = at('c', { name: 'Ada' });
	const OF_ADA = { slug: 'plane-to-ada', name: 'Ada', mark: 'plane-route:ada' };
	const ALL = { slug: 'plane-to-all', name: 'Ada', mark: 'plane-route:all' };
	const ours = 'X-PLANE-PROJECT:project-1';
	const others = 'X-PLANE-PROJECT:project-2';

	it.each([
		['a route: its own events of any project', OF_ADA, copy, others, true],
		['a route: no copy of another calendar', OF_ADA, uid.replace('@', '.bob@'), ours, false],
		['a route: no event of a project’s own calendar', OF_ADA, uid, ours, false],
		['all projects: the events of any', ALL, uid, others, true],
		['a project: no copy of another calendar', wanted('1', { name: 'Ada' }), copy, ours, false],
		['anything: what people made', OF_ADA, 'dentist', others, true],
	])('adopts for %s', async (...[, target, stored, line, isAdopted]) => {
		const text = `<c:calendar-data>${anEvent(stored, 'X', [line])}</c:calendar-data>`;
		const { context } = aDiscovered([named], { REPORT: multistatus(found('/anna/c/1.ics', text)) });
		expect(await findCalendar(context, target, SCOPE)).toEqual(isAdopted ? named : null);
	});
});

describe('calendarsOfOurs', () => {
	it('tells ours by slug or mark', () => {
		const ours = [at('plane-1'), at('x', { description: 'plane-project:2' })];
		const readOnly = at('plane-3', { writable: false });
		expect(calendarsOfOurs([...ours, at('y'), readOnly], SCOPE)).toEqual(ours);
	});
});

describe('ensureCalendar', () => {
	it.each([
		['405, as sabre says', aResponse({ status: 405 })],
		['409, as Radicale says', aResponse({ status: 409 })],
		['403, as Cyrus says', aResponse({ status: 403 })],
		[
			'207, as Xandikos 0.2.8 says',
			multistatus(
				'<d:response><d:href>/anna/plane-1/</d:href><d:status>HTTP/1.1 403 No</d:status></d:response>',
			),
		],
	])('takes an existing calendar where MKCALENDAR answers %s', async (_name, MKCALENDAR) => {
		const { context } = aDiscovered([], { MKCALENDAR, PROPFIND: asCalendar() });
		const result = await ensureCalendar(context, wanted('1'), SCOPE);
		expect(result).toMatchObject({ created: false, adopted: true, calendar: { slug: 'plane-1' } });
	});

	it.each([
		['403', aResponse({ status: 403 }), 'permission', /let this account create calendars/],
		['405', aResponse({ status: 405 }), 'permission', /Use an Existing Calendar/],
		['501', aResponse({ status: 501 }), 'permission', /Use an Existing Calendar/],
		['507', aResponse({ status: 507 }), 'capacity', /no room/],
		[
			"Nextcloud's limit",
			aResponse({ status: 403, body: '<s:message>Calendar limit reached</s:message>' }),
			'capacity',
			/no room/,
		],
		[
			"Nextcloud's hourly limit",
			aResponse({ status: 429, body: 'Too many calendars created' }),
			'capacity',
			/hour/,
		],
		['401', aResponse({ status: 401 }), 'auth', /password/],
		['409', aResponse({ status: 409 }), 'conflict', /409/],
	])(
		'says what to do where MKCALENDAR answers %s and nothing is there',
		async (_name, MKCALENDAR, kind, message) => {
			const { context } = aDiscovered([], { MKCALENDAR });
			const error = { kind, message: expect.stringMatching(message) };
			await expect(ensureCalendar(context, wanted('1'), SCOPE)).rejects.toMatchObject(error);
		},
	);

	it('creates again when the hour without room is over', async () => {
		const { context, requests } = aDiscovered([], { MKCALENDAR: aResponse({ status: 507 }) });
		let now = context.now();
		const later = { ...context, now: () => now };
		await expect(ensureCalendar(later, wanted('1'), SCOPE)).rejects.toMatchObject({ kind: 'capacity' });
		now += 59 * 60 * 1000;
		await expect(ensureCalendar(later, wanted('1'), SCOPE)).rejects.toMatchObject({ kind: 'capacity' });
		expect(methodsOf(requests)).toEqual(['MKCALENDAR']);
		now += 2 * 60 * 1000;
		context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars: [], readAt: now };
		await expect(ensureCalendar(later, wanted('1'), SCOPE)).rejects.toMatchObject({ kind: 'capacity' });
		expect(methodsOf(requests)).toEqual(['MKCALENDAR', 'MKCALENDAR']);
	});

	it('rule 9: finds a calendar it created on a server that keeps no description', async () => {
		const answers = {
			MKCALENDAR: aResponse({ status: 201 }),
			PROPFIND: asCalendar(),
			PROPPATCH: aResponse({ status: 403 }),
		};
		const { context, requests } = aDiscovered([], answers);
		const { calendar } = await ensureCalendar(context, wanted('1', { color: '#112233' }), SCOPE);
		expect(methodsOf(requests)).toEqual(['MKCALENDAR', 'PROPFIND', 'PROPPATCH', 'PROPPATCH']);
		requests.length = 0;
		expect((await ensureCalendar(context, wanted('1'), SCOPE)).calendar).toEqual(calendar);
		expect(requests).toEqual([]);
	});

	it('does not rename where only the spelling can differ, so that two spellings do not take turns', async () => {
		const known = at('plane-to-l', { name: 'QA', description: 'plane-route:l QA' });
		const { context, requests } = aDiscovered([known]);
		const target = { slug: 'plane-to-l', name: 'qa', mark: 'plane-route:l', named_once: true } as const;
		expect((await ensureCalendar(context, target, SCOPE)).calendar.name).toBe('QA');
		expect(requests).toEqual([]);
	});

	it('keeps the old name where the server refuses a new one', async () => {
		const refusal = multistatus(
			'<d:response><d:href>/anna/plane-1/</d:href><d:propstat><d:prop><d:displayname/></d:prop><d:status>HTTP/1.1 403 No</d:status></d:propstat></d:response>',
		);
		const known = at('plane-1', { name: 'Old', description: 'plane-project:1 Old' });
		const { context } = aDiscovered([known], { PROPPATCH: refusal });
		expect((await ensureCalendar(context, wanted('1', { name: 'New' }), SCOPE)).calendar).toEqual(known);
	});

	it.each([
		['a login page', LOGIN_PAGE, 'invalid_response'],
		['a failing server', aResponse({ status: 503 }), 'server'],
		['too many requests', aResponse({ status: 429 }), 'rate_limited'],
	])('does not take %s for an answer to a new name', async (_name, PROPPATCH, kind) => {
		const known = at('plane-1', { name: 'Old', description: 'plane-project:1 Old' });
		const { context } = aDiscovered([known], { PROPPATCH });
		const renamed = ensureCalendar(context, wanted('1', { name: 'New' }), SCOPE);
		await expect(renamed).rejects.toMatchObject({ kind });
		expect(context.cache.discovery?.calendars).toEqual([known]);
	});

	it('does not guess who chose a name where none is remembered', async () => {
		const known = at('plane-1', { name: 'Whatever' });
		const { context, requests } = aDiscovered([known]);
		expect((await ensureCalendar(context, wanted('1'), SCOPE)).calendar.name).toBe('Whatever');
		expect(requests).toEqual([]);
	});

	it('says that a single calendar is no home for others', async () => {
		const { context } = aDiscovered([]);
		context.cache.discovery = {
			principalUrl: null,
			homeUrls: [],
			calendars: [at('only')],
			readAt: context.now(),
		};
		await expect(ensureCalendar(context, wanted('1'), SCOPE)).rejects.toThrow(
			/single calendar.*Choose that calendar/,
		);
	});
});
