/** Reads the events of certain work items only, so that a few changes cost no listing of a whole calendar. */
import { readObjects } from '../caldav/listEvents';
import { identityOf } from '../caldav/calendarMark';
import type { CalDavContext, Calendar, StoredObject } from '../caldav/types';
import { findByUid } from '../caldav/uidQuery';
import type { ProjectBatch } from '../event/types';
import { readEvent } from '../icalendar/reader';
import { idOfUid, uidIn } from '../icalendar/scope';
import { hrefOfUid } from '../webdav/href';
import type { ListedCalendar, Listings, ReadObject } from './listings';

export interface WantedCalendar extends ListedCalendar {
	/**
	 * Whether all objects of ours in it have the names we gave them; in a calendar that was adopted or chosen, other
	 * clients name theirs as they like.
	 */
	readonly hasDerivedNames: boolean;
}

/** Of all items that are to be written or removed. */
export const wantedIds = ({ events, scope }: ProjectBatch): readonly string[] => {
	const wanted = events.filter(({ action }) => action !== 'skip');
	return [...new Set(wanted.flatMap(({ uid }) => idOfUid(uid, scope) ?? []))];
};

/**
 * The UIDs to look for in a calendar: those of the wanted items there, desired or left; and those desired for the
 * target it stands for, which are others in a calendar that a person chose.
 */
export function wantedUids(
	batch: ProjectBatch,
	{ calendar, targetSlug }: { readonly calendar: Calendar; readonly targetSlug: string | null },
): readonly string[] {
	const { events, scope } = batch;
	const there = wantedIds(batch).map((id) => uidIn(identityOf(calendar), id, scope));
	const desired = events.filter((item) => item.action === 'upsert' && item.calendar.slug === targetSlug);
	return [...new Set([...there, ...desired.map(({ uid }) => uid)])];
}

/**
 * The objects with these UIDs: one request per hundred at the addresses that follow from the UIDs; where objects
 * may have any name, those that are not there are searched, few by their UID, many in a listing.
 *
 * @throws {DavError} where an answer is not whole.
 */
export async function readWanted(
	context: CalDavContext,
	source: WantedCalendar,
	{ uids, listings }: { readonly uids: readonly string[]; readonly listings: Listings },
): Promise<ReadObject[]> {
	const { calendar, hasDerivedNames } = source;
	const wanted = new Set(uids);
	if (listings.hasListed(calendar)) return pick(await listings.list(context, source), wanted);
	const hrefs = uids.map((uid) => hrefOfUid(calendar.url, uid));
	const inPlace = pick((await readObjects(context, calendar, hrefs)).map(read), wanted);
	if (hasDerivedNames) return inPlace;
	const found = new Set(inPlace.map(({ reading }) => reading.uid));
	const others = uids.filter((uid) => !found.has(uid));
	if (!listings.maySearch(calendar, others.length)) {
		return pick(await listings.list(context, source), wanted);
	}
	const elsewhere: ReadObject[] = [];
	for (const uid of others) elsewhere.push(...(await findByUid(context, calendar, uid)).map(read));
	return [...inPlace, ...elsewhere];
}

const read = (object: StoredObject): ReadObject => ({ object, reading: readEvent(object.ics) });

const pick = (objects: Iterable<ReadObject>, uids: ReadonlySet<string>): ReadObject[] =>
	[...objects].filter(({ reading }) => reading.uid !== null && uids.has(reading.uid));
