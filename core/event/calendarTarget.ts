/** The calendars events belong into, each by what it is for; knows no server and no choice between them. */
import { createHash } from 'crypto';
import type { CalendarTarget } from '../icalendar/ownership';
import { sanitizeLine } from '../icalendar/text';
import { ALL_PROJECTS, CALENDAR_MARKS } from './scope';
import { requireUuid } from './uid';

/** Hexadecimal digits of a digest: 64 bits, of which no workspace has two alike. */
const DIGEST_CHARACTERS = 16;

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

/** The one calendar for the events of all projects. */
export const calendarOfAllProjects = (name: string): CalendarTarget => ({
	...marksOf(ALL_PROJECTS),
	name: sanitizeLine(name) || 'Plane',
});

/**
 * One calendar per person, whichever project the work item is in.
 *
 * @throws {InputError} when the id is no UUID.
 */
export function calendarOfAssignee({
	id,
	display_name,
}: {
	readonly id: string;
	readonly display_name: string;
}): CalendarTarget {
	const userId = requireUuid(id, 'assignee');
	return { ...marksOf(`user-${userId}`), name: `Plane: ${sanitizeLine(display_name) || userId}` };
}

/**
 * One calendar per name of a label: each project has labels of its own, and people mean the same by the same name,
 * whatever its letters' case. Null where the name is blank.
 */
export function calendarOfLabel({ name }: { readonly name: string }): CalendarTarget | null {
	const shown = sanitizeLine(name);
	if (shown === '') return null;
	const digest = createHash('sha256').update(shown.normalize('NFC').toLowerCase()).digest('hex');
	return {
		...marksOf(`label-${digest.slice(0, DIGEST_CHARACTERS)}`),
		name: `Plane: ${shown}`,
		named_once: true,
	};
}

const marksOf = (token: string): Pick<CalendarTarget, 'slug' | 'mark'> => ({
	slug: `${CALENDAR_MARKS.routes.slug_prefix}${token}`,
	mark: `${CALENDAR_MARKS.routes.mark_prefix}${token}`,
});
