/** A clean account for the next test. */
import { calendarsOfOurs, deleteCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import type { CalDavContext } from '../../core/caldav/types';
import { DavError } from '../../core/errors';
import { waitFor } from '../../scripts/lib/waitFor';
import { SCOPE } from './dav';

/**
 * Deletes every calendar of ours. Cyrus 3.6.1 keeps what is deleted under a name with the second in it, and answers 500
 * to a calendar of that name that is deleted again in the same one.
 */
export async function removeCalendarsOfOurs(context: CalDavContext): Promise<void> {
	const { calendars } = await discoverCalendars(context);
	for (const calendar of calendarsOfOurs(calendars, SCOPE)) {
		await waitFor(
			`The deletion of "${calendar.name}"`,
			async () => {
				try {
					await deleteCalendar(context, calendar);
					return true;
				} catch (error) {
					if (error instanceof DavError && error.status === 500) return null;
					throw error;
				}
			},
			{ timeoutMs: 5000 },
		);
	}
}
