import { listEvents, readObjects } from '../../../core/caldav/listEvents';
import { findByUid } from '../../../core/caldav/uidQuery';
import { aCalendar, anEvent, aContext, aResponse, found, multistatus, recording } from '../../support/dav';
import type { HttpResponse, Send } from '../../../core/http/types';

const CALENDAR = aCalendar();
const PATH = new URL(CALENDAR.url).pathname;
const data = (uid: string): string =>
	`<d:getetag>"${uid}"</d:getetag><c:calendar-data>${anEvent(uid, 'x')}</c:calendar-data>`;
const withStatus = (status: number): string =>
	`<d:response><d:href>${PATH}x.ics</d:href><d:status>HTTP/1.1 ${status} X</d:status></d:response>`;
const answering = (response: HttpResponse) => aContext(() => Promise.resolve(response), CALENDAR.url);
const list = (inside: string) => listEvents(answering(multistatus(inside)), CALENDAR);

describe('listEvents', () => {
	it('rule 7: gives the server two minutes, or what the caller says', async () => {
		const { send, requests } = recording(() => Promise.resolve(multistatus('')));
		await listEvents(aContext(send, CALENDAR.url), CALENDAR);
		await listEvents(aContext(send, CALENDAR.url), CALENDAR, { timeoutMs: 5 });
		expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([120_000, 5]);
		expect(requests[0]).toMatchObject({ method: 'REPORT', headers: { depth: '1' } });
	});

	it('leaves out what was deleted meanwhile, and the calendar itself', async () => {
		const objects = await list(
			found(PATH, '<d:getetag>"c"</d:getetag>') + withStatus(404) + found(`${PATH}a.ics`, data('a')),
		);
		expect(objects).toEqual([{ href: `${CALENDAR.url}a.ics`, etag: '"a"', ics: anEvent('a', 'x') }]);
	});

	it.each([
		['a member that failed', withStatus(500), 'server'],
		['a member that may not be read', withStatus(403), 'invalid_response'],
		['a member without text', found(`${PATH}a.ics`, '<d:getetag>"a"</d:getetag>'), 'invalid_response'],
		[
			'a member whose text is missing',
			`<d:response><d:href>${PATH}a.ics</d:href><d:propstat><d:prop><c:calendar-data/></d:prop><d:status>HTTP/1.1 404 No</d:status></d:propstat></d:response>`,
			'invalid_response',
		],
		['a list cut short', withStatus(507), 'invalid_response'],
	])('fails on %s', async (_name, inside, kind) => {
		await expect(list(found(`${PATH}b.ics`, data('b')) + inside)).rejects.toMatchObject({ kind });
	});

	it('takes an event that the server names twice for one, not for a copy to be removed', async () => {
		const objects = await list(
			found(`${PATH}a.ics`, data('a')) + found(`${PATH}b.ics`, data('b')) + found(`${PATH}a.ics`, data('a')),
		);
		expect(objects.map(({ href }) => href)).toEqual([`${CALENDAR.url}a.ics`, `${CALENDAR.url}b.ics`]);
	});

	it('lists an event without version', async () => {
		const [object] = await list(
			found(`${PATH}a.ics`, `<c:calendar-data>${anEvent('a', 'x')}</c:calendar-data>`),
		);
		expect(object?.etag).toBe('');
	});
});

describe('readObjects', () => {
	it('rule 20: asks for a hundred at a time', async () => {
		const { send, requests } = recording(() => Promise.resolve(multistatus('')));
		const hrefs = Array.from({ length: 250 }, (_value, n) => `${CALENDAR.url}${n}.ics`);
		await readObjects(aContext(send, CALENDAR.url), CALENDAR, hrefs);
		expect(requests.map(({ body }) => body?.match(/<d:href>/g)?.length)).toEqual([100, 100, 50]);
	});

	it('asks nothing for nothing', async () => {
		expect(await readObjects(answering(aResponse({ status: 500 })), CALENDAR, [])).toEqual([]);
	});
});

describe('findByUid', () => {
	it('takes only the exact UID out of what the server matches', async () => {
		const inside = ['a', 'xa', 'A'].map((uid) => found(`${PATH}${uid}.ics`, data(uid))).join('');
		const objects = await findByUid(answering(multistatus(inside)), CALENDAR, 'a');
		expect(objects.map(({ href }) => href)).toEqual([`${CALENDAR.url}a.ics`]);
	});

	it.each([400, 403, 501])(
		'reads the whole calendar where the server answers a search with %i',
		async (status) => {
			const send: Send = ({ body }) =>
				Promise.resolve(
					body?.includes('text-match')
						? aResponse({ status })
						: multistatus(found(`${PATH}a.ics`, data('a'))),
				);
			expect(await findByUid(aContext(send, CALENDAR.url), CALENDAR, 'a')).toHaveLength(1);
		},
	);
});
