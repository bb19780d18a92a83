/**
 * The mark in a calendar-description: who the calendar belongs to and what we called it last. Pure text; the
 * first line is ours, what follows is people's.
 */
import type { Scope } from '../icalendar/ownership';
import { ownCalendar, routeOf, type CalendarIdentity } from '../icalendar/scope';
import { cleanText } from '../webdav/requestBodies';
import type { Calendar } from './types';

/** Whether the description begins with this mark, followed by its end or white space. */
export function hasMark(description: string, mark: string): boolean {
	if (mark === '' || !description.startsWith(mark)) return false;
	return /^(\s|$)/.test(description.slice(mark.length));
}

/** The name we gave last, or null where the description has no such mark. */
export function lastNameOf(description: string, mark: string): string | null {
	if (!hasMark(description, mark)) return null;
	return firstLine(description).slice(mark.length).trim();
}

/** The description with our line on top, replacing an older line of ours; what people wrote is kept below. */
export function describe(description: string, mark: string, name: string): string {
	if (mark === '') return description;
	const rest = hasMark(description, mark)
		? description.slice(firstLine(description).length + 1)
		: description;
	const line = `${mark} ${oneLine(name)}`;
	return rest === '' ? line : `${line}\n${rest}`;
}

/** A name fit for a calendar: one line, without characters that XML forbids. */
export const oneLine = (name: string): string => cleanText(name).replace(/\s+/g, ' ').trim();

/** DAViCal 1.1.12 gives names back escaped twice: both spellings are the same name. */
export const sameName = (a: string, b: string): boolean => plain(a) === plain(b);

/** The same for a text of several lines. */
export const sameText = (a: string, b: string): boolean => plainText(a) === plainText(b);

type Marked = Pick<Calendar, 'slug' | 'description'>;

/** Whether a calendar carries a slug or mark of ours, whoever's. */
export function isOfOurs(calendar: Marked, scope: Scope): boolean {
	const { slug_prefix: slugPrefix, mark_prefix: markPrefix } = scope.calendar;
	return (
		(slugPrefix !== '' && calendar.slug.startsWith(slugPrefix)) ||
		(markPrefix !== '' && calendar.description.startsWith(markPrefix)) ||
		routeOf(identityOf(calendar), scope) !== null
	);
}

/**
 * Whether events of the scope's owner may be in a calendar of ours: it is the owner's own or a route's; where the
 * scope names no owner, whoever's it is.
 */
export function mayHoldEvents(calendar: Marked, scope: Scope): boolean {
	const own = ownCalendar(scope);
	if (own === null) return isOfOurs(calendar, scope);
	const isOwn = calendar.slug === own.slug || hasMark(calendar.description, own.mark);
	return isOwn || routeOf(identityOf(calendar), scope) !== null;
}

/** Whether we made it, for the scope's owner or a route: in it all objects of ours have the names we gave them. */
export const isMadeByUs = ({ slug }: Pick<Calendar, 'slug'>, scope: Scope): boolean =>
	slug === ownCalendar(scope)?.slug || routeOf({ slug, mark: '' }, scope) !== null;

/** A calendar as a server shows it, told apart by its description where it does not have our slug. */
export const identityOf = ({ slug, description }: Marked): CalendarIdentity => ({ slug, mark: description });

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const ENTITIES: Readonly<Record<string, string>> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&apos;': "'",
	'&#39;': "'",
	'&amp;': '&',
};

/** The text that was escaped for XML once more than needed. */
export const unescapeOnce = (text: string): string =>
	text.replace(/&(?:lt|gt|quot|apos|amp|#39);/g, (entity) => ENTITIES[entity] ?? entity);

const plain = (name: string): string => oneLine(unescapeOnce(name)).normalize();

const plainText = (text: string): string =>
	cleanText(unescapeOnce(text)).replace(/\r\n?/g, '\n').trim().normalize();
