/** What the resource locators of the node list. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { isUuid } from '../../core/plane/json';
import { listWorkItems } from '../../core/plane/listWorkItems';
import { listProjects, standingOf } from '../../core/plane/projects';
import { searchWorkItems as search } from '../../core/plane/searchWorkItems';
import { simplifyWorkItem } from '../../core/plane/simplifyWorkItem';
import { toNodeError } from '../shared/toNodeError';
import { createPlaneContext } from './planeContext';

/** Enough to choose from; who looks for another one types a part of its name. */
const MOST_WORK_ITEMS = 50;

/** The projects whose work items the key may read, by name. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const projects = await listProjects(await createPlaneContext(this));
		const wanted = filter.toLowerCase();
		const results = projects
			.filter((project) => standingOf(project) === 'member')
			.filter(({ name, identifier }) => `${name} ${identifier}`.toLowerCase().includes(wanted))
			.map(({ id, name, identifier }) => ({ name: `${name} (${identifier})`, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name));
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}

/**
 * Work items of the chosen project, of all projects where none is chosen: what Plane finds, or without a text
 * the newest. The value is the item's address where no project is chosen, for its id alone would not do.
 */
export async function searchWorkItems(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const plane = await createPlaneContext(this);
		const projectId = chosenProject(this);
		if (projectId !== null && filter.trim() === '') {
			const newest = await listWorkItems(plane, projectId, { limit: MOST_WORK_ITEMS });
			return {
				results: newest.map(simplifyWorkItem).map(({ id, key, name, url }) => ({
					name: `${key} ${name}`,
					value: id,
					url,
				})),
			};
		}
		const hits = await search(plane, filter, {
			limit: MOST_WORK_ITEMS,
			...(projectId !== null && { projectId }),
		});
		return {
			results: hits.map(({ id, key, name, url }) => ({
				name: `${key} ${name}`,
				value: projectId === null ? url : id,
				url,
			})),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}

/** The id in the field Project as it stands in the editor, or null. */
export function chosenProject(context: ILoadOptionsFunctions): string | null {
	const value: unknown = context.getCurrentNodeParameter('project', { extractValue: true });
	return isUuid(value) ? value.toLowerCase() : null;
}
