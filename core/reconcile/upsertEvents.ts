/**
 * Many events of other automations at once, several at a time. What is stored is read for all of a calendar
 * together; how one event is written is `upsertEvent`.
 */
import { listEvents, readObjects } from '../caldav/listEvents';
import type { CalDavContext, Calendar, StoredObject } from '../caldav/types';
import { mapConcurrently } from '../http/limit';
import { uidOf } from '../icalendar/reader';
import { decodedPath, hrefOfUid } from '../webdav/href';
import { quietResult } from './result';
import type { Result } from './types';
import { type EventInCalendar, type EventPlace, upsertEvent } from './writeEvents';

/** How many events are written at the same time. */
const WRITES_AT_ONCE = 4;

/** From so many events on, one request for all of them costs less than one for each. */
const MANY = 5;

/** What became of one of the events. */
export interface Upserted<Write extends EventInCalendar> {
	readonly write: Write;
	readonly result: Result;
}

export interface UpsertOptions {
	/** Whether nothing more is begun after a failure; what is left is `pending`. */
	readonly stopsAtFailure: boolean;
}

/**
 * Creates or updates the events, begun in their order and those of one UID one after the other; a result for each.
 *
 * Five and more events of one calendar are read by their names first, a hundred in a request. Where five and more are
 * not there, the calendar is listed once: to search a UID takes a server as long as that (0.3 to 5 s of 10,000
 * events), and other clients may have given the event another name. Where that fails, they all fail. Of fewer events
 * each is searched by itself, which is up to 2 requests before the write but moves no list of a big calendar.
 *
 * @throws {CancelledError} when the run is cancelled; every other failure is a result.
 */
export async function upsertEvents<Write extends EventInCalendar>(
	context: CalDavContext,
	writes: readonly Write[],
	{ stopsAtFailure }: UpsertOptions,
): Promise<Upserted<Write>[]> {
	const finderOf = findTogether(context, writes);
	const lastOfUid = new Map<string, Promise<Result>>();
	let isStopped = false;
	return await mapConcurrently(writes, WRITES_AT_ONCE, async (write) => {
		const { uid } = write.event;
		if (isStopped) return { write, result: notBegun(write) };
		const earlier = lastOfUid.get(uid);
		const upsert = async (): Promise<Result> => {
			await earlier;
			// After an earlier one of this UID, what was read before is old.
			const findPlace = earlier === undefined ? finderOf(write) : undefined;
			return await upsertEvent(context, write, findPlace);
		};
		const written = upsert();
		lastOfUid.set(uid, written);
		const result = await written;
		if (stopsAtFailure && result.operation === 'failed') isStopped = true;
		return { write, result };
	});
}

function notBegun({ calendar: { url, name }, event: { uid } }: EventInCalendar): Result {
	return quietResult({ uid, calendar: { url, name }, href: null }, 'pending', 'earlier_failure');
}

type FindPlace = () => Promise<EventPlace>;

/** Finds an event by its UID in what was read of its calendar. */
type Places = (uid: string) => EventPlace;

/** Per event a way to find it with the others of its calendar; none where they are few. */
function findTogether(
	context: CalDavContext,
	writes: readonly EventInCalendar[],
): (write: EventInCalendar) => FindPlace | undefined {
	const uidsOf = new Map<string, Set<string>>();
	for (const { calendar, event } of writes) {
		const key = decodedPath(calendar.url);
		uidsOf.set(key, (uidsOf.get(key) ?? new Set()).add(event.uid));
	}
	const placesOf = new Map<string, Promise<Places>>();
	return ({ calendar, event }) => {
		const key = decodedPath(calendar.url);
		const uids = uidsOf.get(key) ?? new Set();
		if (uids.size < MANY) return undefined;
		return async () => {
			const places = placesOf.get(key) ?? readPlaces(context, calendar, [...uids]);
			placesOf.set(key, places);
			return (await places)(event.uid);
		};
	};
}

/** @throws {DavError} where the calendar cannot be read whole. */
async function readPlaces(
	context: CalDavContext,
	calendar: Calendar,
	uids: readonly string[],
): Promise<Places> {
	const hrefs = uids.map((uid) => hrefOfUid(calendar.url, uid));
	const named = byUid(await readObjects(context, calendar, hrefs), new Set(uids));
	const others = uids.filter((uid) => !named.has(uid));
	const isListed = others.length >= MANY;
	const listed = byUid(isListed ? await listEvents(context, calendar) : [], new Set(others));
	return (uid) => {
		const stored = named.get(uid) ?? listed.get(uid);
		if (stored !== undefined) return { href: stored.href, known: stored };
		const place = { href: hrefOfUid(calendar.url, uid), known: null };
		return isListed ? place : { ...place, lookupUid: uid };
	};
}

/** The first object of each of these UIDs. */
function byUid(
	objects: readonly StoredObject[],
	uids: ReadonlySet<string>,
): ReadonlyMap<string, StoredObject> {
	const found = new Map<string, StoredObject>();
	for (const object of objects) {
		const uid = uidOf(object.ics);
		if (uid !== null && uids.has(uid) && !found.has(uid)) found.set(uid, object);
	}
	return found;
}
