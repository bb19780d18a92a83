/** The fields of an event for people who do not write iCalendar; `readEventFields.ts` reads them. */
import type { INodeProperties } from 'n8n-workflow';

type Show = { readonly show: NonNullable<NonNullable<INodeProperties['displayOptions']>['show']> };

const choice = (name: string, value: string, description: string) => ({ name, value, description });

const COLORS: ReadonlyArray<readonly [string, string]> = [
	['Blue', 'royalblue'],
	['Gold', 'gold'],
	['Gray', 'slategray'],
	['Green', 'forestgreen'],
	['None', ''],
	['Orange', 'darkorange'],
	['Pink', 'hotpink'],
	['Purple', 'rebeccapurple'],
	['Red', 'crimson'],
	['Teal', 'teal'],
	['Turquoise', 'turquoise'],
];

/** In the order of their names, as n8n wants them. */
const ADDITIONAL: INodeProperties[] = [
	{
		displayName: 'Alarms (Minutes Before)',
		name: 'alarms',
		type: 'string',
		default: '',
		placeholder: 'e.g. 15, 1440',
		description:
			'Minutes before the start at which a new event reminds of itself, separated by commas. The alarms of an existing event stay as people set them.',
	},
	{
		displayName: 'Categories',
		name: 'categories',
		type: 'string',
		default: '',
		placeholder: 'e.g. Team, Travel',
		description: 'Labels of the event, separated by commas',
	},
	{
		displayName: 'Color',
		name: 'colorName',
		type: 'options',
		default: 'royalblue',
		options: COLORS.map(([name, value]) => ({ name, value })),
		description:
			'The names of CSS colours are what calendar programs understand (RFC 7986); an expression can give any of them',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Bring the contract.',
		description: 'Plain text; links in it are clickable in most calendar programs',
	},
	{
		displayName: 'Link',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/orders/42',
		description: 'Where more about the event is to be found',
	},
	{
		displayName: 'Location',
		name: 'location',
		type: 'string',
		default: '',
		placeholder: 'e.g. Room 4',
		description: 'Where the event takes place',
	},
	{
		displayName: 'Repeat Rule',
		name: 'recurrence',
		type: 'string',
		default: '',
		placeholder: 'e.g. FREQ=WEEKLY;BYDAY=MO;COUNT=10',
		description: 'How the event repeats, as an RRULE (RFC 5545 §3.3.10)',
	},
	{
		displayName: 'Show As',
		name: 'transparency',
		type: 'options',
		default: 'OPAQUE',
		options: [
			choice('Busy', 'OPAQUE', 'The time is taken'),
			choice('Free', 'TRANSPARENT', 'The event makes nobody busy'),
		],
		description: 'Whether the event blocks the time',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		default: 'CONFIRMED',
		options: [
			choice('Cancelled', 'CANCELLED', 'Shown struck through or hidden'),
			choice('Confirmed', 'CONFIRMED', 'It takes place'),
			choice('Tentative', 'TENTATIVE', 'It may take place'),
		],
		description: 'Whether the event takes place',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description:
			'In which the event is kept, so that a series stays at its time of day; empty: that of the workflow',
	},
	{
		displayName: 'Visibility',
		name: 'classification',
		type: 'options',
		default: 'PUBLIC',
		options: [
			choice('Confidential', 'CONFIDENTIAL', 'Others see that there is an event'),
			choice('Private', 'PRIVATE', 'Others see nothing'),
			choice('Public', 'PUBLIC', 'Others see the event'),
		],
		description: 'What others see of it in a shared calendar',
	},
];

export const eventFields = ({ show }: Show): INodeProperties[] => [
	{
		displayName: 'Title',
		name: 'summary',
		type: 'string',
		default: '',
		placeholder: 'e.g. Lunch with Zoë',
		description:
			'What the event is called. Needed for a new event; empty leaves the title of an existing one.',
		displayOptions: { show },
	},
	{
		displayName: 'All Day',
		name: 'allDay',
		type: 'boolean',
		default: false,
		description: 'Whether the event takes whole days; of the times below only the dates count then',
		displayOptions: { show },
	},
	{
		displayName: 'Start',
		name: 'start',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-12-04T09:00',
		description: 'When the event begins. Needed for a new event; empty leaves the times of an existing one.',
		displayOptions: { show },
	},
	{
		displayName: 'End',
		name: 'end',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-12-04T10:00',
		description:
			'When the event ends; of an all-day event its last day (<code>last_day</code> of Get). Empty: an hour after the start, or the same day.',
		displayOptions: { show },
	},
	{
		displayName: 'UID',
		name: 'uid',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-42@example.com; empty: a new event each time',
		description:
			'What the event is found again by: with the same UID the same event is updated. Take something that stays, such as the number of an order. Empty: each execution creates a new event.',
		displayOptions: { show },
	},
	{
		displayName: 'Additional Fields',
		name: 'eventFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		description:
			'A field that is added and left empty is removed from an existing event; one that is not added stays as it is',
		options: ADDITIONAL,
		displayOptions: { show },
	},
];
