import { createListings } from '../../../core/reconcile/listings';
import { TransportError } from '../../../core/errors';
import type { HttpResponse } from '../../../core/http/types';
import { aCalendar, aContext, anEvent, found, methodsOf, multistatus, recording } from '../../support/dav';

const HOME = 'https://dav.example.com/ada/';
const calendarAt = (slug: string) => aCalendar({ url: `${HOME}${slug}/`, slug });
const SHARED = { calendar: calendarAt('shared'), isShared: true };

const listing = (...uids: readonly string[]): HttpResponse =>
	multistatus(
		uids
			.map((uid) =>
				found(
					`/ada/shared/${uid}.ics`,
					`<d:getetag>"1"</d:getetag><c:calendar-data>${anEvent(uid, 'x')}</c:calendar-data>`,
				),
			)
			.join(''),
	);

const homeWith = (ctag: string): HttpResponse =>
	multistatus(
		found(
			'/ada/shared/',
			`<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><cs:getctag>${ctag}</cs:getctag>`,
		),
	);

/** A server that lists two events and whose change tag is new at each look, until it is broken. */
function aServer() {
	const state = { looks: 0, isBroken: false };
	const { send, requests } = recording(async ({ method }) => {
		await Promise.resolve();
		if (state.isBroken) throw new TransportError('broken off', { kind: 'network' });
		return method === 'PROPFIND' ? homeWith(String(++state.looks)) : listing('a', 'b');
	});
	const context = aContext(send, HOME);
	context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars: [], readAt: context.now() };
	return { state, context, requests };
}

describe('list', () => {
	it('reads a shared calendar once, also for those who ask at the same time and in another spelling', async () => {
		const { context, requests } = aServer();
		const { list } = createListings();
		const other = { ...SHARED, calendar: calendarAt('sh%61red') };
		const lists = await Promise.all([list(context, SHARED), list(context, other)]);

		expect(lists.map((objects) => [...objects].map(({ reading }) => reading.uid))).toEqual([
			['a', 'b'],
			['a', 'b'],
		]);
		expect(requests).toHaveLength(1);
	});

	it('forgets a calendar of one project', async () => {
		const { context, requests } = aServer();
		const { list, hasListed } = createListings();
		const own = { ...SHARED, isShared: false };
		expect([...(await list(context, own))].map(({ object }) => object.etag)).toEqual(['"1"', '"1"']);
		await list(context, own);

		expect(hasListed(own.calendar)).toBe(false);
		expect(requests).toHaveLength(2);
	});

	it('keeps no more events than there is room for', async () => {
		const { context } = aServer();
		const { list, hasListed } = createListings({ keptEvents: 3 });
		const second = { ...SHARED, calendar: calendarAt('second') };
		await list(context, SHARED);
		const objects = await list(context, second);

		expect([...objects]).toHaveLength(2);
		expect([SHARED, second].map(({ calendar }) => hasListed(calendar))).toEqual([true, false]);
	});

	it('takes a failed listing for none', async () => {
		const { context, state } = aServer();
		const { list } = createListings();
		state.isBroken = true;
		await expect(list(context, SHARED)).rejects.toMatchObject({ kind: 'network' });
		state.isBroken = false;

		expect([...(await list(context, SHARED))]).toHaveLength(2);
	});
});

describe('readTags', () => {
	it('reads them once in a run, and again after a failure', async () => {
		const { context, requests, state } = aServer();
		const { readTags, tagOf } = createListings();
		expect(tagOf(SHARED.calendar)).toBeNull();
		state.isBroken = true;
		await expect(readTags(context)).rejects.toMatchObject({ kind: 'network' });
		state.isBroken = false;
		await readTags(context);
		const first = tagOf(SHARED.calendar);
		await readTags(context);

		expect(first).not.toBeNull();
		expect(tagOf(calendarAt('sh%61red'))).toBe(first);
		expect(tagOf(calendarAt('unknown'))).toBeNull();
		expect(requests).toHaveLength(2);
	});

	it('lists again what was listed before them: a change in between would be in neither', async () => {
		const { context, requests } = aServer();
		const { readTags, list } = createListings();
		await list(context, SHARED);
		await readTags(context);
		await list(context, SHARED);
		await list(context, SHARED);

		expect(methodsOf(requests)).toEqual(['REPORT', 'PROPFIND', 'REPORT']);
	});
});

describe('maySearch', () => {
	it('allows ten in each calendar and run', () => {
		const { maySearch } = createListings();
		const other = calendarAt('other');
		const answers = [
			maySearch(SHARED.calendar, 6),
			maySearch(SHARED.calendar, 5),
			maySearch(SHARED.calendar, 4),
			maySearch(SHARED.calendar, 1),
			maySearch(other, 10),
		];

		expect(answers).toEqual([true, false, true, false, true]);
	});
});
