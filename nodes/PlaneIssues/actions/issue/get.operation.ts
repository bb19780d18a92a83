/** Issue: Get — work items as Plane has them now, and whether one that is not there is really gone. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { PlaneError } from '../../../../core/errors';
import { forOneExecution, getWorkItems, type WorkItemRequest } from '../../../../core/plane/getWorkItem';
import type { AbsentKey, WorkItem } from '../../../../core/plane/types';
import { getWorkItemByKey } from '../../../../core/plane/workItemByKey';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { forgetProjectsInTheNews } from '../../projectNews';
import { workItemLocator } from '../../workItemLocator';
import { readWorkItemRequest, type KeyRequest } from '../../workItemRequest';

export const option: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	description: 'Get a work item by address, ID or key, or the one a trigger or a reconcile names',
	action: 'Get an issue',
};

const show = { resource: ['issue'], operation: ['get'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Work Item From',
		name: 'from',
		type: 'options',
		options: [
			{
				name: 'Chosen Here',
				value: 'id',
				description: 'A work item from a list, or given by its address, its ID or its key',
			},
			{
				name: 'Input Item',
				value: 'input',
				description: 'An item of Plane Trigger, of the Missing output of CalDAV: Reconcile, or of Search',
			},
		],
		default: 'id',
		displayOptions: { show },
	},
	...workItemLocator({ show: { ...show, from: ['id'] } }),
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

/** Room for all the waits of one work item that needs three attempts (4–6 s and 8–10 s): no queue may stand still. */
const RETRY_BUDGET_MS = 20_000;

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = forOneExecution(await createPlaneContext(context, { retryBudgetMs: RETRY_BUDGET_MS }));
	forgetProjectsInTheNews(context, plane.cache);
	const requests = context
		.getInputData()
		.map((_, itemIndex) => readWorkItemRequest(context, itemIndex, plane));
	const asked = requests.filter(hasId);
	// All at once: one look at a project then settles what became of all its items that were not found.
	const workItems = await getWorkItems(plane, asked);
	const answers = new Map(asked.map((request, index) => [request, workItems[index]]));
	return [
		await runItems(context, async (itemIndex) => {
			const request = requests[itemIndex];
			if (request === undefined || request instanceof Error) throw request;
			const workItem = hasId(request) ? answers.get(request) : await getWorkItemByKey(plane, request.key);
			const mayBeAbsent = context.getNodeParameter('ifNotFound', itemIndex) === 'item';
			return workItem === undefined ? [] : [mayBeAbsent ? workItem : failIfAbsent(workItem)];
		}),
	];
}

const hasId = (request: WorkItemRequest | KeyRequest | Error): request is WorkItemRequest => 'id' in request;

/** @throws {PlaneError} when the work item is gone or could not be read. */
function failIfAbsent(workItem: WorkItem | AbsentKey): WorkItem {
	if (workItem.status === 'present') return workItem;
	const name = 'key' in workItem ? workItem.key : workItem.id;
	if (workItem.status === 'gone') {
		throw new PlaneError(
			`The work item ${name} is not in Plane: there never was one, or it was deleted or archived. Check what names it. To go on with such items, set "If Not Found" to "Return an Item With Status".`,
			{ kind: 'not_found', status: 404 },
		);
	}
	throw new PlaneError(
		workItem.failure?.message ??
			`The work item ${name} was not read: the requests Plane allows per minute are used up. Try again in a minute.`,
		{ kind: workItem.failure?.kind ?? 'rate_limited', status: workItem.failure?.status ?? null },
	);
}
