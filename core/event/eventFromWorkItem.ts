/** The one mapper from work item to event: every property in its order, each in a file of its own. */
import { buildCalendarObject } from '../icalendar/serialize';
import type { PresentWorkItem } from '../plane/types';
import { bookkeeping, modified } from './properties/bookkeeping';
import { categories } from './properties/categories';
import { color } from './properties/color';
import { dates } from './properties/dates';
import { description } from './properties/description';
import { status } from './properties/status';
import { summary } from './properties/summary';
import { transparency } from './properties/transparency';
import { url } from './properties/url';
import { uidForWorkItem } from './uid';

const PRODUCT = { company: 'n8n-nodes-plane-caldav', product: 'Plane work items', language: 'EN' };

/**
 * The iCalendar text of a work item's event. The same item gives the same bytes.
 *
 * @param uid which of the item's events it is, where several calendars have one.
 * @throws {InputError} when the id, the project's id, the target date or `updated_at` is unusable.
 */
export function eventFromWorkItem(item: PresentWorkItem, uid = uidForWorkItem(item.id)): string {
	return buildCalendarObject({
		product: PRODUCT,
		fields: {
			uid,
			...modified(item),
			...dates(item),
			...summary(item),
			...transparency(),
			...description(item),
			...status(item),
		},
		lines: [...categories(item), ...color(item), ...url(item), ...bookkeeping(item)],
	});
}
