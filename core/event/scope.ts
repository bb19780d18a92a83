/** Ownership as data: which events are ours, and which of their properties. */
import type { CalendarMarks, Owned, Scope } from '../icalendar/ownership';
import { ATTENDEE_OF_CALPLANEBOT, CATEGORIES_OF_CALPLANEBOT, TEXT_END_OF_CALPLANEBOT } from './calPlaneBot';
import { COLORS_OF_OURS } from './properties/color';
import { requireUuid, UID_PREFIX, UID_SUFFIX } from './uid';

/** Properties of ours that hold what the next write must know. */
export const PROJECT_PROPERTY = 'X-PLANE-PROJECT';
export const REVISION_PROPERTY = 'X-PLANE-UPDATED-AT';
export const LABELS_PROPERTY = 'X-PLANE-LABELS';
export const TEXT_PROPERTY = 'X-PLANE-TEXT';

/** Token of the one calendar for all projects. */
export const ALL_PROJECTS = 'all';

export const CALENDAR_MARKS: CalendarMarks = {
	slug_prefix: 'plane-',
	mark_prefix: 'plane-project:',
	routes: { slug_prefix: 'plane-to-', mark_prefix: 'plane-route:', single: [ALL_PROJECTS] },
};

/**
 * The events of one project, or of any where the project is unknown.
 *
 * @throws {InputError} when the id is no UUID.
 */
export function scopeOf(projectId: string | null): Scope {
	return {
		uid_prefix: UID_PREFIX,
		uid_suffix: UID_SUFFIX,
		property: PROJECT_PROPERTY,
		value: projectId === null ? null : requireUuid(projectId, 'project'),
		revision_property: REVISION_PROPERTY,
		calendar: CALENDAR_MARKS,
	};
}

/** DURATION is ours only to be removed: beside DTEND it makes the object invalid. */
export const OWNED: Owned = {
	replace: ['SUMMARY', 'DTSTART', 'DTEND', 'DURATION', 'STATUS', 'URL'],
	text: {
		property: 'DESCRIPTION',
		memory: TEXT_PROPERTY,
		ends: [{ after: '---\nPriority: ', line: 'Project: ' }, TEXT_END_OF_CALPLANEBOT],
	},
	set: {
		property: 'CATEGORIES',
		memory: LABELS_PROPERTY,
		line: 'Labels: ',
		formerly: CATEGORIES_OF_CALPLANEBOT,
	},
	if_ours: { COLOR: COLORS_OF_OURS },
	discard: { ATTENDEE: ATTENDEE_OF_CALPLANEBOT },
	on_create: ['TRANSP'],
	bookkeeping: [
		'X-CALPLANEBOT-COLOR',
		PROJECT_PROPERTY,
		REVISION_PROPERTY,
		LABELS_PROPERTY,
		TEXT_PROPERTY,
		'DTSTAMP',
		'LAST-MODIFIED',
		'SEQUENCE',
	],
};
