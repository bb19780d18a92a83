/** The choice of one calendar of the account for what would otherwise go into a calendar per project. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { InputError } from '../../core/errors';
import { calendarLocator, calendarOf } from './calendarLocator';

interface Shown {
	readonly displayOptions: { readonly show: { readonly resource: string[]; readonly operation: string[] } };
	/** Whether each input item is of one project, so that an expression can choose by it. @default true */
	readonly isPerProject?: boolean;
}

export const existingCalendarFields = ({ displayOptions, isPerProject = true }: Shown): INodeProperties[] => [
	{
		displayName: 'Use an Existing Calendar',
		name: 'useExistingCalendar',
		type: 'boolean',
		default: false,
		description:
			'Whether to write all events into a calendar you choose, whatever "Calendars" says: for servers on which none can be created (Posteo) or only a few (Nextcloud). Several projects may share it. It is not renamed, and what else is in it is left alone. Events in calendars made before are moved by the next reconcile or look at a whole project. Choose the same in every Apply, Reconcile and Sync to Calendar.',
		displayOptions,
	},
	{
		...calendarLocator({ show: { ...displayOptions.show, useExistingCalendar: [true] } }),
		description:
			'The calendar for all events.' +
			(isPerProject ? ' For one per project use an expression on <code>$json.project.id</code>.' : ''),
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
