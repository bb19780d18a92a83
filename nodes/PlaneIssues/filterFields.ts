/** The filters and orders of Issue: Get Many, and what is read from them. Plane itself filters nothing. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { readInputDate } from '../../core/plane/inputDate';
import type { Priority, StateGroup } from '../../core/plane/types';
import { WORK_ITEM_ORDERS } from '../../core/plane/workItemFilter';
import type { DateRange, WorkItemFilter, WorkItemOrder } from '../../core/plane/workItemFilter';
import { instantOf } from '../shared/instantField';
import { readIds } from './readWorkItemFields';
import { assigneesField, labelsField, priorityOptions, stateTypeOptions } from './workItemFields';

const dateField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	placeholder: 'e.g. 2027-01-31',
	description: `${description}; work items without that date are left out`,
});

/** In the order of their names. */
const options: INodeProperties[] = [
	{ ...assigneesField, description: `Work items assigned to one of them. ${assigneesField.description}.` },
	{ ...labelsField, description: `Work items with one of them. ${labelsField.description}.` },
	{
		displayName: 'Name Contains',
		name: 'nameContains',
		type: 'string',
		default: '',
		placeholder: 'e.g. checkout',
		description: 'A part of the name; case does not matter',
	},
	{
		displayName: 'Priorities',
		name: 'priorities',
		type: 'multiOptions',
		options: priorityOptions,
		default: [],
		description: 'Work items with one of these priorities',
	},
	dateField('Start Date From', 'startDateFrom', 'First start date'),
	dateField('Start Date To', 'startDateTo', 'Last start date'),
	{
		displayName: 'State Groups',
		name: 'stateGroups',
		type: 'multiOptions',
		options: [
			{ name: 'Backlog', value: 'backlog' },
			{ name: 'Cancelled', value: 'cancelled' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Started', value: 'started' },
			{ name: 'Unstarted', value: 'unstarted' },
		],
		default: [],
		description: 'Work items whose state is in one of these groups',
	},
	{
		displayName: 'State Names or IDs',
		name: 'states',
		type: 'multiOptions',
		typeOptions: stateTypeOptions,
		default: [],
		description:
			'Work items in one of these states. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	dateField('Target Date From', 'targetDateFrom', 'First target date'),
	dateField('Target Date To', 'targetDateTo', 'Last target date'),
	{
		displayName: 'Updated Since',
		name: 'updatedSince',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. {{ $now.minus(1, "day") }}',
		description: 'Work items that were changed at this instant or later',
	},
];

export const filterFields = (displayOptions: INodeProperties['displayOptions']): INodeProperties[] => [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description: 'Only work items that meet all of these; an empty filter asks for nothing',
		options,
		...(displayOptions && { displayOptions }),
	},
	{
		displayName: 'Order',
		name: 'order',
		type: 'options',
		options: [
			{ name: 'Created, Newest First', value: '-created_at' },
			{ name: 'Created, Oldest First', value: 'created_at' },
			{ name: 'Start Date, Earliest First', value: 'start_date' },
			{ name: 'Target Date, Earliest First', value: 'target_date' },
			{ name: 'Target Date, Latest First', value: '-target_date' },
			{ name: 'Updated, Newest First', value: '-updated_at' },
			{ name: 'Updated, Oldest First', value: 'updated_at' },
		],
		default: '-created_at',
		description: 'Which work items come first; those without the date come last',
		...(displayOptions && { displayOptions }),
	},
];

const STATE_GROUPS: readonly StateGroup[] = ['backlog', 'unstarted', 'started', 'completed', 'cancelled'];
const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

/** @throws {InputError} for an order that is not offered; Plane would answer some of them with a status 500. */
export function readOrder(context: IExecuteFunctions, itemIndex: number): WorkItemOrder {
	const value: unknown = context.getNodeParameter('order', itemIndex, '-created_at');
	const order = WORK_ITEM_ORDERS.find((known) => known === value);
	if (order !== undefined) return order;
	throw new InputError(
		`"Order" is "${String(value).slice(0, 60)}". It has to be one of ${WORK_ITEM_ORDERS.join(', ')}.`,
	);
}

/** @throws {InputError} for a value that cannot be used, with the field's name. */
export function readFilter(context: IExecuteFunctions, itemIndex: number): WorkItemFilter {
	const values = context.getNodeParameter('filters', itemIndex, {}) as Readonly<Record<string, unknown>>;
	const updatedSince = readInstant(values['updatedSince'], context.getTimezone());
	return {
		stateIds: readIds(values['states'] ?? [], 'State Names or IDs'),
		stateGroups: readChoices(values['stateGroups'], STATE_GROUPS, 'State Groups'),
		priorities: readChoices(values['priorities'], PRIORITIES, 'Priorities'),
		assigneeIds: readIds(values['assignees'] ?? [], 'Assignee Names or IDs'),
		labelIds: readIds(values['labels'] ?? [], 'Label Names or IDs'),
		targetDate: readRange(values, 'targetDate', 'Target Date'),
		startDate: readRange(values, 'startDate', 'Start Date'),
		...(updatedSince !== undefined && { updatedSince }),
		nameContains: String(values['nameContains'] ?? '').trim(),
	};
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function readChoices<Choice extends string>(
	value: unknown,
	choices: readonly Choice[],
	field: string,
): Choice[] {
	if (isEmpty(value)) return [];
	const all: unknown[] = Array.isArray(value) ? value : String(value).split(',');
	return all.map((one) => {
		const text = String(one).trim().toLowerCase();
		const choice = choices.find((known) => known === text);
		if (choice !== undefined) return choice;
		throw new InputError(`"${field}" has "${text.slice(0, 60)}". It has to be one of ${choices.join(', ')}.`);
	});
}

function readRange(values: Readonly<Record<string, unknown>>, name: string, field: string): DateRange {
	const from = values[`${name}From`];
	const to = values[`${name}To`];
	return {
		...(!isEmpty(from) && { from: readInputDate(from, `${field} From`) }),
		...(!isEmpty(to) && { to: readInputDate(to, `${field} To`) }),
	};
}

function readInstant(value: unknown, timeZone: string): string | undefined {
	if (isEmpty(value)) return undefined;
	const instant = instantOf(value, timeZone);
	if (instant !== null) return instant;
	throw new InputError(
		`"Updated Since" is "${String(value).slice(0, 60)}", which is no date and time. Use an expression such as {{ $now.minus(1, "day") }}.`,
	);
}
