/** Issue: Update — changes the fields that are given and no others. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { updateWorkItem } from '../../../../core/plane/writeWorkItem';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { readWorkItemFields, type FieldValues } from '../../readWorkItemFields';
import { workItemFields } from '../../workItemFields';
import { placeOf, readNamedWorkItem, workItemLocator } from '../../workItemLocator';

export const option: INodePropertyOptions = {
	name: 'Update',
	value: 'update',
	description: 'Change fields of a work item',
	action: 'Update an issue',
};

const displayOptions = { show: { resource: ['issue'], operation: ['update'] } };

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Check the contrast of all buttons',
	description: 'The title of the work item, at most 255 characters',
};

export const description: INodeProperties[] = [
	...workItemLocator(displayOptions),
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'What is changed; assignees and labels are replaced by those given',
		options: [...workItemFields, name].sort((a, b) => a.displayName.localeCompare(b.displayName)),
		displayOptions,
	},
	{
		displayName: 'Clear Empty Fields',
		name: 'clearEmpty',
		type: 'boolean',
		default: false,
		description:
			'Whether a field that is added above and is empty gets cleared in Plane (a date, the parent, all labels) rather than left as it is',
		displayOptions,
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const named = readNamedWorkItem(context, itemIndex, plane);
			const values = context.getNodeParameter('updateFields', itemIndex, {}) as FieldValues;
			const clearsEmpty = context.getNodeParameter('clearEmpty', itemIndex, false) === true;
			const fields = await readWorkItemFields(plane, values, { clearsEmpty });
			return [await updateWorkItem(plane, await placeOf(plane, named), fields)];
		}),
	];
}
