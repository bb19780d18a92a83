/** Labels, states and people of a project (or all people of the workspace), for output. */
import { PlaneError } from '../errors';
import { callPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { idOf, isObject, textOrNull, withoutPersonalData } from './json';
import type { JsonObject } from './json';
import { memberRowsOf } from './names';
import { listAll } from './pages';
import { displayNameOf, labelOf, stateOf } from './parseWorkItem';
import { refuseIfArchived } from './projectDetails';
import type { StateGroup } from './types';

export interface LabelDetails {
	readonly id: string;
	readonly name: string;
	readonly color: string;
	readonly description: string;
	readonly parent: string | null;
	readonly project_id: string;
}

export interface StateDetails {
	readonly id: string;
	readonly name: string;
	readonly group: StateGroup;
	readonly color: string;
	readonly description: string;
	/** Whether new work items begin in it. */
	readonly default: boolean;
	readonly project_id: string;
}

export interface MemberDetails {
	readonly id: string;
	readonly display_name: string;
	readonly first_name: string;
	readonly last_name: string;
	/** Null where Plane does not say (a project's members in CE 1.3.1). */
	readonly role: 'admin' | 'member' | 'guest' | null;
	/** Only where it was asked for. */
	readonly email?: string | null;
}

/** A row as it is handed out, and Plane's whole record. */
export interface Named<Details> {
	readonly details: Details;
	readonly record: JsonObject;
}

export interface ListOptions {
	/** All rows when absent. */
	readonly limit?: number;
}

export interface MemberOptions extends ListOptions {
	/** Null for everybody in the workspace. */
	readonly projectId: string | null;
	/** People's e-mail addresses are left out unless somebody wants them. @default false */
	readonly withEmail?: boolean;
}

/** Plane's numbers; 10 is the viewer that older releases had. */
const ROLES: Readonly<Record<number, MemberDetails['role']>> = {
	20: 'admin',
	15: 'member',
	10: 'guest',
	5: 'guest',
};

/** @throws {PlaneError} when the list cannot be read, and `not_found` where the project is archived. */
export async function listLabels(
	context: PlaneContext,
	projectId: string,
	options: ListOptions = {},
): Promise<ReadonlyArray<Named<LabelDetails>>> {
	const rows = await listRows(context, [projectId, 'labels'], options);
	return rows.flatMap((record) => {
		const label = labelOf(record);
		if (label === null) return [];
		const description = textOrNull(record['description']) ?? '';
		return [
			{ details: { ...label, description, parent: idOf(record['parent']), project_id: projectId }, record },
		];
	});
}

/** @throws {PlaneError} when the list cannot be read, and `not_found` where the project is archived. */
export async function listStates(
	context: PlaneContext,
	projectId: string,
	options: ListOptions = {},
): Promise<ReadonlyArray<Named<StateDetails>>> {
	const rows = await listRows(context, [projectId, 'states'], options);
	return rows.flatMap((record) => {
		const state = stateOf(record);
		if (state === null) return [];
		const description = textOrNull(record['description']) ?? '';
		const isDefault = record['default'] === true;
		return [{ details: { ...state, description, default: isDefault, project_id: projectId }, record }];
	});
}

/** @throws {PlaneError} when the list cannot be read. */
export async function listMembers(
	context: PlaneContext,
	{ projectId, withEmail = false, limit = Infinity }: MemberOptions,
): Promise<ReadonlyArray<Named<MemberDetails>>> {
	const path = projectId === null ? ['members'] : ['projects', projectId, 'members'];
	const { body } = await callPlane(context, { path: inWorkspace(context, ...path), pace: 'single' });
	const rows = memberRowsOf(body).flatMap((row) => (isObject(row) ? memberOf(row, withEmail) : []));
	return rows.slice(0, limit);
}

function memberOf(row: JsonObject, withEmail: boolean): Array<Named<MemberDetails>> {
	const id = idOf(row);
	if (id === null) return [];
	const email = withEmail ? { email: textOrNull(row['email']) } : {};
	const details: MemberDetails = {
		id,
		display_name: displayNameOf(row) ?? '',
		first_name: textOrNull(row['first_name']) ?? '',
		last_name: textOrNull(row['last_name']) ?? '',
		role: typeof row['role'] === 'number' ? (ROLES[row['role']] ?? null) : null,
		...email,
	};
	return [{ details, record: { ...withoutPersonalData(row), ...email } }];
}

async function listRows(
	context: PlaneContext,
	[projectId, list]: readonly [string, string],
	{ limit }: ListOptions,
): Promise<JsonObject[]> {
	const path = inWorkspace(context, 'projects', projectId, list);
	const rows = await listAll(context, { path, pace: 'single' }, limit);
	if (rows.length === 0) await refuseIfArchived(context, projectId);
	return rows.map((row) => {
		if (isObject(row)) return withoutPersonalData(row);
		throw new PlaneError(
			`Plane's list of the ${list} of project ${projectId} holds something that is no record. Check the API URL in the credential.`,
			{ kind: 'invalid_response' },
		);
	});
}
