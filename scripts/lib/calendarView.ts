/** Looks at a CalDAV server as a calendar client does: which calendars and events it shows. */
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { readEvent } from '../../core/icalendar/reader';
import { createNodeSend } from './nodeSend';
import type { CalDavServer } from './n8nWithPackage';

export interface SeenEvent {
	readonly href: string;
	readonly etag: string;
	readonly ics: string;
	readonly uid: string;
	readonly summary: string;
	/** As it stands in DTSTART. */
	readonly start: string;
	readonly status: string;
	readonly categories: string;
}

export interface SeenCalendar {
	readonly calendar: Calendar;
	/** By first day. */
	readonly events: readonly SeenEvent[];
}

export interface CalendarView {
	readonly context: CalDavContext;
	/** All calendars of the account that hold events or could, by name. */
	readonly look: () => Promise<readonly SeenCalendar[]>;
	/** The event with that UID in whichever calendar, or null. */
	readonly find: (uid: string) => Promise<SeenEvent | null>;
}

/** A new look each time: nothing is remembered. */
export function createCalendarView({ url, username, password }: CalDavServer): CalendarView {
	const context: CalDavContext = {
		send: createNodeSend({ username, password }),
		serverUrl: url,
		cache: { discovery: null },
		now: Date.now,
	};
	const look = async (): Promise<readonly SeenCalendar[]> => {
		context.cache.discovery = null;
		const { calendars } = await discoverCalendars(context);
		const seen: SeenCalendar[] = [];
		for (const calendar of calendars.filter(({ takesEvents }) => takesEvents)) {
			const objects = await listEvents(context, calendar);
			const events = objects.map(seenEvent).sort((a, b) => a.start.localeCompare(b.start));
			seen.push({ calendar, events });
		}
		return seen.sort((a, b) => a.calendar.name.localeCompare(b.calendar.name));
	};
	const find = async (uid: string): Promise<SeenEvent | null> => {
		const calendars = await look();
		return calendars.flatMap(({ events }) => events).find((event) => event.uid === uid) ?? null;
	};
	return { context, look, find };
}

function seenEvent({
	href,
	etag,
	ics,
}: {
	readonly href: string;
	readonly etag: string;
	readonly ics: string;
}): SeenEvent {
	const { uid, properties } = readEvent(ics);
	const text = (name: string): string => properties.get(name) ?? '';
	return {
		href,
		etag,
		ics,
		uid: uid ?? '',
		summary: text('SUMMARY'),
		start: text('DTSTART'),
		status: text('STATUS'),
		categories: text('CATEGORIES'),
	};
}
