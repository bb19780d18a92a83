/**
 * Instants as text. Plane's have microseconds, which a `Date` cannot hold, and come in the time zone of the
 * key's owner, so they are brought to one form before they are compared.
 */
import { DateTime } from 'luxon';

const INSTANT = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * An ISO 8601 instant in UTC with exactly six fraction digits (`2026-11-22T18:16:17.459103Z`), or null where
 * the text is none. Texts of this form compare as the instants do.
 */
export function normalizeInstant(text: string): string | null {
	const match = INSTANT.exec(text.trim());
	if (match === null) return null;
	const [, wholeSeconds, fraction = '', zone] = match;
	const instant = DateTime.fromISO(`${wholeSeconds?.replace(' ', 'T')}${zone?.toUpperCase()}`, {
		zone: 'utc',
	});
	if (!instant.isValid) return null;
	return `${instant.toFormat("yyyy-MM-dd'T'HH:mm:ss")}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** Whether instant `a` is later than `b`; false where either is null or no instant. */
export function isLater(a: string | null, b: string | null): boolean {
	const left = a === null ? null : normalizeInstant(a);
	const right = b === null ? null : normalizeInstant(b);
	return left !== null && right !== null && left > right;
}
