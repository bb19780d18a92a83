/** Finds the objects of one UID in a calendar, wherever people and clients put them. */
import { DavError } from '../errors';
import { uidOf } from '../icalendar/reader';
import { calendarQueryBody } from '../webdav/requestBodies';
import { listEvents, report } from './listEvents';
import type { Calendar, CalDavContext, StoredObject } from './types';

/** What servers without text search answer (OX, RFC 4791 §7.8.7 `supported-filter`). */
const NO_TEXT_SEARCH: ReadonlySet<number> = new Set([400, 403, 501]);

/**
 * Objects whose UID is exactly this one; servers match substrings, so their answer is read again here. For a
 * list of UIDs use `listEvents`: this is one request each.
 *
 * @throws {DavError} where the calendar cannot be searched or read.
 */
export async function findByUid(
	context: CalDavContext,
	calendar: Pick<Calendar, 'url' | 'name'>,
	uid: string,
): Promise<StoredObject[]> {
	const objects = await search(context, calendar, uid);
	return objects.filter(({ ics }) => uidOf(ics) === uid);
}

async function search(
	context: CalDavContext,
	calendar: Pick<Calendar, 'url' | 'name'>,
	uid: string,
): Promise<StoredObject[]> {
	try {
		return await report(context, { calendar, body: calendarQueryBody(uid) });
	} catch (error) {
		const isUnsupported = error instanceof DavError && NO_TEXT_SEARCH.has(error.status ?? 0);
		if (!isUnsupported) throw error;
		return await listEvents(context, calendar);
	}
}
