/** Deletes a calendar that a person asked to delete, and only if they named it. */
import { DavError, InputError } from '../errors';
import { readMultistatus } from '../webdav/multistatus';
import { sameHref } from '../webdav/href';
import { sendXml } from '../webdav/request';
import { eventTagsBody } from '../webdav/requestBodies';
import { sameName } from './calendarMark';
import { deleteCalendar } from './calendars';
import type { Calendar, CalDavContext } from './types';

export interface CalendarRemoval {
	readonly operation: 'deleted' | 'not_found';
	/** True beside `operation: 'deleted'`, as n8n's guidelines ask. */
	readonly deleted?: true;
	readonly calendar: { readonly url: string; readonly name: string };
	/** Events it held; absent where the server did not count them. */
	readonly events?: number;
}

/**
 * Deletes a calendar with all its events.
 *
 * @param confirmedName what the person typed to confirm; must be the calendar's name.
 * @throws {InputError} where it is not, and for a calendar that is somebody else's; nothing is deleted then.
 */
export async function removeCalendar(
	context: CalDavContext,
	calendar: Calendar,
	confirmedName: string,
): Promise<CalendarRemoval> {
	const { url, name } = calendar;
	if (!sameName(confirmedName, name)) {
		throw new InputError(
			`The calendar is called "${name}", but "${confirmedName.trim()}" was entered in "Name to Confirm". Nothing was deleted.`,
		);
	}
	if (calendar.foreign) {
		throw new InputError(
			`The calendar "${name}" belongs to somebody else. Nothing was deleted: its owner can delete it, and you can leave it in the calendar service.`,
		);
	}
	const events = await countEvents(context, calendar);
	const isDeleted = await deleteCalendar(context, calendar);
	if (!isDeleted) return { operation: 'not_found', calendar: { url, name } };
	return {
		operation: 'deleted',
		deleted: true,
		calendar: { url, name },
		...(events === null ? {} : { events }),
	};
}

/** Null where the server does not say: knowing the number is not worth failing for. */
async function countEvents({ send }: CalDavContext, { url, name }: Calendar): Promise<number | null> {
	try {
		const response = await sendXml(send, { method: 'REPORT', url, depth: '1', body: eventTagsBody() });
		const members = readMultistatus(response, `counting the events of "${name}"`);
		return members.filter(({ href }) => !sameHref(href, response.url)).length;
	} catch (error) {
		if (!(error instanceof DavError) || error.kind === 'auth') throw error;
		return null;
	}
}
