/** Carries out what one event item says: the webhook's way into the calendar, and that of a settled question. */
import { calendarsOfOurs, ensureCalendar, findCalendar } from '../caldav/calendars';
import { discoverCalendars } from '../caldav/discovery';
import { moveObject } from '../caldav/moveEvent';
import { readObject } from '../caldav/readEvent';
import { writeObject, type WriteRequest } from '../caldav/writeEvent';
import type { CalDavContext, Calendar, WriteOutcome } from '../caldav/types';
import type { DeleteItem, EventItem, UpsertItem } from '../event/types';
import type { CalendarTarget } from '../icalendar/ownership';
import { hrefOfUid, parentOf, sameHref } from '../webdav/href';
import { decideDelete, decideUpsert } from './decide';
import { withFreshDiscovery } from './freshDiscovery';
import { quietResult, resultOf } from './result';
import type { CalendarRef, Result } from './types';

/**
 * One result per calendar object that was touched, and one where there was nothing to do.
 *
 * @throws {CancelledError} when the run is cancelled; every other failure is a result.
 */
export async function applyEvent(context: CalDavContext, item: EventItem): Promise<Result[]> {
	switch (item.action) {
		case 'skip': {
			const result = quietResult({ uid: item.uid, calendar: null, href: null }, 'skipped', item.reason);
			return [{ ...result, ...(item.failure && { failure: item.failure }) }];
		}
		case 'upsert':
			return [await upsert(context, item)];
		case 'delete':
			return item.found_in === undefined
				? await removeEverywhere(context, item)
				: [await removeFound(context, item)];
	}
}

async function upsert(context: CalDavContext, item: UpsertItem): Promise<Result> {
	let calendar: CalendarRef | null = null;
	const result = await resultOf({ uid: item.uid, calendar, href: null }, context.now, () =>
		withFreshDiscovery(context, async () => {
			const target = (await ensureCalendar(context, item.calendar, item.scope)).calendar;
			calendar = refOf(target);
			return await writeInto(context, item, target);
		}),
	);
	return { ...result, calendar };
}

/** An event that was found elsewhere is moved, so that its alarms and notes come along. */
async function writeInto(context: CalDavContext, item: UpsertItem, target: Calendar): Promise<WriteOutcome> {
	const decide = (stored: string | null) => decideUpsert(stored, item);
	const { found_in: foundIn } = item;
	if (foundIn === undefined) {
		return await writeObject(context, { ...placeIn(target, item), decide });
	}
	if (sameHref(parentOf(foundIn.href), target.url))
		return await writeObject(context, { href: foundIn.href, decide });
	const from = await readObject(context, foundIn.href);
	if (from === null) return await writeObject(context, { href: hrefOfUid(target.url, item.uid), decide });
	return await moveObject(context, { from, to: target, uid: item.uid, decide });
}

/**
 * Where the event is or belongs in a calendar. In a calendar of our own that follows from its UID; in one that
 * was adopted it may have any name, and two servers would accept a second object with the same UID.
 */
function placeIn(
	calendar: Calendar,
	{ uid, calendar: target }: { readonly uid: string; readonly calendar: CalendarTarget | null },
): Pick<WriteRequest, 'href' | 'lookupUid'> {
	const href = hrefOfUid(calendar.url, uid);
	return calendar.slug === target?.slug ? { href } : { href, lookupUid: uid };
}

async function removeFound(context: CalDavContext, item: DeleteItem): Promise<Result> {
	const { calendar = null, href = '' } = item.found_in ?? {};
	return await resultOf({ uid: item.uid, calendar, href }, context.now, () =>
		writeObject(context, { href, decide: (stored) => decideDelete(stored, item) }),
	);
}

/** Without a project (a `deleted` delivery names none) every calendar of ours may hold the event. */
async function removeEverywhere(context: CalDavContext, item: DeleteItem): Promise<Result[]> {
	const nowhere = { uid: item.uid, calendar: null, href: null };
	const candidates: Calendar[] = [];
	const search = await resultOf(nowhere, context.now, async () => {
		candidates.push(...(await candidatesFor(context, item)));
		return { operation: 'not_found', href: null, etag: null, changes: [], attempts: 0 };
	});
	const results: Result[] = [];
	for (const calendar of candidates) {
		results.push(
			await resultOf({ ...nowhere, calendar: refOf(calendar) }, context.now, () =>
				writeObject(context, { ...placeIn(calendar, item), decide: (stored) => decideDelete(stored, item) }),
			),
		);
	}
	const touched = results.filter(({ operation }) => operation !== 'not_found');
	return touched.length > 0 ? touched : [results[0] ?? search];
}

async function candidatesFor(context: CalDavContext, item: DeleteItem): Promise<Calendar[]> {
	if (item.calendar === null) {
		const ours = calendarsOfOurs((await discoverCalendars(context)).calendars, item.scope);
		if (context.chosenCalendar === undefined) return ours;
		const chosen = await context.chosenCalendar(context);
		return [chosen, ...ours.filter(({ url }) => !sameHref(url, chosen.url))];
	}
	const calendar = await findCalendar(context, item.calendar, item.scope);
	return calendar === null ? [] : [calendar];
}

const refOf = ({ url, name }: Calendar): CalendarRef => ({ url, name });
