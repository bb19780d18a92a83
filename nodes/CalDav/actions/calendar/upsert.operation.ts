/** Calendar: Create or Update — one calendar by address or name, however often it runs. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { type CalendarOutcome, upsertCalendar } from '../../../../core/caldav/upsertCalendar';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Create or Update',
	value: 'upsert',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update a calendar',
};

const displayOptions = { show: { resource: ['calendar'], operation: ['upsert'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Team holidays',
		description:
			'What the calendar is called. Without a URL segment a calendar of this name is used if there is one, and created if not.',
		displayOptions,
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		description: 'What is not given here stays as it is',
		displayOptions,
		options: [
			{
				displayName: 'Color',
				name: 'color',
				type: 'color',
				default: '#3788d8',
				description: 'The colour calendar software shows, as #RRGGBB',
			},
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. Who is away, and when',
				description:
					'A text about the calendar. Some servers keep none: the result says so in <code>refused</code>. A calendar that mirrors a Plane project has its mark in the first line: leave that.',
			},
			{
				displayName: 'URL Segment',
				name: 'address',
				type: 'string',
				default: '',
				placeholder: 'e.g. team-holidays',
				description:
					"The last part of the calendar's address, or its whole URL: the calendar is found by it, whatever it is called now, and so can be renamed. When empty it is derived from the name, the same each time.",
			},
		],
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => {
			const fields = context.getNodeParameter('additionalFields', itemIndex, {});
			const name = String(context.getNodeParameter('name', itemIndex));
			return [rowOf(await upsertCalendar(calDav, { name, ...givenIn(fields) }))];
		}),
	];
}

function givenIn(fields: IDataObject) {
	const { address, color, description: text } = fields;
	return {
		...(typeof address === 'string' && { address }),
		...(typeof color === 'string' && { color }),
		...(typeof text === 'string' && { description: text }),
	};
}

const rowOf = ({ operation, calendar, changes, refused }: CalendarOutcome) => ({
	operation,
	url: calendar.url,
	name: calendar.name,
	color: calendar.color,
	description: calendar.description,
	changes,
	...(refused.length > 0 && { refused }),
});
