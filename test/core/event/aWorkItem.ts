/** Work items and snapshots for tests; they show only what a test is about. */
import type { AbsentWorkItem, PresentWorkItem, Snapshot } from '../../../core/plane/types';

export const ITEM_ID = '00000000-0000-4000-8000-000000006001';
export const PROJECT_ID = '70cd25e3-c519-439e-883c-ff5fad301b44';
export const OTHER_PROJECT_ID = '11111111-2222-4333-8444-555555555555';
export const ITEM_UID = `plane-issue-${ITEM_ID}@calplanebot`;

export const aLabel = (name: string): PresentWorkItem['labels'][number] => ({
	id: `label-${name}`,
	name,
	color: '#123456',
});

export const aState = (group: PresentWorkItem['state']['group']): PresentWorkItem['state'] => ({
	id: `state-${group}`,
	name: 'In Progress',
	group,
	color: '#60646c',
});

export function aWorkItem(different: Partial<PresentWorkItem> = {}): PresentWorkItem {
	return {
		status: 'present',
		id: ITEM_ID,
		sequence_id: 42,
		name: 'Plain item',
		description: '',
		state: aState('started'),
		priority: 'none',
		start_date: null,
		target_date: '2026-12-01',
		completed_at: null,
		assignees: [],
		labels: [],
		project: { id: PROJECT_ID, name: 'Web application', identifier: 'WEB' },
		parent: null,
		url: `http://127.0.0.1:8901/acme/projects/${PROJECT_ID}/issues/${ITEM_ID}`,
		created_at: '2026-11-01T08:00:00.000000Z',
		updated_at: '2026-11-22T18:16:17.459103Z',
		archived_at: null,
		read_at: '2026-11-22T18:20:00Z',
		source: 'plane',
		...different,
	};
}

export function anAbsentItem(different: Partial<AbsentWorkItem> = {}): AbsentWorkItem {
	return {
		status: 'gone',
		id: ITEM_ID,
		read_at: '2026-11-22T18:20:00Z',
		source: 'plane',
		project: { id: PROJECT_ID },
		...different,
	};
}

export function aSnapshot(different: Partial<Snapshot> = {}): Snapshot {
	return {
		project: { id: PROJECT_ID, name: 'Web application', identifier: 'WEB' },
		status: 'complete',
		taken_at: '2026-11-22T18:20:00Z',
		work_items: [],
		total_count: 0,
		all_projects: true,
		...different,
	};
}
