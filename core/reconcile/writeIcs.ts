/** Events of other automations: any iCalendar text in, one calendar object created, updated or deleted. */
import { writeObject } from '../caldav/writeEvent';
import type { CalDavContext, Calendar, Decision } from '../caldav/types';
import { InputError } from '../errors';
import { parseCalendarObject } from '../icalendar/component';
import { mergeCalendarObject } from '../icalendar/merge';
import { uidOf } from '../icalendar/reader';
import { hrefOfUid } from '../webdav/href';
import { resultOf } from './result';
import type { Result } from './types';

/** A scheduling message, which a stored object must not be (RFC 4791 §4.1; sabre 415, Cyrus 403). */
const METHOD_LINE = /^METHOD:.*(?:\r?\n|$)/gim;

/**
 * Creates the event, or replaces in the stored one the properties that are given.
 *
 * @throws {InputError} when the text is no calendar object with a UID; other failures are results.
 */
export async function upsertIcs(context: CalDavContext, calendar: Calendar, text: string): Promise<Result> {
	const ics = text.replace(METHOD_LINE, '');
	const uid = readUid(ics);
	return await resultOf(subjectOf(calendar, uid), context.now, async () =>
		writeObject(context, {
			...placeOf(calendar, uid),
			decide: (stored) => decideIcs(stored, ics, uid),
		}),
	);
}

/** Deletes the event with that UID; one that is not there is `not_found`, which is a success. */
export async function deleteByUid(context: CalDavContext, calendar: Calendar, uid: string): Promise<Result> {
	if (uid.trim() === '')
		throw new InputError('The field "UID" is empty. Enter the UID of the event to delete.');
	return await resultOf(subjectOf(calendar, uid), context.now, async () =>
		writeObject(context, {
			...placeOf(calendar, uid),
			decide: (stored) =>
				stored === null || uidOf(stored) === uid ? { kind: 'delete' } : { kind: 'skip', reason: 'other_uid' },
		}),
	);
}

function readUid(ics: string): string {
	const uid = parseCalendarObject(ics).events.find(({ isOverride }) => !isOverride)?.uid ?? null;
	if (uid !== null && uid !== '') return uid;
	throw new InputError(
		'The event has no UID. Add one that stays the same for ever: it is how the event is found again.',
	);
}

function decideIcs(stored: string | null, ics: string, uid: string): Decision {
	if (stored === null) return { kind: 'create', ics, changes: [] };
	const merged = mergeCalendarObject({ stored, desired: ics, owned: null, uid });
	return merged.changes.length === 0
		? { kind: 'keep' }
		: { kind: 'update', ics: merged.ics, changes: merged.changes };
}

/** Other clients name their objects as they like, so the UID is searched where the derived name is free. */
const placeOf = ({ url }: Calendar, uid: string) => ({ href: hrefOfUid(url, uid), lookupUid: uid });

const subjectOf = ({ url, name }: Calendar, uid: string) => ({ uid, calendar: { url, name }, href: null });
