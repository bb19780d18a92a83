/** Which calendars a work item's event belongs into: a choice of the person who runs the workflow. Pure. */
import type { CalendarTarget } from '../icalendar/ownership';
import type { PresentWorkItem, ProjectRef } from '../plane/types';
import {
	calendarOfAllProjects,
	calendarOfAssignee,
	calendarOfLabel,
	calendarOfProject,
} from './calendarTarget';

export type Routing =
	| { readonly kind: 'project' }
	| { readonly kind: 'all_projects'; readonly name: string }
	| {
			readonly kind: 'assignee' | 'label';
			/** What becomes of an item that has none: an event in its project's calendar, or no event. */
			readonly withoutOne: 'project' | 'none';
	  };

export const PER_PROJECT: Routing = { kind: 'project' };

type Project = Pick<ProjectRef, 'id' | 'name'>;

/**
 * The calendars that are to hold an event of this item, each once.
 *
 * @throws {InputError} when an id in the item is no UUID.
 */
export function targetsOf(item: PresentWorkItem, routing: Routing): CalendarTarget[] {
	const targets = routeTargets(item, routing);
	if (targets.length === 0) return standingTargets(item.project, routing);
	return [...new Map(targets.map((target) => [target.slug, target])).values()];
}

/**
 * The calendars that any item of the project may be in, whatever it says.
 *
 * @throws {InputError} when the project's id is no UUID.
 */
export function standingTargets(project: Project, routing: Routing): CalendarTarget[] {
	switch (routing.kind) {
		case 'project':
			return [calendarOfProject(project)];
		case 'all_projects':
			return [calendarOfAllProjects(routing.name)];
		case 'assignee':
		case 'label':
			return routing.withoutOne === 'project' ? [calendarOfProject(project)] : [];
	}
}

function routeTargets({ assignees, labels }: PresentWorkItem, { kind }: Routing): CalendarTarget[] {
	switch (kind) {
		case 'assignee':
			return assignees.map(calendarOfAssignee);
		case 'label':
			return labels.flatMap((label) => calendarOfLabel(label) ?? []);
		case 'project':
		case 'all_projects':
			return [];
	}
}
