/** A plan as people read it before anything is done: which event, which day, which calendar, why. Pure. */
import { readEvent } from '../icalendar/reader';
import type { PropertyChange } from '../icalendar/ownership';
import { inOrder } from './order';
import { quietResult } from './result';
import type { Action, ActualEvent, CalendarRef, Plan, PlannedAction, Result } from './types';

export interface Surroundings {
	/** Our events, those the plan names among them. */
	readonly events: readonly ActualEvent[];
	/** The calendars that are there already, by the slug of the target they stand for. */
	readonly places: ReadonlyMap<string, CalendarRef>;
}

export interface Foreseen {
	/** Nearest dates first, removals last; what stays as it is is not listed. */
	readonly planned: readonly PlannedAction[];
	/** What the results would be, for the counts of the report. */
	readonly results: readonly Result[];
}

/** @param now milliseconds since the epoch. */
export function foresee({ actions }: Plan, surroundings: Surroundings, now: number): Foreseen {
	const byHref = new Map(surroundings.events.map((event) => [event.href, event]));
	const ordered = inOrder(actions, now);
	return {
		planned: ordered.flatMap((action) => plannedOf(action, surroundings.places, byHref) ?? []),
		results: ordered.flatMap((action) => resultOf(action) ?? []),
	};
}

type ByHref = ReadonlyMap<string, ActualEvent>;

function plannedOf(action: Action, places: Surroundings['places'], byHref: ByHref): PlannedAction | null {
	switch (action.kind) {
		case 'create':
		case 'move': {
			const { item, target } = action;
			const calendar = places.get(target.slug) ?? { url: null, name: target.name };
			return {
				action: action.kind,
				reason: action.kind === 'create' ? 'not_in_calendar' : 'in_other_calendar',
				...subjectOf(item.uid, item.ics),
				calendar,
				...(action.kind === 'move' && { from: action.actual.calendar }),
				changes: [],
			};
		}
		case 'update': {
			const { item, actual, changes, reason = 'changed' } = action;
			return plannedRow('update', reason, {
				uid: item.uid,
				ics: item.ics,
				calendar: actual.calendar,
				changes,
			});
		}
		case 'delete':
			return plannedRow('delete', action.reason, { ...action.actual });
		case 'missing': {
			const { uid, found_in: found } = action.missing;
			const ics = byHref.get(found.href)?.ics ?? '';
			return plannedRow('ask', 'not_in_snapshot', { uid, ics, calendar: found.calendar });
		}
		case 'skip':
			return action.reason === 'refused' && action.actual !== null
				? plannedRow('hold_back', 'refused', { ...action.actual })
				: null;
		case 'keep':
			return null;
	}
}

interface Row {
	readonly uid: string;
	readonly ics: string;
	readonly calendar: CalendarRef;
	readonly changes?: readonly PropertyChange[];
}

/** One line of the plan about an event that is there already. */
export const plannedRow = (
	action: PlannedAction['action'],
	reason: string,
	{ uid, ics, calendar, changes = [] }: Row,
): PlannedAction => ({ action, reason, ...subjectOf(uid, ics), calendar, changes });

/** Title and first day as the text has them. */
function subjectOf(uid: string, ics: string): Pick<PlannedAction, 'uid' | 'title' | 'date'> {
	const { properties } = readEvent(ics);
	const day = /^(\d{4})(\d\d)(\d\d)/.exec(properties.get('DTSTART') ?? '');
	return { uid, title: properties.get('SUMMARY') ?? '', date: day && `${day[1]}-${day[2]}-${day[3]}` };
}

const OPERATIONS = {
	create: 'created',
	update: 'updated',
	move: 'moved',
	delete: 'deleted',
	keep: 'unchanged',
	skip: 'skipped',
} as const;

function resultOf(action: Action): Result | null {
	if (action.kind === 'missing') return null;
	const actual = 'actual' in action ? action.actual : null;
	const uid = action.kind === 'skip' ? action.uid : action.item.uid;
	const subject = { uid, calendar: actual?.calendar ?? null, href: actual?.href ?? null };
	return {
		...quietResult(subject, OPERATIONS[action.kind], 'reason' in action ? action.reason : undefined),
		...(action.kind === 'skip' && action.failure && { failure: action.failure }),
	};
}
