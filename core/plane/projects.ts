/** Projects as the API key's user sees them. Their work items are read elsewhere. */
import { PlaneError, toFailure } from '../errors';
import type { Failure } from '../errors';
import { askPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { isObject } from './json';
import type { JsonObject } from './json';
import { listAll } from './pages';
import type { PaceKind } from '../http/pace';
import type { ProjectRef } from './types';

export interface Project extends ProjectRef {
	/** False for a public project that the key's user has not joined: its items are a 403. */
	readonly is_member: boolean;
	/** An instant; an archived project's items are hidden, every one a 404. */
	readonly archived_at: string | null;
	/** 0 secret (only its members see it), 2 public; null where Plane does not say. */
	readonly network: number | null;
	/** Why the rest of the record says nothing; its name is then one known from before, or the id. */
	readonly failure?: Failure;
}

/** A project's own detail. Only `member` says that a work item's 404 means the item itself. */
export type ProjectReading =
	| { readonly kind: 'member' | 'archived' | 'not_member'; readonly project: Project }
	/** Unknown, or secret and not joined: Plane does not tell which. */
	| { readonly kind: 'not_found'; readonly failure: Failure }
	| { readonly kind: 'failed'; readonly failure: Failure };

export interface AskOptions {
	/** @default single */
	readonly pace?: PaceKind;
}

/**
 * All projects of the workspace that the key's user can see, archived and not joined ones included, and those
 * whose record cannot be used, with the `failure`.
 *
 * @throws {PlaneError} when the list cannot be read to its end.
 */
export async function listProjects(
	context: PlaneContext,
	{ pace = 'single' }: AskOptions = {},
): Promise<readonly Project[]> {
	const rows = await listAll(context, { path: inWorkspace(context, 'projects'), pace });
	const projects = rows.map((row) => projectIn(context, row));
	for (const project of projects) if (project.failure === undefined) context.cache.rememberProject(project);
	return projects;
}

/** @throws {PlaneError} where the record names no project. */
function projectIn({ cache }: PlaneContext, row: unknown): Project {
	try {
		return parseProject(row);
	} catch (error) {
		if (!(error instanceof PlaneError) || !isObject(row)) throw error;
		const { id, is_member: isMember } = row;
		if (typeof id !== 'string' || id === '') throw error;
		const known = cache.findProject(id) ?? { id, name: id, identifier: '' };
		return {
			...known,
			is_member: isMember === true,
			archived_at: null,
			network: networkOf(row),
			failure: { ...toFailure(error), status: 200 },
		};
	}
}

/** Reads one project's detail. @throws {CancelledError} */
export async function getProject(
	context: PlaneContext,
	id: string,
	{ pace = 'single' }: AskOptions = {},
): Promise<ProjectReading> {
	const answer = await askPlane(context, { path: inWorkspace(context, 'projects', id), pace });
	if (answer.kind === 'failed') {
		return { kind: answer.failure.kind === 'not_found' ? 'not_found' : 'failed', failure: answer.failure };
	}
	try {
		const project = parseProject(answer.body);
		if (project.id !== id) throw invalidProject(id, 'id');
		context.cache.rememberProject(project);
		return { kind: standingOf(project), project };
	} catch (error) {
		if (!(error instanceof PlaneError)) throw error;
		return {
			kind: 'failed',
			failure: { kind: error.kind, status: 200, message: error.message, retryable: false },
		};
	}
}

export function standingOf({ is_member, archived_at }: Project): 'member' | 'archived' | 'not_member' {
	if (archived_at !== null) return 'archived';
	return is_member ? 'member' : 'not_member';
}

/** @throws {PlaneError} `invalid_response`, naming the project and the field. */
export function parseProject(row: unknown): Project {
	if (!isObject(row)) throw invalidProject('?', 'record');
	const { id, name, identifier, is_member: isMember, archived_at: archivedAt } = row;
	if (typeof id !== 'string' || id === '') throw invalidProject('?', 'id');
	if (typeof name !== 'string') throw invalidProject(id, 'name');
	if (archivedAt !== null && archivedAt !== undefined && typeof archivedAt !== 'string') {
		throw invalidProject(id, 'archived_at');
	}
	return {
		id,
		name,
		identifier: typeof identifier === 'string' ? identifier : '',
		is_member: isMember === true,
		archived_at: archivedAt ?? null,
		network: networkOf(row),
	};
}

const networkOf = ({ network }: JsonObject): number | null => (typeof network === 'number' ? network : null);

const invalidProject = (id: string, field: string): PlaneError =>
	new PlaneError(`Plane's record of project ${id} has no usable ${field}. Nothing was changed.`, {
		kind: 'invalid_response',
	});
