/** The choice of one calendar of the account for what would otherwise go into a calendar per project. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { InputError } from '../../core/errors';
import { calendarLocator, calendarOf } from './calendarLocator';

interface Shown {
	readonly displayOptions: { readonly show: { readonly resource: string[]; readonly operation: string[] } };
}

export const existingCalendarFields = ({ displayOptions }: Shown): INodeProperties[] => [
	{
		displayName: 'Use an Existing Calendar',
		name: 'useExistingCalendar',
		type: 'boolean',
		default: false,
		description:
			'Whether to write into a calendar you choose instead of one per project: for servers on which none can be created (Posteo) or only a few (Nextcloud). Several projects may share it. It is neither renamed nor marked, and events of other people in it are left alone. Events in calendars made before are moved by the next Reconcile. Choose the same in Apply and Reconcile.',
		displayOptions,
	},
	{
		...calendarLocator({ show: { ...displayOptions.show, useExistingCalendar: [true] } }),
		description:
			'The calendar for all events. For one per project use an expression on <code>$json.project.id</code>.',
	},
];

/** The context for one item, with the calendar that was chosen for it, if one was. */
export function forItem(context: IExecuteFunctions, calDav: CalDavContext, itemIndex: number): CalDavContext {
	if (context.getNodeParameter('useExistingCalendar', itemIndex, false) !== true) return calDav;
	return {
		...calDav,
		chosenCalendar: async (current) => usable(await calendarOf(context, current, { itemIndex })),
	};
}

function usable(calendar: Calendar): Calendar {
	const { name, takesEvents, writable } = calendar;
	if (takesEvents && writable) return calendar;
	throw new InputError(
		`The calendar "${name}" ${takesEvents ? 'may only be read by this account' : 'takes no events'}. Choose another in the field "Calendar".`,
	);
}
