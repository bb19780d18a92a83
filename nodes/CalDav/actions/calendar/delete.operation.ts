/** Calendar: Delete — with all its events, if the person typed its name. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { refreshCalendars } from '../../../../core/caldav/discovery';
import { removeCalendar } from '../../../../core/caldav/removeCalendar';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarIfAny, calendarLocator, chosenCalendar } from '../../calendarLocator';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Delete',
	value: 'delete',
	description: 'Delete a calendar with all its events; one that is not there counts as deleted',
	action: 'Delete a calendar',
};

const displayOptions = { show: { resource: ['calendar'], operation: ['delete'] } };

export const description: INodeProperties[] = [
	{
		...calendarLocator(displayOptions),
		description: 'The calendar to delete. Calendars that somebody else shares are never deleted.',
	},
	{
		displayName: 'Name to Confirm',
		name: 'confirmName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Team holidays',
		description:
			'The exact name the calendar has now. If it is another, nothing is deleted. A deleted calendar does not come back, unless the calendar service has a bin.',
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
			const { mode, text } = chosenCalendar(context, itemIndex);
			// A remembered name may be an old one, and the wrong calendar may have it now.
			await refreshCalendars(calDav);
			const calendar = await calendarIfAny(context, calDav, itemIndex);
			if (calendar === null) {
				const [url, name] = mode === 'name' ? [null, text] : [text, null];
				return [{ operation: 'not_found', calendar: { url, name } }];
			}
			const confirmed = String(context.getNodeParameter('confirmName', itemIndex));
			return [await removeCalendar(calDav, calendar, confirmed)];
		}),
	];
}
