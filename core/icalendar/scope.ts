/** Whether an event is ours and which UID it has where, by what the scope says; knows nothing of who "we" are. */
import type { CalendarTarget, Scope } from './ownership';
import { readEvent, type EventReading } from './reader';

/** What tells calendars of ours apart. `mark` may be a whole calendar-description that begins with the mark. */
export type CalendarIdentity = Pick<CalendarTarget, 'slug' | 'mark'>;

/** What stands between prefix and suffix of a UID, or null where the UID is not in the scope's frame. */
function framed(uid: string, { uid_prefix, uid_suffix }: Scope): string | null {
	const isFramed =
		uid.startsWith(uid_prefix) &&
		uid.endsWith(uid_suffix) &&
		uid.length > uid_prefix.length + uid_suffix.length;
	return isFramed ? uid.slice(uid_prefix.length, uid.length - uid_suffix.length) : null;
}

/**
 * The id inside a UID of the scope's frame, without the `.{token}` of a further copy; null where the UID is
 * not in the frame.
 */
export function idOfUid(uid: string, scope: Scope): string | null {
	return framed(uid, scope)?.split('.')[0] || null;
}

/** The token of the route a calendar is for, or null where it is an owner's own calendar or none of ours. */
export function routeOf({ slug, mark }: CalendarIdentity, { calendar }: Scope): string | null {
	const { slug_prefix: slugPrefix, mark_prefix: markPrefix } = calendar.routes;
	if (slugPrefix !== '' && slug.startsWith(slugPrefix)) return slug.slice(slugPrefix.length);
	if (markPrefix !== '' && mark.startsWith(markPrefix)) {
		return /^\S*/.exec(mark.slice(markPrefix.length))?.[0] ?? null;
	}
	return null;
}

/**
 * The UID that the event of an id has in a calendar: `{prefix}{id}{suffix}`, with `.{token}` behind the id in a
 * route's calendar. It follows from id and calendar alone, not from what else there is, so that every operation,
 * late or out of order, means the same event; and servers that allow a UID once in an account take them all.
 */
export function uidIn(calendar: CalendarIdentity, id: string, scope: Scope): string {
	const token = routeOf(calendar, scope);
	const isCopy = token !== null && !scope.calendar.routes.single.includes(token);
	return isCopy ? plainUid(`${id}.${token}`, scope) : plainUid(id, scope);
}

/** The UID of an id whose event is in one calendar only. */
export const plainUid = (id: string, { uid_prefix, uid_suffix }: Scope): string =>
	`${uid_prefix}${id}${uid_suffix}`;

/** Slug and mark of the calendar that is the scope's owner's own, or null where the scope names no owner. */
export function ownCalendar({ calendar, value }: Scope): CalendarIdentity | null {
	if (value === null) return null;
	return { slug: `${calendar.slug_prefix}${value}`, mark: `${calendar.mark_prefix}${value}` };
}

/**
 * Whether an event is ours: its UID is in the frame, and its owner is the scope's, or its id is desired, or it
 * names no owner but its URL names the scope's.
 */
export function isOurs(
	event: string | Pick<EventReading, 'uid' | 'properties'>,
	scope: Scope,
	desiredIds: ReadonlySet<string>,
): boolean {
	const { uid, properties } = typeof event === 'string' ? readEvent(event) : event;
	const id = uid === null ? null : idOfUid(uid, scope);
	if (id === null) return false;
	if (desiredIds.has(id)) return true;
	const owner = properties.get(scope.property)?.trim();
	if (owner !== undefined) return scope.value === null || owner === scope.value;
	return scope.value !== null && (properties.get('URL')?.includes(scope.value) ?? false);
}
