/** The control's changes of projects, states, labels and people over HTTP. */
import { action, choice, optional, record } from './controlAction';
import type { Action } from './controlAction';
import * as read from './readJson';
import { ADMIN, GUEST, MEMBER, STATE_GROUPS } from './types';

const PROJECT = { project: read.text };
const NAME = { name: read.text };
const STATE = { ...PROJECT, state: read.text };
const LABEL = { ...PROJECT, label: read.text };
const COLOR = { color: optional(read.text) };
const PERSON = { ...PROJECT, user: read.text };

const projectPatch = record({
	name: optional(read.text),
	description: optional(read.anyText),
	identifier: optional(read.text),
});

export const PROJECT_ACTIONS: Readonly<Record<string, Action>> = {
	'create-project': action({ ...NAME, identifier: read.text }, (control, { name, identifier }) =>
		control.createProject(name, identifier),
	),
	'rename-project': action({ ...PROJECT, ...NAME }, (control, { project, name }) =>
		control.renameProject(project, name),
	),
	'update-project': action({ ...PROJECT, patch: projectPatch }, (control, { project, patch }) =>
		control.updateProject(project, patch),
	),
	'archive-project': action(PROJECT, (control, { project }) => control.archiveProject(project)),
	'unarchive-project': action(PROJECT, (control, { project }) => control.unarchiveProject(project)),
	'delete-project': action(PROJECT, (control, { project }) => control.deleteProject(project)),
	'create-state': action(
		{ ...PROJECT, ...NAME, group: choice(STATE_GROUPS), ...COLOR },
		(control, { project, ...state }) => control.createState(project, state),
	),
	'rename-state': action({ ...STATE, ...NAME }, (control, { project, state, name }) =>
		control.renameState(project, state, name),
	),
	'delete-state': action(STATE, (control, { project, state }) => control.deleteState(project, state)),
	'create-label': action({ ...PROJECT, ...NAME, ...COLOR }, (control, { project, name, color }) =>
		control.createLabel(project, name, color),
	),
	'rename-label': action({ ...LABEL, ...NAME }, (control, { project, label, name }) =>
		control.renameLabel(project, label, name),
	),
	'delete-label': action(LABEL, (control, { project, label }) => control.deleteLabel(project, label)),
	'rename-user': action({ user: read.text, ...NAME }, (control, { user, name }) =>
		control.renameUser(user, name),
	),
	'add-member': action(
		{ ...PERSON, role: optional(choice([ADMIN, MEMBER, GUEST])) },
		(control, { project, user, role }) => control.addMember(project, user, role),
	),
	'remove-member': action(PERSON, (control, { project, user }) => control.removeMember(project, user)),
};
