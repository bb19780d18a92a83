/**
 * Changes of projects, states, labels and members as people make them in Plane's web app. A project may be
 * named by identifier (`WEB`) or name, the rest by name.
 */
import type { Stand } from './itemChanges';
import * as projects from './projectChanges';
import * as refer from './references';
import type { ProjectBox } from './store';
import { MEMBER } from './types';
import type { ProjectRow } from './types';

type ProjectFields = projects.ProjectPatch['fields'];

export interface ProjectChanges {
	createProject(name: string, identifier: string): ProjectRow;
	renameProject(project: string, name: string): ProjectRow;
	/** One delivery per key that changes, in the order given. */
	updateProject(project: string, fields: ProjectFields): ProjectRow;
	archiveProject(project: string): ProjectRow;
	unarchiveProject(project: string): ProjectRow;
	deleteProject(project: string): void;
	renameState(project: string, state: string, name: string): void;
	renameLabel(project: string, label: string, name: string): void;
	createLabel(project: string, name: string, color?: string): string;
	deleteLabel(project: string, label: string): void;
	/** Silent: deliveries and lists show the new name from then on. */
	renameUser(user: string, displayName: string): void;
	removeMember(project: string, user: string): void;
	addMember(project: string, user: string, role?: number): void;
	/** A project by id, identifier or name. */
	project(reference: string): ProjectRow;
}

/** @param owner id of the user who does it. */
export function createProjectChanges(stand: Stand, owner: string): ProjectChanges {
	const { world } = stand;
	const box = (reference: string): ProjectBox => refer.findProject(world, reference);
	const setArchived = (reference: string, archived: boolean): ProjectRow => {
		const found = box(reference);
		projects.setProjectArchived(stand, found, archived);
		return found.row;
	};
	const updateProject = (reference: string, fields: ProjectFields): ProjectRow => {
		const found = box(reference);
		projects.patchProject(stand, found, { fields, requested: { ...fields }, actor: owner });
		return found.row;
	};
	return {
		createProject: (name, identifier) =>
			projects.createProject(stand, { name, identifier, createdBy: owner }).row,
		renameProject: (project, name) => updateProject(project, { name }),
		updateProject,
		archiveProject: (project) => setArchived(project, true),
		unarchiveProject: (project) => setArchived(project, false),
		deleteProject: (project) => projects.deleteProject(stand, box(project), owner),
		renameState: (project, state, name) => {
			const found = box(project);
			projects.patchState(
				stand,
				{ box: found, state: refer.findState(found, state) },
				{ name, actor: owner },
			);
		},
		renameLabel: (project, label, name) => {
			const found = box(project);
			projects.patchLabel(
				stand,
				{ box: found, label: refer.findLabel(found, label) },
				{ name, actor: owner },
			);
		},
		createLabel: (project, name, color = '#9aa4bc') =>
			projects.addLabel(world, box(project), { name, color, createdBy: owner }).id,
		deleteLabel: (project, label) => {
			const found = box(project);
			projects.deleteLabel(found, refer.findLabel(found, label).id);
		},
		renameUser: (user, displayName) => {
			const row = refer.findUser(world, user);
			world.users.set(row.id, { ...row, display_name: displayName });
		},
		removeMember: (project, user) => projects.setMember(box(project), refer.findUser(world, user).id, null),
		addMember: (project, user, role = MEMBER) =>
			projects.setMember(box(project), refer.findUser(world, user).id, role),
		project: (reference) => box(reference).row,
	};
}
