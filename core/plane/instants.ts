/** Milliseconds as the instants Plane's records have. */
import { DateTime } from 'luxon';
import { normalizeInstant } from '../instant';

/** ISO 8601 in UTC with six fraction digits, as `normalizeInstant` gives it. */
export function isoOfMilliseconds(milliseconds: number): string {
	const text = DateTime.fromMillis(milliseconds, { zone: 'utc' }).toISO() ?? '';
	return normalizeInstant(text) ?? text;
}

/** Whether the text is a date that exists, `YYYY-MM-DD`. */
export const isPlainDate = (text: string): boolean =>
	/^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
