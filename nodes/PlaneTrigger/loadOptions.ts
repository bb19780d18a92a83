/** The projects to choose from in the node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { listProjects, standingOf } from '../../core/plane/projects';
import { createPlaneContext } from '../PlaneIssues/planeContext';
import { toNodeError } from '../shared/toNodeError';

/** The projects whose work items the key may read, by name. */
export async function getProjects(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const projects = await listProjects(await createPlaneContext(this));
		return projects
			.filter((project) => standingOf(project) === 'member')
			.map(({ id, name, identifier }) => ({ name: `${name} (${identifier})`, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}
