/**
 * Compares what Plane asks for with what the calendars hold. Pure; nothing is written here, and nothing is
 * concluded to be gone: an event without a work item becomes a question (`missing`).
 */
import { isLater } from '../instant';
import type { DeleteItem, EventItem, ProjectBatch, UpsertItem } from '../event/types';
import type { Scope } from '../icalendar/ownership';
import { idOfUid } from '../icalendar/scope';
import { hrefOfUid, parentOf, sameHref } from '../webdav/href';
import { decideDelete, decideUpsert } from './decide';
import type { Action, ActualEvent } from './types';

/**
 * Every intended step for one project, in no particular order.
 *
 * @param ours our events in the project's targets and in the other calendars marked as the project's.
 */
export function diff(batch: ProjectBatch, ours: readonly ActualEvent[]): Action[] {
	const desired = new Map(batch.events.map((item) => [item.uid, item]));
	const byUid = groupByUid(ours);
	const wanted = [...desired.values()].flatMap((item) => actionsForItem(item, byUid.get(item.uid) ?? []));
	const unwanted = ours.filter(({ uid }) => !desired.has(uid));
	return [...wanted, ...actionsForUnwanted(batch, unwanted)];
}

function actionsForItem(item: EventItem, events: readonly ActualEvent[]): Action[] {
	switch (item.action) {
		case 'upsert':
			return actionsForUpsert(item, events);
		case 'delete':
			return events.map((actual) => actionForDelete(item, actual));
		case 'skip':
			return [
				{
					kind: 'skip',
					uid: item.uid,
					actual: events[0] ?? null,
					reason: item.reason,
					...(item.failure && { failure: item.failure }),
				},
			];
	}
}

function actionsForUpsert(item: UpsertItem, events: readonly ActualEvent[]): Action[] {
	const inTarget = events.filter((event) => event.targetSlug === item.calendar.slug);
	const kept = inTarget.find(isAtDerivedHref) ?? inTarget[0] ?? events[0];
	if (kept === undefined) return [{ kind: 'create', item, target: item.calendar }];
	const copies = events.filter((event) => event !== kept);
	const first: Action =
		kept.targetSlug === item.calendar.slug
			? actionForKnown(item, kept)
			: { kind: 'move', item, actual: kept, target: item.calendar };
	return [first, ...copies.map((actual): Action => ({ kind: 'delete', item, actual, reason: 'duplicate' }))];
}

const isAtDerivedHref = ({ href, uid }: ActualEvent): boolean =>
	sameHref(href, hrefOfUid(parentOf(href), uid));

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

function groupByUid(events: readonly ActualEvent[]): Map<string, ActualEvent[]> {
	const groups = new Map<string, ActualEvent[]>();
	for (const event of events) {
		const group = groups.get(event.uid);
		if (group === undefined) groups.set(event.uid, [event]);
		else group.push(event);
	}
	return groups;
}
