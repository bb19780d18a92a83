/** Event: Apply — does what each item says: create or update, delete, or leave alone. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { applyEvent } from '../../../../core/reconcile/applyEvent';
import { parseEventItem } from '../../../../core/event/parseEventItem';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { existingCalendarFields, forItem } from '../../existingCalendar';
import type { RetryOptions } from '../options';
import { failOn } from '../failOn';

export const option: INodePropertyOptions = {
	name: 'Apply',
	value: 'apply',
	description: 'Do what the item of Transform to VEVENT says: create or update, delete, or nothing',
	action: 'Apply an event item',
};

const displayOptions = { show: { resource: ['event'], operation: ['apply'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'Takes the items of Transform to VEVENT. The calendar an item names is found, or created, unless you choose one below; alarms and notes that people added to an event stay. An event that is to go is looked for in every calendar it may be in, and its text is in the result (before_ics).',
		name: 'applyNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...existingCalendarFields({ displayOptions }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	const items = context.getInputData();
	return [
		await runItems(context, async (itemIndex) => {
			const item = parseEventItem(items[itemIndex]?.json);
			const results = await applyEvent(forItem(context, calDav, itemIndex), item);
			return results.map(failOn);
		}),
	];
}
