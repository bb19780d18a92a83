/** Event: Get Many — the events of a calendar by time, text and last change. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { searchEvents } from '../../../../core/caldav/searchEvents';
import { InputError } from '../../../../core/errors';
import { instantOf } from '../../../shared/instantField';
import { limitOf, returnAllFields } from '../../../shared/returnAllFields';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import { calendarLocator, calendarOf } from '../../calendarLocator';
import { inForm, simplifyField } from '../../eventForm';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get many events of a calendar',
	action: 'Get many events',
};

const show = { resource: ['event'], operation: ['getAll'] };
const displayOptions = { show };

export const description: INodeProperties[] = [
	{ ...calendarLocator(displayOptions), description: 'The calendar to look into' },
	...returnAllFields({ displayOptions }),
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. {{ $today }}',
		description:
			'Only events of which any part is after this; empty for all. Days are those of the time zone of the workflow.',
		displayOptions,
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. {{ $today.plus({ days: 7 }) }}',
		description: 'Only events of which any part is before this; empty for all',
		displayOptions,
	},
	{
		displayName: 'Expand Series',
		name: 'expandSeries',
		type: 'boolean',
		default: true,
		description:
			'Whether each occurrence of a repeating event is an item of its own. Needs "To"; without it a series is one item, with its first start.',
		displayOptions,
	},
	simplifyField(displayOptions),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'Further conditions, all of which must hold',
		options: [
			{
				displayName: 'Changed Since',
				name: 'changedSince',
				type: 'dateTime',
				default: '',
				placeholder: 'e.g. {{ $now.minus({ hours: 1 }) }}',
				description:
					'Only events that were changed at this time or later, as they say themselves; an event that does not tell passes',
			},
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				default: '',
				placeholder: 'e.g. dentist',
				description: 'Only events with this text in title, description or location, in any case',
			},
		],
		displayOptions,
	},
];

interface Filters {
	readonly changedSince?: unknown;
	readonly text?: unknown;
}

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	return [
		await runItems(context, async (itemIndex) => {
			const calendar = await calendarOf(context, calDav, { itemIndex });
			const { changedSince, text } = context.getNodeParameter('filters', itemIndex, {}) as Filters;
			const events = await searchEvents(calDav, calendar, {
				...rangeOf(context, itemIndex),
				zone: context.getTimezone(),
				text: String(text ?? ''),
				changedSince: millisecondsOf(context, 'Changed Since', changedSince),
				expandsSeries: context.getNodeParameter('expandSeries', itemIndex, true) === true,
			});
			return events.slice(0, limitOf(context, itemIndex)).map((event) => inForm(context, itemIndex, event));
		}),
	];
}

function rangeOf(context: IExecuteFunctions, itemIndex: number) {
	const from = millisecondsOf(context, 'From', context.getNodeParameter('from', itemIndex, ''));
	const to = millisecondsOf(context, 'To', context.getNodeParameter('to', itemIndex, ''));
	if (from !== null && to !== null && to <= from) {
		throw new InputError(
			'"To" is not after "From", so no event can lie between them. Correct one of the two.',
		);
	}
	return { from, to };
}

function millisecondsOf(context: IExecuteFunctions, field: string, value: unknown): number | null {
	if (value === '' || value === null || value === undefined) return null;
	const instant = instantOf(value, context.getTimezone());
	if (instant !== null) return Date.parse(instant);
	throw new InputError(
		`"${field}" is "${String(value).slice(0, 40)}", which is no date and time. Use one such as 2026-12-04T09:00 or an expression such as {{ $now }}.`,
	);
}
