/** What becomes of batches and items when all events go into the one calendar that a person chose. Pure. */
import type { EventItem, ProjectBatch } from '../event/types';
import { changeUid } from '../icalendar/changeUid';
import type { CalendarTarget } from '../icalendar/ownership';
import { idOfUid, ownCalendar, plainUid } from '../icalendar/scope';

/**
 * The same batch with one target, else an event would be moved from the calendar into itself; and with one event
 * per work item, however many calendars it would have one in.
 */
export function intoOneCalendar(batch: ProjectBatch): ProjectBatch {
	const [target = standIn(batch)] = batch.targets;
	const items = batch.events.map(asOnlyEvent).map((item) => inTarget(item, target));
	const events = [...new Map(items.map((item) => [item.uid, item])).values()];
	return { ...batch, targets: [target], events };
}

/** The item under the UID of an event that is in one calendar only. */
export function asOnlyEvent<Item extends EventItem>(item: Item): Item {
	const id = idOfUid(item.uid, item.scope);
	const uid = id === null ? item.uid : plainUid(id, item.scope);
	if (uid === item.uid) return item;
	return item.action === 'upsert' ? { ...item, uid, ics: changeUid(item.ics, uid) } : { ...item, uid };
}

/** Where no item has a calendar now, the chosen one stands for the project's own. */
const standIn = ({ project, scope }: ProjectBatch): CalendarTarget => ({
	...(ownCalendar(scope) ?? { slug: '', mark: '' }),
	name: project.name,
});

const inTarget = (item: EventItem, target: CalendarTarget): EventItem =>
	item.calendar === null ? item : { ...item, calendar: target };
