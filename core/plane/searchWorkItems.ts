/** Plane's own search: names, numbers and project identifiers, over all projects the key's user has joined. */
import { PlaneError } from '../errors';
import { callPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { isObject, isUuid, textOrNull } from './json';
import { webAddress } from './parseWorkItem';

/** What Plane's search tells of a work item; dates, state and people have to be read from the item. */
export interface SearchHit {
	readonly id: string;
	readonly sequence_id: number;
	readonly name: string;
	/** `WEB-42` */
	readonly key: string;
	readonly project: { readonly id: string; readonly identifier: string };
	readonly url: string;
}

export interface SearchOptions {
	/** Most hits; Plane gives 10 when it is not told. */
	readonly limit: number;
	/** Only hits in this project. */
	readonly projectId?: string;
}

/** Plane may not narrow the search to the project, so more is asked for and the rest is left out here. */
const HITS_FOR_ONE_PROJECT = 200;

/**
 * The hits, newest work item first, as Plane gives them; none for an empty text.
 *
 * @throws {PlaneError} when Plane does not answer with hits.
 */
export async function searchWorkItems(
	context: PlaneContext,
	text: string,
	{ limit, projectId }: SearchOptions,
): Promise<SearchHit[]> {
	const search = text.trim();
	if (search === '') return [];
	const asked = projectId === undefined ? limit : Math.max(limit, HITS_FOR_ONE_PROJECT);
	const { body } = await callPlane(context, {
		path: inWorkspace(context, 'work-items', 'search'),
		query: {
			search,
			limit: String(asked),
			...(projectId !== undefined && { project_id: projectId, workspace_search: 'false' }),
		},
		pace: 'single',
	});
	const rows: unknown = isObject(body) ? body['issues'] : null;
	if (!Array.isArray(rows)) throw unusable();
	return rows
		.map((row: unknown) => parseHit(context, row))
		.filter(({ project }) => projectId === undefined || project.id === projectId)
		.slice(0, limit);
}

function parseHit(context: PlaneContext, row: unknown): SearchHit {
	if (!isObject(row)) throw unusable();
	const { id, name, sequence_id: number, project_id: projectId } = row;
	if (!isUuid(id) || typeof name !== 'string' || typeof number !== 'number' || !isUuid(projectId)) {
		throw unusable();
	}
	const identifier = textOrNull(row['project__identifier']) ?? '';
	return {
		id,
		sequence_id: number,
		name,
		key: `${identifier}-${number}`,
		project: { id: projectId, identifier },
		url: webAddress(context, projectId, id),
	};
}

const unusable = (): PlaneError =>
	new PlaneError(
		"Plane's answer to the search is no list of work items. Check the API URL in the credential.",
		{
			kind: 'invalid_response',
		},
	);
