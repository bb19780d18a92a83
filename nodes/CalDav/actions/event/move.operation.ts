/** Event: Move — one event into another calendar, as it is. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { moveEvent } from '../../../../core/reconcile/writeEvents';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarLocator, calendarOf } from '../../calendarLocator';
import { eventLocator, eventOf, notFound } from '../../eventLocator';
import { failOn } from '../failOn';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Move',
	value: 'move',
	description: 'Move an event into another calendar with everything people added to it',
	action: 'Move an event',
};

const displayOptions = { show: { resource: ['event'], operation: ['move'] } };

export const description: INodeProperties[] = [
	...eventLocator(displayOptions),
	{
		...calendarLocator(displayOptions),
		displayName: 'To Calendar',
		name: 'destination',
		description:
			'The calendar the event goes into. An event that is there already counts as moved, and the copy in the first calendar is removed.',
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => {
			const event = await eventOf(context, calDav, itemIndex);
			const destination = await calendarOf(context, calDav, { itemIndex, field: 'destination' });
			const result = failOn(await moveEvent(calDav, event, destination));
			if (result.operation === 'not_found') throw notFound(event);
			return [result];
		}),
	];
}
