/** The VTIMEZONE components (RFC 5545 §3.6.5) an object lacks once another one's dates are put into it. */
import type { CalendarObject, ComponentRange } from './component';
import { foldLine, parseContentLine } from './contentLine';

function zoneOf({ lines }: CalendarObject, { first, last }: ComponentRange): string {
	for (const { text } of lines.slice(first, last)) {
		const line = parseContentLine(text);
		if (line?.name === 'TZID') return line.value.trim();
	}
	return '';
}

const timeZonesOf = ({ components }: CalendarObject): ComponentRange[] =>
	components.filter(({ name }) => name === 'VTIMEZONE');

/** Text of the time zones of `desired` that `stored` does not define, with the line breaks of `stored`. */
export function missingTimeZones(stored: CalendarObject, desired: CalendarObject): string {
	const known = new Set(timeZonesOf(stored).map((range) => zoneOf(stored, range)));
	return timeZonesOf(desired)
		.filter((range) => !known.has(zoneOf(desired, range)))
		.flatMap(({ first, last }) => desired.lines.slice(first, last + 1))
		.map(({ text }) => foldLine(text, stored.lineBreak))
		.join('');
}
