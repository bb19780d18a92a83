/**
 * Calendars of ours whose project is archived, or not in Plane's list any more, and what such projects have in shared
 * calendars: which they are, and what of them may be removed. Pure; whether anything is removed is a person's choice.
 */
import { hasMark, identityOf, lastNameOf } from '../caldav/calendarMark';
import type { Calendar, StoredObject } from '../caldav/types';
import type { ProjectBatch } from '../event/types';
import type { Scope } from '../icalendar/ownership';
import { readEvent, type EventReading } from '../icalendar/reader';
import { idOfUid, isOurs, routeOf } from '../icalendar/scope';
import { isLater, normalizeInstant } from '../instant';
import { isUuid } from '../plane/json';
import type { ReadObject } from './listings';

/** What is done with calendars of projects that are archived or not listed any more. */
export type OrphanChoice = 'keep' | 'delete_events' | 'delete_calendar';

/** What a run saw of one project: its batch without the events. */
export interface SeenProject extends Pick<ProjectBatch, 'project' | 'scope' | 'snapshot'> {
	/** How the addresses of its work items begin, up to the project's id; null where it has none. */
	readonly url_start: string | null;
	/** Whether it was archived since the run before, so that a look at the shared calendars is worth a request. */
	readonly is_newly_archived?: true;
}

/** A calendar of ours that events of several projects may be in, and what is in it. */
export interface SharedCalendar {
	readonly calendar: Calendar;
	readonly objects: readonly ReadObject[];
}

/** One project whose calendars nobody fills any more. */
export interface Orphan {
	readonly project: { readonly id: string; readonly name: string };
	readonly why: 'archived' | 'not_listed';
	readonly calendars: readonly Calendar[];
	/** Its events in shared calendars. */
	readonly shared: ReadonlyArray<{
		readonly calendar: Calendar;
		readonly removable: readonly StoredObject[];
	}>;
	readonly scope: Scope;
	/** Earliest moment of the run: what was written after it is not touched. */
	readonly taken_at: string;
	/**
	 * How the address in an event must begin, where only absence speaks: calendars of another workspace or of another
	 * Plane in the same account are not listed either. Null where Plane itself says that the project is archived.
	 */
	readonly urlStarts: readonly string[] | null;
}

export interface OrphanSurvey {
	readonly orphans: readonly Orphan[];
	/** Projects that have a calendar of ours in this account, or events in a shared one. */
	readonly projects: number;
	/** Of those, the ones Plane does not list. */
	readonly unlisted: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** To be kept of each batch of a run until its end. */
export function seenProject({ project, scope, snapshot, events }: ProjectBatch): SeenProject {
	const id = scope.value ?? '';
	const url = events.find(({ work_item }) => id !== '' && work_item.url?.includes(id))?.work_item.url ?? null;
	return { project, scope, snapshot, url_start: url === null ? null : url.slice(0, url.indexOf(id)) };
}

/** Whether a run saw enough for anything to be an orphan: an archived project, or Plane's whole list. */
export const mayHaveOrphans = (seen: readonly SeenProject[]): boolean =>
	listedProjects(seen) !== null || seen.some(isArchived);

/**
 * The orphans among the account's own calendars. A project that is not listed counts only where every batch of the
 * run says that all projects were read; which ones those are says Plane's list and not the batches at hand, for
 * batches may come in portions or be filtered.
 *
 * @param seen every project of the run.
 */
export function findOrphans(
	calendars: readonly Calendar[],
	seen: readonly SeenProject[],
	shared: readonly SharedCalendar[] = [],
): OrphanSurvey {
	const [first] = seen;
	const listed = listedProjects(seen);
	if (first === undefined) return { orphans: [], projects: 0, unlisted: 0 };
	const byProject = calendarsByProject(calendars, first.scope);
	const inShared = eventsByProject(shared, first.scope);
	const taken_at = seen.map(({ snapshot }) => snapshot.taken_at).sort()[0] ?? first.snapshot.taken_at;
	const urlStarts = [...new Set(seen.flatMap(({ url_start }) => url_start ?? []))];
	const ids = [...new Set([...byProject.keys(), ...inShared.keys()])];
	const orphans = ids.flatMap((id): Orphan[] => {
		const project = seen.find((one) => one.scope.value === id);
		const own = byProject.get(id) ?? [];
		const base = { calendars: own, scope: { ...first.scope, value: id }, taken_at };
		const sharing = (orphan: Omit<Orphan, 'shared'>): Orphan[] => {
			const removable = removableIn(orphan, inShared.get(id) ?? new Map());
			return own.length + removable.length === 0 ? [] : [{ ...orphan, shared: removable }];
		};
		if (project !== undefined && isArchived(project)) {
			return sharing({ ...base, project: project.project, why: 'archived', urlStarts: null });
		}
		if (project !== undefined || listed === null || listed.has(id)) return [];
		const name = nameOf(own, id, base.scope);
		return sharing({ ...base, project: { id, name }, why: 'not_listed', urlStarts });
	});
	const unlisted = orphans.filter(({ why }) => why === 'not_listed').length;
	const found = new Set(orphans.map(({ scope }) => scope.value));
	// What another workspace has in a shared calendar must not make the vanished ones look few.
	const isOfOurs = (id: string): boolean =>
		byProject.has(id) ||
		listed?.has(id) === true ||
		found.has(id) ||
		seen.some(({ scope }) => scope.value === id);
	return { orphans, projects: ids.filter(isOfOurs).length, unlisted };
}

type EventsByCalendar = ReadonlyMap<Calendar, readonly StoredObject[]>;

const removableIn = (orphan: Omit<Orphan, 'shared'>, events: EventsByCalendar): Orphan['shared'] =>
	[...events]
		.map(([calendar, objects]) => ({
			calendar,
			removable: objects.filter(({ ics }) => isRemovable(orphan, ics)),
		}))
		.filter(({ removable }) => removable.length > 0);

/**
 * Whether so many projects vanished at once that the key is more likely to blame than Plane: fewer than half of
 * those with a calendar here are listed.
 */
export const isMassVanishing = ({ projects, unlisted }: OrphanSurvey): boolean => unlisted > projects / 2;

/** Of an orphan's calendar: the events that may be removed, and how many other objects there are. */
export interface OrphanContents {
	readonly removable: readonly StoredObject[];
	readonly others: number;
}

export function contentsOf(orphan: Orphan, objects: readonly StoredObject[]): OrphanContents {
	const removable = objects.filter(({ ics }) => isRemovable(orphan, ics));
	return { removable, others: objects.length - removable.length };
}

/** Ours, of this project, of this workspace, and not written after the run began. */
export function isRemovable(
	{ scope, taken_at, urlStarts }: Pick<Orphan, 'scope' | 'taken_at' | 'urlStarts'>,
	ics: string,
): boolean {
	const reading = readEvent(ics);
	if (!reading.isWhole || !isOurs(reading, scope, NOBODY)) return false;
	const revision = normalizeInstant(reading.properties.get(scope.revision_property) ?? '');
	if (isLater(revision, taken_at)) return false;
	const url = reading.properties.get('URL') ?? '';
	return urlStarts === null || urlStarts.some((start) => url.startsWith(`${start}${scope.value}`));
}

/** Whether a calendar is at an address that only we give. */
export const hasSlugOfOurs = ({ slug }: Calendar, { calendar, value }: Scope): boolean =>
	value !== null && slug.toLowerCase() === `${calendar.slug_prefix}${value}`;

const isArchived = ({ snapshot }: SeenProject): boolean => snapshot.status === 'archived';

/** Ids of all projects Plane lists, or null where the run does not know them all. */
function listedProjects(seen: readonly SeenProject[]): ReadonlySet<string> | null {
	const lists = seen.flatMap(({ snapshot }) => (snapshot.listed_projects ? [snapshot.listed_projects] : []));
	if (lists.length === 0 || !seen.every(({ snapshot }) => snapshot.all_projects)) return null;
	return new Set(lists.flat().map((id) => id.toLowerCase()));
}

/** The account's own calendars that stand for one project, by the project's id. */
function calendarsByProject(calendars: readonly Calendar[], scope: Scope): Map<string, readonly Calendar[]> {
	const byProject = new Map<string, readonly Calendar[]>();
	for (const calendar of calendars) {
		const id = calendar.foreign || !calendar.writable ? null : projectOf(calendar, scope);
		if (id !== null) byProject.set(id, [...(byProject.get(id) ?? []), calendar]);
	}
	return byProject;
}

/** Whether it is a calendar of the account's own that events of several projects may be in. */
export const isShared = (calendar: Calendar, scope: Scope): boolean =>
	!calendar.foreign && calendar.writable && routeOf(identityOf(calendar), scope) !== null;

/** Our events in shared calendars, by the id of the project they name. */
function eventsByProject(
	shared: readonly SharedCalendar[],
	scope: Scope,
): Map<string, Map<Calendar, StoredObject[]>> {
	const byProject = new Map<string, Map<Calendar, StoredObject[]>>();
	for (const { calendar, objects } of shared) {
		for (const { object, reading } of objects) {
			const id = ownerOf(reading, scope);
			if (id === null) continue;
			const events = byProject.get(id) ?? new Map<Calendar, StoredObject[]>();
			const there = events.get(calendar) ?? [];
			there.push(object);
			byProject.set(id, events.set(calendar, there));
		}
	}
	return byProject;
}

function ownerOf({ uid, properties }: EventReading, scope: Scope): string | null {
	const owner = properties.get(scope.property)?.trim().toLowerCase() ?? '';
	return uid !== null && idOfUid(uid, scope) !== null && isUuid(owner) ? owner : null;
}

/** The project that slug and mark name; null where they name none, or two. Routes have no id there. */
function projectOf(
	{ slug, description }: Calendar,
	{ calendar: { slug_prefix: slugPrefix, mark_prefix: markPrefix } }: Scope,
): string | null {
	const bySlug = slug.startsWith(slugPrefix) ? slug.slice(slugPrefix.length) : '';
	const byMark = description.startsWith(markPrefix)
		? (description.slice(markPrefix.length).split(/\s/, 1)[0] ?? '')
		: '';
	const [id = null, ...others] = new Set([bySlug, byMark].filter(isUuid).map((text) => text.toLowerCase()));
	return others.length === 0 ? id : null;
}

/** As the calendar was called last; Plane does not tell any more. */
function nameOf(calendars: readonly Calendar[], id: string, { calendar }: Scope): string {
	const mark = `${calendar.mark_prefix}${id}`;
	const marked = calendars.find(({ description }) => hasMark(description, mark));
	return (marked && lastNameOf(marked.description, mark)) || (calendars[0]?.name ?? id);
}
