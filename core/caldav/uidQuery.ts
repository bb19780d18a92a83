/** Finds the objects of one UID in a calendar, wherever people and clients put them. */
import { DavError } from '../errors';
import { uidOf } from '../icalendar/reader';
import { calendarQueryBody } from '../webdav/requestBodies';
import { listEvents, NO_SUCH_FILTER, report } from './listEvents';
import type { Calendar, CalDavContext, StoredObject } from './types';

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
		const isUnsupported = error instanceof DavError && NO_SUCH_FILTER.has(error.status ?? 0);
		if (!isUnsupported) throw error;
		return await listEvents(context, calendar);
	}
}
