/**
 * Carries out a plan: the only place where a reconcile writes. A failure stays inside its event; when the time
 * is up, what is left becomes `pending` for the next run.
 */
import { ensureCalendar } from '../caldav/calendars';
import { moveObject } from '../caldav/moveEvent';
import { writeObject } from '../caldav/writeEvent';
import type { CalDavContext, Calendar, Decision } from '../caldav/types';
import { mapConcurrently } from '../http/limit';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { hrefOfUid } from '../webdav/href';
import { decideDelete, decideUpsert } from './decide';
import { inOrder } from './order';
import { quietResult, resultOf } from './result';
import type { Action, ActualEvent, CalendarRef, Plan, Result } from './types';

/** How many events are written at the same time. */
const WRITES_AT_ONCE = 4;

export interface ApplyOptions {
	readonly scope: Scope;
	/** Milliseconds since the epoch after which no further write begins. */
	readonly stopAt: number;
}

/** Removals begin only when everything else is written; one result per action but the missing ones. */
export async function apply(context: CalDavContext, plan: Plan, options: ApplyOptions): Promise<Result[]> {
	const results: Result[] = [];
	const writes: Write[] = [];
	for (const action of plan.actions) {
		if (isWrite(action)) writes.push(action);
		else if (action.kind === 'keep' || action.kind === 'skip') results.push(resultWithoutWrite(action));
	}
	const calendarOf = ensureOnce(context, options.scope);
	const run = (action: Write) => write(context, action, { ...options, calendarOf });
	const ordered = inOrder(writes, context.now());
	const removals = ordered.filter((action) => action.kind === 'delete');
	const others = ordered.filter((action) => action.kind !== 'delete');
	results.push(...(await mapConcurrently(others, WRITES_AT_ONCE, run)));
	results.push(...(await mapConcurrently(removals, WRITES_AT_ONCE, run)));
	return results;
}

/** Finds or creates each target once, however many events go into it. */
function ensureOnce(context: CalDavContext, scope: Scope): (target: CalendarTarget) => Promise<Calendar> {
	const ensured = new Map<string, Promise<Calendar>>();
	return (target) => {
		const known = ensured.get(target.slug);
		if (known !== undefined) return known;
		const calendar = ensureCalendar(context, target, scope).then((found) => found.calendar);
		ensured.set(target.slug, calendar);
		return calendar;
	};
}

type ActionOptions = ApplyOptions & { readonly calendarOf: (target: CalendarTarget) => Promise<Calendar> };

type Write = Exclude<Action, { readonly kind: 'missing' | 'keep' | 'skip' }>;

const isWrite = (action: Action): action is Write =>
	action.kind !== 'missing' && action.kind !== 'keep' && action.kind !== 'skip';

function resultWithoutWrite(action: Extract<Action, { readonly kind: 'keep' | 'skip' }>): Result {
	if (action.kind === 'keep') return quietResult(subjectOf(action.actual), 'unchanged', action.reason);
	const subject =
		action.actual === null ? { uid: action.uid, calendar: null, href: null } : subjectOf(action.actual);
	return {
		...quietResult(subject, 'skipped', action.reason),
		...(action.failure && { failure: action.failure }),
	};
}

async function write(context: CalDavContext, action: Write, options: ActionOptions): Promise<Result> {
	const subject =
		action.kind === 'create'
			? { uid: action.item.uid, calendar: null, href: null }
			: subjectOf(action.actual);
	if (context.now() >= options.stopAt) return quietResult(subject, 'pending', 'time_is_up');
	switch (action.kind) {
		case 'create':
			return await create(context, action, options);
		case 'update':
			return await resultOf(subject, context.now, () =>
				writeObject(context, {
					href: action.actual.href,
					known: action.actual,
					decide: (stored) => decideUpsert(stored, action.item),
				}),
			);
		case 'move':
			return await move(context, action, options);
		case 'delete':
			return await resultOf(subject, context.now, () =>
				writeObject(context, {
					href: action.actual.href,
					known: action.actual,
					decide: (stored) => decideRemoval(stored, action),
				}),
			);
	}
}

async function create(
	context: CalDavContext,
	{ item, target }: Extract<Action, { readonly kind: 'create' }>,
	{ calendarOf }: ActionOptions,
): Promise<Result> {
	let calendar: CalendarRef | null = null;
	const result = await resultOf({ uid: item.uid, calendar, href: null }, context.now, async () => {
		const { url, name } = await calendarOf(target);
		calendar = { url, name };
		const href = hrefOfUid(url, item.uid);
		return await writeObject(context, { href, known: null, decide: (stored) => decideUpsert(stored, item) });
	});
	return { ...result, calendar };
}

async function move(
	context: CalDavContext,
	{ item, actual, target }: Extract<Action, { readonly kind: 'move' }>,
	{ calendarOf }: ActionOptions,
): Promise<Result> {
	let calendar = actual.calendar;
	const { uid } = item;
	const result = await resultOf({ ...subjectOf(actual), uid }, context.now, async () => {
		const to = await calendarOf(target);
		calendar = { url: to.url, name: to.name };
		return await moveObject(context, {
			from: actual,
			to,
			uid,
			formerUid: actual.uid,
			// The target was read and has it not; a copy never overwrites what came meanwhile, but a MOVE would.
			targetIsFree: actual.uid !== uid,
			decide: (stored) => decideUpsert(stored, item),
		});
	});
	return { ...result, calendar };
}

function decideRemoval(
	stored: string | null,
	{ item, reason }: Extract<Action, { readonly kind: 'delete' }>,
): Decision {
	const decision = decideDelete(stored, item);
	return decision.kind === 'delete' ? { kind: 'delete', reason } : decision;
}

const subjectOf = ({ uid, calendar, href }: ActualEvent) => ({ uid, calendar, href });
