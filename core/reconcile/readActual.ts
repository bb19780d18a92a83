/** Reads what the calendars hold for one project. Any doubt about an answer is an error, never an empty list. */
import { hasMark } from '../caldav/calendarMark';
import { findCalendar } from '../caldav/calendars';
import { discoverCalendars } from '../caldav/discovery';
import { listEvents } from '../caldav/listEvents';
import type { CalDavContext, Calendar, StoredObject } from '../caldav/types';
import type { ProjectBatch } from '../event/types';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { readEvent } from '../icalendar/reader';
import { isOurs } from '../icalendar/scope';
import { normalizeInstant } from '../instant';
import { decodedPath } from '../webdav/href';
import type { ActualEvent, CalendarRef } from './types';

export interface Actual {
	readonly calendars: readonly CalendarRef[];
	/** The targets that have a calendar already. */
	readonly targets: readonly CalendarTarget[];
	/** Ours only: what anybody else wrote goes no further. */
	readonly events: readonly ActualEvent[];
}

interface OwnershipTest {
	readonly scope: Scope;
	readonly desiredUids: ReadonlySet<string>;
}

interface Source {
	readonly calendar: Calendar;
	readonly targetSlug: string | null;
}

/**
 * Our events in the project's targets and in the home's other calendars that carry a target's slug or mark
 * (an event found there is one to move).
 *
 * @throws {DavError} when a calendar cannot be read whole.
 */
export async function readActual(context: CalDavContext, batch: ProjectBatch): Promise<Actual> {
	const sources = await findSources(context, batch);
	const test = { scope: batch.scope, desiredUids: new Set(batch.events.map(({ uid }) => uid)) };
	const events: ActualEvent[] = [];
	for (const source of sources) {
		const objects = await listEvents(context, source.calendar);
		events.push(...objects.flatMap((object) => actualEvent(object, source, test) ?? []));
	}
	const slugs = new Set(sources.map(({ targetSlug }) => targetSlug));
	const targets = batch.targets.filter(({ slug }) => slugs.has(slug));
	return { calendars: sources.map(({ calendar }) => refOf(calendar)), targets, events };
}

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
		if (isLeftFrom(calendar, targets) && !sources.has(key)) sources.set(key, { calendar, targetSlug: null });
	}
	return [...sources.values()];
}

/** A calendar of a target that is not used for it now. Somebody else's mirror of the same project is not ours. */
const isLeftFrom = (
	{ slug, description, foreign, writable }: Calendar,
	targets: readonly CalendarTarget[],
): boolean =>
	!foreign && writable && targets.some((target) => slug === target.slug || hasMark(description, target.mark));

function actualEvent(
	{ href, etag, ics }: StoredObject,
	{ calendar, targetSlug }: Source,
	{ scope, desiredUids }: OwnershipTest,
): ActualEvent | null {
	const reading = readEvent(ics);
	if (reading.uid === null || !isOurs(reading, scope, desiredUids)) return null;
	const revision = normalizeInstant(reading.properties.get(scope.revision_property) ?? '');
	return { uid: reading.uid, href, etag, ics, revision, calendar: refOf(calendar), targetSlug };
}

const refOf = ({ url, name }: Calendar): CalendarRef => ({ url, name });
