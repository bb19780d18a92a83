/**
 * Writes a calendar object from single fields, for people who do not write iCalendar: one event, all-day or
 * timed in a time zone, with the definition of that zone. Fields that are absent are not written, so that a
 * merge leaves them as they are. Pure: the clock is an argument.
 */
import { DateTime } from 'luxon';
import { InputError } from '../errors';
import { contentLine, foldLine, formatContentLine, type ContentLine } from './contentLine';
import { packList } from './list';
import { recurrenceLine } from './recurrenceRule';
import { escapeText, sanitizeLine, sanitizeText } from './text';
import { timeZoneDefinition, type TimeZoneDefinition } from './timeZoneData';

/** When an event is. */
export type EventTime =
	| {
			readonly kind: 'all_day';
			/** `YYYY-MM-DD`. */
			readonly firstDay: string;
			/** `YYYY-MM-DD`, the last day itself. */
			readonly lastDay: string;
	  }
	| {
			readonly kind: 'timed';
			/** Instants, ISO 8601 with an offset. */
			readonly start: string;
			readonly end: string;
			/** IANA name. */
			readonly timeZone: string;
	  };

/** What people fill in. An empty text removes the property from a stored event; an absent field leaves it. */
export interface EventFieldValues {
	readonly uid: string;
	readonly time: EventTime | null;
	readonly summary?: string;
	readonly description?: string;
	readonly location?: string;
	readonly url?: string;
	/** CSS3 colour name (RFC 7986 §5.9). */
	readonly color?: string;
	readonly status?: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
	readonly transparency?: 'OPAQUE' | 'TRANSPARENT';
	readonly classification?: 'PUBLIC' | 'PRIVATE' | 'CONFIDENTIAL';
	readonly categories?: readonly string[];
	/** RRULE value, with or without `RRULE:` (RFC 5545 §3.3.10). */
	readonly recurrence?: string;
	/** Minutes before the start, for new events. */
	readonly alarms?: readonly number[];
	/** Instant for DTSTAMP and LAST-MODIFIED, ISO 8601. */
	readonly modified: string;
}

export interface EventText {
	readonly ics: string;
	/** Properties that people emptied. */
	readonly removed: readonly string[];
}

const LINE_BREAK = '\r\n';
const PRODUCT = '-//n8n-nodes-plane-caldav//CalDAV//EN';

interface WrittenTime {
	readonly lines: readonly ContentLine[];
	readonly zone: TimeZoneDefinition | null;
}

/** @throws {InputError} naming the field that cannot be used. */
export function buildEventText(values: EventFieldValues): EventText {
	const { lines: timeLines, zone } = values.time === null ? NO_TIME : writeTime(values.time);
	const optional = optionalLines(values);
	const stamp = DateTime.fromISO(values.modified, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");
	const properties = [
		contentLine('UID', escapeText(sanitizeLine(values.uid))),
		contentLine('DTSTAMP', stamp),
		contentLine('LAST-MODIFIED', stamp),
		...timeLines,
		...optional.lines,
	];
	const texts = [
		...['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:${PRODUCT}`],
		...(zone?.lines ?? []),
		'BEGIN:VEVENT',
		...properties.map(formatContentLine),
		...(values.alarms ?? []).flatMap((minutes) => alarmLines(minutes, values.summary)),
		...['END:VEVENT', 'END:VCALENDAR'],
	];
	return { ics: texts.map((text) => foldLine(text, LINE_BREAK)).join(''), removed: optional.removed };
}

const NO_TIME: WrittenTime = { lines: [], zone: null };

function optionalLines(values: EventFieldValues): {
	readonly lines: readonly ContentLine[];
	readonly removed: readonly string[];
} {
	const { categories, recurrence } = values;
	const given: ReadonlyArray<readonly [string, readonly ContentLine[] | undefined]> = [
		['SUMMARY', textLine('SUMMARY', values.summary && sanitizeLine(values.summary))],
		['DESCRIPTION', textLine('DESCRIPTION', values.description && sanitizeText(values.description))],
		['LOCATION', textLine('LOCATION', values.location && sanitizeLine(values.location))],
		['URL', rawLine('URL', values.url)],
		['COLOR', rawLine('COLOR', values.color)],
		['STATUS', rawLine('STATUS', values.status)],
		['TRANSP', rawLine('TRANSP', values.transparency)],
		['CLASS', rawLine('CLASS', values.classification)],
		[
			'CATEGORIES',
			categories && packList(labels(categories)).map((value) => contentLine('CATEGORIES', value)),
		],
		['RRULE', recurrence === undefined ? undefined : recurrenceLine(recurrence)],
	];
	return {
		lines: given.flatMap(([, lines]) => lines ?? []),
		removed: given.flatMap(([name, lines]) => (lines?.length === 0 ? [name] : [])),
	};
}

/** No line for an empty text, undefined for an absent one. */
function textLine(name: string, text: string | undefined): ContentLine[] | undefined {
	if (text === undefined) return undefined;
	return text.trim() === '' ? [] : [contentLine(name, escapeText(text))];
}

function rawLine(name: string, value: string | undefined): ContentLine[] | undefined {
	if (value === undefined) return undefined;
	const line = sanitizeLine(value).replace(/\s/g, '%20');
	return line === '' ? [] : [contentLine(name, line)];
}

const labels = (names: readonly string[]): string[] => [
	...new Set(names.map(sanitizeLine).filter((name) => name !== '')),
];

function alarmLines(minutes: number, summary: string | undefined): string[] {
	if (!Number.isInteger(minutes) || minutes < 0) {
		throw new InputError(
			`An alarm of ${minutes} minutes before the start is not possible. Enter a whole number of minutes, 0 or more.`,
		);
	}
	const text = escapeText(sanitizeLine(summary ?? '')) || 'Reminder';
	return [
		'BEGIN:VALARM',
		'ACTION:DISPLAY',
		`TRIGGER:${minutes === 0 ? 'PT0S' : `-PT${minutes}M`}`,
		`DESCRIPTION:${text}`,
		'END:VALARM',
	];
}

function writeTime(time: EventTime): WrittenTime {
	return time.kind === 'all_day' ? writeDays(time) : writeInstants(time);
}

function writeDays({ firstDay, lastDay }: Extract<EventTime, { readonly kind: 'all_day' }>): WrittenTime {
	const [first, last] = [dayOf(firstDay, 'Start'), dayOf(lastDay, 'End')];
	if (last < first) throw orderError(firstDay, lastDay);
	const line = (name: string, day: DateTime): ContentLine => ({
		name,
		parameters: [{ name: 'VALUE', value: 'DATE' }],
		value: day.toFormat('yyyyMMdd'),
	});
	return { lines: [line('DTSTART', first), line('DTEND', last.plus({ days: 1 }))], zone: null };
}

function dayOf(text: string, field: string): DateTime {
	const day = DateTime.fromISO(text, { zone: 'utc' });
	if (/^\d{4}-\d{2}-\d{2}$/.test(text) && day.isValid) return day;
	throw new InputError(
		`"${field}" is "${text.slice(0, 40)}", which is no date. Enter one such as 2026-12-04.`,
	);
}

function writeInstants(time: Extract<EventTime, { readonly kind: 'timed' }>): WrittenTime {
	const isUtc = /^(?:utc|etc\/utc|gmt|z)$/i.test(time.timeZone);
	const zone = isUtc ? null : timeZoneDefinition(time.timeZone);
	if (!isUtc && zone === null) {
		throw new InputError(
			`"${time.timeZone.slice(0, 60)}" is no time zone. Enter a name such as Europe/Berlin or UTC.`,
		);
	}
	const [start, end] = [instantIn(time.start, time.timeZone), instantIn(time.end, time.timeZone)];
	if (end < start) throw orderError(time.start, time.end);
	const line = (name: string, at: DateTime): ContentLine =>
		zone === null
			? contentLine(name, at.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'"))
			: {
					name,
					parameters: [{ name: 'TZID', value: zone.id }],
					value: at.toFormat("yyyyMMdd'T'HHmmss"),
				};
	return { lines: [line('DTSTART', start), line('DTEND', end)], zone };
}

const instantIn = (text: string, timeZone: string): DateTime => DateTime.fromISO(text).setZone(timeZone);

const orderError = (start: string, end: string): InputError =>
	new InputError(`The event ends (${end}) before it starts (${start}). Correct "End".`);
