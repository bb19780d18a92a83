/** The calendar a project's events belong into; knows no server. */
import { sanitizeLine } from '../icalendar/text';
import { CALENDAR_MARKS } from './scope';
import type { CalendarTarget } from '../icalendar/ownership';
import { requireUuid } from './uid';

/**
 * One calendar per project, named after it, or after its id where the name is unknown.
 *
 * @throws {InputError} when the id is no UUID.
 */
export function calendarOfProject({
	id,
	name,
}: {
	readonly id: string;
	readonly name: string;
}): CalendarTarget {
	const projectId = requireUuid(id, 'project');
	return {
		slug: `${CALENDAR_MARKS.slug_prefix}${projectId}`,
		name: `Plane: ${sanitizeLine(name) || projectId}`,
		mark: `${CALENDAR_MARKS.mark_prefix}${projectId}`,
	};
}
