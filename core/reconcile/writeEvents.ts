/** Events of other automations: any iCalendar text in, one calendar object created, updated, moved or deleted. */
import { moveObject } from '../caldav/moveEvent';
import { readObject } from '../caldav/readEvent';
import type { CalDavContext, Calendar, Decision, StoredObject } from '../caldav/types';
import { findByUid } from '../caldav/uidQuery';
import { writeObject, type WriteRequest } from '../caldav/writeEvent';
import { InputError } from '../errors';
import { readCalendarObject } from '../icalendar/component';
import { mergeCalendarObject } from '../icalendar/merge';
import { uidOf } from '../icalendar/reader';
import { hrefOfUid, parentOf, sameHref, slugOfHref } from '../webdav/href';
import { quietResult, resultOf } from './result';
import type { Result } from './types';

/** A scheduling message, which a stored object must not be (RFC 4791 §4.1; sabre 415, Cyrus 403). */
const METHOD_LINE = /^METHOD:.*(?:\r?\n|$)/gim;

export interface EventText {
	readonly ics: string;
	/** Properties to take out of a stored event. */
	readonly removed?: readonly string[];
	/** Whether the text is enough for a new event, or only changes one. @default true */
	readonly isComplete?: boolean;
}

/** A text that was looked into: it holds an event of this UID. */
export interface EventToWrite extends EventText {
	readonly uid: string;
}

export interface EventInCalendar {
	readonly calendar: Calendar;
	readonly event: EventToWrite;
}

/** Where an event is or belongs in its calendar, as far as that is known. */
export type EventPlace = Pick<WriteRequest, 'href' | 'known' | 'lookupUid'>;

/** @throws {InputError} when the text is no calendar object with a UID. */
export function readEventText(event: EventText): EventToWrite {
	const ics = event.ics.replace(METHOD_LINE, '');
	return { ...event, ics, uid: readUid(ics) };
}

/**
 * Creates the event, or replaces in the stored one the properties that are given. Takes about 3 requests for a new
 * event and 2 for one that changes; 1 where `findPlace` knows what is stored.
 *
 * @param findPlace finds the event in the calendar; it is searched when absent.
 * @throws {CancelledError} when the run is cancelled; every other failure is a result.
 */
export async function upsertEvent(
	context: CalDavContext,
	write: EventInCalendar,
	findPlace: () => Promise<EventPlace> = async () => toSearch(write),
): Promise<Result> {
	const { calendar, event } = write;
	return await resultOf(subjectOf(calendar, event.uid), context.now, async () =>
		writeObject(context, { ...(await findPlace()), decide: (stored) => decide(stored, event) }),
	);
}

/** Other clients name their objects as they like, so the UID is searched where the derived name is free. */
const toSearch = ({ calendar, event: { uid } }: EventInCalendar): EventPlace => ({
	href: hrefOfUid(calendar.url, uid),
	lookupUid: uid,
});

/** An event somebody named, and what was found under that name. */
export interface FoundObject {
	readonly calendar: Calendar;
	readonly name: string;
	readonly object: StoredObject | null;
}

/** Deletes the event; one that is not there is `not_found`, which is a success. */
export async function deleteEvent(context: CalDavContext, found: FoundObject): Promise<Result> {
	const { calendar, object } = found;
	const subject = subjectOf(calendar, nameOf(found));
	if (object === null) return quietResult(subject, 'not_found');
	const uid = uidOf(object.ics);
	return await resultOf(subject, context.now, async () =>
		writeObject(context, {
			href: object.href,
			known: object,
			decide: (stored) =>
				stored === null || uidOf(stored) === uid ? { kind: 'delete' } : { kind: 'skip', reason: 'other_uid' },
		}),
	);
}

/**
 * Moves the event with everything in it; where the destination has it already, only the copy here goes. One that
 * is in neither is `not_found`.
 */
export async function moveEvent(
	context: CalDavContext,
	found: FoundObject,
	destination: Calendar,
): Promise<Result> {
	const { object } = found;
	const uid = nameOf(found);
	const subject = subjectOf(destination, uid);
	const isThere = object !== null && sameHref(parentOf(object.href), destination.url);
	if (object === null || isThere) {
		const there = isThere ? object : await findArrived(context, found, destination);
		if (there === null) return quietResult(subject, 'not_found');
		const arrived = { ...subject, uid: uidOf(there.ics) ?? uid, href: there.href };
		return { ...quietResult(arrived, 'unchanged', 'already_there'), etag: there.etag };
	}
	return await resultOf(subject, context.now, async () =>
		moveObject(context, {
			from: object,
			to: destination,
			uid,
			decide: (stored) => (stored === null ? { kind: 'skip', reason: 'gone' } : { kind: 'keep' }),
		}),
	);
}

/** What an earlier run moved: under the same UID, or under the same name where it was named by its address. */
async function findArrived(
	context: CalDavContext,
	{ name }: FoundObject,
	destination: Calendar,
): Promise<StoredObject | null> {
	const [there] = await findByUid(context, destination, name);
	// Some programs make UIDs that are addresses, so only what no UID has is read as one.
	if (there !== undefined || !/^https?:\/\//i.test(name)) return there ?? null;
	return await readObject(context, destination.url + encodeURIComponent(slugOfHref(name)));
}

const nameOf = ({ name, object }: FoundObject): string => (object && uidOf(object.ics)) ?? name;

function readUid(ics: string): string {
	const { events, problem } = readCalendarObject(ics);
	if (problem !== null) {
		throw new InputError(
			`The text is no calendar object: ${problem}. Give it a whole VCALENDAR with one VEVENT.`,
		);
	}
	const uid = events.find(({ isOverride }) => !isOverride)?.uid ?? null;
	if (uid !== null && uid !== '') return uid;
	throw new InputError(
		'The event has no UID. Add one that stays the same for ever: it is how the event is found again.',
	);
}

function decide(
	stored: string | null,
	{ ics, uid, removed = [], isComplete = true }: EventToWrite,
): Decision {
	if (stored === null && !isComplete) {
		throw new InputError(
			`The calendar has no event ${uid} yet, and a new one needs a title and a start. Fill in "Title" and "Start", or check the UID.`,
		);
	}
	if (stored === null) return { kind: 'create', ics, changes: [] };
	const merged = mergeCalendarObject({ stored, desired: ics, owned: null, removed, uid });
	return merged.changes.length === 0
		? { kind: 'keep' }
		: { kind: 'update', ics: merged.ics, changes: merged.changes };
}

const subjectOf = ({ url, name }: Calendar, uid: string) => ({ uid, calendar: { url, name }, href: null });
