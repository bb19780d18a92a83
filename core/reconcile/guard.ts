/**
 * The refusing step between a finished proposal and its application: too many missing events at once are not
 * handed on, and a policy filters what may be written. Pure.
 */
import type { Action, ActualEvent, Plan, Policy, Refused } from './types';

/** Below this many missing events in a calendar nothing is refused, whatever their share. */
export const MISSING_FLOOR = 25;
/** Above this share of a calendar's events, missing ones are not handed on. */
export const MISSING_SHARE = 0.3;

interface Refusal {
	readonly refused: Refused;
	readonly calendarUrls: ReadonlySet<string>;
}

/** @param ours the project's own events as the calendars hold them, from which the shares are taken. */
export function guard(proposal: readonly Action[], ours: readonly ActualEvent[], policy: Policy): Plan {
	const refusal = refuseMassMissing(proposal, ours, policy.allowMissing);
	const actions = proposal
		.map((action) => refuse(action, refusal))
		.map((action) => (policy.writes === 'create_and_update' ? withoutRemovals(action) : action));
	return { actions, refused: refusal?.refused ?? null };
}

function refuseMassMissing(
	proposal: readonly Action[],
	ours: readonly ActualEvent[],
	allowMissing: number,
): Refusal | null {
	const missing = countByCalendar(
		proposal.flatMap((action) => (action.kind === 'missing' ? [action.missing.found_in.calendar.url] : [])),
	);
	const total = [...missing.values()].reduce((sum, count) => sum + count, 0);
	if (total <= allowMissing) return null;
	const held = countByCalendar(ours.map((event) => event.calendar.url));
	const refused = [...missing].filter(([url, count]) => {
		return count >= MISSING_FLOOR && count > MISSING_SHARE * (held.get(url) ?? count);
	});
	if (refused.length === 0) return null;
	return {
		refused: {
			missing: refused.reduce((sum, [, count]) => sum + count, 0),
			of: refused.reduce((sum, [url, count]) => sum + (held.get(url) ?? count), 0),
		},
		calendarUrls: new Set(refused.map(([url]) => url)),
	};
}

function refuse(action: Action, refusal: Refusal | null): Action {
	if (refusal === null || action.kind !== 'missing') return action;
	if (!refusal.calendarUrls.has(action.missing.found_in.calendar.url)) return action;
	return { kind: 'skip', uid: action.missing.uid, actual: null, reason: 'refused' };
}

function withoutRemovals(action: Action): Action {
	if (action.kind === 'delete') {
		return { kind: 'skip', uid: action.actual.uid, actual: action.actual, reason: 'policy' };
	}
	if (action.kind === 'missing') {
		return { kind: 'skip', uid: action.missing.uid, actual: null, reason: 'policy' };
	}
	return action;
}

function countByCalendar(urls: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const url of urls) counts.set(url, (counts.get(url) ?? 0) + 1);
	return counts;
}
