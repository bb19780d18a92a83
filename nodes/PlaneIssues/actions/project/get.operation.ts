/** Project: Get — one project, and whether the key's user has joined it. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { getProjectDetails } from '../../../../core/plane/projectDetails';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { requireProjectId } from '../../chosenProject';
import { inForm, simplifyField } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	description: 'Get a project by its ID, archived ones and public ones that were not joined included',
	action: 'Get a project',
};

const displayOptions = { show: { resource: ['project'], operation: ['get'] } };

export const description: INodeProperties[] = [
	{ ...projectLocator(displayOptions), description: 'The project to get' },
	simplifyField({ displayOptions }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const row = await getProjectDetails(plane, requireProjectId(context, itemIndex));
			return inForm(context, itemIndex, [row]);
		}),
	];
}
