/**
 * Compares what Plane asks for with what the calendars hold. Pure; nothing is written here, and nothing is
 * concluded to be gone: an event without a work item becomes a question (`missing`).
 */
import { isLater } from '../instant';
import type { DeleteItem, EventItem, ProjectBatch, UpsertItem } from '../event/types';
import type { Scope } from '../icalendar/ownership';
import { idOfUid } from '../icalendar/scope';
import { decideDelete, decideUpsert, isOutdated } from './decide';
import { matchEvents } from './matchEvents';
import type { Action, ActualEvent } from './types';

/**
 * Every intended step for one project, in no particular order.
 *
 * @param ours our events in the project's targets and in the other calendars that may hold some.
 */
export function diff(batch: ProjectBatch, ours: readonly ActualEvent[]): Action[] {
	const idOf = ({ uid }: { readonly uid: string }): string => idOfUid(uid, batch.scope) ?? uid;
	const desired = groupBy(batch.events, idOf);
	const actual = groupBy(ours, idOf);
	const wanted = [...desired].flatMap(([id, items]) => actionsForWorkItem(items, actual.get(id) ?? []));
	const unwanted = ours.filter((event) => !desired.has(idOf(event)));
	return [...wanted, ...actionsForUnwanted(batch, unwanted)];
}

/** Of an item that was read twice the last reading counts. */
function actionsForWorkItem(items: readonly EventItem[], events: readonly ActualEvent[]): Action[] {
	const last = items.at(-1);
	switch (last?.action) {
		case undefined:
			return [];
		case 'upsert':
			return actionsForUpserts(latestOf(items, last), events);
		case 'delete':
			return events.map((actual) => actionForDelete(last, actual));
		case 'skip':
			return [
				{
					kind: 'skip',
					uid: last.uid,
					actual: events[0] ?? null,
					reason: last.reason,
					...(last.failure && { failure: last.failure }),
				},
			];
	}
}

/** The items of one reading, each for another calendar. */
function latestOf(items: readonly EventItem[], { revision }: UpsertItem): UpsertItem[] {
	const upserts = items.flatMap((item) => (item.action === 'upsert' ? [item] : []));
	const latest = upserts.filter((item) => item.revision === revision);
	return [...new Map(latest.map((item) => [item.calendar.slug, item])).values()];
}

function actionsForUpserts(items: readonly UpsertItem[], events: readonly ActualEvent[]): Action[] {
	const { exact, moves, unmatched, left } = matchEvents(items, events);
	const known = exact.map(({ item, actual }) => actionForKnown(item, actual));
	// Where the item belongs was learnt after it was read; a later reading tells.
	if (items.some((item) => events.some(({ revision }) => isOutdated(item, revision)))) {
		const waiting = [...moves.map(({ actual }) => actual), ...left];
		return [...known, ...waiting.map(staleEvent), ...unmatched.map(staleItem)];
	}
	return [
		...known,
		...moves.map(({ item, actual }): Action => ({ kind: 'move', item, actual, target: item.calendar })),
		...unmatched.map((item): Action => ({ kind: 'create', item, target: item.calendar })),
		...left.flatMap((actual) => actionForLeft(items, actual)),
	];
}

const staleEvent = (actual: ActualEvent): Action => ({
	kind: 'skip',
	uid: actual.uid,
	actual,
	reason: 'stale',
});

const staleItem = ({ uid }: UpsertItem): Action => ({ kind: 'skip', uid, actual: null, reason: 'stale' });

/** An event too many: a second one in a calendar that is to hold one, or one in a calendar that is to hold none. */
function actionForLeft([item, ...others]: readonly UpsertItem[], actual: ActualEvent): Action[] {
	if (item === undefined) return [];
	const isDuplicate = [item, ...others].some(({ calendar }) => calendar.slug === actual.targetSlug);
	return [{ kind: 'delete', item, actual, reason: isDuplicate ? 'duplicate' : 'rerouted' }];
}

function actionForKnown(item: UpsertItem, actual: ActualEvent): Action {
	const decision = decideUpsert(actual.ics, item);
	const reason = decision.reason === undefined ? {} : { reason: decision.reason };
	switch (decision.kind) {
		case 'create':
		case 'update':
			return { kind: 'update', item, actual, changes: decision.changes, ...reason };
		case 'keep':
			return { kind: 'keep', item, actual, ...reason };
		case 'skip':
		case 'delete':
			return { kind: 'skip', uid: item.uid, actual, reason: decision.reason ?? decision.kind };
	}
}

function actionForDelete(item: DeleteItem, actual: ActualEvent): Action {
	const decision = decideDelete(actual.ics, item);
	return decision.kind === 'delete'
		? { kind: 'delete', item, actual, reason: item.reason }
		: { kind: 'skip', uid: item.uid, actual, reason: decision.reason ?? decision.kind };
}

/** Absence is a question: only a complete snapshot asks it, and only of events it could have seen. */
function actionsForUnwanted(batch: ProjectBatch, events: readonly ActualEvent[]): Action[] {
	if (batch.snapshot.status !== 'complete') return [];
	return events.map((actual): Action => {
		if (isLater(actual.revision, batch.snapshot.taken_at)) {
			return { kind: 'skip', uid: actual.uid, actual, reason: 'newer_than_snapshot' };
		}
		return { kind: 'missing', missing: missingOf(batch.project, batch.scope, actual) };
	});
}

function missingOf(
	project: ProjectBatch['project'],
	scope: Scope,
	{ uid, calendar, href, etag, revision }: ActualEvent,
) {
	return {
		uid,
		work_item_id: idOfUid(uid, scope) ?? uid,
		project,
		found_in: { calendar, href, etag, revision },
	};
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const thing of things) {
		const key = keyOf(thing);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [thing]);
		else group.push(thing);
	}
	return groups;
}
