/** Event: Delete — one event by its UID. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { deleteByUid } from '../../../../core/reconcile/writeIcs';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarLocator, calendarOf } from '../../calendarLocator';
import { failOn } from '../failOn';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete an event by its UID; an event that is not there counts as deleted',
	action: 'Delete an event',
};

const displayOptions = { show: { resource: ['event'], operation: ['delete'] } };

export const description: INodeProperties[] = [
	calendarLocator(displayOptions),
	{
		displayName: 'UID',
		name: 'uid',
		type: 'string',
		default: '={{ $json.uid }}',
		required: true,
		placeholder: 'e.g. 20261204-42@example.com',
		description:
			'The UID of the event. The result holds the text of the deleted event, so that it can be restored.',
		displayOptions,
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => {
			const calendar = await calendarOf(context, calDav, itemIndex);
			const uid = context.getNodeParameter('uid', itemIndex) as string;
			return [failOn(await deleteByUid(calDav, calendar, uid))];
		}),
	];
}
