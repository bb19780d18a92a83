/** The occurrences of a series within a range (RFC 5545 §3.8.5), changed ones as they were changed. */
import { ICAL } from '../../vendor/dav';
import { millisecondsOf, momentOf, type Moment } from './eventTime';
import { isOverride, readComponents, readVevent, zoneNameOf, type ReadEvent } from './eventView';

/** Milliseconds since the epoch; an event counts when any part of it lies in `[from, to)`. */
export interface Range {
	readonly from: number;
	readonly to: number;
	/** IANA name of where all-day events and floating times are. */
	readonly zone: string;
}

/** A rule that has not come to the range after so many steps is taken as it is stored. */
const MOST_STEPS = 50_000;

/** Whether any part of the event lies in the range; one without a readable time does. */
export function isWithin({ start, end }: ReadEvent, { from, to, zone }: Range): boolean {
	if (start === null) return true;
	const first = millisecondsOf(start, zone);
	const last = end === null ? first : millisecondsOf(end, zone);
	return first < to && (last > from || (last === first && first >= from));
}

/**
 * The events of an object that lie in the range, each occurrence of a series by itself.
 *
 * @returns null where the object cannot be read.
 */
export function readOccurrences(ics: string, range: Range): readonly ReadEvent[] | null {
	const components = readComponents(ics);
	if (components === null) return null;
	const master = components.find((event) => !isOverride(event));
	if (master === undefined || !isSeries(master)) {
		return components.map((event) => readVevent(event)).filter((event) => isWithin(event, range));
	}
	return expand(master, components.filter(isOverride), range) ?? [readVevent(master)];
}

type Component = Parameters<typeof readVevent>[0];

const isSeries = (event: Component): boolean => event.hasProperty('rrule') || event.hasProperty('rdate');

/** Null where the rule cannot be followed. */
function expand(
	master: Component,
	overrides: readonly Component[],
	range: Range,
): readonly ReadEvent[] | null {
	const found: ReadEvent[] = [];
	try {
		const event = new ICAL.Event(master, { exceptions: [...overrides] });
		const zoneName = zoneNameOf(master, 'dtstart');
		const steps = event.iterator();
		for (let step = 0; step < MOST_STEPS; step++) {
			const next = steps.next() as ReturnType<typeof steps.next> | null | undefined;
			if (next === null || next === undefined) return found;
			if (millisecondsOf(momentOf(next, zoneName), range.zone) >= range.to)
				return withMoved(found, event, range);
			const occurrence = occurrenceOf(event, next, zoneName);
			if (isWithin(occurrence, range)) found.push(occurrence);
		}
	} catch {
		// A rule of another client that ical.js cannot follow: the caller shows the series as it is stored.
		return null;
	}
	return null;
}

type IcalEvent = InstanceType<typeof ICAL.Event>;
type IcalTime = InstanceType<typeof ICAL.Time>;

function occurrenceOf(event: IcalEvent, at: IcalTime, zoneName: string | null): ReadEvent {
	const { item, startDate, endDate } = event.getOccurrenceDetails(at);
	if (item !== event) return readVevent(item.component);
	const moments: { readonly start: Moment; readonly end: Moment } = {
		start: momentOf(startDate, zoneName),
		end: momentOf(endDate, zoneName),
	};
	return readVevent(event.component, moments);
}

/** An occurrence after the range may have been moved into it. */
function withMoved(found: ReadEvent[], event: IcalEvent, range: Range): readonly ReadEvent[] {
	const known = new Set(found.map(({ view }) => view.recurrence_id));
	const moved = Object.values(event.exceptions)
		.map((item) => readVevent(item.component))
		.filter((read) => isWithin(read, range) && !known.has(read.view.recurrence_id));
	return [...found, ...moved];
}
