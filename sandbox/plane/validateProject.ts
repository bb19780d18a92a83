/** What Plane refuses about a project, for its API and its web app alike. */
import { conflict, invalid } from './answers';
import type { Answer } from './answers';
import type { ProjectPatch } from './projectChanges';
import type { ProjectBox, World } from './store';

/** @see Plane CE 1.3.1: one pattern for names and identifiers */
const FORBIDDEN = /[&+,:;$^}{*=?@#|'<>.()%!-]/;

/**
 * The answer with which Plane refuses a new project or a change of one, or null.
 *
 * @param self the project that is to be changed.
 */
export function objectionToProject(
	world: World,
	fields: ProjectPatch['fields'],
	self?: ProjectBox,
): Answer | null {
	if (self && self.row.archived_at !== null) return invalid({ error: 'Archived project cannot be updated' });
	if (fields.name === '') return invalid({ name: ['This field may not be blank.'] });
	if (fields.name !== undefined && FORBIDDEN.test(fields.name)) {
		return invalid({ non_field_errors: ['Project name cannot contain special characters.'] });
	}
	if (fields.identifier !== undefined && FORBIDDEN.test(fields.identifier)) {
		return invalid({ non_field_errors: ['Project identifier cannot contain special characters.'] });
	}
	const others = [...world.projects.values()].filter((box) => box !== self);
	if (others.some(({ row }) => row.name === fields.name)) {
		return conflict({ name: 'The project name is already taken' });
	}
	if (others.some(({ row }) => row.identifier === fields.identifier)) {
		return conflict({ identifier: 'The project identifier is already taken' });
	}
	return null;
}
