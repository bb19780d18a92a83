/** Issue: Get Many — work items of a project that pass the filters. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listWorkItems } from '../../../../core/plane/listWorkItems';
import { simplifyWorkItem } from '../../../../core/plane/simplifyWorkItem';
import { runItems } from '../../../shared/runItems';
import { filterFields, readFilter, readOrder } from '../../filterFields';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { requireProjectId } from '../../chosenProject';
import { limitOf, returnAllFields, simplifyField } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get many work items of a project',
	action: 'Get many issues',
};

const displayOptions = { show: { resource: ['issue'], operation: ['getAll'] } };

export const description: INodeProperties[] = [
	{ ...projectLocator(displayOptions), description: 'The project whose work items are read' },
	...returnAllFields({ displayOptions }),
	simplifyField({ displayOptions }),
	...filterFields(displayOptions),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const workItems = await listWorkItems(plane, requireProjectId(context, itemIndex), {
				filter: readFilter(context, itemIndex),
				order: readOrder(context, itemIndex),
				limit: limitOf(context, itemIndex),
			});
			const isSimple = context.getNodeParameter('simplify', itemIndex, true) === true;
			return isSimple ? workItems.map(simplifyWorkItem) : workItems;
		}),
	];
}
