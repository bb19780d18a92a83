/**
 * Writes a calendar object with one all-day event. ical-generator writes the frame and the properties it
 * knows; what it cannot write (COLOR, an unescaped URL, X- lines of ours) is added as content lines. The same
 * input gives the same bytes. Knows no Plane.
 */
import { DateTime } from 'luxon';
import { icalGenerator, ICalEventStatus, ICalEventTransparency } from '../../vendor/dav';
import { foldLine, formatContentLine, splitLines, type ContentLine } from './contentLine';

/** What ical-generator writes; texts are given unescaped and must be sanitised. */
export interface EventFields {
	readonly uid: string;
	/** Instant for DTSTAMP and LAST-MODIFIED, ISO 8601; written in whole seconds. */
	readonly modified: string;
	/** `YYYY-MM-DD`, the first day. */
	readonly start: string;
	/** `YYYY-MM-DD`, the day after the last. */
	readonly end: string;
	readonly summary: string;
	readonly description?: string;
	readonly status: 'CONFIRMED' | 'CANCELLED';
	readonly transparency: 'TRANSPARENT' | 'OPAQUE';
}

export interface EventText {
	/** Becomes PRODID (RFC 5545 §3.7.3). */
	readonly product: { readonly company: string; readonly product: string; readonly language: string };
	readonly fields: EventFields;
	/** Written after the others, in this order. */
	readonly lines: readonly ContentLine[];
}

const LINE_BREAK = '\r\n';

/** ical-generator adds these to every all-day event; Outlook's desktop reads plain ones as well. */
const LEFT_OUT = /^X-MICROSOFT-/;

const utc = (text: string): DateTime => DateTime.fromISO(text, { zone: 'utc' });

function frameOf({ product, fields }: EventText): string {
	const calendar = icalGenerator({ prodId: product });
	calendar.createEvent({
		id: fields.uid,
		sequence: 0,
		stamp: utc(fields.modified),
		lastModified: utc(fields.modified),
		allDay: true,
		start: utc(fields.start),
		end: utc(fields.end),
		summary: fields.summary,
		description: fields.description ?? null,
		status: ICalEventStatus[fields.status],
		transparency: ICalEventTransparency[fields.transparency],
	});
	return calendar.toString();
}

/** The text of a VCALENDAR with one VEVENT: VERSION 2.0, no METHOD, CRLF, folded at 75 octets. */
export function buildCalendarObject(event: EventText): string {
	const frame = splitLines(frameOf(event))
		.map(({ text }) => text)
		.filter((text) => !LEFT_OUT.test(text));
	const end = frame.indexOf('END:VEVENT');
	return [...frame.slice(0, end), ...event.lines.map(formatContentLine), ...frame.slice(end)]
		.map((text) => foldLine(text, LINE_BREAK))
		.join('');
}
