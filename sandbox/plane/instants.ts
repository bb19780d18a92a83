/** Plane's time stamps: microseconds, written as Python's `isoformat()` writes them. Knows no record. */
import { DateTime } from 'luxon';

/** Microseconds since the epoch. */
export type Micros = number;

const MICROS_PER_SECOND = 1_000_000;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function offsetText(minutes: number): string {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

/** No zone changes its offset within a quarter of an hour that starts at a full one. */
const QUARTER_MS = 15 * 60_000;
const offsets = new Map<string, number>();

/** Minutes east of UTC; remembered, since a page of items asks for thousands. */
function offsetAt(milliseconds: number, timeZone: string): number {
	const key = `${timeZone} ${Math.floor(milliseconds / QUARTER_MS)}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	const { offset } = DateTime.fromMillis(milliseconds, { zone: timeZone });
	offsets.set(key, offset);
	return offset;
}

/**
 * Writes an instant in a time zone: `2026-11-22T18:12:18.591663Z` in UTC, an offset elsewhere. A whole
 * second has no fraction, as in Python.
 *
 * @param timeZone IANA name.
 */
export function formatInstant(instant: Micros, timeZone: string): string {
	const micros = instant % MICROS_PER_SECOND;
	const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
	const milliseconds = Math.floor(instant / 1000);
	if (timeZone === 'UTC') return `${new Date(milliseconds).toISOString().slice(0, 19)}${fraction}Z`;
	const offset = offsetAt(milliseconds, timeZone);
	const local = new Date(milliseconds + offset * 60_000).toISOString().slice(0, 19);
	return `${local}${fraction}${offsetText(offset)}`;
}

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** As the `Date` header has it (RFC 9110 §5.6.7), whole seconds. */
export const httpDate = (instant: Micros): string => new Date(instant / 1000).toUTCString();

/** The instant of a UTC midnight. @param date `YYYY-MM-DD` */
export const startOfDay = (date: string): Micros => Date.parse(`${date}T00:00:00Z`) * 1000;

/** The plain date so many days after another. @param date `YYYY-MM-DD` */
export const addDays = (date: string, days: number): string =>
	new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The UTC date of an instant, `YYYY-MM-DD`. */
export const dateOf = (instant: Micros): string => formatInstant(instant, 'UTC').slice(0, 10);

/**
 * A clock that never shows the same microsecond twice.
 *
 * @param now milliseconds since the epoch, fractions allowed.
 */
export function createClock(now: () => number): () => Micros {
	let last = 0;
	return () => {
		last = Math.max(last + 1, Math.round(now() * 1000));
		return last;
	};
}

/** System time in milliseconds with real microseconds behind the point. */
export const preciseNow = (): number => Date.now() + Number((process.hrtime.bigint() / 1000n) % 1000n) / 1000;
