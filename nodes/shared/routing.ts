/** The choice of calendars in the editor, and how it is read. */
import type { IDisplayOptions, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import type { Routing } from '../../core/event/routing';

/** Which resource and operation the fields belong to; nothing where a node has neither. */
type Shown = NonNullable<IDisplayOptions['show']>;

const shownFor = (kind: Routing['kind'], show: Shown): IDisplayOptions => ({
	show: { ...show, calendars: [kind] },
});

const KINDS: INodePropertyOptions[] = [
	{
		name: 'One for All Projects',
		value: 'all_projects',
		description: 'The events of every project are in the same calendar',
	},
	{
		name: 'One per Assignee',
		value: 'assignee',
		description:
			'A person has one calendar for all projects; an item with several people is in each of theirs',
	},
	{
		name: 'One per Label',
		value: 'label',
		description:
			'Labels of the same name share a calendar for all projects; an item with several labels is in each of theirs',
	},
	{ name: 'One per Project', value: 'project', description: 'Each project has a calendar of its name' },
];

/** What becomes of items that have none of what the calendars are for. */
const WITHOUT_ONE: INodePropertyOptions[] = [
	{ name: 'No Event', value: 'none', description: 'They are in no calendar' },
	{
		name: 'The Calendar of Their Project',
		value: 'project',
		description: 'They are in a calendar like with One per Project',
	},
];

export const routingFields = (show: Shown = {}): INodeProperties[] => [
	{
		displayName: 'Calendars',
		name: 'calendars',
		type: 'options',
		options: KINDS,
		default: 'project',
		description:
			'Which calendars there are. Choose the same wherever events for this calendar account are made: the next reconcile of whole projects moves events that are elsewhere, with their alarms and notes. Where an existing calendar is used, all events are in that one.',
		...(Object.keys(show).length > 0 && { displayOptions: { show } }),
	},
	{
		displayName: 'Calendar Name',
		name: 'calendarName',
		type: 'string',
		default: 'Plane',
		placeholder: 'e.g. Plane',
		description:
			'Name of the calendar for all projects. It is renamed with this field unless people renamed it.',
		displayOptions: shownFor('all_projects', show),
	},
	{
		displayName: 'Items Without Assignee',
		name: 'withoutAssignee',
		type: 'options',
		options: WITHOUT_ONE,
		default: 'project',
		displayOptions: shownFor('assignee', show),
	},
	{
		displayName: 'Items Without Label',
		name: 'withoutLabel',
		type: 'options',
		options: WITHOUT_ONE,
		default: 'project',
		displayOptions: shownFor('label', show),
	},
];

/** @throws {InputError} when an expression gives what is no choice. */
export function readRouting(context: IExecuteFunctions, itemIndex: number): Routing {
	const read = (name: string): unknown => context.getNodeParameter(name, itemIndex);
	const kind = context.getNodeParameter('calendars', itemIndex, 'project');
	switch (kind) {
		case 'project':
			return { kind };
		case 'all_projects':
			return { kind, name: String(read('calendarName')) };
		case 'assignee':
			return { kind, withoutOne: withoutOneOf(read('withoutAssignee')) };
		case 'label':
			return { kind, withoutOne: withoutOneOf(read('withoutLabel')) };
		default:
			throw new InputError(
				`"${String(kind)}" is no choice of the field "Calendars". Use project, all_projects, assignee or label.`,
			);
	}
}

function withoutOneOf(value: unknown): 'project' | 'none' {
	if (value === 'project' || value === 'none') return value;
	throw new InputError(
		`"${String(value)}" is no choice for items without an assignee or label. Use project or none.`,
	);
}
