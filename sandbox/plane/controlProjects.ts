/**
 * Changes of projects, states, labels and members as people make them in Plane's web app. A project may be
 * named by identifier (`WEB`) or name, the rest by name.
 */
import type { Stand } from './itemChanges';
import * as projects from './projectChanges';
import * as refer from './references';
import { memberOf } from './store';
import type { ProjectBox } from './store';
import { MEMBER } from './types';
import type { LabelRow, ProjectRow, StateGroup, StateRow } from './types';
import { objectionToProject } from './validateProject';

type ProjectFields = projects.ProjectPatch['fields'];

const DEFAULT_COLOR = '#9aa4bc';

export interface StateFields {
	readonly name: string;
	readonly group: StateGroup;
	readonly color?: string;
}

export interface ProjectChanges extends NameChanges {
	/** One delivery. */
	createProject(name: string, identifier: string): ProjectRow;
	renameProject(project: string, name: string): ProjectRow;
	/** One delivery per key that changes, in the order given. */
	updateProject(project: string, fields: ProjectFields): ProjectRow;
	/** Silent. */
	archiveProject(project: string): ProjectRow;
	unarchiveProject(project: string): ProjectRow;
	/** One delivery, none for its items. */
	deleteProject(project: string): void;
	/** Silent: deliveries and lists show the new name from then on. */
	renameUser(user: string, displayName: string): void;
	removeMember(project: string, user: string): void;
	addMember(project: string, user: string, role?: number): void;
	/** A project by id, identifier or name. */
	project(reference: string): ProjectRow;
}

/** States and labels; all of it is silent. */
interface NameChanges {
	createState(project: string, state: StateFields): StateRow;
	renameState(project: string, state: string, name: string): void;
	/** Refused, as in Plane, for the default state and for one that items are in. */
	deleteState(project: string, state: string): void;
	/** Gives the id. */
	createLabel(project: string, name: string, color?: string): string;
	renameLabel(project: string, label: string, name: string): void;
	deleteLabel(project: string, label: string): void;
}

/** Names are taken once per project. */
function refuseTaken(rows: ReadonlyMap<string, StateRow | LabelRow>, what: string, name: string): void {
	if (![...rows.values()].some((row) => row.name === name)) return;
	throw new refer.SandboxError(`There is a ${what} called "${name}" already. Choose another name.`);
}

function nameChanges({ stand, owner, box }: Context): NameChanges {
	const { world } = stand;
	return {
		createState: (project, { name, group, color = DEFAULT_COLOR }) => {
			const found = box(project);
			refuseTaken(found.states, 'state', name);
			return projects.addState(world, found, { name, group, color, createdBy: owner });
		},
		renameState: (project, reference, name) => {
			const found = box(project);
			const state = refer.findState(found, reference);
			if (name !== state.name) refuseTaken(found.states, 'state', name);
			projects.patchState(stand, { box: found, state }, { name, actor: owner });
		},
		deleteState: (project, reference) => {
			const found = box(project);
			const state = refer.findState(found, reference);
			const objection = projects.objectionToStateDeletion(found, state);
			if (objection !== null) throw new refer.SandboxError(`"${state.name}" stays: ${objection}.`);
			found.states.delete(state.id);
		},
		createLabel: (project, name, color = DEFAULT_COLOR) => {
			const found = box(project);
			refuseTaken(found.labels, 'label', name);
			return projects.addLabel(world, found, { name, color, createdBy: owner }).id;
		},
		renameLabel: (project, reference, name) => {
			const found = box(project);
			const label = refer.findLabel(found, reference);
			if (name !== label.name) refuseTaken(found.labels, 'label', name);
			projects.patchLabel(stand, { box: found, label }, { name, actor: owner });
		},
		deleteLabel: (project, label) => {
			const found = box(project);
			projects.deleteLabel(found, refer.findLabel(found, label).id);
		},
	};
}

interface Context {
	readonly stand: Stand;
	/** Id of the user who does it. */
	readonly owner: string;
	readonly box: (reference: string) => ProjectBox;
}

type Existence = Pick<
	ProjectChanges,
	| 'createProject'
	| 'renameProject'
	| 'updateProject'
	| 'archiveProject'
	| 'unarchiveProject'
	| 'deleteProject'
>;

/** What becomes of a project as a whole. The web app refuses what the API refuses. */
function existence({ stand, owner, box }: Context): Existence {
	const check = (fields: ProjectFields, self?: ProjectBox): void => {
		const objection = objectionToProject(stand.world, fields, self);
		if (!objection) return;
		throw new refer.SandboxError(`Plane refuses this project: ${JSON.stringify(objection.body)}`);
	};
	const setArchived = (reference: string, archived: boolean): ProjectRow => {
		const found = box(reference);
		projects.setProjectArchived(stand, found, archived);
		return found.row;
	};
	const updateProject = (reference: string, fields: ProjectFields): ProjectRow => {
		const found = box(reference);
		check(fields, found);
		projects.patchProject(stand, found, { fields, requested: { ...fields }, actor: owner });
		return found.row;
	};
	return {
		createProject: (name, identifier) => {
			check({ name, identifier });
			return projects.createProject(stand, { name, identifier, createdBy: owner }).row;
		},
		renameProject: (project, name) => updateProject(project, { name }),
		updateProject,
		archiveProject: (project) => setArchived(project, true),
		unarchiveProject: (project) => setArchived(project, false),
		deleteProject: (project) => projects.deleteProject(stand, box(project), owner),
	};
}

/** @param owner id of the user who does it. */
export function createProjectChanges(stand: Stand, owner: string): ProjectChanges {
	const { world } = stand;
	const box = (reference: string): ProjectBox => refer.findProject(world, reference);
	const context: Context = { stand, owner, box };
	return {
		...existence(context),
		...nameChanges(context),
		renameUser: (user, displayName) => {
			const row = refer.findUser(world, user);
			world.users.set(row.id, { ...row, display_name: displayName });
		},
		removeMember: (project, user) => {
			const found = box(project);
			const { id } = refer.findUser(world, user);
			if (!memberOf(found, id)) {
				throw new refer.SandboxError(`${user} is not in ${found.row.identifier}: there is nobody to remove.`);
			}
			projects.setMember(found, id, null);
		},
		addMember: (project, user, role = MEMBER) =>
			projects.setMember(box(project), refer.findUser(world, user).id, role),
		project: (reference) => box(reference).row,
	};
}
