/**
 * The JSON shapes of everything but work items: people, states, labels, projects. Keys are in the order
 * Plane CE 1.3.1 writes them (`test/recordings/rest`).
 */
import { formatInstant } from './instants';
import type { Micros } from './instants';
import { pythonFloat } from './pythonJson';
import type { PythonObject, PythonValue } from './pythonJson';
import type { ProjectBox, World } from './store';
import { memberOf } from './store';
import type { LabelRow, ProjectRow, StateRow, User } from './types';

/** Writes an instant for whoever reads; null stays null. */
export type WriteInstant = (instant: Micros | null) => string | null;

/** @param timeZone of the key's owner; webhooks always use UTC. */
export const instantsIn =
	(timeZone: string): WriteInstant =>
	(instant) =>
		instant === null ? null : formatInstant(instant, timeZone);

export const userShape = (user: User): PythonObject => ({
	id: user.id,
	first_name: user.first_name,
	last_name: user.last_name,
	email: user.email,
	avatar: '',
	avatar_url: null,
	display_name: user.display_name,
});

/** An expanded user, or `{}` where there is none. */
export function expandedUser(world: World, userId: string | null): PythonObject {
	const user = userId === null ? undefined : world.users.get(userId);
	return user ? userShape(user) : {};
}

export const workspaceLite = (world: World): PythonObject => ({
	name: world.workspace.name,
	slug: world.workspace.slug,
	id: world.workspace.id,
});

export const stateLite = (state: StateRow): PythonObject => ({
	id: state.id,
	name: state.name,
	color: state.color,
	group: state.group,
});

interface InProject {
	readonly world: World;
	readonly box: ProjectBox;
	readonly instant: WriteInstant;
}

export const stateShape = (state: StateRow, { world, box, instant }: InProject): PythonObject => ({
	id: state.id,
	created_at: instant(state.created_at),
	updated_at: instant(state.updated_at),
	deleted_at: null,
	name: state.name,
	description: '',
	color: state.color,
	slug: state.slug,
	sequence: pythonFloat(state.sequence),
	group: state.group,
	is_triage: state.group === 'triage',
	default: state.default,
	external_source: null,
	external_id: null,
	created_by: state.created_by,
	updated_by: state.updated_by,
	project: box.row.id,
	workspace: world.workspace.id,
});

export const labelShape = (label: LabelRow, { world, box, instant }: InProject): PythonObject => ({
	id: label.id,
	created_at: instant(label.created_at),
	updated_at: instant(label.updated_at),
	deleted_at: null,
	name: label.name,
	description: '',
	color: label.color,
	sort_order: pythonFloat(label.sort_order),
	external_source: null,
	external_id: null,
	created_by: label.created_by,
	updated_by: label.updated_by,
	workspace: world.workspace.id,
	project: box.row.id,
	parent: null,
});

export const projectLite = (project: ProjectRow): PythonObject => ({
	id: project.id,
	identifier: project.identifier,
	name: project.name,
	cover_image: null,
	icon_prop: null,
	emoji: null,
	description: project.description,
	cover_image_url: null,
});

/** The columns every spelling of a project ends with. */
const projectColumns = ({ world, box, instant }: InProject): PythonObject => ({
	created_at: instant(box.row.created_at),
	updated_at: instant(box.row.updated_at),
	deleted_at: null,
	name: box.row.name,
	description: box.row.description,
	description_text: null,
	description_html: null,
	network: box.row.network,
	identifier: box.row.identifier,
	emoji: null,
	icon_prop: null,
	module_view: box.row.features,
	cycle_view: box.row.features,
	issue_views_view: false,
	page_view: true,
	intake_view: box.row.features,
	is_time_tracking_enabled: false,
	is_issue_type_enabled: false,
	guest_view_all_features: false,
	cover_image: null,
	archive_in: 0,
	close_in: 0,
	logo_props: {},
	archived_at: instant(box.row.archived_at),
	timezone: 'UTC',
	external_source: null,
	external_id: null,
	created_by: box.row.created_by,
	updated_by: box.row.updated_by,
	workspace: world.workspace.id,
	default_assignee: null,
	project_lead: null,
	cover_image_asset: null,
	estimate: box.row.estimate,
	default_state: null,
});

/** `data` of a `project` delivery. */
export const projectWebhookShape = (world: World, box: ProjectBox): PythonObject => ({
	id: box.row.id,
	cover_image_url: null,
	...projectColumns({ world, box, instant: instantsIn('UTC') }),
});

export interface Reader {
	readonly world: World;
	readonly user: User;
}

/** A project as its detail route answers it. */
export const projectShape = (box: ProjectBox, { world, user }: Reader): PythonObject => {
	const member = memberOf(box, user.id);
	return {
		id: box.row.id,
		total_members: box.row.members.length,
		total_cycles: box.cycles.size,
		total_modules: box.modules.size,
		is_member: member !== undefined,
		member_role: member?.role ?? null,
		is_deployed: false,
		cover_image_url: null,
		...projectColumns({ world, box, instant: instantsIn(user.timezone) }),
	};
};

/** A project as a list row: the detail, with the reader's `sort_order` behind `is_member`. */
export function projectListShape(box: ProjectBox, reader: Reader): PythonObject {
	const row: Record<string, PythonValue> = {};
	for (const [key, value] of Object.entries(projectShape(box, reader))) {
		row[key] = value;
		if (key === 'is_member') row['sort_order'] = value === true ? pythonFloat(65535) : null;
	}
	return row;
}

/** Keeps only the keys that `fields=` names; unknown names are ignored, no names keep everything. */
export function pickFields(row: PythonObject, fields: readonly string[]): PythonObject {
	if (fields.length === 0) return row;
	return Object.fromEntries(Object.entries(row).filter(([key]) => fields.includes(key)));
}
