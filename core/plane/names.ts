/** The name lists of a project: what its states, labels and people are called, read once for many work items. */
import { PlaneError } from '../errors';
import type { Failure, FailureKind } from '../errors';
import { askPlane, callPlane, inWorkspace, planeErrorOf } from './client';
import type { PlaneContext } from './client';
import { idOf, isObject } from './json';
import type { JsonObject } from './json';
import { listAll } from './pages';
import { displayNameOf, labelOf, stateOf } from './parseWorkItem';
import type { NameTables } from './parseWorkItem';
import { ITEM_ROUTE } from './thing';

export type MemberNames = NameTables['members'];

/** Answers of a workspace whose list of members is closed to the user, or of a release without that list. */
const HIDDEN: ReadonlySet<FailureKind> = new Set(['permission', 'not_found', 'invalid_response']);

/**
 * Names of the states and labels a project has now.
 *
 * @throws {PlaneError} when a list cannot be read to its end.
 */
export async function readStatesAndLabels(
	context: PlaneContext,
	projectId: string,
): Promise<Pick<NameTables, 'states' | 'labels'>> {
	const list = async (name: string) =>
		await listAll(context, { path: inWorkspace(context, 'projects', projectId, name), pace: 'scan' });
	return {
		states: tableOf(await list('states'), stateOf),
		labels: tableOf(await list('labels'), labelOf),
	};
}

/**
 * Names of everybody in the workspace (people who left a project stay assigned there), or null where the key's
 * user may not read that list.
 *
 * @throws {PlaneError} when it cannot be read for another reason.
 */
export async function readWorkspaceMembers(context: PlaneContext): Promise<MemberNames | null> {
	const answer = await askPlane(context, { path: inWorkspace(context, 'members'), pace: 'scan' });
	if (answer.kind === 'ok') return namesOf(answer.body);
	if (HIDDEN.has(answer.failure.kind)) return null;
	throw planeErrorOf(answer.failure);
}

/**
 * Names of a project's members.
 *
 * @throws {PlaneError} when they cannot be read.
 */
export async function readProjectMembers(context: PlaneContext, projectId: string): Promise<MemberNames> {
	const path = inWorkspace(context, 'projects', projectId, 'members');
	return namesOf((await callPlane(context, { path, pace: 'scan' })).body);
}

const namesOf = (body: unknown): MemberNames => tableOf(memberRowsOf(body), displayNameOf);

/**
 * The people in an answer: a plain array in CE 1.3.1; a page of a list is taken as well.
 *
 * @throws {PlaneError} `invalid_response`.
 */
export function memberRowsOf(body: unknown): readonly unknown[] {
	const rows: unknown = isObject(body) ? body['results'] : body;
	if (!Array.isArray(rows)) {
		throw new PlaneError("Plane's list of members is no list. Check the API URL; nothing was changed.", {
			kind: 'invalid_response',
		});
	}
	return rows;
}

function tableOf<Value>(
	rows: readonly unknown[],
	read: (row: JsonObject) => Value | null,
): ReadonlyMap<string, Value> {
	const entries = rows.filter(isObject).flatMap((row): Array<[string, Value]> => {
		const id = idOf(row);
		const value = read(row);
		return id === null || value === null ? [] : [[id, value]];
	});
	return new Map(entries);
}

export interface AssigneeNames {
	readonly names: NameTables;
	/** People whose name was not asked for because Plane failed, and why. */
	readonly unread: ReadonlySet<string>;
	readonly failure: Failure | null;
}

/**
 * The names, and those of assignees who are in no list, as when they left the workspace: an expanded work item still
 * has them, so that a work item says the same however it was read. One request for each such person at most, unless
 * work items go meanwhile. Whom Plane does not name is left without a name.
 *
 * @param records work items with ids.
 */
export async function withAssigneesNamed(
	context: PlaneContext,
	projectId: string,
	{ records, names }: { readonly records: readonly unknown[]; readonly names: NameTables },
): Promise<AssigneeNames> {
	const members = new Map(names.members);
	const nameless = new Set<string>();
	let failure: Failure | null = null;
	const unknownIn = (record: JsonObject): string[] =>
		assigneeIdsOf(record).filter((user) => !members.has(user) && !nameless.has(user));
	const bare = records.filter(isObject);
	for (const record of bare) {
		const id = idOf(record);
		const unknown = unknownIn(record);
		if (id === null || unknown.length === 0) continue;
		const path = inWorkspace(context, 'projects', projectId, ITEM_ROUTE, id);
		const answer = await askPlane(context, { path, query: { expand: 'assignees' }, pace: 'scan' });
		if (answer.kind === 'failed') {
			if (answer.failure.kind === 'not_found') continue;
			({ failure } = answer);
			break;
		}
		const rows = isObject(answer.body) ? answer.body['assignees'] : null;
		for (const [user, name] of tableOf(Array.isArray(rows) ? rows : [], displayNameOf))
			members.set(user, name);
		for (const user of unknown) nameless.add(user);
	}
	const all = { ...names, members };
	// Another run will hear the same refusal, so these people are as good as nameless.
	if (failure?.retryable !== true) return { names: all, unread: new Set(), failure: null };
	return { names: all, unread: new Set(bare.flatMap(unknownIn)), failure };
}

/** Ids of the people a bare record is assigned to. */
export function assigneeIdsOf({ assignees }: JsonObject): string[] {
	return Array.isArray(assignees) ? assignees.filter((user) => typeof user === 'string') : [];
}
