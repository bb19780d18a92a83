/** Work items by their key (`WEB-42`), which needs no project, and what it means that there is none. */
import { PlaneError, toFailure } from '../errors';
import type { Failure } from '../errors';
import { withWaitBudget } from '../http/pace';
import { askPlane, callPlane, inWorkspace } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { idOf, isObject, isUuid } from './json';
import { parseWorkItem } from './parseWorkItem';
import { listProjects, standingOf } from './projects';
import type { Project } from './projects';
import type { PresentWorkItem, WorkItemStatus } from './types';

/** A key that names no work item now: its id nobody knows. */
export interface AbsentKey {
	readonly key: string;
	readonly status: Exclude<WorkItemStatus, 'present'>;
	readonly read_at: string;
	readonly source: 'plane';
	readonly failure?: Failure;
}

/** Longest wait for Plane's rate, milliseconds. */
const MAXIMUM_WAIT_MS = 5000;

/**
 * The work item with that key: `gone` only where its project is there, joined and not archived.
 *
 * @param key in capitals.
 * @throws {CancelledError} and nothing else.
 */
export async function getWorkItemByKey(
	context: PlaneContext,
	key: string,
): Promise<PresentWorkItem | AbsentKey> {
	const { pace, now, webUrl, workspaceSlug } = context;
	const patient = { ...context, pace: withWaitBudget(pace, { budgetMs: MAXIMUM_WAIT_MS, now }) };
	const expand = 'state,labels,assignees,project';
	const answer = await askPlane(patient, requestFor(context, key, { expand }));
	const base = { key, read_at: answer.readAt, source: 'plane' as const };
	if (answer.kind === 'failed') {
		const { failure } = answer;
		if (failure.kind === 'rate_limited') return { ...base, status: 'deferred', failure };
		if (failure.kind !== 'not_found') return { ...base, status: 'unavailable', failure };
		return { ...base, ...(await meaningOfAbsence(patient, key)) };
	}
	try {
		const reading = { source: 'plane' as const, readAt: answer.readAt, webUrl, workspaceSlug };
		return parseWorkItem(answer.body, reading);
	} catch (error) {
		return { ...base, status: 'unavailable', failure: toFailure(error) };
	}
}

/**
 * The ids behind a key.
 *
 * @throws {PlaneError} when there is no such work item or Plane cannot be asked.
 */
export async function findWorkItemByKey(
	context: PlaneContext,
	key: string,
): Promise<{ readonly id: string; readonly projectId: string }> {
	const { body } = await callPlane(context, requestFor(context, key, { fields: 'id,project' }));
	const id = isObject(body) ? idOf(body['id']) : null;
	const projectId = isObject(body) ? idOf(body['project']) : null;
	if (isUuid(id) && isUuid(projectId)) return { id, projectId };
	throw new PlaneError(`Plane's answer for the key ${key} is no work item. Nothing was changed.`, {
		kind: 'invalid_response',
	});
}

const requestFor = (
	context: PlaneContext,
	key: string,
	query: Readonly<Record<string, string>>,
): PlaneRequest => ({ path: inWorkspace(context, 'work-items', key), query, pace: 'single' });

type Absence = Pick<AbsentKey, 'status' | 'failure'>;

async function meaningOfAbsence(context: PlaneContext, key: string): Promise<Absence> {
	const identifier = key.slice(0, key.lastIndexOf('-'));
	try {
		const projects = await listProjects(context);
		const project = projects.find((candidate) => candidate.identifier.toUpperCase() === identifier);
		if (project !== undefined && standingOf(project) === 'member') return { status: 'gone' };
		return { status: 'unavailable', failure: hidden(key, project) };
	} catch (error) {
		return { status: 'unavailable', failure: toFailure(error) };
	}
}

function hidden(key: string, project: Project | undefined): Failure {
	const reason =
		project === undefined
			? 'there is no project with that identifier that the API key can see'
			: standingOf(project) === 'archived'
				? `its project "${project.name}" is archived`
				: `the API key's user is not a member of its project "${project.name}"`;
	return {
		kind: 'not_found',
		status: 404,
		message: `Plane does not show work item ${key}, and ${reason}. Whether it exists is unknown.`,
		retryable: false,
	};
}
