/** Reads the two clocks a server shows us: `Retry-After` and `Date` (RFC 9110 §10.2.3, §6.6.1). */
import { DateTime } from 'luxon';

type Headers = Readonly<Record<string, string>>;

/** The `Date` header in milliseconds since the epoch, or null where there is none that can be read. */
export function parseHttpDate(text: string | undefined): number | null {
	if (text === undefined) return null;
	const date = DateTime.fromHTTP(text.trim());
	return date.isValid ? date.toMillis() : null;
}

/**
 * How long the server asks us to wait, in milliseconds, or null where it does not say. A date is measured
 * against the server's own `Date`, so that its clock need not agree with ours.
 *
 * @param now our clock in milliseconds, used where the server shows none.
 */
export function parseRetryAfter(headers: Headers, now: number): number | null {
	const text = headers['retry-after']?.trim();
	if (text === undefined) return null;
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const until = parseHttpDate(text);
	return until === null ? null : Math.max(0, until - (parseHttpDate(headers['date']) ?? now));
}
