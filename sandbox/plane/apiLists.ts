/** The routes of REST v1 about people, states and labels. */
import { conflict, created, invalid, missing, noContent, ok } from './answers';
import { pageAnswer, textOf } from './apiTypes';
import type { Call, Handler, ProjectHandler } from './apiTypes';
import { addLabel, addState, deleteLabel, patchLabel, patchState, setMember } from './projectChanges';
import type { PythonObject } from './pythonJson';
import { instantsIn, labelShape, pickFields, stateShape, userShape } from './serialize';
import type { ProjectBox } from './store';
import { ADMIN, MEMBER, STATE_GROUPS } from './types';

export const getMe: Handler = ({ user }) => ok(userShape(user));

/** Newest first and with their role, as recorded. */
export const listWorkspaceMembers: Handler = ({ stand }) => {
	const members = [...stand.world.users.values()].filter((user) => user.role !== null).reverse();
	return ok(members.map((user) => ({ ...userShape(user), role: user.role })));
};

export const listProjectMembers: ProjectHandler = ({ stand, box }) =>
	ok(
		[...box.row.members].reverse().flatMap(({ user }) => {
			const row = stand.world.users.get(user);
			return row ? [userShape(row)] : [];
		}),
	);

/** Puts somebody of the workspace into the project. The answer was not recorded: it names who and as what. */
export const postProjectMember: ProjectHandler = ({ stand, box, body }) => {
	const user = stand.world.users.get(textOf(body, 'member') ?? '');
	if (!user || user.role === null) return invalid({ member: ['This field is required.'] });
	const role = body['role'] === ADMIN ? ADMIN : MEMBER;
	setMember(box, user.id, role);
	return created({ member: user.id, role });
};

/** Lists of an archived project are empty, like its items. */
const live = <Row>(box: ProjectBox, rows: Iterable<Row>): Row[] =>
	box.row.archived_at === null ? [...rows] : [];

const context = (call: Call, box: ProjectBox) => ({
	world: call.stand.world,
	box,
	instant: instantsIn(call.user.timezone),
});

export const listStates: ProjectHandler = (call) => {
	const states = live(call.box, call.box.states.values()).filter((state) => state.group !== 'triage');
	states.sort((left, right) => left.sequence - right.sequence);
	return pageAnswer(call, states, (state) =>
		pickFields(stateShape(state, context(call, call.box)), call.fields),
	);
};

/** Newest first, as recorded. */
export const listLabels: ProjectHandler = (call) => {
	const labels = live(call.box, call.box.labels.values()).reverse();
	return pageAnswer(call, labels, (label) =>
		pickFields(labelShape(label, context(call, call.box)), call.fields),
	);
};

const DEFAULT_COLOR = '#60646C';

interface Decoration {
	readonly name?: string;
	readonly color?: string;
}

function decoration(body: Call['body']): Decoration {
	const name = textOf(body, 'name');
	const color = textOf(body, 'color');
	return { ...(name ? { name } : {}), ...(color ? { color } : {}) };
}

export const postState: ProjectHandler = (call) => {
	const { stand, box, user, body } = call;
	const { name, color = DEFAULT_COLOR } = decoration(body);
	if (!name) return invalid({ name: ['This field is required.'] });
	const group = STATE_GROUPS.find((known) => known === (body['group'] ?? 'backlog'));
	if (!group) return invalid({ group: [`"${String(body['group'])}" is not a valid choice.`] });
	const twin = [...box.states.values()].find((state) => state.name === name);
	if (twin) return conflict({ error: 'State with the same name already exists in the project', id: twin.id });
	const state = addState(stand.world, box, { name, color, group, createdBy: user.id });
	return ok(stateShape(state, context(call, box)));
};

export const patchStateRoute: ProjectHandler = (call) => {
	const { stand, box, user, body } = call;
	const state = box.states.get(call.parameters['state'] ?? '');
	if (!state) return missing;
	const stored = patchState(stand, { box, state }, { ...decoration(body), actor: user.id });
	return ok(stateShape(stored, context(call, box)));
};

export const postLabel: ProjectHandler = (call) => {
	const { stand, box, user, body } = call;
	const { name, color = '' } = decoration(body);
	if (!name) return invalid({ name: ['This field is required.'] });
	const twin = [...box.labels.values()].find((label) => label.name === name);
	if (twin) return conflict({ error: 'Label with the same name already exists in the project', id: twin.id });
	const label = addLabel(stand.world, box, { name, color, createdBy: user.id });
	return created(labelShape(label, context(call, box)));
};

export const patchLabelRoute: ProjectHandler = (call) => {
	const { stand, box, user, body } = call;
	const label = box.labels.get(call.parameters['label'] ?? '');
	if (!label) return missing;
	const stored = patchLabel(stand, { box, label }, { ...decoration(body), actor: user.id });
	return ok(labelShape(stored, context(call, box)));
};

export const deleteLabelRoute: ProjectHandler = ({ box, parameters }) => {
	const id = parameters['label'] ?? '';
	if (!box.labels.has(id)) return missing;
	deleteLabel(box, id);
	return noContent;
};

type Lookup = (call: Call, box: ProjectBox) => PythonObject | null;

const detail =
	(find: Lookup): ProjectHandler =>
	(call) => {
		const row = find(call, call.box);
		return row ? ok(pickFields(row, call.fields)) : missing;
	};

export const getState = detail((call, box) => {
	const state = box.states.get(call.parameters['state'] ?? '');
	return state ? stateShape(state, context(call, box)) : null;
});

export const getLabel = detail((call, box) => {
	const label = box.labels.get(call.parameters['label'] ?? '');
	return label ? labelShape(label, context(call, box)) : null;
});
