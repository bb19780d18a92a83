/** DTSTART and DTEND: the whole day of the target date; the end is exclusive (RFC 5545 §3.6.1). */
import { DateTime } from 'luxon';
import { InputError } from '../../errors';
import type { EventFields } from '../../icalendar/serialize';
import type { PresentWorkItem } from '../../plane/types';

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** iCalendar dates have four digits for the year, and the day after must still fit. */
const MIN_YEAR = 1;
const MAX_YEAR = 9998;

/** @throws {InputError} when the target date is missing or no date of the years 1 to 9998. */
export function dates({ id, target_date }: PresentWorkItem): Pick<EventFields, 'start' | 'end'> {
	const text = target_date ?? '';
	const day = DateTime.fromISO(text, { zone: 'utc' });
	if (!PLAIN_DATE.test(text) || !day.isValid || day.year < MIN_YEAR || day.year > MAX_YEAR) {
		throw new InputError(
			`The target date "${text.slice(0, 40)}" of work item ${id} is no date (YYYY-MM-DD) of the years 0001 to 9998, which calendars can hold. Correct it in Plane.`,
		);
	}
	return { start: text, end: day.plus({ days: 1 }).toFormat('yyyy-MM-dd') };
}
