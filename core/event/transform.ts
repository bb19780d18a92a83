/** Turns what Plane Issues hands over into what the calendar side carries out. Pure: no I/O, no clock. */
import { InputError, toFailure } from '../errors';
import { sanitizeLine } from '../icalendar/text';
import { normalizeInstant } from '../instant';
import type { AbsentKey, AbsentWorkItem, PresentWorkItem, Snapshot, WorkItem } from '../plane/types';
import { calendarOfProject } from './calendarTarget';
import { eventFromWorkItem } from './eventFromWorkItem';
import { isSnapshot, parseSnapshot, parseWorkItem } from './parsePlaneItem';
import { revisionOf } from './properties/bookkeeping';
import { OWNED, scopeOf } from './scope';
import type { DeleteItem, EventItem, ProjectBatch, SkipItem } from './types';
import { UID_PREFIX, UID_SUFFIX, uidForWorkItem } from './uid';

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

function commonOfPresent(item: PresentWorkItem): Common {
	const { project } = item;
	return {
		uid: uidForWorkItem(item.id),
		read_at: readAtOf(item),
		source: item.source,
		calendar: calendarOfProject(project),
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

function commonOfAbsent(item: AbsentWorkItem | AbsentKey): Common {
	const project = item.project === null ? null : { id: item.project.id, name: item.project.name ?? '' };
	return {
		uid: item.id === null ? NO_UID : uidForWorkItem(item.id),
		read_at: readAtOf(item),
		source: item.source,
		calendar: project === null ? null : calendarOfProject(project),
		scope: scopeOf(project?.id ?? null),
		owned: OWNED,
		...('found_in' in item ? foundInOf(item) : {}),
		work_item: { id: item.id ?? '', key: 'key' in item ? item.key : null, name: null, url: null },
		project,
	};
}

/** Why a work item that is there has no event, or null where it has one. */
function reasonForNoEvent({ archived_at, target_date }: PresentWorkItem): string | null {
	if (archived_at !== null) return 'archived';
	return target_date === null ? 'no_target_date' : null;
}

function transformPresent(item: PresentWorkItem): EventItem {
	const common = commonOfPresent(item);
	const revision = revisionOf(item);
	// A pending intake item sends deliveries with a date although Plane shows it to nobody (CE 1.3.1).
	if (item.state.group === 'triage') {
		return { ...common, revision, action: 'skip', reason: 'triage', ics: null };
	}
	const reason = reasonForNoEvent(item);
	if (reason !== null) return { ...common, revision, action: 'delete', reason, ics: null };
	const calendar = calendarOfProject(item.project);
	return { ...common, revision, calendar, action: 'upsert', ics: eventFromWorkItem(item) };
}

function transformAbsent(item: AbsentWorkItem | AbsentKey): EventItem {
	const common = { ...commonOfAbsent(item), revision: null, ics: null };
	if (item.status === 'gone' && item.id !== null) return { ...common, action: 'delete', reason: 'gone' };
	const failure = item.failure === undefined ? {} : { failure: item.failure };
	const reason = item.status === 'gone' ? 'no_id' : item.status;
	return { ...common, action: 'skip', reason, ...failure };
}

/**
 * What is to be done in the calendar about one work item; nothing where only its key is known.
 *
 * @throws {InputError} when the item holds an id, a date or an instant that cannot be used.
 */
export function transformWorkItem(item: WorkItem | AbsentKey): EventItem {
	return item.status === 'present' ? transformPresent(item) : transformAbsent(item);
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
 * One project's batch. A work item that cannot be transformed becomes a skip with its failure; the rest goes
 * on.
 *
 * @throws {InputError} when the project's id is no UUID.
 */
export function transformSnapshot(snapshot: Snapshot): ProjectBatch {
	const { project, status, taken_at, all_projects, listed_projects, failure } = snapshot;
	const events = snapshot.work_items.map((item): EventItem => {
		try {
			return transformWorkItem(parseWorkItem(item));
		} catch (error) {
			return skipInvalid(item, snapshot, error);
		}
	});
	return {
		project: { id: project.id, name: project.name },
		targets: [calendarOfProject(project)],
		scope: scopeOf(project.id),
		owned: OWNED,
		snapshot: {
			status,
			taken_at,
			all_projects,
			...(listed_projects && { listed_projects }),
			...(failure && { failure }),
		},
		events,
	};
}

/**
 * Whatever Plane Issues handed over: a snapshot becomes a batch, a work item an event item.
 *
 * @throws {InputError} when the item is neither, or holds what cannot be used.
 */
export function transformItem(json: unknown): EventItem | ProjectBatch {
	return isSnapshot(json) ? transformSnapshot(parseSnapshot(json)) : transformWorkItem(parseWorkItem(json));
}
