/** The XML we send, as text. Knows the elements of RFC 4918 and RFC 4791, and no server. */
import { NAMES, PREFIXES, splitName } from './names';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const NAMESPACES = Object.entries(PREFIXES)
	.map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`)
	.join('');

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Text for an element or attribute. Characters that XML forbids are left out. */
export function escapeXml(text: string): string {
	return cleanText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Control characters (but tab, line feed, carriage return), lone surrogates and non-characters. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Text without the characters that XML forbids (XML 1.0 §2.2) or discourages. */
export const cleanText = (text: string): string => text.replace(FORBIDDEN, '');

/** PROPFIND body for these properties, in Clark notation (RFC 4918 §14.20). */
export function propfindBody(properties: readonly string[]): string {
	return `${DECLARATION}<d:propfind${NAMESPACES}>${prop(properties)}</d:propfind>`;
}

/** PROPPATCH body that sets text properties, all or none (RFC 4918 §9.2). */
export function proppatchBody(values: ReadonlyMap<string, string>): string {
	const set = [...values].map(([name, value]) => element(name, escapeXml(value))).join('');
	return `${DECLARATION}<d:propertyupdate${NAMESPACES}><d:set><d:prop>${set}</d:prop></d:set></d:propertyupdate>`;
}

/** REPORT body for all events of a calendar, or those with that text in their UID (RFC 4791 §7.8). */
export function calendarQueryBody(uid?: string): string {
	if (uid === undefined) return eventQuery('');
	const match = `<c:text-match collation="i;octet">${escapeXml(uid)}</c:text-match>`;
	return eventQuery(`<c:prop-filter name="UID">${match}</c:prop-filter>`);
}

/**
 * REPORT body for the events of which any part, or any occurrence, lies in a range (RFC 4791 §9.9).
 *
 * @param range in the form `20261204T000000Z`; null where it is open.
 */
export function timeRangeQueryBody({ start, end }: TimeRange): string {
	const edges = [start === null ? '' : ` start="${start}"`, end === null ? '' : ` end="${end}"`].join('');
	return eventQuery(`<c:time-range${edges}/>`);
}

export interface TimeRange {
	readonly start: string | null;
	readonly end: string | null;
}

const eventQuery = (filter: string): string =>
	`${DECLARATION}<c:calendar-query${NAMESPACES}>${prop(OBJECT_PROPERTIES)}<c:filter>` +
	`<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">${filter}</c:comp-filter></c:comp-filter>` +
	'</c:filter></c:calendar-query>';

/** REPORT body for the versions of all events of a calendar, without their text. */
export const eventTagsBody = (): string =>
	`${DECLARATION}<c:calendar-query${NAMESPACES}>${prop([NAMES.etag])}<c:filter>` +
	'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>';

/** REPORT body for certain objects, given as paths (RFC 4791 §7.9). */
export function multigetBody(paths: readonly string[]): string {
	const hrefs = paths.map((path) => element(NAMES.href, escapeXml(path))).join('');
	return `${DECLARATION}<c:calendar-multiget${NAMESPACES}>${prop(OBJECT_PROPERTIES)}${hrefs}</c:calendar-multiget>`;
}

const OBJECT_PROPERTIES = [NAMES.etag, NAMES.calendarData];

const prop = (properties: readonly string[]): string =>
	`<d:prop>${properties.map((name) => element(name)).join('')}</d:prop>`;

function element(name: string, content = ''): string {
	const { namespace, local } = splitName(name);
	const tag = `${PREFIXES[namespace] ?? 'd'}:${local}`;
	return content === '' ? `<${tag}/>` : `<${tag}>${content}</${tag}>`;
}
