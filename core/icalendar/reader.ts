/** Reads single values out of a calendar object, broken ones included; never throws and never writes. */
import { firstValue, readCalendarObject } from './component';
import { parseContentLine } from './contentLine';
import { unescapeText } from './text';

/** What is asked of an event when it is judged, read once. */
export interface EventReading {
	readonly uid: string | null;
	/** First value of each property of the master event, unescaped, by its name in upper case. */
	readonly properties: ReadonlyMap<string, string>;
	/** Whether the object can be merged into: nothing in it is broken and its master event has a UID. */
	readonly isWhole: boolean;
}

/** A UID that stands anywhere in the text, for objects in which no event can be made out. */
function anyUid(lines: ReadonlyArray<{ readonly text: string }>): string | null {
	for (const { text } of lines) {
		const line = /^UID[;:]/i.test(text) ? parseContentLine(text) : null;
		if (line !== null) return unescapeText(line.value).trim();
	}
	return null;
}

/** UID and properties of an object's master event, or of its first event where it holds overrides only. */
export function readEvent(ics: string): EventReading {
	const { events, lines, problem } = readCalendarObject(ics);
	const event = events.find(({ isOverride }) => !isOverride) ?? events[0];
	const properties = new Map<string, string>();
	for (const { name, value } of event?.properties ?? []) {
		if (!properties.has(name)) properties.set(name, unescapeText(value));
	}
	const uid = event?.uid ?? null;
	const isWhole = problem === null && event?.isOverride === false && uid !== null;
	return { uid: uid ?? anyUid(lines), properties, isWhole };
}

/** The UID of a calendar object, or null where it has none; read from broken objects too. */
export const uidOf = (ics: string): string | null => readEvent(ics).uid;

/** First value of a property of the master event, unescaped; null where it or the event is missing. */
export function readProperty(ics: string, name: string): string | null {
	const { events } = readCalendarObject(ics);
	const event = events.find(({ isOverride }) => !isOverride) ?? events[0];
	return event === undefined ? null : firstValue(event.properties, name.toUpperCase());
}
