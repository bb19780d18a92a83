/** Issue: Delete — for good; the output is an item that Transform to VEVENT turns into the deletion of its event. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { PlaneError } from '../../../../core/errors';
import { getWorkItemByKey } from '../../../../core/plane/workItemByKey';
import type { PlaneContext } from '../../../../core/plane/client';
import { planeErrorOf } from '../../../../core/plane/client';
import { deleteWorkItem } from '../../../../core/plane/writeWorkItem';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { readNamedWorkItem, workItemLocator, type NamedWorkItem } from '../../workItemLocator';

export const option: INodePropertyOptions = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete a work item and its sub-items for good',
	action: 'Delete an issue',
};

const displayOptions = { show: { resource: ['issue'], operation: ['delete'] } };

export const description: INodeProperties[] = [
	...workItemLocator(displayOptions),
	{
		displayName: 'If Not Found',
		name: 'ifNotFound',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'error',
				description: 'The node fails when there is no such work item',
			},
			{
				name: 'Return an Item With Status',
				value: 'item',
				description:
					'With status <code>gone</code> and <code>deleted</code> false when it is certainly not there any more. The node fails all the same when nobody knows.',
			},
		],
		default: 'error',
		displayOptions,
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const named = readNamedWorkItem(context, itemIndex, plane);
			const deletion = await deleteNamed(plane, named);
			if (deletion.deleted || context.getNodeParameter('ifNotFound', itemIndex) === 'item') {
				return [deletion];
			}
			throw new PlaneError(
				`The work item ${named.kind === 'id' ? named.id : named.key} does not exist in Plane: it was deleted or archived before. To go on with such items, set "If Not Found" to "Return an Item With Status".`,
				{ kind: 'not_found', status: 404 },
			);
		}),
	];
}

/** @throws {PlaneError} when it is neither deleted nor proven gone. */
async function deleteNamed(
	plane: PlaneContext,
	named: NamedWorkItem,
): Promise<object & { readonly deleted: boolean }> {
	if (named.kind === 'id') return await deleteWorkItem(plane, named);
	const found = await getWorkItemByKey(plane, named.key);
	if (found.status === 'present') {
		return await deleteWorkItem(plane, { id: found.id, projectId: found.project.id });
	}
	if (found.failure === undefined) return { ...found, deleted: false };
	throw planeErrorOf(found.failure);
}
