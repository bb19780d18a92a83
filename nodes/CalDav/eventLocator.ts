/** The fields that name one event: its calendar, and the event from a list, by its UID or by its address. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readObject } from '../../core/caldav/readEvent';
import type { CalDavContext, Calendar, StoredObject } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import { DavError, InputError } from '../../core/errors';
import { parentOf, resolveLink, sameHref } from '../../core/webdav/href';
import { calendarLocator, calendarOf } from './calendarLocator';

export const eventLocator = (displayOptions: INodeProperties['displayOptions']): INodeProperties[] => [
	calendarLocator(displayOptions),
	{
		displayName: 'Event',
		name: 'event',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The event. The list shows the coming year of the chosen calendar and searches titles.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an event…',
				typeOptions: { searchListMethod: 'searchEventList', searchable: true },
			},
			{
				displayName: 'By UID',
				name: 'uid',
				type: 'string',
				placeholder: 'e.g. 20261204-42@example.com',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://dav.example.com/calendars/ada/team/42.ics',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^https?://.+',
							errorMessage:
								'The address of an event begins with https://. The field href of a result has it.',
						},
					},
				],
			},
		],
		...(displayOptions && { displayOptions }),
	},
];

/** An event as it was named, before anybody looked whether it is there. */
export interface NamedEvent {
	readonly calendar: Calendar;
	/** As it was named: its UID, or its address. */
	readonly name: string;
	/** The object, or null where the calendar has none. */
	readonly object: StoredObject | null;
}

/** @throws {InputError} when nothing is named; {DavError} when the calendar cannot be read. */
export async function eventOf(
	context: IExecuteFunctions,
	calDav: CalDavContext,
	itemIndex: number,
): Promise<NamedEvent> {
	const { mode, value } = context.getNodeParameter('event', itemIndex) as { mode: string; value: unknown };
	const name = String(value ?? '').trim();
	if (name === '') throw new InputError('No event is named. Pick one in the field "Event" or enter its UID.');
	const calendar = await calendarOf(context, calDav, { itemIndex });
	if (mode === 'uid') {
		const [object = null] = await findByUid(calDav, calendar, name);
		return { calendar, name, object };
	}
	const href = resolveLink(name, calendar.url);
	if (!sameHref(parentOf(href), calendar.url)) {
		throw new InputError(
			`The event at ${new URL(href).pathname} is not in the calendar "${calendar.name}". Choose the calendar it is in.`,
		);
	}
	return { calendar, name, object: await readObject(calDav, href) };
}

/** For operations that need the event to be there. */
export const notFound = ({ calendar, name }: NamedEvent): DavError =>
	new DavError(
		`The calendar "${calendar.name}" has no event ${name}. It was deleted or moved, or is in another calendar.`,
		{ kind: 'not_found', status: 404 },
	);
