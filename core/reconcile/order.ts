/** The order in which a plan is carried out: what people look at next comes first, removals come last. */
import { DateTime } from 'luxon';
import { readProperty } from '../icalendar/reader';
import type { Action } from './types';

const rank = (action: Action): number => (action.kind === 'delete' ? 1 : 0);

/** Days between an event's first day and `now`, 0 where nothing is written; one whose date cannot be read comes last. */
function distanceInDays(action: Action, now: DateTime): number {
	if (action.kind === 'keep') return 0;
	if (!('item' in action) || action.item.ics === null) return Number.MAX_SAFE_INTEGER;
	const start = DateTime.fromISO((readProperty(action.item.ics, 'DTSTART') ?? '').slice(0, 8), {
		zone: 'utc',
	});
	return start.isValid ? Math.abs(start.diff(now, 'days').days) : Number.MAX_SAFE_INTEGER;
}

/** @param now milliseconds since the epoch. */
export function inOrder<Some extends Action>(actions: readonly Some[], now: number): Some[] {
	const today = DateTime.fromMillis(now, { zone: 'utc' }).startOf('day');
	return actions
		.map((action) => ({ action, rank: rank(action), distance: distanceInDays(action, today) }))
		.sort((a, b) => a.rank - b.rank || a.distance - b.distance)
		.map(({ action }) => action);
}
