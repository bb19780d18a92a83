/** Instants as fields hand them over: ISO text, the editor's local time, luxon's DateTime of an expression. */
import { DateTime } from 'luxon';
import { normalizeInstant } from '../../core/instant';

/**
 * The instant in UTC with six fraction digits, or null where the value is none.
 *
 * @param timeZone the workflow's, for text without an offset: the editor's date picker writes such.
 */
export function instantOf(value: unknown, timeZone: string): string | null {
	// A DateTime of n8n's own luxon is no instance of ours, but prints as ISO 8601.
	const text = value instanceof Date ? DateTime.fromJSDate(value).toUTC().toISO() : String(value);
	if (text === null) return null;
	const instant = normalizeInstant(text);
	if (instant !== null) return instant;
	const local = DateTime.fromISO(text.trim(), { zone: timeZone }).toUTC();
	return local.isValid ? normalizeInstant(local.toISO()) : null;
}
