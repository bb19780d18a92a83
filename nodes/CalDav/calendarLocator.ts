/** The field that picks a calendar: from a list, by name or by address. */
import type { IExecuteFunctions, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';
import { calendarAt } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { InputError } from '../../core/errors';

export const calendarLocator = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
	displayName: 'Calendar',
	name: 'calendar',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The calendar the event is in',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a calendar…',
			typeOptions: { searchListMethod: 'searchCalendars', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Plane: Website relaunch' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://dav.example.com/calendars/ada/team/',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^https?://.+',
						errorMessage: 'The address of a calendar begins with https://',
					},
				},
			],
		},
	],
	...(displayOptions && { displayOptions }),
});

/** What the field holds: how the calendar is named, and its name or address. */
export interface CalendarChoice {
	readonly mode: string;
	readonly value: unknown;
}

/** @throws {InputError} when no calendar, or more than one, has that name; {DavError} when it cannot be read. */
export async function calendarOf(
	context: IExecuteFunctions,
	calDav: CalDavContext,
	{ itemIndex, field = 'calendar' }: { readonly itemIndex: number; readonly field?: string },
): Promise<Calendar> {
	const choice = context.getNodeParameter(field, itemIndex) as unknown as CalendarChoice;
	return await findChosen(calDav, choice);
}

/** The calendar that is chosen in the editor, or null while none is. */
export async function chosenCalendar(
	context: ILoadOptionsFunctions,
	calDav: CalDavContext,
): Promise<Calendar | null> {
	const choice = context.getCurrentNodeParameter('calendar') as unknown as CalendarChoice | undefined;
	return choice === undefined || isEmpty(choice) ? null : await findChosen(calDav, choice);
}

const isEmpty = ({ value }: CalendarChoice): boolean => String(value ?? '').trim() === '';

async function findChosen(calDav: CalDavContext, { mode, value }: CalendarChoice): Promise<Calendar> {
	const text = String(value ?? '').trim();
	if (text === '') throw new InputError('No calendar is chosen. Pick one in the field "Calendar".');
	if (mode !== 'name') return await calendarAt(calDav, text);
	const { calendars } = await discoverCalendars(calDav);
	const named = calendars.filter((calendar) => calendar.name === text);
	const [calendar] = named;
	if (calendar === undefined || named.length > 1) {
		const problem = named.length === 0 ? 'No calendar' : 'More than one calendar';
		throw new InputError(
			`${problem} of this account is called "${text}". Pick one from the list or enter its URL.`,
		);
	}
	return calendar;
}
