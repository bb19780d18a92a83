/** What the resource locators of the node list. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listProjects, standingOf } from '../../core/plane/projects';
import { toNodeError } from '../shared/toNodeError';
import { createPlaneContext } from './planeContext';

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
