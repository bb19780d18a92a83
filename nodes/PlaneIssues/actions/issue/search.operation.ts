/** Issue: Search — what Plane's own search finds; dates, state and people come with Get. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { searchWorkItems } from '../../../../core/plane/searchWorkItems';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { readProjectId } from '../../chosenProject';
import { limitField, readLimit } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Search',
	value: 'search',
	description: 'Find work items by words in their name or by their number, in all projects or in one',
	action: 'Search issues',
};

const displayOptions = { show: { resource: ['issue'], operation: ['search'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. checkout',
		description:
			'What to look for in names, numbers and project identifiers. Each hit has ID, key, name, project and URL; read the rest with the operation Get.',
		displayOptions,
	},
	{
		...projectLocator(displayOptions),
		required: false,
		description: 'Only work items of this project; leave it empty to search all you can access',
	},
	limitField({ displayOptions }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const text = String(context.getNodeParameter('text', itemIndex));
			const limit = readLimit(context, itemIndex);
			const projectId = readProjectId(context, itemIndex);
			return await searchWorkItems(plane, text, { limit, ...(projectId !== null && { projectId }) });
		}),
	];
}
