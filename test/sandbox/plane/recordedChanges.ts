/** How every change of `deliveries-per-change.json` is made on the stand-in. Knows nothing of what it sends. */
import type { Via } from '../../../sandbox/plane/types';
import { ITEM, inWeb, itemPath, post } from './changeTable';
import type { Change, Named } from './changeTable';
import { DISCUSSION, SHELVES } from './recordedRecordChanges';
import type { TestStandIn } from './standInForTests';

type Patch = (plane: TestStandIn) => Readonly<Record<string, unknown>>;

const PARENT = 'WEB-9';
const CHILD = 'WEB-10';

const update =
	(item: string, patch: Patch, via: Via): Change['run'] =>
	(plane) =>
		plane.control.updateItem(item, patch(plane), { via });

/** A patch made through the web app and through the API. */
function both(change: string, patch: Patch, { item = ITEM, prepare }: Preparation = {}): Named[] {
	return (['app', 'api'] as const).map((via) => [
		`${change}-${via}`,
		{ ...(prepare ? { prepare } : {}), run: update(item, patch, via) },
	]);
}

interface Preparation {
	readonly item?: string;
	readonly prepare?: (plane: TestStandIn) => unknown;
}

const same =
	(column: 'name' | 'target_date' | 'assignees'): Patch =>
	(plane) => ({ [column]: plane.control.item(ITEM)[column] });

const reversed: Patch = (plane) => ({ assignees: [...plane.control.item(ITEM).assignees].reverse() });

/** Takes the date off in silence. */
const undate = (plane: TestStandIn) => plane.control.ganttDrag(ITEM, { target_date: null });
const estimate = (plane: TestStandIn) => plane.control.createEstimate('WEB', ['1', '2']);
const finish = (plane: TestStandIn) => plane.control.updateItem(ITEM, { state: 'Done' });
const pointOf: Patch = (plane) => ({ estimate_point: estimate(plane)[1]?.id });

const FULL = {
	name: 'New',
	description_html: '<p>x</p>',
	priority: 'high',
	state: 'Todo',
	start_date: '2026-12-01',
	target_date: '2026-12-04',
	labels: ['bug'],
	assignees: ['Ada', 'José'],
	external_id: 'A-1',
	external_source: 'github',
};
const MANY = { name: 'v3', priority: 'low', state: 'Done', target_date: '2027-03-01' };
const create =
	(fields: Record<string, unknown>, via: Via, by?: string): Change['run'] =>
	(plane) =>
		plane.control.createItem('WEB', fields, { via, ...(by ? { by } : {}) });

const ITEM_CHANGES: readonly Named[] = [
	['issue-created-minimal-api', post(inWeb('work-items/'), { name: 'New' })],
	['issue-created-minimal-app', { run: create({ name: 'New' }, 'app') }],
	['issue-created-full-api', { run: create(FULL, 'api') }],
	['issue-created-full-app', { run: create(FULL, 'app') }],
	['issue-created-sub-issue-api', { run: create({ name: 'New', parent: ITEM }, 'api') }],
	['issue-created-sub-issue-app', { run: create({ name: 'New', parent: ITEM }, 'app') }],
	['issue-created-by-other-user-api', { run: create({ name: 'New' }, 'api', 'José') }],
	...both('issue-updated-name', () => ({ name: 'Renamed' })),
	...both('issue-updated-priority', () => ({ priority: 'low' })),
	...both('issue-updated-state-completed', () => ({ state: 'Done' })),
	...both('issue-updated-state-cancelled', () => ({ state: 'Cancelled' })),
	...both('issue-updated-state-started', () => ({ state: 'In review' })),
	['issue-updated-state-backlog-api', { run: update(ITEM, () => ({ state: 'Backlog' }), 'api') }],
	...both('issue-updated-target-date-changed', () => ({ target_date: '2026-12-31' })),
	...both('issue-updated-target-date-cleared', () => ({ target_date: null })),
	...both('issue-updated-target-date-set', () => ({ target_date: '2027-01-04' }), { prepare: undate }),
	...both('issue-updated-start-date-changed', () => ({ start_date: '2026-11-20' })),
	...both('issue-updated-start-date-cleared', () => ({ start_date: null })),
	...both('issue-updated-both-dates', () => ({ start_date: '2027-02-01', target_date: '2027-02-05' })),
	...both('issue-updated-description', () => ({ description_html: '<p>x</p>' })),
	...both('issue-updated-labels-changed', () => ({ labels: ['feature'] })),
	...both('issue-updated-labels-cleared', () => ({ labels: [] })),
	...both('issue-updated-assignees-changed', () => ({ assignees: ['Ada'] })),
	...both('issue-updated-assignees-same-set-same-order', same('assignees')),
	...both('issue-updated-assignees-same-set-reversed', reversed),
	...both('issue-updated-assignees-cleared', () => ({ assignees: [] })),
	...both('issue-updated-parent-set', () => ({ parent: 'WEB-1' })),
	...both('issue-updated-parent-cleared', () => ({ parent: null }), { item: CHILD }),
	...both('issue-updated-estimate', pointOf),
	...both('issue-updated-unchanged-name', same('name')),
	...both('issue-updated-unchanged-target-date', same('target_date')),
	['issue-updated-many-fields-app', { run: update(ITEM, () => MANY, 'app') }],
	[
		'issue-updated-many-fields-api',
		{ run: update(ITEM, () => ({ ...MANY, labels: [], assignees: [] }), 'api') },
	],
	[
		'issue-updated-external-id-api',
		{
			prepare: (plane) => plane.control.updateItem(ITEM, { external_source: 'github' }),
			run: update(ITEM, () => ({ external_id: 'ACME-78', external_source: 'github' }), 'api'),
		},
	],
	...both('issue-updated-completed-item-date', () => ({ target_date: '2027-03-02' }), { prepare: finish }),
	['issue-updated-answered-500', { run: update(ITEM, () => ({ target_date: '2027-03-02' }), 'api') }],
];

/** The web app's own payloads begin with keys that cannot change. */
const dragged =
	(patch: Record<string, unknown>): Patch =>
	(plane) => {
		const { id, project } = plane.control.item(ITEM);
		return { id, project_id: project, ...patch };
	};

const archive = (plane: TestStandIn) => plane.control.archiveItem(ITEM);

const VIEW_CHANGES: readonly Named[] = [
	[
		'issue-updated-kanban-drag-app',
		{ run: update(ITEM, () => ({ state_id: 'Todo', sort_order: 34567.5 }), 'app') },
	],
	[
		'issue-updated-kanban-drag-with-group-app',
		{
			run: update(ITEM, () => ({ state_id: 'Todo', sort_order: 44567.5, assignee_ids: ['Mei-Ling'] }), 'app'),
		},
	],
	[
		'issue-updated-kanban-drag-app-exact-payload',
		{ run: (plane) => plane.control.kanbanDrag(ITEM, 'In review') },
	],
	[
		'issue-updated-kanban-drag-same-column-app',
		{ run: update(ITEM, dragged({ sort_order: 44567.5 }), 'app') },
	],
	[
		'issue-updated-kanban-drag-with-swimlane-app',
		{
			run: update(
				ITEM,
				dragged({ sort_order: 44567.5, state_id: 'Todo', assignee_ids: ['Mei-Ling'] }),
				'app',
			),
		},
	],
	['gantt-drag-app', { run: (plane) => plane.control.ganttDrag(ITEM, { target_date: '2027-01-01' }) }],
	['sub-issue-attach-app', { run: (plane) => plane.control.attachSubItem('WEB-1', ITEM) }],
	['draft-created-app', { run: (plane) => plane.control.createDraft('WEB', { name: 'Draft' }) }],
	[
		'draft-published-app',
		{
			prepare: (plane) => plane.control.createDraft('WEB', { name: 'Draft' }).id,
			run: (plane, draft) => plane.control.publishDraft(draft),
		},
	],
];

const remove = (key: string): Change => ({
	run: (plane) => plane.ask(itemPath(plane, key), { method: 'DELETE' }),
});

const REMOVALS: readonly Named[] = [
	['delete-api', remove(ITEM)],
	['delete-app', { run: (plane) => plane.control.deleteItem(ITEM) }],
	[
		'bulk-delete-app',
		{ run: (plane) => ['WEB-1', 'WEB-2', ITEM].map((key) => plane.control.deleteItem(key)) },
	],
	['delete-parent-api', remove(PARENT)],
	['parent-deleted-app', { run: (plane) => plane.control.deleteItem(PARENT) }],
	['archive-app', { run: archive }],
	['issue-archived', { run: archive }],
	['unarchive-app', { prepare: archive, run: (plane) => plane.control.unarchiveItem(ITEM) }],
	['issue-unarchived', { prepare: archive, run: (plane) => plane.control.unarchiveItem(ITEM) }],
	['bulk-archive-app', { run: (plane) => ['WEB-1', ITEM].map((key) => plane.control.archiveItem(key)) }],
	[
		'issue-updated-archived-item-api',
		{ prepare: archive, run: update(ITEM, () => ({ target_date: null }), 'api') },
	],
	[
		'issue-updated-archived-item-app',
		{
			prepare: archive,
			run: (plane) => expect(() => plane.control.updateItem(ITEM, { target_date: null })).toThrow(/archived/),
		},
	],
];

const wish = (plane: TestStandIn) => plane.control.createIntakeItem('WEB', { name: 'Wish' }).id;
const accepted = (plane: TestStandIn) => plane.control.acceptIntakeItem(wish(plane)).id;

/** The API's own intake route was recorded by its silence only: the control stands in for it. */
const INTAKE: readonly Named[] = (['app', 'api'] as const).flatMap((via): Named[] => [
	[`intake-issue-created-${via}`, { run: wish }],
	[
		`intake-issue-updated-${via}`,
		{ prepare: wish, run: (plane, id) => plane.control.updateIntakeItem(id, { name: 'Other wish' }) },
	],
	[`intake-issue-accepted-${via}`, { prepare: wish, run: (plane, id) => plane.control.acceptIntakeItem(id) }],
	[
		`intake-issue-declined-${via}`,
		{ prepare: wish, run: (plane, id) => plane.control.declineIntakeItem(id) },
	],
]);

const PATCH_INTAKE = (plane: TestStandIn, id: string) =>
	plane.ask(itemPath(plane, id), { method: 'PATCH', body: { target_date: '2026-12-30' } });

const AROUND_INTAKE: readonly Named[] = [
	[
		'intake-issue-accepted-status-only-app',
		{ prepare: wish, run: (plane, id) => plane.control.acceptIntakeItem(id) },
	],
	['issue-updated-after-intake-accept-api', { prepare: accepted, run: PATCH_INTAKE }],
	['intake-item-patched-by-work-item-route-api', { prepare: wish, run: PATCH_INTAKE }],
];

const web = (plane: TestStandIn): string => `${plane.pathOf('WEB')}/`;
const archiveOf =
	(identifier: string) =>
	(plane: TestStandIn): string =>
		`${plane.pathOf(identifier)}/archive/`;

const PROJECT_CHANGES: readonly Named[] = [
	['project-created-app', { run: (plane) => plane.control.createProject('Fresh', 'FRE') }],
	['project-created-api', post(() => '/workspaces/acme/projects/', { name: 'Fresh', identifier: 'FRE' })],
	['project-updated-name-app', { run: (plane) => plane.control.renameProject('WEB', 'Shop') }],
	['project-updated-name-api', post(web, { name: 'Shop' }, 'PATCH')],
	['project-updated-identifier-api', post(web, { identifier: 'SHOP' }, 'PATCH')],
	['project-updated-name-and-description-api', post(web, { name: 'Shop', description: 'New' }, 'PATCH')],
	[
		'project-updated-description-app',
		{ run: (plane) => plane.control.updateProject('WEB', { description: 'New', name: 'Shop' }) },
	],
	['project-updated-name-refused-400-api', post(web, { name: 'R & D' }, 'PATCH')],
	['project-updated-name-only-punctuation-refused', post(web, { name: '&' }, 'PATCH')],
	['project-deleted-app', { run: (plane) => plane.control.deleteProject('WEB') }],
	['project-deleted-api', post(web, undefined, 'DELETE')],
	['project-archived-app', { run: (plane) => plane.control.archiveProject('WEB') }],
	['project-archive-app', { run: (plane) => plane.control.archiveProject('WEB') }],
	['project-archived-api', post(archiveOf('WEB'), undefined)],
	['project-unarchived-app', { run: (plane) => plane.control.unarchiveProject('LEG') }],
	['project-unarchived-api', post(archiveOf('LEG'), undefined, 'DELETE')],
	[
		'issue-updated-in-archived-project-api',
		{
			prepare: (plane) => plane.control.archiveProject('WEB'),
			run: update(ITEM, () => ({ target_date: null }), 'api'),
		},
	],
	['member-removed-from-project-app', { run: (plane) => plane.control.removeMember('WEB', 'José') }],
	['user-renamed-app', { run: (plane) => plane.control.renameUser('José', 'Joe') }],
];

const statePath = (plane: TestStandIn): string => inWeb(`states/${plane.control.item(ITEM).state}/`)(plane);
const labelPath = (plane: TestStandIn): string =>
	inWeb(`labels/${plane.control.item(ITEM).labels[0]}/`)(plane);

const NAME_CHANGES: readonly Named[] = [
	['state-rename-app', { run: (plane) => plane.control.renameState('WEB', 'Todo', 'To do') }],
	['state-rename-api', post(statePath, { name: 'Doing' }, 'PATCH')],
	['label-rename-app', { run: (plane) => plane.control.renameLabel('WEB', 'bug', 'defect') }],
	['label-rename-api', post(labelPath, { name: 'defect' }, 'PATCH')],
	['label-deleted-app', { run: (plane) => plane.control.deleteLabel('WEB', 'bug') }],
	['label-delete-api', post(labelPath, undefined, 'DELETE')],
];

/** Changes that the stand-in cannot make, for it keeps nothing of the kind; both were silent. */
export const NOT_KEPT: ReadonlySet<string> = new Set(['reaction-app', 'subscribe-app']);

/** By the name under which each was recorded. */
export const CHANGES: ReadonlyMap<string, Change> = new Map([
	...ITEM_CHANGES,
	...VIEW_CHANGES,
	...REMOVALS,
	...INTAKE,
	...AROUND_INTAKE,
	...DISCUSSION,
	...SHELVES,
	...PROJECT_CHANGES,
	...NAME_CHANGES,
]);
