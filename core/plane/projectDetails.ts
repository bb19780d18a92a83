/** Projects with what people want to know of them, for output. What may be concluded from them is in `projects.ts`. */
import { PlaneError } from '../errors';
import { normalizeInstant } from '../instant';
import { callPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { idOf, isObject, textOrNull, withoutPersonalData } from './json';
import type { JsonObject } from './json';
import { listAll } from './pages';
import { parseProject } from './projects';
import type { Project } from './projects';

export interface ProjectDetails extends Omit<Project, 'network'> {
	/** As Plane has it: plain text. */
	readonly description: string;
	/** A secret project is seen by its members only. */
	readonly network: 'public' | 'secret' | null;
	readonly created_at: string | null;
	readonly updated_at: string | null;
	/** The project in the web app. */
	readonly url: string;
}

export interface ProjectSelection {
	/** Also archived ones. */
	readonly archived: boolean;
	/** Also public ones that the key's user has not joined. */
	readonly notJoined: boolean;
}

/** A project as it is handed out, and Plane's whole record of it. */
export interface ProjectRow {
	readonly details: ProjectDetails;
	readonly record: JsonObject;
}

const NETWORKS: Readonly<Record<number, ProjectDetails['network']>> = { 0: 'secret', 2: 'public' };

/**
 * The projects that the key's user has joined, and others as chosen, by name.
 *
 * @throws {PlaneError} when the list cannot be read to its end.
 */
export async function listProjectDetails(
	context: PlaneContext,
	{ archived, notJoined }: ProjectSelection,
): Promise<readonly ProjectRow[]> {
	const rows = await listAll(context, { path: inWorkspace(context, 'projects'), pace: 'single' });
	return rows
		.map((row) => projectRowOf(context, row))
		.filter(({ details }) => (archived || details.archived_at === null) && (notJoined || details.is_member))
		.sort((a, b) => compareText(a.details.name, b.details.name));
}

/** By code units, so that the order is the same on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * One project, archived or not joined ones included: the details say so.
 *
 * @throws {PlaneError} `not_found` where it does not exist or is secret and not joined, and when it cannot be read.
 */
export async function getProjectDetails(context: PlaneContext, id: string): Promise<ProjectRow> {
	const { body } = await callPlane(context, { path: inWorkspace(context, 'projects', id), pace: 'single' });
	return projectRowOf(context, body);
}

/**
 * Explains an empty list: those of an archived project are empty in Plane, whatever the project holds.
 *
 * @throws {PlaneError} `not_found` where the project is archived.
 */
export async function refuseIfArchived(context: PlaneContext, id: string): Promise<void> {
	const { details } = await getProjectDetails(context, id);
	if (details.archived_at === null) return;
	throw new PlaneError(
		`Project ${id} ("${details.name}") is archived, and Plane shows nothing of an archived project. Unarchive it in Plane, or choose another project.`,
		{ kind: 'not_found' },
	);
}

/** @throws {PlaneError} `invalid_response`, naming the project and the field. */
function projectRowOf(context: PlaneContext, row: unknown): ProjectRow {
	const { network, ...project } = parseProject(row);
	context.cache.rememberProject(project);
	const record = isObject(row) ? withoutPersonalData(row) : {};
	const url = webAddressOfProject(context, project.id);
	const details: ProjectDetails = {
		...project,
		description: textOrNull(record['description']) ?? '',
		network: network === null ? null : (NETWORKS[network] ?? null),
		archived_at: instantOf(project.archived_at) ?? project.archived_at,
		created_at: instantOf(record['created_at']),
		updated_at: instantOf(record['updated_at']),
		url,
	};
	return { details, record: { ...record, workspace: idOf(record['workspace']), url } };
}

const instantOf = (value: unknown): string | null =>
	typeof value === 'string' ? normalizeInstant(value) : null;

const webAddressOfProject = ({ webUrl, workspaceSlug }: PlaneContext, id: string): string =>
	`${webUrl}/${[workspaceSlug, 'projects', id, 'issues'].map(encodeURIComponent).join('/')}`;
