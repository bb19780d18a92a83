/** The states, labels and people of the chosen project, for drop-down lists. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import type { PlaneContext } from '../../core/plane/client';
import { readProjectMembers, readStatesAndLabels } from '../../core/plane/names';
import { toNodeError } from '../shared/toNodeError';
import { chosenProject } from './listSearch';
import { createPlaneContext } from './planeContext';

type Read = (plane: PlaneContext, projectId: string) => Promise<INodePropertyOptions[]>;

/** @throws {NodeOperationError} until a project is chosen: an empty list would say that it has none. */
async function optionsOf(context: ILoadOptionsFunctions, read: Read): Promise<INodePropertyOptions[]> {
	try {
		const projectId = chosenProject(context);
		if (projectId === null) {
			throw new InputError('Choose a project in the field "Project" to see what there is to choose from.');
		}
		return await read(await createPlaneContext(context), projectId);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

const byName = (a: INodePropertyOptions, b: INodePropertyOptions): number => a.name.localeCompare(b.name);

/** In the order Plane lists them, with their group. */
export async function getStates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await optionsOf(this, async (plane, projectId) => {
		const { states } = await readStatesAndLabels(plane, projectId);
		return [...states.values()].map(({ id, name, group }) => ({ name: `${name} (${group})`, value: id }));
	});
}

/** By name. */
export async function getLabels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await optionsOf(this, async (plane, projectId) => {
		const { labels } = await readStatesAndLabels(plane, projectId);
		return [...labels.values()].map(({ id, name }) => ({ name, value: id })).sort(byName);
	});
}

/** Who can be assigned in the project, by name. */
export async function getMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await optionsOf(this, async (plane, projectId) => {
		const members = await readProjectMembers(plane, projectId);
		return [...members].map(([id, name]) => ({ name, value: id })).sort(byName);
	});
}
