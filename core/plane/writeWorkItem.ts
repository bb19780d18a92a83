/**
 * Creates, changes and deletes single work items. What was written is read again, with names; where that fails
 * the write still stands and is told, so that nobody repeats it. Nothing is sent twice after it may have arrived.
 */
import { InputError, PlaneError } from '../errors';
import { askPlane, callPlane, inWorkspace, planeErrorOf } from './client';
import type { PlaneContext } from './client';
import { getWorkItems } from './getWorkItem';
import { idOf, isObject, isUuid } from './json';
import type { AbsentWorkItem, Priority, WorkItem } from './types';

/** Spelled as Plane's API spells them; what is absent stays as it is. */
export interface WorkItemFields {
	readonly name?: string;
	readonly description_html?: string;
	readonly state?: string;
	readonly priority?: Priority;
	readonly assignees?: readonly string[];
	readonly labels?: readonly string[];
	/** Plain dates; null clears. */
	readonly start_date?: string | null;
	readonly target_date?: string | null;
	readonly parent?: string | null;
}

export interface WorkItemPlace {
	readonly id: string;
	readonly projectId: string;
}

/** Longest wait for Plane's rate before the item that was written is read again, milliseconds. */
const READING_WAIT_MS = 65_000;

/**
 * @returns the work item; `unavailable` or `deferred` where it was created and could not be read again.
 * @throws {InputError} when it has no name or its dates are the wrong way round.
 * @throws {PlaneError} when Plane refuses, or when nobody knows whether the request arrived.
 */
export async function createWorkItem(
	context: PlaneContext,
	projectId: string,
	fields: WorkItemFields,
): Promise<WorkItem> {
	if (fields.name === undefined || fields.name.trim() === '') {
		throw new InputError('A work item needs a name. Fill in the field "Name".');
	}
	checkName(fields);
	checkDates(fields);
	const path = inWorkspace(context, 'projects', projectId, 'work-items');
	const answer = await askPlane(context, { method: 'POST', path, body: fields, pace: 'single' });
	if (answer.kind === 'failed') {
		const { kind, status, message } = answer.failure;
		if (kind !== 'timeout' && kind !== 'network' && kind !== 'server') throw planeErrorOf(answer.failure);
		const doubt = `${message} The work item "${fields.name}" may have been created all the same: look in Plane before trying again.`;
		throw new PlaneError(doubt, { kind, status });
	}
	const id = isObject(answer.body) ? idOf(answer.body['id']) : null;
	if (isUuid(id)) return await readAgain(context, { id, projectId });
	throw new PlaneError(
		`Plane's answer to creating "${fields.name}" names no work item. Look in Plane whether it was created.`,
		{ kind: 'invalid_response' },
	);
}

/**
 * @returns the work item; `unavailable` or `deferred` where it was changed and could not be read again.
 * @throws {InputError} when there is nothing to change or the dates are the wrong way round.
 * @throws {PlaneError} when Plane refuses.
 */
export async function updateWorkItem(
	context: PlaneContext,
	place: WorkItemPlace,
	fields: WorkItemFields,
): Promise<WorkItem> {
	if (Object.keys(fields).length === 0) {
		throw new InputError('There is nothing to update. Add at least one field under "Update Fields".');
	}
	if (fields.name?.trim() === '') throw new InputError('"Name" is empty. A work item needs a name.');
	checkName(fields);
	checkDates(fields);
	await callPlane(context, { method: 'PATCH', path: pathOf(context, place), body: fields, pace: 'single' });
	return await readAgain(context, place);
}

export type Deletion = AbsentWorkItem & {
	/** Whether this call deleted it; false where it was proven gone before. */
	readonly deleted: boolean;
};

/**
 * Deletes a work item, its sub-items included (Plane does that silently).
 *
 * @returns it as `gone`.
 * @throws {PlaneError} when Plane refuses, and where a 404 does not prove that the item is gone.
 */
export async function deleteWorkItem(context: PlaneContext, place: WorkItemPlace): Promise<Deletion> {
	const { id, projectId } = place;
	const answer = await askPlane(context, {
		method: 'DELETE',
		path: pathOf(context, place),
		pace: 'single',
	});
	if (answer.kind === 'ok') {
		const project = context.cache.findProject(projectId) ?? { id: projectId };
		return { id, deleted: true, status: 'gone', read_at: answer.readAt, source: 'plane', project };
	}
	if (answer.failure.kind !== 'not_found') throw planeErrorOf(answer.failure);
	const [workItem] = await getWorkItems(context, [{ id, project: { id: projectId } }]);
	if (workItem?.status === 'gone') return { ...workItem, status: 'gone', deleted: false };
	const failure = workItem !== undefined && 'failure' in workItem ? workItem.failure : undefined;
	throw planeErrorOf(failure ?? answer.failure);
}

const pathOf = (context: PlaneContext, { id, projectId }: WorkItemPlace): string[] =>
	inWorkspace(context, 'projects', projectId, 'work-items', id);

async function readAgain(context: PlaneContext, { id, projectId }: WorkItemPlace): Promise<WorkItem> {
	const [workItem] = await getWorkItems(context, [{ id, project: { id: projectId } }], {
		maximumWaitMs: READING_WAIT_MS,
	});
	if (workItem !== undefined) return workItem;
	throw new PlaneError(`Work item ${id} was written and could not be read again.`, {
		kind: 'invalid_response',
	});
}

/** Characters of a name that Plane takes (CE 1.3.1). */
const LONGEST_NAME = 255;

function checkName({ name = '' }: WorkItemFields): void {
	const { length } = [...name];
	if (length <= LONGEST_NAME) return;
	throw new InputError(`"Name" has ${length} characters, and Plane takes ${LONGEST_NAME}. Shorten it.`);
}

/** Plane compares them only when both are sent, and then says 400. */
function checkDates({ start_date: start, target_date: target }: WorkItemFields): void {
	if (start != null && target != null && start > target) {
		throw new InputError(`The start date ${start} lies after the target date ${target}. Change one of them.`);
	}
}
