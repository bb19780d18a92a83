/** The UID of a work item's event: the same everywhere and for ever. */
import { InputError } from '../errors';

export const UID_PREFIX = 'plane-issue-';
export const UID_SUFFIX = '@calplanebot';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * An id of Plane's in lower case.
 *
 * @param what whose id it is, for the message.
 * @throws {InputError} when it is no UUID.
 */
export function requireUuid(id: string, what: string): string {
	const canonical = id.trim().toLowerCase();
	if (UUID.test(canonical)) return canonical;
	throw new InputError(
		`The ${what} id "${id.slice(0, 60)}" is not a UUID. Pass the items of Plane Issues on as they are.`,
	);
}

/**
 * `plane-issue-{id}@calplanebot`.
 *
 * @throws {InputError} when the id is no UUID.
 */
export const uidForWorkItem = (id: string): string =>
	`${UID_PREFIX}${requireUuid(id, 'work item')}${UID_SUFFIX}`;
