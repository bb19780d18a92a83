/** Calendar: Get Many — the calendars of the account, as they are now. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { calendarRow } from '../../../../core/caldav/calendarRow';
import { refreshCalendars } from '../../../../core/caldav/discovery';
import { limitOf, returnAllFields } from '../../../shared/returnAllFields';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get the calendars of the account, with what may be done with each',
	action: 'Get many calendars',
};

const displayOptions = { show: { resource: ['calendar'], operation: ['getAll'] } };

export const description: INodeProperties[] = [
	...returnAllFields({ displayOptions }),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'Which calendars to return; all of them without a filter',
		displayOptions,
		options: [
			{
				displayName: 'Only Own',
				name: 'onlyOwn',
				type: 'boolean',
				default: false,
				description: 'Whether to leave out calendars that somebody else shares with this account',
			},
			{
				displayName: 'Only Those That Take Events',
				name: 'onlyEvents',
				type: 'boolean',
				default: false,
				description: 'Whether to leave out task lists and journals',
			},
			{
				displayName: 'Only Writable',
				name: 'onlyWritable',
				type: 'boolean',
				default: false,
				description: 'Whether to leave out calendars that this account may only read',
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
			const { onlyOwn, onlyEvents, onlyWritable } = context.getNodeParameter('filters', itemIndex, {});
			const { calendars } = await refreshCalendars(calDav);
			return calendars
				.filter(({ foreign }) => onlyOwn !== true || !foreign)
				.filter(({ takesEvents }) => onlyEvents !== true || takesEvents)
				.filter(({ writable }) => onlyWritable !== true || writable)
				.map(calendarRow)
				.sort((a, b) => a.name.localeCompare(b.name))
				.slice(0, limitOf(context, itemIndex));
		}),
	];
}
