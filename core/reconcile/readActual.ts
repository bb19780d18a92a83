/** Reads what the calendars hold for one project. Any doubt about an answer is an error, never an empty list. */
import { identityOf, isMadeByUs, mayHoldEvents } from '../caldav/calendarMark';
import { findCalendar } from '../caldav/calendars';
import { discoverCalendars } from '../caldav/discovery';
import type { CalDavContext, Calendar } from '../caldav/types';
import type { ProjectBatch } from '../event/types';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { idOfUid, isOurs, routeOf } from '../icalendar/scope';
import { normalizeInstant } from '../instant';
import { decodedPath } from '../webdav/href';
import { isStillEqual, stateOf, type Compared } from './compared';
import type { Listings, ReadObject } from './listings';
import { readWanted, wantedIds, wantedUids } from './readWanted';
import type { ActualEvent, CalendarRef } from './types';

export interface Actual {
	readonly kind: 'read';
	readonly calendars: readonly CalendarRef[];
	/** The targets that have a calendar already. */
	readonly targets: readonly CalendarTarget[];
	/** The calendars of those targets, by the target's slug. */
	readonly places: ReadonlyMap<string, CalendarRef>;
	/** Ours only: what anybody else wrote goes no further. */
	readonly events: readonly ActualEvent[];
	/** What to remember if nothing is to be done; null where it cannot be told again without a listing. */
	readonly state: Compared | null;
}

/** Both sides are what they were when they were compared, so nothing was listed. */
export interface Unmoved {
	readonly kind: 'unmoved';
	readonly calendars: readonly CalendarRef[];
	readonly compared: Compared;
}

export interface ReadOptions {
	readonly listings: Listings;
	/** What an earlier run compared, null for nothing; absent: change tags are not read. */
	readonly compared?: Compared | null | undefined;
}

interface OwnershipTest {
	readonly scope: Scope;
	readonly desiredIds: ReadonlySet<string>;
}

interface Source {
	readonly calendar: Calendar;
	readonly targetSlug: string | null;
}

/** Whether anything has to be read for the batch: where nothing changed, no calendar is even looked for. */
export const needsCalendars = (batch: ProjectBatch): boolean =>
	batch.snapshot.status !== 'changes' || wantedIds(batch).length > 0;

/**
 * Our events in the project's targets and in the home's other calendars that may hold some (an event found there
 * is one to move or to remove): all of them, or of a snapshot of changes those of the items it names.
 *
 * @throws {DavError} when a calendar cannot be read whole.
 */
export async function readActual(
	context: CalDavContext,
	batch: ProjectBatch,
	options: ReadOptions,
): Promise<Actual | Unmoved> {
	const { listings, compared } = options;
	const remembers = compared !== undefined && batch.snapshot.status === 'complete';
	if (remembers) await listings.readTags(context);
	const sources = needsCalendars(batch) ? await findSources(context, batch) : [];
	const calendars = sources.map(({ calendar }) => refOf(calendar));
	const state = remembers ? stateOf({ batch, calendars, tagOf: listings.tagOf, now: context.now() }) : null;
	if (compared && state !== null && isStillEqual(compared, state)) {
		return { kind: 'unmoved', calendars: inUse(sources, []), compared };
	}
	const test = { scope: batch.scope, desiredIds: idsOf(batch) };
	const events: ActualEvent[] = [];
	for (const source of sources) {
		for (const object of await readSource(context, { batch, source, listings })) {
			const event = actualEvent(object, source, test);
			if (event !== null) events.push(event);
		}
	}
	const places = new Map(
		sources.flatMap(({ calendar, targetSlug }) =>
			targetSlug === null ? [] : [[targetSlug, refOf(calendar)] as const],
		),
	);
	const targets = batch.targets.filter(({ slug }) => places.has(slug));
	return { kind: 'read', calendars: inUse(sources, events), targets, places, events, state };
}

/** Of the calendars that were read those that concern the project: routes may have many that hold nothing of it. */
function inUse(sources: readonly Source[], events: readonly ActualEvent[]): CalendarRef[] {
	const holding = new Set(events.map(({ calendar }) => calendar.url));
	return sources
		.filter(({ calendar, targetSlug }) => targetSlug !== null || holding.has(calendar.url))
		.map(({ calendar }) => refOf(calendar));
}

interface SourceReading {
	readonly batch: ProjectBatch;
	readonly source: Source;
	readonly listings: Listings;
}

async function readSource(
	context: CalDavContext,
	{ batch, source, listings }: SourceReading,
): Promise<Iterable<ReadObject>> {
	const { calendar } = source;
	const isShared = !isOfOneProject(calendar, batch.scope);
	if (batch.snapshot.status !== 'changes') return await listings.list(context, { calendar, isShared });
	const hasDerivedNames =
		batch.targets.some(({ slug }) => slug === calendar.slug) || isMadeByUs(calendar, batch.scope);
	const uids = wantedUids(batch, source);
	return await readWanted(context, { calendar, isShared, hasDerivedNames }, { uids, listings });
}

/** Whether the calendar is the scope's owner's alone, so that nobody else's events are looked for in it. */
const isOfOneProject = (calendar: Calendar, scope: Scope): boolean =>
	scope.value !== null && mayHoldEvents(calendar, scope) && routeOf(identityOf(calendar), scope) === null;

async function findSources(context: CalDavContext, { targets, scope }: ProjectBatch): Promise<Source[]> {
	// By decoded path: read twice under two spellings, each event would look like a copy to remove.
	const sources = new Map<string, Source>();
	for (const target of targets) {
		const calendar = await findCalendar(context, target, scope);
		if (calendar !== null) sources.set(decodedPath(calendar.url), { calendar, targetSlug: target.slug });
	}
	const { calendars } = await discoverCalendars(context);
	for (const calendar of calendars) {
		const key = decodedPath(calendar.url);
		if (isLeft(calendar, scope) && !sources.has(key)) sources.set(key, { calendar, targetSlug: null });
	}
	return [...sources.values()];
}

/**
 * A calendar that may hold events of the project and is no target now: the project's own, or a route's, from which
 * the last item may just have gone. Somebody else's mirror of the same project is not ours.
 */
const isLeft = (calendar: Calendar, scope: Scope): boolean =>
	!calendar.foreign && calendar.writable && mayHoldEvents(calendar, scope);

function actualEvent(
	{ object: { href, etag, ics }, reading }: ReadObject,
	{ calendar, targetSlug }: Source,
	{ scope, desiredIds }: OwnershipTest,
): ActualEvent | null {
	if (reading.uid === null || !isOurs(reading, scope, desiredIds)) return null;
	const revision = normalizeInstant(reading.properties.get(scope.revision_property) ?? '');
	return { uid: reading.uid, href, etag, ics, revision, calendar: refOf(calendar), targetSlug };
}

const idsOf = ({ events, scope }: ProjectBatch): Set<string> =>
	new Set(events.flatMap(({ uid }) => idOfUid(uid, scope) ?? []));

const refOf = ({ url, name }: Calendar): CalendarRef => ({ url, name });
