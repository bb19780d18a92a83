/**
 * What to do with one stored calendar object, decided from its text alone: the rules about order, ownership
 * and people's edits. Pure; knows no server.
 */
import type { Decision } from '../caldav/types';
import type { EventItem, UpsertItem } from '../event/types';
import { mergeCalendarObject, type Merged } from '../icalendar/merge';
import { readEvent, type EventReading } from '../icalendar/reader';
import { idOfUid, isOurs } from '../icalendar/scope';
import { isVerbatim } from '../icalendar/verbatim';
import { isLater, normalizeInstant } from '../instant';

type Judged = Pick<EventItem, 'uid' | 'scope' | 'revision' | 'read_at' | 'reason'>;

const NOBODY: ReadonlySet<string> = new Set();

const storedRevision = ({ properties }: EventReading, { scope }: Judged): string | null =>
	normalizeInstant(properties.get(scope.revision_property) ?? '');

/**
 * Whether what is stored came from a later state of the work item than the item itself: later than the item
 * was read and later than it was changed, so that after a restore from a backup the older truth, read now,
 * is none.
 *
 * @param revision of what is stored, normalised, or null where it has none.
 */
export function isOutdated(item: Pick<Judged, 'revision' | 'read_at'>, revision: string | null): boolean {
	const isBehind = item.revision === null || isLater(revision, item.revision);
	return isBehind && isLater(revision, item.read_at);
}

const isStale = (stored: EventReading, item: Judged): boolean =>
	isOutdated(item, storedRevision(stored, item));

/** Nearly all there is: neither the order of events nor people's edits need to be looked at. */
function isAsWritten(stored: string, { ics: desired, owned, uid, scope, revision }: UpsertItem): boolean {
	const required = [`UID:${uid}`, `${scope.revision_property}:${revision}`];
	return isVerbatim({ stored, desired, owned, required });
}

function decideMerged(merged: Merged, item: UpsertItem, isSameRevision: boolean): Decision {
	const { ics, changes, kept, setsBack = false } = merged;
	const reason = kept === undefined ? {} : { reason: kept };
	if (changes.length === 0) return { kind: 'keep', ...reason };
	// A delivery's names may be older than those the event was last written with.
	if (isSameRevision && item.source === 'delivery') return { kind: 'keep', reason: 'same_revision' };
	return { kind: 'update', ics, changes, ...(isSameRevision && setsBack ? { reason: 'reverted' } : reason) };
}

/**
 * Create, update, keep or skip. Reasons: `foreign` (another UID at this address), `stale`, `same_revision`
 * (a delivery cannot know more), `reverted` (sets back a person's edit), `series_kept`, `unreadable` (created
 * anew over a stored text that cannot be used).
 *
 * @throws {ICalendarError} when the item's own text is no calendar object.
 */
export function decideUpsert(stored: string | null, item: UpsertItem): Decision {
	if (stored === null) return { kind: 'create', ics: item.ics, changes: [] };
	if (isAsWritten(stored, item)) return { kind: 'keep' };
	const reading = readEvent(stored);
	if (reading.uid !== null && reading.uid !== item.uid) return { kind: 'skip', reason: 'foreign' };
	if (isStale(reading, item)) return { kind: 'skip', reason: 'stale' };
	if (!reading.isWhole) return { kind: 'create', ics: item.ics, changes: [], reason: 'unreadable' };
	const { ics: desired, owned, uid } = item;
	const merged = mergeCalendarObject({ stored, desired, owned, uid });
	const revision = storedRevision(reading, item);
	return decideMerged(merged, item, revision !== null && revision === normalizeInstant(item.revision));
}

/**
 * Delete for the item's reason, or skip; where nothing is stored the writer answers `not_found`. Whichever copy of
 * the work item's event it is, it goes. Reasons to skip: `foreign` (of another id, or another owner named), `stale`,
 * `unreadable` (it cannot be told whose it is).
 */
export function decideDelete(stored: string | null, item: Judged & Pick<EventItem, 'action'>): Decision {
	const because = item.reason === undefined ? {} : { reason: item.reason };
	if (stored === null) return { kind: 'delete', ...because };
	const reading = readEvent(stored);
	if (reading.uid === null) return { kind: 'skip', reason: 'unreadable' };
	const id = idOfUid(item.uid, item.scope);
	const namesNobody = !reading.properties.has(item.scope.property);
	// An item that was read for its event says whose that is; one that is gone does not.
	const isKnown = id !== null && (namesNobody || item.action === 'upsert');
	const isSameItem = id !== null && idOfUid(reading.uid, item.scope) === id;
	if (!isSameItem || !isOurs(reading, item.scope, isKnown ? new Set([id]) : NOBODY)) {
		return { kind: 'skip', reason: 'foreign' };
	}
	return isStale(reading, item) ? { kind: 'skip', reason: 'stale' } : { kind: 'delete', ...because };
}
