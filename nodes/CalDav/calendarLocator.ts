/** The field that picks a calendar: from a list, by name or by address. */
import type { IExecuteFunctions, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';
import { calendarAt } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { InputError, toFailure } from '../../core/errors';
import { toNodeError } from '../shared/toNodeError';

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

/** What was entered: how the calendar is named, and its name or address. */
interface Chosen {
	readonly mode: string;
	readonly text: string;
}

/** @throws {InputError} when no calendar, or more than one, has that name; {DavError} when it cannot be read. */
export async function calendarOf(
	context: IExecuteFunctions,
	calDav: CalDavContext,
	{ itemIndex, field = 'calendar' }: { readonly itemIndex: number; readonly field?: string },
): Promise<Calendar> {
	return await calendarBehind(calDav, chosenCalendar(context, itemIndex, field));
}

/** The same for many items: each calendar is looked for once, however many items name it. */
export function calendarsOf(
	context: IExecuteFunctions,
	calDav: CalDavContext,
): (itemIndex: number) => Promise<Calendar> {
	const calendars = new Map<string, Promise<Calendar>>();
	return async (itemIndex) => {
		const chosen = chosenCalendar(context, itemIndex);
		const key = JSON.stringify(chosen);
		const calendar = calendars.get(key) ?? calendarBehind(calDav, chosen);
		calendars.set(key, calendar);
		return await calendar;
	};
}

/** The same where a calendar that is not there is an answer: null. */
export async function calendarIfAny(
	context: IExecuteFunctions,
	calDav: CalDavContext,
	itemIndex: number,
): Promise<Calendar | null> {
	const chosen = chosenCalendar(context, itemIndex);
	if (chosen.mode === 'name') return await calendarNamed(calDav, chosen.text);
	try {
		return await calendarAt(calDav, chosen.text);
	} catch (error) {
		if (toFailure(error).status === 404 || toFailure(error).status === 410) return null;
		throw toNodeError(context.getNode(), error, itemIndex);
	}
}

/** The calendar that is chosen in the editor, or null while none is. */
export async function calendarInEditor(
	context: ILoadOptionsFunctions,
	calDav: CalDavContext,
): Promise<Calendar | null> {
	const chosen = readChoice(context.getCurrentNodeParameter('calendar'));
	return chosen.text === '' ? null : await calendarBehind(calDav, chosen);
}

/** What was entered, trimmed. @throws {InputError} when that is nothing. */
export function chosenCalendar(context: IExecuteFunctions, itemIndex: number, field = 'calendar'): Chosen {
	const chosen = readChoice(context.getNodeParameter(field, itemIndex));
	if (chosen.text === '') throw new InputError('No calendar is chosen. Pick one in the field "Calendar".');
	return chosen;
}

/** Expressions can give anything. */
function readChoice(choice: unknown): Chosen {
	const { mode, value } = (choice ?? {}) as { readonly mode?: unknown; readonly value?: unknown };
	return { mode: String(mode), text: String(value ?? '').trim() };
}

async function calendarBehind(calDav: CalDavContext, { mode, text }: Chosen): Promise<Calendar> {
	if (mode !== 'name') return await calendarAt(calDav, text);
	const calendar = await calendarNamed(calDav, text);
	if (calendar !== null) return calendar;
	throw new InputError(
		`No calendar of this account is called "${text}". Pick one from the list or enter its URL.`,
	);
}

async function calendarNamed(calDav: CalDavContext, name: string): Promise<Calendar | null> {
	const { calendars } = await discoverCalendars(calDav);
	const [calendar, ...others] = calendars.filter((known) => known.name === name);
	if (others.length === 0) return calendar ?? null;
	throw new InputError(
		`More than one calendar of this account is called "${name}". Pick one from the list or enter its URL.`,
	);
}
