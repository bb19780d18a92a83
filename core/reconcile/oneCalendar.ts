/** What becomes of a batch when all its events go into the one calendar that a person chose. Pure. */
import type { EventItem, ProjectBatch } from '../event/types';
import type { CalendarTarget } from '../icalendar/ownership';

/** The same batch with one target: otherwise an event would be moved from the calendar into itself. */
export function intoOneCalendar(batch: ProjectBatch): ProjectBatch {
	const [target, ...others] = batch.targets;
	if (target === undefined || others.length === 0) return batch;
	return { ...batch, targets: [target], events: batch.events.map((item) => inTarget(item, target)) };
}

const inTarget = (item: EventItem, target: CalendarTarget): EventItem =>
	item.calendar === null ? item : { ...item, calendar: target };
