/**
 * What one run has read already: change tags are read once, and a calendar that several projects share is listed
 * once. That such a listing may be some minutes old does no harm: every write carries the version that was listed
 * and is decided anew from what is stored where that has changed, and of what is missing Plane is only asked.
 */
import { refreshCalendars } from '../caldav/discovery';
import { listEvents } from '../caldav/listEvents';
import type { CalDavContext, Calendar, StoredObject } from '../caldav/types';
import { readEvent, type EventReading } from '../icalendar/reader';
import { decodedPath } from '../webdav/href';

/** An object with what stands in it, so that each is parsed once however many projects look at it. */
export interface ReadObject {
	readonly object: StoredObject;
	readonly reading: EventReading;
}

/** Searches for single UIDs in one calendar and run, until listing it costs less. */
const MAX_SEARCHES = 10;

export interface ListingsOptions {
	/** Events of shared calendars that are kept at most; 100,000 are about 200 MB. @default 100000 */
	readonly keptEvents?: number;
}

/** Made once per run and handed to each of its reconciles. */
export interface Listings {
	/** Reads the change tags of all calendars, once per run: one request per home. @throws {DavError} */
	readonly readTags: (context: CalDavContext) => Promise<void>;
	/** The tag from before anything was listed in this run; null where it is unknown. */
	readonly tagOf: (calendar: Pick<Calendar, 'url'>) => string | null;
	/**
	 * All calendar objects of a calendar. What is not shared is forgotten with its project, so that memory does not
	 * grow with the workspace.
	 *
	 * @throws {DavError} where the list is not whole.
	 */
	readonly list: (context: CalDavContext, source: ListedCalendar) => Promise<Iterable<ReadObject>>;
	/** Whether the list is here already. */
	readonly hasListed: (calendar: Pick<Calendar, 'url'>) => boolean;
	/** Whether so many more UIDs may be searched one by one; if so they count. */
	readonly maySearch: (calendar: Pick<Calendar, 'url'>, uids: number) => boolean;
}

export interface ListedCalendar {
	readonly calendar: Pick<Calendar, 'url' | 'name'>;
	/** Whether other projects of the run may have events in it. */
	readonly isShared: boolean;
}

export function createListings({ keptEvents = 100_000 }: ListingsOptions = {}): Listings {
	const kept = new Map<string, Promise<readonly ReadObject[]>>();
	const searches = new Map<string, number>();
	let tags: ReadonlyMap<string, string | null> = new Map();
	let tagsRead: Promise<void> | null = null;
	let room = keptEvents;

	const refresh = async (context: CalDavContext): Promise<void> => {
		const { calendars } = await refreshCalendars(context);
		tags = new Map(calendars.map(({ url, changeTag }) => [decodedPath(url), changeTag]));
		// Read before their tags were: a change in between would be in neither.
		kept.clear();
		room = keptEvents;
	};

	const keep = async (key: string, listing: Promise<StoredObject[]>): Promise<readonly ReadObject[]> => {
		const reading = listing.then((objects) => [...readEach(objects)]);
		kept.set(key, reading);
		try {
			const objects = await reading;
			if (objects.length > room) kept.delete(key);
			else room -= objects.length;
			return objects;
		} catch (error) {
			kept.delete(key);
			throw error;
		}
	};

	return {
		readTags: async (context) => {
			tagsRead ??= refresh(context);
			try {
				await tagsRead;
			} catch (error) {
				tagsRead = null;
				throw error;
			}
		},
		tagOf: ({ url }) => tags.get(decodedPath(url)) ?? null,
		list: async (context, { calendar, isShared }) => {
			const key = decodedPath(calendar.url);
			const known = kept.get(key);
			if (known !== undefined) return await known;
			const listing = listEvents(context, calendar);
			return isShared ? await keep(key, listing) : readEach(await listing);
		},
		hasListed: ({ url }) => kept.has(decodedPath(url)),
		maySearch: ({ url }, uids) => {
			const key = decodedPath(url);
			const total = (searches.get(key) ?? 0) + uids;
			if (total <= MAX_SEARCHES) searches.set(key, total);
			return total <= MAX_SEARCHES;
		},
	};
}

/** One after the other, so that of a large calendar nothing but its texts is held at once. */
function* readEach(objects: Iterable<StoredObject>): Generator<ReadObject> {
	for (const object of objects) yield { object, reading: readEvent(object.ics) };
}
