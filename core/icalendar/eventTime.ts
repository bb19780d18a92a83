/** Dates and times of stored events as instants: whatever zone a client wrote them in. Never throws. */
import { DateTime, IANAZone } from 'luxon';
import { ICAL } from '../../vendor/dav';

/** A moment of an event: a day, an instant, or a time of day wherever one is ("floating"). */
export interface Moment {
	/** `YYYY-MM-DD` for a day, ISO 8601 in UTC for an instant, ISO 8601 without an offset for a floating time. */
	readonly text: string;
	readonly kind: 'day' | 'instant' | 'floating';
	/** The zone it was written in; null for days, UTC and floating times. */
	readonly timeZone: string | null;
}

type Time = InstanceType<typeof ICAL.Time>;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

const dayText = ({ year, month, day }: Time): string => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

const localText = (time: Time): string =>
	`${dayText(time)}T${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;

/**
 * @param zoneName the TZID parameter. A name of IANA's is looked up there, any other in the definition the
 * object brings along.
 */
export function momentOf(time: Time, zoneName: string | null): Moment {
	if (time.isDate) return { text: dayText(time), kind: 'day', timeZone: null };
	if (zoneName !== null && IANAZone.isValidZone(zoneName)) {
		const at = DateTime.fromISO(localText(time), { zone: zoneName });
		return { text: isoUtc(at), kind: 'instant', timeZone: zoneName };
	}
	const { utcTimezone, localTimezone } = ICAL.Timezone;
	if (time.zone === localTimezone) return { text: localText(time), kind: 'floating', timeZone: null };
	const at = DateTime.fromSeconds(time.toUnixTime(), { zone: 'utc' });
	return { text: isoUtc(at), kind: 'instant', timeZone: time.zone === utcTimezone ? null : zoneName };
}

const isoUtc = (at: DateTime): string => at.toUTC().toISO() ?? '';

/** Milliseconds since the epoch; days begin and floating times are where `zone` is. */
export function millisecondsOf({ text, kind }: Moment, zone: string): number {
	return DateTime.fromISO(text, { zone: kind === 'instant' ? 'utc' : zone }).toMillis();
}
