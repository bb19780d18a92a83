/** Label: Get Many — the labels of a project. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listLabels } from '../../../../core/plane/listNames';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { requireProjectId } from '../../chosenProject';
import { inForm, limitOf, returnAllFields, simplifyField } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get the labels of a project',
	action: 'Get many labels',
};

const displayOptions = { show: { resource: ['label'], operation: ['getAll'] } };

export const description: INodeProperties[] = [
	{ ...projectLocator(displayOptions), description: 'The project whose labels to get' },
	...returnAllFields({ displayOptions }),
	simplifyField({ displayOptions }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const limit = limitOf(context, itemIndex);
			const rows = await listLabels(plane, requireProjectId(context, itemIndex), { limit });
			return inForm(context, itemIndex, rows);
		}),
	];
}
