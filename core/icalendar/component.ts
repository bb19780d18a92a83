/**
 * A calendar object seen line by line (RFC 5545 §3.6): every line kept as it came, and where the events and
 * their own properties stand among them. Knows no property but those that identify an event.
 */
import { ICalendarError } from '../errors';
import { lineBreakOf, parseContentLine, splitLines, type ContentLine, type LogicalLine } from './contentLine';
import { unescapeText } from './text';

/** A property of an event itself, not of a component inside it. */
export interface Property extends ContentLine {
	/** Index into the object's lines. */
	readonly line: number;
}

export interface EventComponent {
	readonly uid: string | null;
	/** Whether it overrides one instance of a series. */
	readonly isOverride: boolean;
	readonly properties: readonly Property[];
	/** Index of the line before which a new property goes: the first inner component, or END:VEVENT. */
	readonly insertAt: number;
}

/** A component directly inside VCALENDAR, by the indexes of its BEGIN and END lines. */
export interface ComponentRange {
	readonly name: string;
	readonly first: number;
	readonly last: number;
}

export interface CalendarObject {
	readonly lines: readonly LogicalLine[];
	readonly lineBreak: '\r\n' | '\n';
	readonly components: readonly ComponentRange[];
	readonly events: readonly EventComponent[];
	/** Why this is no calendar object, or null. What could be read is here all the same. */
	readonly problem: string | null;
}

interface OpenEvent {
	readonly properties: Property[];
	insertAt: number | null;
}

const BOUNDARY = /^(BEGIN|END):\s*([A-Za-z0-9-]+)\s*$/i;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** The first value of a property as text, or null where there is none. */
export function firstValue(properties: readonly ContentLine[], name: string): string | null {
	const property = properties.find((candidate) => candidate.name === name);
	return property === undefined ? null : unescapeText(property.value);
}

function closeEvent({ properties, insertAt }: OpenEvent, endLine: number): EventComponent {
	return {
		uid: firstValue(properties, 'UID')?.trim() ?? null,
		isOverride: properties.some(({ name }) => name === 'RECURRENCE-ID'),
		properties,
		insertAt: insertAt ?? endLine,
	};
}

function problemOf(stack: readonly string[], sawCalendar: boolean, events: number): string | null {
	if (!sawCalendar) return 'it has no BEGIN:VCALENDAR';
	if (stack.length > 0) return `its ${stack.at(-1)} has no END`;
	return events === 0 ? 'it has no VEVENT' : null;
}

/** Reads whatever there is, in one pass over the lines; `problem` says whether that may be relied on. */
export function readCalendarObject(ics: string): CalendarObject {
	const lines = splitLines(ics);
	const stack: string[] = [];
	const components: ComponentRange[] = [];
	const events: EventComponent[] = [];
	let event: OpenEvent | null = null;
	let first = 0;
	let sawCalendar = false;
	let problem: string | null = null;

	for (const [index, { text }] of lines.entries()) {
		const boundary = BOUNDARY.exec(index === 0 ? text.replace(BYTE_ORDER_MARK, '') : text);
		if (boundary === null) {
			const property = event !== null && stack.length === 2 ? parseContentLine(text) : null;
			if (property !== null) {
				const { name, parameters, value } = property;
				event?.properties.push({ name, parameters, value, line: index });
			}
			continue;
		}
		const name = (boundary[2] ?? '').toUpperCase();
		if (boundary[1]?.toUpperCase() === 'BEGIN') {
			if (stack.length === 0 && name === 'VCALENDAR') sawCalendar = true;
			if (stack.length === 1) first = index;
			if (stack.length === 1 && stack[0] === 'VCALENDAR' && name === 'VEVENT') {
				event = { properties: [], insertAt: null };
			}
			if (stack.length === 2 && event !== null) event.insertAt ??= index;
			stack.push(name);
		} else if (stack.at(-1) !== name) {
			problem ??= `END:${name} stands where ${stack.at(-1) ?? 'nothing'} is open`;
		} else {
			stack.pop();
			if (stack.length === 1) components.push({ name, first, last: index });
			if (stack.length === 1 && event !== null) {
				events.push(closeEvent(event, index));
				event = null;
			}
		}
	}
	if (event !== null) events.push(closeEvent(event, lines.length));
	problem ??= problemOf(stack, sawCalendar, events.length);
	return { lines, lineBreak: lineBreakOf(ics), components, events, problem };
}

/** @throws {ICalendarError} when the text is no calendar with an event, or its components do not match up. */
export function parseCalendarObject(ics: string): CalendarObject {
	const object = readCalendarObject(ics);
	if (object.problem === null) return object;
	throw new ICalendarError(
		`The text is not a calendar object: ${object.problem}. Check what wrote it, or delete it so that it is created anew.`,
	);
}

/**
 * The event of that UID that is no override.
 *
 * @throws {ICalendarError} when the object holds none.
 */
export function findMaster(object: CalendarObject, uid: string): EventComponent {
	const master = object.events.find((event) => !event.isOverride && event.uid === uid);
	if (master !== undefined) return master;
	throw new ICalendarError(`The calendar object holds no event with the UID ${uid}.`);
}
