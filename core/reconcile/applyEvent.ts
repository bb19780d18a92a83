/** Carries out what one event item says: the webhook's way into the calendar, and that of a settled question. */
import { identityOf, isMadeByUs, mayHoldEvents } from '../caldav/calendarMark';
import { calendarsOfOurs, ensureCalendar, findCalendar } from '../caldav/calendars';
import { discoverCalendars } from '../caldav/discovery';
import { moveObject } from '../caldav/moveEvent';
import { readObject } from '../caldav/readEvent';
import { writeObject, type WriteRequest } from '../caldav/writeEvent';
import type { CalDavContext, Calendar, WriteOutcome } from '../caldav/types';
import type { DeleteItem, EventItem, UpsertItem } from '../event/types';
import type { Scope } from '../icalendar/ownership';
import { uidOf } from '../icalendar/reader';
import { idOfUid, uidIn } from '../icalendar/scope';
import { hrefOfUid, parentOf, sameHref } from '../webdav/href';
import { decideDelete, decideUpsert } from './decide';
import { withFreshDiscovery } from './freshDiscovery';
import { asOnlyEvent } from './oneCalendar';
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
			return [await upsert(context, context.chosenCalendar === undefined ? item : asOnlyEvent(item))];
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
	const { found_in: foundIn, scope, uid } = item;
	const from = foundIn === undefined ? null : await readObject(context, foundIn.href);
	if (from === null) return await writeObject(context, { ...placeIn(target, item), decide });
	const formerUid = uidOf(from.ics) ?? uid;
	if (formerUid === uid && sameHref(parentOf(from.href), target.url)) {
		return await writeObject(context, { href: from.href, known: from, decide });
	}
	const isSameItem = idOfUid(formerUid, scope) === idOfUid(uid, scope);
	return await moveObject(context, { from, to: target, uid, decide, ...(isSameItem && { formerUid }) });
}

/**
 * Where the event is or belongs in a calendar. In a calendar of our own that follows from its UID; in one that
 * was adopted it may have any name, and two servers would accept a second object with the same UID.
 */
function placeIn(
	calendar: Calendar,
	{ uid, calendar: target, scope }: Pick<EventItem, 'uid' | 'calendar' | 'scope'>,
): Pick<WriteRequest, 'href' | 'lookupUid'> {
	const href = hrefOfUid(calendar.url, uid);
	const hasDerivedNames = calendar.slug === target?.slug || isMadeByUs(calendar, scope);
	return hasDerivedNames ? { href } : { href, lookupUid: uid };
}

async function removeFound(context: CalDavContext, item: DeleteItem): Promise<Result> {
	const { calendar = null, href = '' } = item.found_in ?? {};
	return await resultOf({ uid: item.uid, calendar, href }, context.now, () =>
		writeObject(context, { href, decide: (stored) => decideDelete(stored, item) }),
	);
}

/** All copies go, and what was deleted does not say which there are: each calendar that may hold one is asked. */
async function removeEverywhere(context: CalDavContext, item: DeleteItem): Promise<Result[]> {
	const nowhere = { uid: item.uid, calendar: null, href: null };
	const candidates: Candidate[] = [];
	const search = await resultOf(nowhere, context.now, async () => {
		candidates.push(...(await candidatesFor(context, item)));
		return { operation: 'not_found', href: null, etag: null, changes: [], attempts: 0 };
	});
	const results: Result[] = [];
	for (const { calendar, uid } of candidates) {
		const place = placeIn(calendar, { ...item, uid });
		results.push(
			await resultOf({ uid, calendar: refOf(calendar), href: null }, context.now, () =>
				writeObject(context, { ...place, decide: (stored) => decideDelete(stored, item) }),
			),
		);
	}
	const touched = results.filter(({ operation }) => operation !== 'not_found');
	return touched.length > 0 ? touched : [results[0] ?? search];
}

/** A calendar, and the UID an event of the item has in it. */
interface Candidate {
	readonly calendar: Calendar;
	readonly uid: string;
}

async function candidatesFor(context: CalDavContext, item: DeleteItem): Promise<Candidate[]> {
	const { calendar: target, scope, uid } = item;
	const first =
		target === null
			? ((await context.chosenCalendar?.(context)) ?? null)
			: await findCalendar(context, target, scope);
	const candidates = first === null ? [] : [{ calendar: first, uid }];
	// What an earlier routing left beside a chosen calendar is the next full reconcile's.
	if (target !== null && context.chosenCalendar !== undefined) return candidates;
	const id = idOfUid(uid, scope);
	const others = calendarsOfOurs((await discoverCalendars(context)).calendars, scope)
		.filter((calendar) => isSearched(calendar, scope) && !(first && sameHref(calendar.url, first.url)))
		.map((calendar) => ({ calendar, uid: id === null ? uid : uidIn(identityOf(calendar), id, scope) }));
	return [...candidates, ...others];
}

/** Somebody else's mirror of the same project is not ours; without a project nobody can tell. */
const isSearched = (calendar: Calendar, scope: Scope): boolean =>
	mayHoldEvents(calendar, scope) && (scope.value === null || !calendar.foreign);

const refOf = ({ url, name }: Calendar): CalendarRef => ({ url, name });
