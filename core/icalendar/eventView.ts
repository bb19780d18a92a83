/**
 * A stored calendar object as plain data for people and other automations: its event, and each occurrence of a
 * series. Reads with ical.js; an object it cannot read is told apart, never dropped.
 */
import { DateTime } from 'luxon';
import { ICAL } from '../../vendor/dav';
import { momentOf, type Moment } from './eventTime';

export interface EventView {
	readonly uid: string | null;
	readonly summary: string;
	/** `YYYY-MM-DD`, or ISO 8601 in UTC, without an offset where the event is at that time wherever one is. */
	readonly start: string | null;
	/** Exclusive (RFC 5545 §3.6.1): of an all-day event the day after the last. */
	readonly end: string | null;
	/** Of an all-day event its last day itself, `YYYY-MM-DD`; null otherwise. */
	readonly last_day: string | null;
	readonly all_day: boolean;
	/** IANA name the start was written in; null for all-day events and UTC. */
	readonly time_zone: string | null;
	readonly description: string;
	readonly location: string;
	readonly url: string;
	readonly status: string | null;
	readonly categories: readonly string[];
	readonly color: string | null;
	/** RRULE of a series. */
	readonly recurrence: string | null;
	/** Which occurrence of a series this is. */
	readonly recurrence_id: string | null;
	/** TRIGGER values. */
	readonly alarms: readonly string[];
	readonly organizer: string | null;
	readonly attendees: readonly string[];
	readonly created: string | null;
	readonly last_modified: string | null;
}

/** One event, with its moments for those who compare. */
export interface ReadEvent {
	readonly view: EventView;
	readonly start: Moment | null;
	readonly end: Moment | null;
}

/** What is known of an event nobody can read. */
export const UNREADABLE: EventView = {
	uid: null,
	summary: '',
	start: null,
	end: null,
	last_day: null,
	all_day: false,
	time_zone: null,
	description: '',
	location: '',
	url: '',
	status: null,
	categories: [],
	color: null,
	recurrence: null,
	recurrence_id: null,
	alarms: [],
	organizer: null,
	attendees: [],
	created: null,
	last_modified: null,
};

type Component = InstanceType<typeof ICAL.Component>;
type Property = InstanceType<typeof ICAL.Property>;
export type Time = InstanceType<typeof ICAL.Time>;

/** The object's VEVENTs, or null where it cannot be read. */
export function readComponents(ics: string): readonly Component[] | null {
	try {
		const root = new ICAL.Component(ICAL.parse(ics) as never);
		const events = root.getAllSubcomponents('vevent');
		return events.length === 0 ? null : events;
	} catch {
		// Other clients' text: whatever is wrong with it, the caller shows the object as unreadable.
		return null;
	}
}

export const isOverride = (event: Component): boolean => event.hasProperty('recurrence-id');

/** What the VEVENT says. @param occurrence start and end of one occurrence of its series. */
export function readVevent(
	event: Component,
	occurrence?: { readonly start: Moment; readonly end: Moment },
): ReadEvent {
	const start = occurrence?.start ?? momentOfProperty(event, 'dtstart');
	const end = occurrence?.end ?? endOf(event, start);
	const text = (name: string): string => textOf(event.getFirstProperty(name));
	const optional = (name: string): string | null => text(name) || null;
	return {
		start,
		end,
		view: {
			uid: optional('uid'),
			summary: text('summary'),
			start: start?.text ?? null,
			end: end?.text ?? null,
			last_day: end?.kind === 'day' ? dayBefore(end.text) : null,
			all_day: start?.kind === 'day',
			time_zone: start?.timeZone ?? null,
			description: text('description'),
			location: text('location'),
			url: text('url'),
			status: optional('status'),
			categories: event
				.getAllProperties('categories')
				.flatMap((property) => property.getValues().map(String)),
			color: optional('color'),
			recurrence: optional('rrule'),
			recurrence_id: occurrence?.start.text ?? momentOfProperty(event, 'recurrence-id')?.text ?? null,
			alarms: event.getAllSubcomponents('valarm').map((alarm) => textOf(alarm.getFirstProperty('trigger'))),
			organizer: optional('organizer'),
			attendees: event.getAllProperties('attendee').map(textOf),
			created: momentOfProperty(event, 'created')?.text ?? null,
			last_modified: momentOfProperty(event, 'last-modified')?.text ?? null,
		},
	};
}

const dayBefore = (day: string): string =>
	DateTime.fromISO(day, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');

function textOf(property: Property | null): string {
	const value: unknown = property?.getFirstValue();
	return value === null || value === undefined ? '' : String(value);
}

/** The TZID a property was written with, or null. */
export function zoneNameOf(event: Component, name: string): string | null {
	const zone: unknown = event.getFirstProperty(name)?.getParameter('tzid');
	return typeof zone === 'string' ? zone : null;
}

function momentOfProperty(event: Component, name: string): Moment | null {
	const value: unknown = event.getFirstPropertyValue(name);
	return value instanceof ICAL.Time ? momentOf(value, zoneNameOf(event, name)) : null;
}

/** DTEND, or start and DURATION; else a day, or no time at all (RFC 5545 §3.6.1). */
function endOf(event: Component, start: Moment | null): Moment | null {
	const end = momentOfProperty(event, 'dtend');
	if (end !== null || start === null) return end;
	const time: unknown = event.getFirstPropertyValue('dtstart');
	if (!(time instanceof ICAL.Time)) return null;
	const duration: unknown = event.getFirstPropertyValue('duration');
	const length = duration instanceof ICAL.Duration ? duration : defaultLength(start);
	const later = time.clone();
	later.addDuration(length);
	return momentOf(later, zoneNameOf(event, 'dtstart'));
}

const defaultLength = ({ kind }: Moment): InstanceType<typeof ICAL.Duration> =>
	ICAL.Duration.fromSeconds(kind === 'day' ? 24 * 60 * 60 : 0);
