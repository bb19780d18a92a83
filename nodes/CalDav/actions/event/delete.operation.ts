/** Event: Delete — one event by its UID or address. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { deleteEvent } from '../../../../core/reconcile/writeEvents';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { eventLocator, eventOf } from '../../eventLocator';
import { failOn } from '../failOn';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete an event; one that is not there counts as deleted',
	action: 'Delete an event',
};

const displayOptions = { show: { resource: ['event'], operation: ['delete'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'The result of the run that deletes holds the text of the event as before_ics. To bring it back: Create or Update, Event From: iCalendar Text.',
		name: 'deleteNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...eventLocator(displayOptions),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => [
			failOn(await deleteEvent(calDav, await eventOf(context, calDav, itemIndex))),
		]),
	];
}
