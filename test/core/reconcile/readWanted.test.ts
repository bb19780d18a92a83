import { createListings } from '../../../core/reconcile/listings';
import { readWanted, wantedUids, type WantedCalendar } from '../../../core/reconcile/readWanted';
import type { HttpRequest } from '../../../core/http/types';
import { hrefOfUid } from '../../../core/webdav/href';
import { transformSnapshot } from '../../../core/event/transform';
import { aBatch, aSnapshot, aWorkItem, uidOfItem, uuid } from '../../support/builders';
import { aCalendar, aContext, anEvent, found, multistatus, recording } from '../../support/dav';

const CALENDAR = aCalendar();

/** A calendar of texts by address; the kinds of REPORT it was asked for, in order. */
function aServer(texts: Readonly<Record<string, string>>) {
	const kinds: string[] = [];
	const members = (isIncluded: (href: string, ics: string) => boolean) =>
		multistatus(
			Object.entries(texts)
				.filter(([href, ics]) => isIncluded(href, ics))
				.map(([href, ics]) =>
					found(
						new URL(href).pathname,
						`<d:getetag>"1"</d:getetag><c:calendar-data>${ics}</c:calendar-data>`,
					),
				)
				.join(''),
		);
	const answer = ({ body = '' }: HttpRequest) => {
		if (body.includes('calendar-multiget')) {
			kinds.push('multiget');
			return members((href) => body.includes(new URL(href).pathname));
		}
		const [, uid] = /<c:text-match[^>]*>([^<]*)</.exec(body) ?? [];
		kinds.push(uid === undefined ? 'list' : 'search');
		return members((_href, ics) => uid === undefined || ics.includes(`UID:${uid}`));
	};
	const { send } = recording(async (request) => await Promise.resolve(answer(request)));
	return { kinds, context: aContext(send, CALENDAR.url) };
}

const uids = (...numbers: readonly number[]) => numbers.map(uidOfItem);
const upTo = (count: number) => uids(...Array.from({ length: count }, (_, n) => n + 1));
const inPlace = (n: number): [string, string] => [
	hrefOfUid(CALENDAR.url, uidOfItem(n)),
	anEvent(uidOfItem(n), 'x'),
];
const elsewhere = (n: number): [string, string] => [
	`${CALENDAR.url}phone-${n}.ics`,
	anEvent(uidOfItem(n), 'x'),
];

const OWN: WantedCalendar = { calendar: CALENDAR, isShared: false, hasDerivedNames: true };
const ADOPTED: WantedCalendar = { ...OWN, hasDerivedNames: false };

describe('readWanted', () => {
	it.each<[string, WantedCalendar, readonly string[], string[], readonly string[]]>([
		['looks at the addresses that follow from the UIDs', OWN, uids(1, 3), ['multiget'], uids(1)],
		['of an adopted calendar, where all are in place', ADOPTED, uids(1), ['multiget'], uids(1)],
		[
			'searches an adopted calendar for the others',
			ADOPTED,
			uids(1, 2, 3),
			['multiget', 'search', 'search'],
			uids(1, 2),
		],
		['lists an adopted calendar that lacks many', ADOPTED, upTo(12), ['multiget', 'list'], uids(1, 2)],
		['takes nothing for nothing', OWN, [], [], []],
	])('%s', async (_, source, wanted, kinds, expected) => {
		const server = aServer(Object.fromEntries([inPlace(1), elsewhere(2), inPlace(50)]));
		const objects = await readWanted(server.context, source, { uids: wanted, listings: createListings() });

		expect(objects.map(({ reading }) => reading.uid)).toEqual(expected);
		expect(server.kinds).toEqual(kinds);
	});

	it('leaves out another event that is stored where ours belongs', async () => {
		const server = aServer({ [inPlace(1)[0]]: anEvent('somebody@example.com', 'x') });
		const options = { uids: uids(1), listings: createListings() };

		expect(await readWanted(server.context, OWN, options)).toEqual([]);
	});

	it('reads nothing again that the run has listed', async () => {
		const server = aServer(Object.fromEntries([inPlace(1), elsewhere(2)]));
		const listings = createListings();
		const shared = { ...ADOPTED, isShared: true };
		await listings.list(server.context, shared);
		const objects = await readWanted(server.context, shared, { uids: uids(2, 3), listings });

		expect(objects.map(({ object }) => object.href)).toEqual([elsewhere(2)[0]]);
		expect(server.kinds).toEqual(['list']);
	});
});

describe('wantedUids', () => {
	const source = { calendar: CALENDAR, targetSlug: null };

	it('names what is to be written or removed, each once', () => {
		const undated = aWorkItem(2, { target_date: null });
		const triaged = aWorkItem(3, { state: { ...undated.state, group: 'triage' } });
		const { events, ...batch } = aBatch([aWorkItem(1), undated, triaged]);

		expect(wantedUids({ ...batch, events: [...events, ...events] }, source)).toEqual(uids(1, 2));
	});

	it('names each item once as it is in the calendar of a route, whichever calendars are desired', () => {
		const labels = ['QA', 'Ops'].map((name) => ({ id: uuid(1), name, color: '' }));
		const undated = aWorkItem(2, { target_date: null });
		const batch = transformSnapshot(aSnapshot([aWorkItem(1, { labels }), undated]), {
			kind: 'label',
			withoutOne: 'none',
		});
		const calendar = aCalendar({ slug: 'plane-to-user-7' });
		const copies = uids(1, 2).map((uid) => uid.replace('@', '.user-7@'));

		expect(wantedUids(batch, { calendar, targetSlug: null })).toEqual(copies);
	});

	it('names what is desired in a chosen calendar, though it was that of a route before', () => {
		const batch = aBatch([aWorkItem(1)]);
		const calendar = aCalendar({ slug: 'plane-to-user-7' });
		const targetSlug = batch.targets[0]?.slug ?? null;

		expect(wantedUids(batch, { calendar, targetSlug })).toEqual([
			uidOfItem(1).replace('@', '.user-7@'),
			uidOfItem(1),
		]);
	});
});
