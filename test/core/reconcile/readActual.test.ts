import { createListings } from '../../../core/reconcile/listings';
import { readActual } from '../../../core/reconcile/readActual';
import { intoOneCalendar } from '../../../core/reconcile/oneCalendar';
import { reconcile } from '../../../core/reconcile/reconcile';
import type { Calendar } from '../../../core/caldav/types';
import { InputError } from '../../../core/errors';
import { aBatch, anUpsert, aWorkItem } from '../../support/builders';
import { aCalendar, aContext, multistatus, recording } from '../../support/dav';

const BATCH = aBatch([aWorkItem(1)]);
const [TARGET] = BATCH.targets;
const HOME = 'https://dav.example.com/ada/';

const calendarAt = (path: string, changes: Partial<Calendar> = {}) =>
	aCalendar({ url: `${HOME}${path}/`, slug: path, ...changes });

/** Which of these calendars are read for the batch. */
async function readFrom(calendars: readonly Calendar[], chosen?: Calendar, listings = createListings()) {
	const { send, requests } = recording(async () => await Promise.resolve(multistatus('')));
	const context = aContext(send, HOME);
	context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars, readAt: context.now() };
	const choosing = chosen === undefined ? {} : { chosenCalendar: async () => await Promise.resolve(chosen) };
	await readActual({ ...context, ...choosing }, BATCH, { listings });
	return requests.map(({ url }) => url);
}

describe('readActual', () => {
	const mark = { description: `${TARGET?.mark} Old name` };
	const slug = TARGET?.slug ?? '';
	const target = calendarAt(slug);
	const chosen = calendarAt('chosen');

	it.each([
		[
			'the target and a calendar with its mark',
			[target, calendarAt('old', mark)],
			undefined,
			['target', 'old'],
		],
		[
			'the calendars of routes, from which the last event may have gone',
			[target, calendarAt('plane-to-all'), calendarAt('x', { description: 'plane-route:user-1 Ada' })],
			undefined,
			['target', 'plane-to-all', 'x'],
		],
		['no calendar of another project', [target, calendarAt('plane-other')], undefined, ['target']],
		[
			"not somebody else's mirror of the project",
			[target, calendarAt('old', { ...mark, foreign: true })],
			undefined,
			['target'],
		],
		[
			'not a mirror that may only be read',
			[target, calendarAt('old', { ...mark, writable: false })],
			undefined,
			['target'],
		],
		[
			'not a mark that only begins like ours',
			[target, calendarAt('old', { description: `${TARGET?.mark}0` })],
			undefined,
			['target'],
		],
		['the chosen calendar and the one it replaces', [target, calendarAt('x')], chosen, ['chosen', 'target']],
		['the chosen calendar once, however it is spelled', [calendarAt('ch%6Fsen', mark)], chosen, ['chosen']],
	])('reads %s', async (_, calendars, choice, expected) => {
		const urls = expected.map((name) => `${HOME}${name === 'target' ? slug : name}/`);

		expect(await readFrom(calendars, choice)).toEqual(urls);
	});
});

describe('a listing', () => {
	const slug = TARGET?.slug ?? '';

	it.each<[string, Calendar, boolean]>([
		["is forgotten where the calendar is the project's by its slug", calendarAt(slug), false],
		[
			"is forgotten where it is the project's by its mark",
			calendarAt('old', { description: TARGET?.mark ?? '' }),
			false,
		],
		['is kept for the other projects of the run where anybody may write', calendarAt('team'), true],
	])('%s', async (_, chosen, isKept) => {
		const listings = createListings();
		await readFrom([chosen], chosen, listings);

		expect(listings.hasListed(chosen)).toBe(isKept);
	});
});

describe('intoOneCalendar', () => {
	it('gives all events of several targets the same one, so that none is moved within it', () => {
		const second = { slug: 'plane-ada', name: 'Ada', mark: 'plane-project:ada' };
		const other = { ...anUpsert(aWorkItem(2)), calendar: second };
		const { targets, events } = intoOneCalendar({
			...BATCH,
			targets: [...BATCH.targets, second],
			events: [...BATCH.events, other],
		});

		expect(targets).toEqual(BATCH.targets);
		expect(new Set(events.map(({ calendar }) => calendar?.slug))).toEqual(new Set([TARGET?.slug]));
	});
});

describe('reconcile', () => {
	it('reports a calendar that cannot be used instead of failing the run', async () => {
		const context = {
			...aContext(async () => await Promise.resolve(multistatus('')), HOME),
			chosenCalendar: async () => {
				await Promise.resolve();
				throw new InputError('The calendar "Work" may only be read.');
			},
		};
		const options = { policy: { writes: 'everything', allowMissing: 0 }, stopAt: Infinity } as const;
		const { report } = await reconcile(context, BATCH, options);

		expect(report).toMatchObject({ complete: false, failure: { kind: 'invalid_data' } });
	});
});
