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
	// Where nothing is handed on anyway there is nothing to refuse.
	if (policy.writes === 'create_and_update') return { actions: proposal.map(withoutRemovals), refused: null };
	const refusal = refuseMassMissing(proposal, ours, policy.allowMissing);
	if (refusal === null) return { actions: proposal, refused: null };
	const byHref = new Map(ours.map((event) => [event.href, event]));
	return { actions: proposal.map((action) => refuse(action, refusal, byHref)), refused: refusal.refused };
}

/**
 * Too many in one calendar, or too many in all of the project's calendars together: where each person has a
 * calendar, no single one may be conspicuous.
 */
function refuseMassMissing(
	proposal: readonly Action[],
	ours: readonly ActualEvent[],
	allowMissing: number,
): Refusal | null {
	const missing = countByCalendar(
		proposal.flatMap((action) => (action.kind === 'missing' ? [action.missing.found_in.calendar.url] : [])),
	);
	const held = countByCalendar(ours.map((event) => event.calendar.url));
	const heldIn = (url: string): number => held.get(url) ?? 0;
	const conspicuous = [...missing.keys()].filter((url) => isMass(missing.get(url) ?? 0, heldIn(url)));
	const isMassInAll = isMass(sum([...missing.values()]), ours.length);
	const calendarUrls = isMassInAll ? [...missing.keys()] : conspicuous;
	const refused = sum(calendarUrls.map((url) => missing.get(url) ?? 0));
	if (refused <= allowMissing) return null;
	const of = isMassInAll ? ours.length : sum(calendarUrls.map(heldIn));
	return { refused: refusedOf(refused, of), calendarUrls: new Set(calendarUrls) };
}

const isMass = (missing: number, held: number): boolean =>
	missing >= MISSING_FLOOR && missing > MISSING_SHARE * held;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const refusedOf = (missing: number, of: number): Refused => ({
	missing,
	of,
	message:
		`${missing} of ${of} events are missing in Plane at once. They were held back: Plane was not asked about them ` +
		`and none was removed. If that many were deleted, archived or moved, enter ${missing} in "Allow Up to This ` +
		'Many Missing" for one run; if not, look in Plane at what the user of the API key can see.',
});

function refuse(action: Action, { calendarUrls }: Refusal, byHref: ReadonlyMap<string, ActualEvent>): Action {
	if (action.kind !== 'missing') return action;
	const { uid, found_in: found } = action.missing;
	if (!calendarUrls.has(found.calendar.url)) return action;
	return { kind: 'skip', uid, actual: byHref.get(found.href) ?? null, reason: 'refused' };
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
