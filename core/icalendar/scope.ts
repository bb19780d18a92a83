/** Whether an event is ours, by what the scope says; knows nothing of who "we" are. */
import type { Scope } from './ownership';
import { readEvent, type EventReading } from './reader';

/** What stands between prefix and suffix of a UID, or null where the UID is not in the scope's frame. */
function framed(uid: string, { uid_prefix, uid_suffix }: Scope): string | null {
	const isFramed =
		uid.startsWith(uid_prefix) &&
		uid.endsWith(uid_suffix) &&
		uid.length > uid_prefix.length + uid_suffix.length;
	return isFramed ? uid.slice(uid_prefix.length, uid.length - uid_suffix.length) : null;
}

/**
 * The id inside a UID of the scope's frame, without the `.{target}` of a further copy; null where the UID is
 * not in the frame.
 */
export function idOfUid(uid: string, scope: Scope): string | null {
	return framed(uid, scope)?.split('.')[0] || null;
}

/**
 * Whether an event is ours: its UID is in the frame, and its owner is the scope's, or it is
 * desired, or it names no owner but its URL names the scope's.
 */
export function isOurs(
	event: string | Pick<EventReading, 'uid' | 'properties'>,
	scope: Scope,
	desiredUids: ReadonlySet<string>,
): boolean {
	const { uid, properties } = typeof event === 'string' ? readEvent(event) : event;
	if (uid === null || framed(uid, scope) === null) return false;
	if (desiredUids.has(uid)) return true;
	const owner = properties.get(scope.property)?.trim();
	if (owner !== undefined) return scope.value === null || owner === scope.value;
	return scope.value !== null && (properties.get('URL')?.includes(scope.value) ?? false);
}
