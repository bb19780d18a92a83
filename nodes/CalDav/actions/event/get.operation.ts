/** Event: Get — one event as plain data and as iCalendar text. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { viewObject } from '../../../../core/caldav/searchEvents';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { eventLocator, eventOf, notFound } from '../../eventLocator';
import { inForm, simplifyField } from '../../eventForm';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	description: 'Get an event by its UID or address',
	action: 'Get an event',
};

const displayOptions = { show: { resource: ['event'], operation: ['get'] } };

export const description: INodeProperties[] = [
	...eventLocator(displayOptions),
	{
		displayName: 'If Not Found',
		name: 'ifNotFound',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'error', description: 'The node fails for this item' },
			{ name: 'Return Nothing', value: 'nothing', description: 'No item comes out for this input item' },
		],
		default: 'error',
		displayOptions,
	},
	simplifyField(displayOptions),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => {
			const event = await eventOf(context, calDav, itemIndex);
			if (event.object !== null) {
				return [inForm(context, itemIndex, viewObject(event.calendar, event.object))];
			}
			if (context.getNodeParameter('ifNotFound', itemIndex) === 'nothing') return [];
			throw notFound(event);
		}),
	];
}
