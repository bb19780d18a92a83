/**
 * What happens to projects, their states, labels and members. Only creating, patching and deleting a project
 * is announced; archiving, renaming a state or a label and removing people are silent.
 */
import { changedKeys } from './activity';
import type { Stand } from './itemChanges';
import { addProject } from './store';
import type { ProjectBox, World } from './store';
import { projectWebhookShape } from './serialize';
import { ADMIN } from './types';
import type { LabelRow, Member, StateGroup, StateRow } from './types';

export interface NewProject {
	readonly id?: string;
	readonly name: string;
	readonly identifier: string;
	readonly description?: string;
	readonly network?: 0 | 2;
	readonly features?: boolean;
	readonly createdBy: string;
	readonly members?: readonly Member[];
}

const DEFAULT_STATES: ReadonlyArray<readonly [name: string, color: string, group: StateGroup]> = [
	['Backlog', '#60646C', 'backlog'],
	['Todo', '#60646C', 'unstarted'],
	['In Progress', '#F59E0B', 'started'],
	['Done', '#46A758', 'completed'],
	['Cancelled', '#9AA4BC', 'cancelled'],
];
const FIRST_SEQUENCE = 15_000;
const SEQUENCE_STEP = 15_000;
const DEFAULT_SEQUENCE_STEP = 10_000;

export interface NewState {
	readonly id?: string;
	readonly name: string;
	readonly color: string;
	readonly group: StateGroup;
	readonly createdBy: string;
	readonly sequence?: number;
	readonly slug?: string;
}

const nextSequence = (box: ProjectBox): number =>
	Math.max(0, ...[...box.states.values()].map(({ sequence }) => sequence)) + SEQUENCE_STEP;

/** Django's `slugify`. */
const slugOf = (name: string): string =>
	name
		.normalize('NFKD')
		.replace(/\P{ASCII}/gu, '')
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replace(/[-\s]+/g, '-')
		.replace(/^[-_]+|[-_]+$/g, '');

/** Adds a state behind the others; the first one is the default. */
export function addState(world: World, box: ProjectBox, state: NewState): StateRow {
	const created = world.clock();
	const row: StateRow = {
		id: state.id ?? world.newId(),
		name: state.name,
		color: state.color,
		group: state.group,
		slug: state.slug ?? slugOf(state.name),
		sequence: state.sequence ?? nextSequence(box),
		default: box.states.size === 0,
		created_at: created,
		updated_at: world.clock(),
		created_by: state.createdBy,
		updated_by: null,
	};
	box.states.set(row.id, row);
	return row;
}

export interface NewLabel {
	readonly id?: string;
	readonly name: string;
	readonly color: string;
	readonly createdBy: string;
}

export function addLabel(world: World, box: ProjectBox, label: NewLabel): LabelRow {
	const created = world.clock();
	const row: LabelRow = {
		id: label.id ?? world.newId(),
		name: label.name,
		color: label.color,
		sort_order: 65_535 + 10_000 * box.labels.size,
		created_at: created,
		updated_at: world.clock(),
		created_by: label.createdBy,
		updated_by: null,
	};
	box.labels.set(row.id, row);
	return row;
}

/** Puts a project with Plane's five default states into the workspace, without a delivery. */
export function insertProject(world: World, project: NewProject): ProjectBox {
	const created = world.clock();
	const box = addProject(world, {
		id: project.id ?? world.newId(),
		name: project.name,
		identifier: project.identifier,
		description: project.description ?? '',
		network: project.network ?? 2,
		created_at: created,
		updated_at: world.clock(),
		archived_at: null,
		created_by: project.createdBy,
		updated_by: null,
		features: project.features ?? false,
		estimate: null,
		members: project.members ?? [{ user: project.createdBy, role: ADMIN }],
	});
	for (const [position, [name, color, group]] of DEFAULT_STATES.entries()) {
		const sequence = FIRST_SEQUENCE + DEFAULT_SEQUENCE_STEP * position;
		addState(world, box, { name, color, group, sequence, slug: '', createdBy: project.createdBy });
	}
	return box;
}

export function createProject({ world, events }: Stand, project: NewProject): ProjectBox {
	const box = insertProject(world, project);
	events.projectCreated(box, project.createdBy);
	return box;
}

export interface ProjectPatch {
	readonly fields: { readonly name?: string; readonly description?: string; readonly identifier?: string };
	readonly requested: Readonly<Record<string, unknown>>;
	readonly actor: string;
}

/** Changes a project: one `project` delivery per key whose value differs. */
export function patchProject({ world, events }: Stand, box: ProjectBox, patch: ProjectPatch): void {
	const changes = changedKeys(patch.requested, projectWebhookShape(world, box));
	box.row = { ...box.row, ...patch.fields, updated_at: world.clock(), updated_by: patch.actor };
	events.projectUpdated(box, { actor: patch.actor, changes });
}

/**
 * Archives or unarchives a project: its items vanish from, or return to, every read. Nothing is sent in
 * version 1 of the payloads; version 2 announces the archiving.
 */
export function setProjectArchived({ world, events }: Stand, box: ProjectBox, archived: boolean): void {
	const instant = world.clock();
	box.row = { ...box.row, archived_at: archived ? instant : null, updated_at: world.clock() };
	if (archived) events.projectArchived(box, box.row.created_by);
}

/** Deletes a project with its items: one `project` delivery, none for the items. */
export function deleteProject({ world, events }: Stand, box: ProjectBox, actor: string): void {
	world.projects.delete(box.row.id);
	events.projectDeleted(box, actor);
}

/** Renames or recolours a state in silence; no item's `updated_at` moves. */
export function patchState(
	{ world }: Stand,
	{ box, state }: { box: ProjectBox; state: StateRow },
	patch: { readonly name?: string; readonly color?: string; readonly actor: string },
): StateRow {
	const { actor, ...columns } = patch;
	const slug = slugOf(columns.name ?? state.name);
	const stored = { ...state, ...columns, slug, updated_at: world.clock(), updated_by: actor };
	box.states.set(state.id, stored);
	return stored;
}

/** Why Plane keeps a state, in its words, or null where it may be deleted. */
export function objectionToStateDeletion(box: ProjectBox, state: StateRow): string | null {
	if (state.default) return 'Default state cannot be deleted';
	const used = [...box.items.values()].some((item) => item.state === state.id && item.deleted_at === null);
	return used ? 'The state is not empty, only empty states can be deleted' : null;
}

/** Renames or recolours a label in silence; no item's `updated_at` moves. */
export function patchLabel(
	{ world }: Stand,
	{ box, label }: { box: ProjectBox; label: LabelRow },
	patch: { readonly name?: string; readonly color?: string; readonly actor: string },
): LabelRow {
	const { actor, ...columns } = patch;
	const stored = { ...label, ...columns, updated_at: world.clock(), updated_by: actor };
	box.labels.set(label.id, stored);
	return stored;
}

/** Deletes a label and takes it off its items, in silence and without moving their `updated_at`. */
export function deleteLabel(box: ProjectBox, labelId: string): void {
	box.labels.delete(labelId);
	for (const item of [...box.items.values()]) {
		if (!item.labels.includes(labelId)) continue;
		box.items.set(item.id, { ...item, labels: item.labels.filter((id) => id !== labelId) });
	}
}

/** Takes somebody out of a project, or puts them in with a role; silent. */
export function setMember(box: ProjectBox, userId: string, role: number | null): void {
	const { members } = box.row;
	if (role === null) {
		box.row = { ...box.row, members: members.filter(({ user }) => user !== userId) };
		return;
	}
	const joined = members.some(({ user }) => user === userId);
	const updated = members.map((member) => (member.user === userId ? { ...member, role } : member));
	box.row = { ...box.row, members: joined ? updated : [...members, { user: userId, role }] };
}
