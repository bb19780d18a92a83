/** The fields that Create and Update share. What is read from them is in `readWorkItemFields.ts`. */
import type { INodeProperties, INodePropertyOptions, INodePropertyTypeOptions } from 'n8n-workflow';
import { workItemField } from './workItemLocator';

const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';
const FROM_LISTS =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** The lists are those of the project. */
const loadedBy = (loadOptionsMethod: string): INodePropertyTypeOptions => ({
	loadOptionsMethod,
	loadOptionsDependsOn: ['project.value'],
});

export const priorityOptions: INodePropertyOptions[] = [
	{ name: 'High', value: 'high' },
	{ name: 'Low', value: 'low' },
	{ name: 'Medium', value: 'medium' },
	{ name: 'None', value: 'none' },
	{ name: 'Urgent', value: 'urgent' },
];

export const assigneesField: INodeProperties = {
	displayName: 'Assignee Names or IDs',
	name: 'assignees',
	type: 'multiOptions',
	typeOptions: loadedBy('getMembers'),
	default: [],
	description: FROM_LISTS,
};

export const labelsField: INodeProperties = {
	displayName: 'Label Names or IDs',
	name: 'labels',
	type: 'multiOptions',
	typeOptions: loadedBy('getLabels'),
	default: [],
	description: FROM_LISTS,
};

export const stateTypeOptions = loadedBy('getStates');

/** For a collection, in the order of their names. */
export const workItemFields: INodeProperties[] = [
	assigneesField,
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Check the contrast of all buttons.',
		description: 'An empty line begins a new paragraph',
	},
	{
		displayName: 'Description Format',
		name: 'descriptionFormat',
		type: 'options',
		options: [
			{
				name: 'HTML',
				value: 'html',
				description: 'Passed on as it is; Plane removes what it does not allow',
			},
			{ name: 'Plain Text', value: 'text', description: 'Shown exactly as it is written' },
		],
		default: 'text',
		description: 'How the field Description is to be read',
	},
	labelsField,
	{
		...workItemField,
		displayName: 'Parent',
		name: 'parent',
		required: false,
		description: 'The work item of the same project that this one is a part of',
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		options: priorityOptions,
		default: 'none',
		description: 'How urgent the work item is',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		placeholder: 'e.g. 2027-01-04',
		description: 'A date as YYYY-MM-DD; of a date with a time only the date is taken, as it is written',
	},
	{
		displayName: 'State Name or ID',
		name: 'state',
		type: 'options',
		typeOptions: stateTypeOptions,
		default: '',
		description: FROM_LIST,
	},
	{
		displayName: 'Target Date',
		name: 'targetDate',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		placeholder: 'e.g. 2027-01-31',
		description: 'The due date as YYYY-MM-DD; of a date with a time only the date is taken, as it is written',
	},
];
