/** How an event is handed out: what people want to know, or with the text it is stored as. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { FoundEvent } from '../../core/caldav/searchEvents';

export const simplifyField = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description:
		'Whether to leave out the stored text (<code>ics</code>), organizer, attendees, alarms, colour, version and the dates of the record itself',
	...(displayOptions && { displayOptions }),
});

export function inForm(context: IExecuteFunctions, itemIndex: number, event: FoundEvent): object {
	return context.getNodeParameter('simplify', itemIndex, true) === true ? simplified(event) : event;
}

function simplified({ uid, summary, start, end, failure, ...event }: FoundEvent): object {
	const { last_day, all_day, time_zone, description, location, url, status, categories } = event;
	const { recurrence, recurrence_id, calendar, href } = event;
	return {
		...{ uid, summary, start, end, last_day, all_day, time_zone, description, location, url, status },
		...{ categories, recurrence, recurrence_id, calendar, href },
		...(failure && { failure }),
	};
}
