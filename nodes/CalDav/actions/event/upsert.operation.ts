/** Event: Create or Update — from any iCalendar text; what others wrote into the event stays. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { upsertIcs } from '../../../../core/reconcile/writeIcs';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarLocator, calendarOf } from '../../calendarLocator';
import { failOn } from '../failOn';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Create or Update',
	value: 'upsert',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update an event',
};

const displayOptions = { show: { resource: ['event'], operation: ['upsert'] } };

export const description: INodeProperties[] = [
	calendarLocator(displayOptions),
	{
		displayName: 'Event (iCalendar)',
		name: 'ics',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '={{ $json.ics }}',
		required: true,
		placeholder: 'e.g. BEGIN:VCALENDAR…',
		description:
			'A VCALENDAR with one VEVENT that has a UID. If the calendar holds an event with that UID, the properties given here are replaced; its alarms, attendees and all other properties stay.',
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
			const ics = context.getNodeParameter('ics', itemIndex) as string;
			return [failOn(await upsertIcs(calDav, calendar, ics))];
		}),
	];
}
