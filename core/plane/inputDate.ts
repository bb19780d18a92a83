/** Dates as people and expressions give them. Pure; the message names the field. */
import { InputError } from '../errors';
import { isPlainDate } from './instants';

const DATE_OF_ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$/;

/** An expression may hand over a `Date` or luxon's `DateTime`, which prints as ISO 8601. */
const textOf = (value: unknown): string =>
	value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value).trim();

/**
 * The date part, as written, of a date or an ISO 8601 instant.
 *
 * @throws {InputError} when the value is no date or does not exist.
 */
export function readInputDate(value: unknown, field: string): string {
	const text = textOf(value);
	const date = DATE_OF_ISO.exec(text)?.[1] ?? '';
	if (isPlainDate(date)) return date;
	throw new InputError(
		`"${field}" is "${text.slice(0, 60)}", which is no date. Give it as YYYY-MM-DD, for example 2027-01-31.`,
	);
}
