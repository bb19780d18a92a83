/** Work items by their key (`WEB-42`), which needs no project, and what it means that there is none. */
import { PlaneError, toFailure } from '../errors';
import type { Failure } from '../errors';
import { askPlane, callPlane, inWorkspace } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { forOneExecution } from './getWorkItem';
import { idOf, isObject, isUuid } from './json';
import type { JsonObject } from './json';
import { parseWorkItem } from './parseWorkItem';
import { listProjects, standingOf } from './projects';
import type { Project } from './projects';
import type { AbsentKey, PresentWorkItem } from './types';

/**
 * The work item with that key: `gone` only where its project is there, joined and not archived. Several keys wait for
 * Plane's rate together when their context is that of one execution.
 *
 * @param key in capitals.
 * @throws {CancelledError} and nothing else.
 */
export async function getWorkItemByKey(
	context: PlaneContext,
	key: string,
): Promise<PresentWorkItem | AbsentKey> {
	const { webUrl, workspaceSlug } = context;
	const patient = forOneExecution(context);
	const expand = 'state,labels,assignees,project';
	const answer = await askPlane(patient, requestFor(context, key, { expand }));
	const base = { key, id: null, project: null, read_at: answer.readAt, source: 'plane' as const };
	if (answer.kind === 'failed') {
		const { failure } = answer;
		if (failure.kind === 'rate_limited') return { ...base, status: 'deferred', failure };
		if (failure.kind !== 'not_found') return { ...base, status: 'unavailable', failure };
		return { ...base, ...(await meaningOfAbsence(patient, key)) };
	}
	try {
		const reading = { source: 'plane' as const, readAt: answer.readAt, webUrl, workspaceSlug };
		const workItem = parseWorkItem(answer.body, reading);
		requireKey(key, { ...workItem, identifier: workItem.project.identifier });
		return workItem;
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
	const { body } = await callPlane(context, requestFor(context, key, { expand: 'project' }));
	const { id, project, sequence_id }: JsonObject = isObject(body) ? body : {};
	const projectId = idOf(project);
	if (isUuid(id) && isUuid(projectId)) {
		requireKey(key, { sequence_id, identifier: isObject(project) ? project['identifier'] : undefined });
		return { id, projectId };
	}
	throw new PlaneError(`Plane's answer for the key ${key} is no work item. Nothing was changed.`, {
		kind: 'invalid_response',
	});
}

const requestFor = (
	context: PlaneContext,
	key: string,
	query: Readonly<Record<string, string>>,
): PlaneRequest => ({ path: inWorkspace(context, 'work-items', key), query, pace: 'single' });

/** @throws {PlaneError} where Plane answered with another work item than the one with that key. */
function requireKey(
	key: string,
	{ identifier, sequence_id }: { readonly identifier: unknown; readonly sequence_id: unknown },
): void {
	const answered = `${String(identifier)}-${String(sequence_id)}`;
	if (answered.toUpperCase() === key.toUpperCase()) return;
	throw new PlaneError(
		`Plane answered with work item ${answered.slice(0, 60)} when asked for ${key}. Nothing was changed.`,
		{ kind: 'invalid_response' },
	);
}

type Absence = Pick<AbsentKey, 'status' | 'project' | 'failure'>;

async function meaningOfAbsence(context: PlaneContext, key: string): Promise<Absence> {
	const identifier = key.slice(0, key.lastIndexOf('-'));
	try {
		const projects = await listProjects(context);
		const project = projects.find((candidate) => candidate.identifier.toUpperCase() === identifier);
		if (project === undefined) return { status: 'unavailable', project: null, failure: hidden(key, project) };
		const { id, name } = project;
		const known = { id, name, identifier: project.identifier };
		if (standingOf(project) === 'member') return { status: 'gone', project: known };
		return { status: 'unavailable', project: known, failure: hidden(key, project) };
	} catch (error) {
		const failure = toFailure(error);
		const status = failure.kind === 'rate_limited' ? 'deferred' : 'unavailable';
		return { status, project: null, failure };
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
