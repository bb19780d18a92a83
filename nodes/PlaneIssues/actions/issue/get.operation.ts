/** Issue: Get — work items as Plane has them now, and whether one that is not there is really gone. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { PlaneError } from '../../../../core/errors';
import { getWorkItems, type WorkItemRequest } from '../../../../core/plane/getWorkItem';
import type { WorkItem } from '../../../../core/plane/types';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { readWorkItemRequest } from '../../workItemRequest';

export const option: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	description: 'Get a work item by its ID, or the one a trigger or a reconcile names',
	action: 'Get an issue',
};

const show = { resource: ['issue'], operation: ['get'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Work Item From',
		name: 'from',
		type: 'options',
		options: [
			{ name: 'ID', value: 'id', description: 'A project and the ID of a work item in it' },
			{
				name: 'Input Item',
				value: 'input',
				description: 'An item of Plane Trigger, or of the Missing output of CalDAV: Reconcile',
			},
		],
		default: 'input',
		displayOptions: { show },
	},
	projectLocator({ show: { ...show, from: ['id'] } }),
	{
		displayName: 'Work Item ID',
		name: 'workItemId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. d69744e8-e692-4ffd-8723-268648705d08',
		description: 'The last part of the address of the work item when it is opened as a page',
		displayOptions: { show: { ...show, from: ['id'] } },
	},
	{
		displayName: 'If Not Found',
		name: 'ifNotFound',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'error',
				description: 'The node fails, as it does when Plane cannot be reached',
			},
			{
				name: 'Return an Item With Status',
				value: 'item',
				description:
					'Status <code>gone</code> when it is certainly deleted or archived, <code>unavailable</code> or <code>deferred</code> when nobody knows at the moment',
			},
		],
		default: 'error',
		displayOptions: { show },
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	const requests = context.getInputData().map((_, itemIndex) => readWorkItemRequest(context, itemIndex));
	const asked = requests.filter((request): request is WorkItemRequest => !(request instanceof Error));
	// All at once: one look at a project then settles what became of all its items that were not found.
	const workItems = await getWorkItems(plane, asked);
	const answers = new Map(asked.map((request, index) => [request, workItems[index]]));
	return [
		await runItems(context, async (itemIndex) => {
			const request = requests[itemIndex];
			if (request === undefined || request instanceof Error) throw request;
			const workItem = answers.get(request);
			const mayBeAbsent = context.getNodeParameter('ifNotFound', itemIndex) === 'item';
			return workItem === undefined ? [] : [mayBeAbsent ? workItem : failIfAbsent(workItem)];
		}),
	];
}

/** @throws {PlaneError} when the work item is gone or could not be read. */
function failIfAbsent(workItem: WorkItem): WorkItem {
	switch (workItem.status) {
		case 'present':
			return workItem;
		case 'gone':
			throw new PlaneError(
				`The work item ${workItem.id} does not exist in Plane: it was deleted or archived. To go on with such items, set "If Not Found" to "Return an Item With Status".`,
				{ kind: 'not_found', status: 404 },
			);
		case 'unavailable':
		case 'deferred':
			throw new PlaneError(
				workItem.failure?.message ??
					`The work item ${workItem.id} was not read: the requests Plane allows per minute are used up. Try again in a minute.`,
				{ kind: workItem.failure?.kind ?? 'rate_limited', status: workItem.failure?.status ?? null },
			);
	}
}
