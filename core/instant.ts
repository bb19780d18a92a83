/**
 * Instants as text. Plane's have microseconds, which a `Date` cannot hold, and come in the time zone of the
 * key's owner, so they are brought to one form before they are compared.
 */

const INSTANT =
	/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d))$/i;

const MINUTE_MS = 60_000;

/** `YYYY-MM-DDTHH:MM:SS` in UTC, or null beyond the years 0 to 9999. */
function wholeSeconds(milliseconds: number): string | null {
	const date = new Date(milliseconds);
	const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
	return /^\d{4}-/.test(text) ? text.slice(0, 19) : null;
}

/**
 * An ISO 8601 instant in UTC with exactly six fraction digits (`2026-11-22T18:16:17.459103Z`), or null where
 * the text is none. Texts of this form compare as the instants do.
 */
export function normalizeInstant(text: string): string | null {
	const match = INSTANT.exec(text.trim());
	if (match === null) return null;
	const [, day, time, fraction = '', sign = '', hours, minutes] = match;
	const local = `${day}T${time}`;
	const milliseconds = Date.parse(`${local}Z`);
	// A Date takes February 30 for March 2.
	if (wholeSeconds(milliseconds) !== local) return null;
	const offset = sign === '' ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
	const utc = wholeSeconds(milliseconds - offset);
	return utc === null ? null : `${utc}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** Whether instant `a` is later than `b`; false where either is null or no instant. */
export function isLater(a: string | null, b: string | null): boolean {
	if (a === null || b === null || a === b) return false;
	const left = normalizeInstant(a);
	const right = normalizeInstant(b);
	return left !== null && right !== null && left > right;
}
