/** Builders that show only what matters to a test: everything else is a plausible default. */
import { transformSnapshot, transformWorkItem } from '../../core/event/transform';
import type { EventItem, ProjectBatch, UpsertItem } from '../../core/event/types';
import type { PresentWorkItem, Snapshot } from '../../core/plane/types';
import type { ActualEvent } from '../../core/reconcile/types';

export const PROJECT = {
	id: '70cd25e3-c519-439e-883c-ff5fad301b44',
	name: 'Website relaunch',
	identifier: 'WEB',
} as const;

export const CALENDAR = {
	url: 'https://dav.example.com/ada/plane/',
	name: 'Plane: Website relaunch',
} as const;

/** The n-th of as many different UUIDs as a test needs. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const uidOfItem = (n: number): string => `plane-issue-${uuid(n)}@calplanebot`;

/** Work item number `n`; its id and sequence_id follow from it. */
export function aWorkItem(n: number, changes: Partial<PresentWorkItem> = {}): PresentWorkItem {
	return {
		id: uuid(n),
		sequence_id: n,
		name: `Item ${n}`,
		description: '',
		state: { id: uuid(900), name: 'In Progress', group: 'started', color: '#f59e0b' },
		priority: 'none',
		start_date: null,
		target_date: '2026-12-04',
		completed_at: null,
		assignees: [],
		labels: [],
		project: PROJECT,
		parent: null,
		url: `https://plane.example.com/acme/projects/${PROJECT.id}/issues/${uuid(n)}`,
		created_at: '2026-11-01T08:00:00.000000Z',
		updated_at: '2026-11-20T10:00:00.000000Z',
		archived_at: null,
		status: 'present',
		read_at: '2026-11-23T09:00:00.000000Z',
		source: 'plane',
		...changes,
	};
}

export function aSnapshot(work_items: readonly PresentWorkItem[], changes: Partial<Snapshot> = {}): Snapshot {
	return {
		project: PROJECT,
		status: 'complete',
		taken_at: '2026-11-23T09:00:00.000000Z',
		work_items,
		total_count: work_items.length,
		all_projects: true,
		...changes,
	};
}

export const aBatch = (
	work_items: readonly PresentWorkItem[],
	changes: Partial<Snapshot> = {},
): ProjectBatch => transformSnapshot(aSnapshot(work_items, changes));

/** The event item of a work item that has a date. */
export function anUpsert(item: PresentWorkItem): UpsertItem {
	const [event] = aBatch([item]).events;
	if (event?.action !== 'upsert') throw new Error('the work item has no event');
	return event;
}

/** The event of a work item as our own write left it in the calendar. */
export function anActual(item: PresentWorkItem, changes: Partial<ActualEvent> = {}): ActualEvent {
	const { uid, ics, revision, calendar } = anUpsert(item);
	return {
		uid,
		href: `${CALENDAR.url}${encodeURIComponent(uid)}.ics`,
		etag: `"${item.sequence_id}"`,
		ics,
		revision,
		calendar: CALENDAR,
		targetSlug: calendar.slug,
		...changes,
	};
}

/** The event item of a signed `deleted` delivery, which names no project. */
export const aDeletedDelivery = (n: number): EventItem =>
	transformWorkItem({
		id: uuid(n),
		status: 'gone',
		project: null,
		read_at: '2026-11-24T00:00:00Z',
		source: 'delivery',
	});
