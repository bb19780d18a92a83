/** What is remembered after one project's turn. */
import { transformSnapshot, transformWorkItem } from '../../../core/event/transform';
import type { PresentWorkItem } from '../../../core/plane/types';
import { createListings } from '../../../core/reconcile/listings';
import { syncProject } from '../../../core/sync/syncProject';
import { aSnapshot, aWorkItem } from '../../support/builders';
import { aCalendar, aContext, aResponse, found, multistatus } from '../../support/dav';
import { planeOf } from '../plane/support';

const HOME = 'https://dav.example.com/ada/';

/** A turn of a project that was never read, on a server that answers PUT with this status. */
async function turn(items: readonly PresentWorkItem[], status = 201) {
	const snapshot = aSnapshot(items);
	const plane = planeOf({});
	const [target] = transformSnapshot(snapshot).targets;
	const slug = target?.slug ?? '';
	const calendar = aCalendar({ url: `${HOME}${slug}/`, slug });
	const home = found(`/ada/${slug}/`, '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>');
	const calDav = aContext(
		async ({ method }) =>
			await Promise.resolve(
				method === 'PUT' ? aResponse({ status }) : multistatus(method === 'PROPFIND' ? home : ''),
			),
		HOME,
	);
	calDav.cache.discovery = {
		principalUrl: null,
		homeUrls: [HOME],
		calendars: [calendar],
		readAt: calDav.now(),
	};
	return await syncProject(
		{
			plane: plane.context,
			calDav,
			toBatch: (given) => transformSnapshot(given),
			toEvents: (workItem) => [transformWorkItem(workItem)],
			policy: { writes: 'everything', allowMissing: 0 },
			stopAt: calDav.now() + 60_000,
			listings: createListings(),
		},
		{ snapshot, cost: 4, wholeRun: 100, memory: null },
	);
}

const BAD = aWorkItem(2, { target_date: '9999-12-31' });

describe('syncProject', () => {
	it('does not read a project again and again for a work item that no event can be made of', async () => {
		const { report, memory } = await turn([aWorkItem(1), BAD]);
		expect(report).toMatchObject({
			complete: false,
			counts: { created: 1, skipped: 1 },
			failures_by_kind: { invalid_data: 1 },
		});
		expect(memory).toMatchObject({ since: aSnapshot([]).taken_at, full_at: aSnapshot([]).taken_at });
	});

	it('moves no mark where the calendar refused an event', async () => {
		const { report, memory } = await turn([aWorkItem(1), BAD], 400);
		expect(report).toMatchObject({ complete: false, counts: { failed: 1 } });
		expect(memory).toMatchObject({ since: null, full_at: null });
	});
});
