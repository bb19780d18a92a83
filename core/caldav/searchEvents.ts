/**
 * Looks events up for people and other automations: by time, text and last change. The server is asked for a
 * range only; everything is looked at again here, because servers differ in what they search and how.
 */
import { DateTime } from 'luxon';
import { DavError, type Failure, toFailure } from '../errors';
import {
	isOverride,
	readComponents,
	readVevent,
	UNREADABLE,
	type EventView,
	type ReadEvent,
} from '../icalendar/eventView';
import { millisecondsOf } from '../icalendar/eventTime';
import { isWithin, readOccurrences, type Range } from '../icalendar/occurrences';
import { uidOf } from '../icalendar/reader';
import { timeRangeQueryBody } from '../webdav/requestBodies';
import { listEvents, NO_SUCH_FILTER, report } from './listEvents';
import type { Calendar, CalDavContext, StoredObject } from './types';

export interface EventSearch {
	/** Milliseconds since the epoch; null where the range is open. */
	readonly from: number | null;
	readonly to: number | null;
	/** IANA name of where days begin. */
	readonly zone: string;
	/** In title, description or location, in any case; '' for any. */
	readonly text: string;
	/** Milliseconds since the epoch; an event that does not tell when it was changed passes. */
	readonly changedSince: number | null;
	/** Each occurrence of a series by itself; a range without an end shows series as they are stored. */
	readonly expandsSeries: boolean;
}

export type FoundEvent = EventView & {
	readonly calendar: { readonly url: string; readonly name: string };
	readonly href: string;
	readonly etag: string;
	readonly ics: string;
	/** Where the stored text is no calendar object: then everything else about the event is unknown. */
	readonly failure?: Failure;
};

/** Events near the edges of a range are asked for too: servers place all-day events in a zone of their own. */
const MARGIN_MS = 24 * 60 * 60 * 1000;

/** The events that pass, earliest first. @throws {DavError} where the calendar cannot be read whole. */
export async function searchEvents(
	context: CalDavContext,
	calendar: Pick<Calendar, 'url' | 'name'>,
	search: EventSearch,
): Promise<FoundEvent[]> {
	const objects = await listInRange(context, calendar, search);
	return objects
		.flatMap((object) => readMatching(object, search).map((read) => ({ object, read })))
		.sort((a, b) => startOf(a.read, search) - startOf(b.read, search))
		.map(({ object, read }) => present(calendar, object, read));
}

/** One object as it is stored: its event, or the first changed occurrence where it holds only such. */
export const viewObject = (calendar: Pick<Calendar, 'url' | 'name'>, object: StoredObject): FoundEvent =>
	present(calendar, object, readStored(object.ics));

/** Null stands for a text nobody can read: shown all the same, for it is there. */
function present(
	{ url, name }: Pick<Calendar, 'url' | 'name'>,
	{ href, etag, ics }: StoredObject,
	read: ReadEvent | null,
): FoundEvent {
	const place = { calendar: { url, name }, href, etag, ics };
	if (read !== null) return { ...read.view, ...place };
	const error = new DavError(
		`The text stored at ${new URL(href).pathname} is no calendar object that can be read. Look at it in another ` +
			'calendar program, or delete it.',
		{ kind: 'invalid_data' },
	);
	return { ...UNREADABLE, uid: uidOf(ics), ...place, failure: toFailure(error) };
}

async function listInRange(
	context: CalDavContext,
	calendar: Pick<Calendar, 'url' | 'name'>,
	{ from, to }: EventSearch,
): Promise<StoredObject[]> {
	if (from === null && to === null) return await listEvents(context, calendar);
	const body = timeRangeQueryBody({
		start: from === null ? null : utcText(from - MARGIN_MS),
		end: to === null ? null : utcText(to + MARGIN_MS),
	});
	try {
		return await report(context, { calendar, body });
	} catch (error) {
		const isUnsupported = error instanceof DavError && NO_SUCH_FILTER.has(error.status ?? 0);
		if (!isUnsupported) throw error;
		return await listEvents(context, calendar);
	}
}

const utcText = (milliseconds: number): string =>
	DateTime.fromMillis(milliseconds, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");

function readMatching({ ics }: StoredObject, search: EventSearch): ReadonlyArray<ReadEvent | null> {
	return readInRange(ics, search).filter(
		(read) => read === null || (hasText(read, search) && isChanged(read, search)),
	);
}

function readInRange(
	ics: string,
	{ from, to, zone, expandsSeries }: EventSearch,
): ReadonlyArray<ReadEvent | null> {
	const range: Range = { from: from ?? -Infinity, to: to ?? Infinity, zone };
	if (expandsSeries && to !== null) return readOccurrences(ics, range) ?? [null];
	const read = readStored(ics);
	// Whether an occurrence of a series lies in the range was the server's to say.
	return read === null || read.view.recurrence !== null || isWithin(read, range) ? [read] : [];
}

function readStored(ics: string): ReadEvent | null {
	const components = readComponents(ics) ?? [];
	const event = components.find((component) => !isOverride(component)) ?? components[0];
	return event === undefined ? null : readVevent(event);
}

function hasText({ view }: ReadEvent, { text }: EventSearch): boolean {
	const wanted = text.trim().toLowerCase();
	return [view.summary, view.description, view.location].some((part) => part.toLowerCase().includes(wanted));
}

function isChanged({ view }: ReadEvent, { changedSince }: EventSearch): boolean {
	const changed = view.last_modified ?? view.created;
	return changedSince === null || changed === null || Date.parse(changed) >= changedSince;
}

function startOf(read: ReadEvent | null, { zone }: EventSearch): number {
	return read === null || read.start === null ? Number.MIN_SAFE_INTEGER : millisecondsOf(read.start, zone);
}
