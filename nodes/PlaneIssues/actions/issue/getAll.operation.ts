/** Issue: Get Many — work items of a project that pass the filters. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listWorkItems } from '../../../../core/plane/listWorkItems';
import { simplifyWorkItem } from '../../../../core/plane/simplifyWorkItem';
import type { WorkItemOrder } from '../../../../core/plane/workItemFilter';
import { runItems } from '../../../shared/runItems';
import { filterFields, readFilter } from '../../filterFields';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { requireProjectId } from '../../chosenProject';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get many work items of a project',
	action: 'Get many issues',
};

const show = { resource: ['issue'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	{ ...projectLocator({ show }), description: 'The project whose work items are read' },
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		placeholder: 'e.g. 50',
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show },
	},
	...filterFields({ show }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const returnsAll = context.getNodeParameter('returnAll', itemIndex) === true;
			const workItems = await listWorkItems(plane, requireProjectId(context, itemIndex), {
				filter: readFilter(context, itemIndex),
				order: context.getNodeParameter('order', itemIndex, '-created_at') as WorkItemOrder,
				...(!returnsAll && { limit: context.getNodeParameter('limit', itemIndex, 50) as number }),
			});
			const isSimple = context.getNodeParameter('simplify', itemIndex, true) === true;
			return isSimple ? workItems.map(simplifyWorkItem) : workItems;
		}),
	];
}
