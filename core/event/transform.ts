/** Turns what Plane Issues hands over into what the calendar side carries out. Pure: no I/O, no clock. */
import { InputError, toFailure } from '../errors';
import type { CalendarTarget } from '../icalendar/ownership';
import { uidIn } from '../icalendar/scope';
import { sanitizeLine } from '../icalendar/text';
import { normalizeInstant } from '../instant';
import type { AbsentKey, AbsentWorkItem, PresentWorkItem, Snapshot, WorkItem } from '../plane/types';
import { calendarOfProject } from './calendarTarget';
import { eventFromWorkItem } from './eventFromWorkItem';
import { isSnapshot, parseSnapshot, parseWorkItem } from './parsePlaneItem';
import { revisionOf } from './properties/bookkeeping';
import { PER_PROJECT, standingTargets, targetsOf, type Routing } from './routing';
import { OWNED, scopeOf } from './scope';
import type { DeleteItem, EventItem, ProjectBatch, SkipItem } from './types';
import { requireUuid, UID_PREFIX, UID_SUFFIX, uidForWorkItem } from './uid';

/** What an event item says whatever is to be done. */
type Common = Omit<DeleteItem, 'action' | 'reason' | 'ics' | 'revision'>;

/** The UID of what has no id: no event has it. */
const NO_UID = `${UID_PREFIX}${UID_SUFFIX}`;

const foundInOf = ({ found_in }: Pick<WorkItem, 'found_in'>): Pick<WorkItem, 'found_in'> =>
	found_in === undefined ? {} : { found_in };

function readAtOf({ id, read_at }: Pick<WorkItem | AbsentKey, 'id' | 'read_at'>): string {
	const readAt = normalizeInstant(read_at);
	if (readAt !== null) return readAt;
	throw new InputError(
		`read_at "${read_at.slice(0, 40)}" of work item ${id ?? 'without an id'} is not an instant. Pass the items of Plane Issues on as they are.`,
	);
}

function commonOfPresent(item: PresentWorkItem): Omit<Common, 'calendar'> {
	const { project } = item;
	return {
		uid: uidForWorkItem(item.id),
		read_at: readAtOf(item),
		source: item.source,
		scope: scopeOf(project.id),
		owned: OWNED,
		...foundInOf(item),
		work_item: {
			id: item.id,
			key: project.identifier === '' ? null : `${project.identifier}-${item.sequence_id}`,
			name: sanitizeLine(item.name),
			url: item.url === '' ? null : item.url,
		},
		project: { id: project.id, name: project.name },
	};
}

function commonOfAbsent(item: AbsentWorkItem | AbsentKey, calendar: CalendarTarget | null): Common {
	const project = projectOf(item);
	return {
		uid: item.id === null ? NO_UID : uidForWorkItem(item.id),
		read_at: readAtOf(item),
		source: item.source,
		calendar,
		scope: scopeOf(project?.id ?? null),
		owned: OWNED,
		...('found_in' in item ? foundInOf(item) : {}),
		work_item: { id: item.id ?? '', key: 'key' in item ? item.key : null, name: null, url: null },
		project,
	};
}

const projectOf = ({ project }: WorkItem | AbsentKey): ProjectBatch['project'] | null =>
	project === null ? null : { id: project.id, name: project.name ?? '' };

type Verdict = { readonly action: 'upsert' } | Pick<DeleteItem | SkipItem, 'action' | 'reason'>;

/** What becomes of a work item that is there, whatever the calendars. */
function verdictOn({ archived_at, state, target_date }: PresentWorkItem): Verdict {
	// A pending intake item sends deliveries with a date although Plane shows it to nobody (CE 1.3.1).
	if (state.group === 'triage') return { action: 'skip', reason: 'triage' };
	if (archived_at !== null) return { action: 'delete', reason: 'archived' };
	return target_date === null ? { action: 'delete', reason: 'no_target_date' } : { action: 'upsert' };
}

function transformPresent(item: PresentWorkItem, calendar: CalendarTarget): EventItem {
	const common = { ...commonOfPresent(item), revision: revisionOf(item), calendar };
	const verdict = verdictOn(item);
	if (verdict.action !== 'upsert') return { ...common, ...verdict, ics: null };
	const uid = uidIn(calendar, requireUuid(item.id, 'work item'), common.scope);
	return { ...common, uid, action: 'upsert', ics: eventFromWorkItem(item, uid) };
}

function transformAbsent(item: AbsentWorkItem | AbsentKey, calendar: CalendarTarget | null): EventItem {
	const common = { ...commonOfAbsent(item, calendar), revision: null, ics: null };
	if (item.status === 'gone' && item.id !== null) return { ...common, action: 'delete', reason: 'gone' };
	const failure = item.failure === undefined ? {} : { failure: item.failure };
	const reason = item.status === 'gone' ? 'no_id' : item.status;
	return { ...common, action: 'skip', reason, ...failure };
}

/** The calendar in which an event is looked for first when it is to go; all that may hold it come after. */
function searchedFirst(item: WorkItem | AbsentKey, routing: Routing): CalendarTarget | null {
	const project = projectOf(item);
	return project === null ? null : (standingTargets(project, routing)[0] ?? calendarOfProject(project));
}

/**
 * What is to be done about one work item; nothing where only its key is known. A deletion means all its events,
 * whichever calendar they are in.
 *
 * @param calendar which of the calendars that are to hold its event is meant.
 * @throws {InputError} when the item holds an id, a date or an instant that cannot be used.
 */
export function transformWorkItem(
	item: WorkItem | AbsentKey,
	calendar: CalendarTarget | null = searchedFirst(item, PER_PROJECT),
): EventItem {
	return item.status === 'present'
		? transformPresent(item, calendar ?? calendarOfProject(item.project))
		: transformAbsent(item, calendar);
}

/**
 * The same for every calendar that is to hold its event: an item for each, and one where there is none.
 *
 * @throws {InputError} as above.
 */
export function routeWorkItem(item: WorkItem | AbsentKey, routing: Routing): EventItem[] {
	const first = searchedFirst(item, routing);
	if (item.status !== 'present' || verdictOn(item).action !== 'upsert') {
		return [transformWorkItem(item, first)];
	}
	const targets = targetsOf(item, routing);
	if (targets.length > 0) return settled(targets.map((target) => transformWorkItem(item, target)));
	const common = { ...commonOfPresent(item), revision: revisionOf(item), calendar: first };
	return [{ ...common, action: 'delete', reason: 'no_calendar', ics: null }];
}

/**
 * The event a question was about stays where it is if it is one of these, else it is moved to the first; for the
 * others it says nothing.
 */
function settled(items: readonly EventItem[]): EventItem[] {
	const asked = items.findIndex(({ uid, found_in: { href = '' } = {} }) =>
		[uid, encodeURIComponent(uid)].some((name) => href.endsWith(`/${name}.ics`)),
	);
	return items.map(({ found_in, ...item }, index) =>
		found_in === undefined || index !== Math.max(asked, 0) ? item : { ...item, found_in },
	);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Stands for a work item that cannot be transformed, so that its event is not taken for a missing one. */
function skipInvalid(json: unknown, snapshot: Snapshot, error: unknown): SkipItem {
	const item: Partial<PresentWorkItem> = typeof json === 'object' && json !== null ? json : {};
	const { project, taken_at } = snapshot;
	const id = textOf(item.id).trim().toLowerCase();
	return {
		action: 'skip',
		reason: 'invalid_data',
		uid: `${UID_PREFIX}${id}${UID_SUFFIX}`,
		revision: normalizeInstant(textOf(item.updated_at)),
		read_at: normalizeInstant(textOf(item.read_at)) ?? taken_at,
		source: item.source ?? 'plane',
		calendar: calendarOfProject(project),
		ics: null,
		scope: scopeOf(project.id),
		owned: OWNED,
		work_item: { id, key: null, name: sanitizeLine(textOf(item.name)), url: null },
		project: { id: project.id, name: project.name },
		failure: toFailure(error),
	};
}

/**
 * One project's batch, with every calendar its items are in or may always be in. A work item that cannot be transformed becomes a skip with its failure; the rest goes
 * on.
 *
 * @throws {InputError} when the project's id is no UUID.
 */
export function transformSnapshot(snapshot: Snapshot, routing: Routing = PER_PROJECT): ProjectBatch {
	const { project, status, taken_at, all_projects, listed_projects, reason, failure } = snapshot;
	const events = snapshot.work_items.flatMap((item): EventItem[] => {
		try {
			return routeWorkItem(parseWorkItem(item), routing);
		} catch (error) {
			return [skipInvalid(item, snapshot, error)];
		}
	});
	const wanted = events.flatMap((item) => (item.action === 'upsert' ? [item.calendar] : []));
	const targets = [...standingTargets(project, routing), ...wanted];
	return {
		project: { id: project.id, name: project.name },
		targets: [...new Map(targets.map((target) => [target.slug, target])).values()],
		scope: scopeOf(project.id),
		owned: OWNED,
		snapshot: {
			status,
			taken_at,
			all_projects,
			...(listed_projects && { listed_projects }),
			...(reason && { reason }),
			...(failure && { failure }),
		},
		events,
	};
}

/**
 * Whatever Plane Issues handed over: a snapshot becomes a batch, a work item an event item for each of its
 * calendars.
 *
 * @throws {InputError} when the item is neither, or holds what cannot be used.
 */
export function transformItem(
	json: unknown,
	routing: Routing = PER_PROJECT,
): ReadonlyArray<EventItem | ProjectBatch> {
	if (isSnapshot(json)) return [transformSnapshot(parseSnapshot(json), routing)];
	return routeWorkItem(parseWorkItem(json), routing);
}
