/** A calendar as workflows get it: plain data, keys in snake_case. */
import type { Calendar } from './types';

export interface CalendarRow {
	readonly url: string;
	readonly name: string;
	readonly description: string;
	/** `#rrggbb`, or null. */
	readonly color: string | null;
	readonly takes_events: boolean;
	readonly writable: boolean;
	/** Whether it is somebody else's. */
	readonly shared: boolean;
	/** Address of the principal it belongs to, or null. */
	readonly owner: string | null;
	readonly ctag: string | null;
	readonly sync_token: string | null;
}

export const calendarRow = (calendar: Calendar): CalendarRow => ({
	url: calendar.url,
	name: calendar.name,
	description: calendar.description,
	color: calendar.color,
	takes_events: calendar.takesEvents,
	writable: calendar.writable,
	shared: calendar.foreign,
	owner: calendar.ownerUrl,
	ctag: calendar.ctag,
	sync_token: calendar.syncToken,
});
