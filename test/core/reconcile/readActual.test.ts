import { readActual } from '../../../core/reconcile/readActual';
import type { Calendar } from '../../../core/caldav/types';
import { aBatch, aWorkItem } from '../../support/builders';
import { aCalendar, aContext, multistatus, recording } from '../../support/dav';

const BATCH = aBatch([aWorkItem(1)]);
const [TARGET] = BATCH.targets;
const HOME = 'https://dav.example.com/ada/';

const calendarAt = (path: string, changes: Partial<Calendar> = {}) =>
	aCalendar({ url: `${HOME}${path}/`, slug: path, ...changes });

/** Which of these calendars are read for the batch. */
async function readFrom(calendars: readonly Calendar[]) {
	const { send, requests } = recording(async () => await Promise.resolve(multistatus('')));
	const context = aContext(send, HOME);
	context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars, readAt: context.now() };
	await readActual(context, BATCH);
	return requests.map(({ url }) => url);
}

describe('readActual', () => {
	const mark = { description: `${TARGET?.mark} Old name` };
	const slug = TARGET?.slug ?? '';
	const target = calendarAt(slug);

	it.each([
		['the target and a calendar with its mark', [target, calendarAt('old', mark)], ['target', 'old']],
		[
			"not somebody else's mirror of the project",
			[target, calendarAt('old', { ...mark, foreign: true })],
			['target'],
		],
		[
			'not a mirror that may only be read',
			[target, calendarAt('old', { ...mark, writable: false })],
			['target'],
		],
		[
			'not a mark that only begins like ours',
			[target, calendarAt('old', { description: `${TARGET?.mark}0` })],
			['target'],
		],
	])('reads %s', async (_, calendars, expected) => {
		const urls = expected.map((name) => `${HOME}${name === 'target' ? slug : name}/`);

		expect(await readFrom(calendars)).toEqual(urls);
	});
});
