/**
 * Removes what a person chose of the calendars of one archived or vanished project. Every event passes the ownership
 * test again when it is deleted; a calendar goes only where nothing in it is anybody else's.
 */
import { deleteCalendar } from '../caldav/calendars';
import { countMembers } from '../caldav/countMembers';
import { listEvents } from '../caldav/listEvents';
import { writeObject } from '../caldav/writeEvent';
import type { CalDavContext, Calendar, StoredObject } from '../caldav/types';
import { toFailure, type Failure } from '../errors';
import { mapConcurrently } from '../http/limit';
import { uidOf } from '../icalendar/reader';
import { LIFETIME_MS } from './compared';
import { plannedRow } from './foresee';
import { contentsOf, hasSlugOfOurs, isRemovable, type Orphan, type OrphanContents } from './orphans';
import { quietResult, resultOf } from './result';
import type { CalendarRef, OrphanCalendar, PlannedAction, Refused, Result } from './types';

/** How many events are deleted at the same time. */
const DELETIONS_AT_ONCE = 4;

export interface RemovalOptions {
	readonly choice: 'delete_events' | 'delete_calendar';
	readonly isDryRun: boolean;
	/** Milliseconds since the epoch after which no further removal begins. */
	readonly stopAt: number;
	/** Refuses the removal of so many events, or null. */
	readonly refuse: (events: number) => Refused | null;
}

/** What was done, or what would be in a dry run. */
export interface Removal {
	readonly orphans: readonly OrphanCalendar[];
	readonly results: readonly Result[];
	readonly refused: Refused | null;
	readonly failure?: Failure;
	/** Of a dry run. */
	readonly planned?: readonly PlannedAction[];
}

interface Reading extends OrphanContents {
	readonly calendar: Calendar;
	/** Whether it is other projects' calendar as well. */
	readonly isShared: boolean;
}

/** @throws {DavError} where a calendar cannot be read: then nothing was removed. */
export async function removeOrphan(
	context: CalDavContext,
	orphan: Orphan,
	options: RemovalOptions,
): Promise<Removal> {
	const readings: Reading[] = [];
	for (const calendar of orphan.calendars) {
		readings.push({ calendar, isShared: false, ...(await readContents(context, orphan, calendar)) });
	}
	for (const part of orphan.shared) readings.push({ ...part, isShared: true, others: 0 });
	const refused = options.refuse(readings.reduce((sum, { removable }) => sum + removable.length, 0));
	if (refused !== null) {
		const orphans = readings.map(({ calendar }) =>
			orphanCalendar(orphan, calendar, { outcome: 'held_back' }),
		);
		return { orphans, results: [], refused };
	}
	const parts: Removal[] = [];
	for (const reading of readings) parts.push(await tryOne(context, orphan, { ...options, reading }));
	const failure = parts.find((part) => part.failure !== undefined)?.failure;
	return {
		orphans: parts.flatMap((part) => part.orphans),
		results: parts.flatMap(({ results }) => results),
		refused: null,
		...(failure && { failure }),
		...(options.isDryRun && { planned: parts.flatMap(({ planned = [] }) => planned) }),
	};
}

/** Of a calendar that was not read: nothing may go, and there may be anything in it. */
const UNREAD: OrphanContents = { removable: [], others: Infinity };

/** Which events a vanished project's calendar may lose depends on the addresses that the run has seen. */
async function readContents(
	context: CalDavContext,
	orphan: Orphan,
	calendar: Calendar,
): Promise<OrphanContents> {
	if (orphan.urlStarts === null) return await readArchived(context, orphan, calendar);
	return orphan.urlStarts.length === 0 ? UNREAD : contentsOf(orphan, await listEvents(context, calendar));
}

/** An archived project's calendar stays empty: it is listed only where something moved in it. */
async function readArchived(
	context: CalDavContext,
	orphan: Orphan,
	calendar: Calendar,
): Promise<OrphanContents> {
	const { cache, now } = context;
	const { url, changeTag } = calendar;
	const known = cache.leftAlone?.get(url);
	const isFresh = known?.changeTag === changeTag && now() - known.readAt < LIFETIME_MS;
	if (known !== undefined && isFresh) return { removable: [], others: known.others };
	const objects = await listEvents(context, calendar);
	// What was written since the run began may go in a later one.
	const { removable, others } = contentsOf({ ...orphan, taken_at: END_OF_TIME }, objects);
	if (changeTag !== null && removable.length === 0) {
		cache.leftAlone ??= new Map();
		cache.leftAlone.set(url, { changeTag, others, readAt: now() });
	}
	return contentsOf(orphan, objects);
}

const END_OF_TIME = '9999-12-31T23:59:59Z';

/** A calendar that cannot be deleted leaves those before and after it as they are. */
async function tryOne(context: CalDavContext, orphan: Orphan, options: OneCalendar): Promise<Removal> {
	try {
		return await removeOne(context, orphan, options);
	} catch (error) {
		const orphans = [orphanCalendar(orphan, options.reading.calendar, { outcome: 'kept' })];
		return { orphans, results: [], refused: null, failure: toFailure(error) };
	}
}

type OneCalendar = RemovalOptions & { readonly reading: Reading };

async function removeOne(context: CalDavContext, orphan: Orphan, options: OneCalendar): Promise<Removal> {
	const { reading, isDryRun, stopAt } = options;
	const { calendar, removable } = reading;
	if (context.now() >= stopAt) {
		const orphans = [
			orphanCalendar(orphan, calendar, { outcome: 'kept', note: 'The time for the run was up.' }),
		];
		return { orphans, results: pending(reading), refused: null };
	}
	const { isWhole, note } = await chooseWay(context, orphan, options);
	const outcome = isWhole ? 'calendar_deleted' : removable.length > 0 ? 'events_deleted' : 'kept';
	const orphans = [orphanCalendar(orphan, calendar, { outcome, note })];
	if (isDryRun) {
		const planned = removable.map(({ ics }) =>
			plannedRow('delete', reasonOf(orphan), { uid: uidOf(ics) ?? '', ics, calendar: refOf(calendar) }),
		);
		return { orphans, results: foreseen(orphan, reading), refused: null, planned };
	}
	const results = isWhole
		? await deleteWhole(context, orphan, reading)
		: await deleteEvents(context, orphan, options);
	return { orphans, results, refused: null };
}

interface Way {
	/** Whether the calendar goes, not only events in it. */
	readonly isWhole: boolean;
	readonly note: string | null;
}

async function chooseWay(
	context: CalDavContext,
	orphan: Orphan,
	{ choice, reading }: OneCalendar,
): Promise<Way> {
	if (choice === 'delete_events')
		return { isWhole: false, note: reading.removable.length > 0 ? null : NOTHING };
	const note = await whyNotTheCalendar(context, orphan, reading);
	return { isWhole: note === null, note };
}

const NOTHING = 'No event in the calendar may be removed for this project.';

/** Why only our events may go, or null where the calendar may. */
async function whyNotTheCalendar(
	context: CalDavContext,
	orphan: Orphan,
	{ calendar, removable, others, isShared }: Reading,
): Promise<string | null> {
	if (isShared) return 'The calendar is for events of other projects as well.';
	if (!hasSlugOfOurs(calendar, orphan.scope)) return 'The calendar was not created by this package.';
	if (orphan.urlStarts !== null && removable.length === 0) {
		return 'Nothing in the calendar shows that it is of this Plane workspace.';
	}
	const members = others > 0 ? null : await countMembers(context, calendar);
	if (members === removable.length) return null;
	return "Other things than this project's events are in the calendar.";
}

async function deleteWhole(context: CalDavContext, orphan: Orphan, reading: Reading): Promise<Result[]> {
	const isDeleted = await deleteCalendar(context, reading.calendar);
	return foreseen(orphan, reading).map((result) =>
		isDeleted ? result : { ...result, operation: 'not_found' },
	);
}

async function deleteEvents(
	context: CalDavContext,
	orphan: Orphan,
	{ reading, stopAt }: OneCalendar,
): Promise<Result[]> {
	const reason = reasonOf(orphan);
	return await mapConcurrently(reading.removable, DELETIONS_AT_ONCE, async (object) => {
		const subject = subjectOf(reading.calendar, object);
		if (context.now() >= stopAt) return quietResult(subject, 'pending', 'time_is_up');
		return await resultOf(subject, context.now, () =>
			writeObject(context, {
				href: object.href,
				known: object,
				decide: (stored) =>
					stored === null || isRemovable(orphan, stored)
						? { kind: 'delete', reason }
						: { kind: 'skip', reason: 'foreign' },
			}),
		);
	});
}

const foreseen = (orphan: Orphan, { calendar, removable }: Reading): Result[] =>
	removable.map((object) => ({
		...quietResult(subjectOf(calendar, object), 'deleted', reasonOf(orphan)),
		deleted: true,
		before_ics: object.ics,
	}));

const pending = ({ calendar, removable }: Reading): Result[] =>
	removable.map((object) => quietResult(subjectOf(calendar, object), 'pending', 'time_is_up'));

const refOf = ({ url, name }: Calendar): CalendarRef => ({ url, name });

const subjectOf = (calendar: Calendar, { href, ics }: StoredObject) => ({
	uid: uidOf(ics) ?? '',
	calendar: refOf(calendar),
	href,
});

const reasonOf = ({ why }: Orphan): string => `project_${why}`;

/** One calendar's line in the report. */
export const orphanCalendar = (
	{ why }: Orphan,
	{ url, name }: Calendar,
	{ outcome, note = null }: { readonly outcome: OrphanCalendar['outcome']; readonly note?: string | null },
): OrphanCalendar => ({ url, name, why, outcome, ...(note !== null && { note }) });
