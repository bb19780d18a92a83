/** Event: Create or Update — from fields or from any iCalendar text; what others wrote into the event stays. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { CalDavContext } from '../../../../core/caldav/types';
import { InputError } from '../../../../core/errors';
import type { Result } from '../../../../core/reconcile/types';
import { upsertEvents } from '../../../../core/reconcile/upsertEvents';
import { type EventInCalendar, type EventText, readEventText } from '../../../../core/reconcile/writeEvents';
import { type ItemOutcome, runAllItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarLocator, calendarsOf } from '../../calendarLocator';
import { eventFields } from '../../eventFields';
import { readEventFields } from '../../readEventFields';
import { failOn } from '../failOn';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Create or Update',
	value: 'upsert',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update an event',
};

const show = { resource: ['event'], operation: ['upsert'] };

export const description: INodeProperties[] = [
	calendarLocator({ show }),
	{
		displayName: 'Event From',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Fields Below', value: 'fields', description: 'Title, times and the rest, one by one' },
			{
				name: 'iCalendar Text',
				value: 'ics',
				description: 'A VCALENDAR, such as the field ics of another event or the content of an .ics file',
			},
		],
		default: 'fields',
		displayOptions: { show },
	},
	{
		displayName: 'Event (iCalendar)',
		name: 'ics',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '={{ $json.ics ?? $json.before_ics }}',
		required: true,
		placeholder: 'e.g. BEGIN:VCALENDAR…',
		description:
			'A VCALENDAR with one event that has a UID. If the calendar holds an event with that UID, the properties given here are replaced; its alarms, attendees and all other properties stay.',
		displayOptions: { show: { ...show, source: ['ics'] } },
	},
	...eventFields({ show: { ...show, source: ['fields'] } }),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [await runAllItems(context, async () => await writeAll(context, calDav))];
}

interface ItemToWrite extends EventInCalendar {
	readonly itemIndex: number;
}

async function writeAll(
	context: IExecuteFunctions,
	calDav: CalDavContext,
): Promise<ReadonlyMap<number, ItemOutcome>> {
	const stopsAtFailure = !context.continueOnFail();
	const calendarOf = calendarsOf(context, calDav);
	const outcomes = new Map<number, ItemOutcome>();
	const writes: ItemToWrite[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		try {
			const event = readEventText(readEvent(context, itemIndex));
			writes.push({ itemIndex, event, calendar: await calendarOf(itemIndex) });
		} catch (error) {
			outcomes.set(itemIndex, { error });
			// The items before it are written all the same, as if each was read only when its turn came.
			if (stopsAtFailure) break;
		}
	}
	for (const { write, result } of await upsertEvents(calDav, writes, { stopsAtFailure })) {
		outcomes.set(write.itemIndex, outcomeOf(result));
	}
	return outcomes;
}

function outcomeOf(result: Result): ItemOutcome {
	try {
		return { jsons: [failOn(result)] };
	} catch (error) {
		return { error };
	}
}

function readEvent(context: IExecuteFunctions, itemIndex: number): EventText {
	if (context.getNodeParameter('source', itemIndex, 'fields') !== 'ics') {
		return readEventFields(context, itemIndex);
	}
	const ics: unknown = context.getNodeParameter('ics', itemIndex, '');
	if (typeof ics === 'string' && ics.trim() !== '') return { ics };
	throw new InputError(
		'The field "Event (iCalendar)" holds no text. Give it a VCALENDAR with one event, such as the field ics of Transform to VEVENT or before_ics of a deletion.',
	);
}
