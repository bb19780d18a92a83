/** The project routes of REST v1: list, detail, create, update, archive, delete. */
import { crash, created, invalid, missing, noContent, ok } from './answers';
import { pageAnswer, textOf } from './apiTypes';
import type { Call, Handler, ProjectHandler } from './apiTypes';
import { orderProjects } from './ordering';
import { createProject, deleteProject, patchProject, setProjectArchived } from './projectChanges';
import type { ProjectPatch } from './projectChanges';
import { pickFields, projectListShape, projectShape } from './serialize';
import { memberOf } from './store';
import type { ProjectBox } from './store';
import { objectionToProject } from './validateProject';

const PUBLIC = 2;

/** Whether a project shows up for somebody at all: joined, or public. */
const isListed = (box: ProjectBox, userId: string): boolean =>
	memberOf(box, userId) !== undefined || box.row.network === PUBLIC;

/** Archived projects and public ones that were not joined are in the list. */
export const listProjects: Handler = (call) => {
	const { stand, user, query, fields } = call;
	const listed = [...stand.world.projects.values()].filter((box) => isListed(box, user.id));
	const ordered = orderProjects(listed, user.id, query.get('order_by') ?? 'sort_order');
	if (!ordered) return crash;
	const reader = { world: stand.world, user };
	return pageAnswer(call, ordered, (box) => pickFields(projectListShape(box, reader), fields));
};

export const getProject: Handler = (call) => {
	const { stand, user, parameters, fields } = call;
	const box = stand.world.projects.get(parameters['project'] ?? '');
	if (!box || !isListed(box, user.id)) return missing;
	return ok(pickFields(projectShape(box, { world: stand.world, user }), fields));
};

function projectFields(body: Call['body']): ProjectPatch['fields'] {
	const name = textOf(body, 'name');
	const description = textOf(body, 'description');
	const identifier = textOf(body, 'identifier')?.toUpperCase();
	return {
		...(name === undefined ? {} : { name }),
		...(description === undefined ? {} : { description }),
		...(identifier === undefined ? {} : { identifier }),
	};
}

export const postProject: Handler = (call) => {
	const { stand, user, body } = call;
	const fields = projectFields(body);
	const required: Record<string, string[]> = {};
	for (const key of ['name', 'identifier'] as const) {
		if (fields[key] === undefined) required[key] = ['This field is required.'];
	}
	if (Object.keys(required).length > 0) return invalid(required);
	const objection = objectionToProject(stand.world, fields);
	if (objection) return objection;
	const { name = '', identifier = '', description = '' } = fields;
	const network = body['network'] === 0 ? 0 : PUBLIC;
	const box = createProject(stand, { name, identifier, description, network, createdBy: user.id });
	return created(projectShape(box, { world: stand.world, user }));
};

export const patchProjectRoute: ProjectHandler = (call) => {
	const { stand, box, user, body } = call;
	const fields = projectFields(body);
	const objection = objectionToProject(stand.world, fields, box);
	if (objection) return objection;
	patchProject(stand, box, { fields, requested: body, actor: user.id });
	return ok(projectShape(box, { world: stand.world, user }));
};

export const deleteProjectRoute: ProjectHandler = ({ stand, box, user }) => {
	deleteProject(stand, box, user.id);
	return noContent;
};

export const archiveProjectRoute: ProjectHandler = ({ stand, box }) => {
	setProjectArchived(stand, box, true);
	return noContent;
};

export const unarchiveProjectRoute: ProjectHandler = ({ stand, box }) => {
	setProjectArchived(stand, box, false);
	return noContent;
};
