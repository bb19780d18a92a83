/** Issue: Create — one new work item for each input item. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { createWorkItem } from '../../../../core/plane/writeWorkItem';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { readWorkItemFields, type FieldValues } from '../../readWorkItemFields';
import { workItemFields } from '../../workItemFields';
import { requireProjectId } from '../../chosenProject';

export const option: INodePropertyOptions = {
	name: 'Create',
	value: 'create',
	description: 'Create a work item in a project',
	action: 'Create an issue',
};

const displayOptions = { show: { resource: ['issue'], operation: ['create'] } };

export const description: INodeProperties[] = [
	{ ...projectLocator(displayOptions), description: 'The project the work item is created in' },
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Check the contrast of all buttons',
		description: 'The title of the work item, at most 255 characters',
		displayOptions,
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'What else the work item has; what is left out gets the default of the project',
		options: workItemFields,
		displayOptions,
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const projectId = requireProjectId(context, itemIndex);
			const name: unknown = context.getNodeParameter('name', itemIndex);
			const additional = context.getNodeParameter('additionalFields', itemIndex, {}) as FieldValues;
			const fields = await readWorkItemFields(plane, { ...additional, name }, { clearsEmpty: false });
			return [await createWorkItem(plane, projectId, fields)];
		}),
	];
}
