/** How the recorded changes are made that only the web app's views offer: dragging, drafts, archive, intake. */
import { ITEM, answers, control, hidden, inWeb, itemPath, remove, seen } from './changeTable';
import type { Answer, Body, Call, Named } from './changeTable';
import { updateInApp, updateOverApi } from './recordedItemChanges';

/** The web app's own payloads begin with keys that cannot change. */
const OWN = { id: `{${ITEM}}`, project_id: '{WEB}' };
const SWIMLANE = { state: '{Todo}', sort_order: 44567.5, assignees: ['{Mei-Ling}'] };

const DRAGS: readonly Named[] = [
	[
		'issue-updated-kanban-drag-app',
		{
			call: updateInApp({ state: '{Todo}', sort_order: 34567.5 }),
			after: [seen(ITEM, { state: '{Todo}', sort_order: 34567.5 })],
		},
	],
	[
		'issue-updated-kanban-drag-with-group-app',
		{ call: updateInApp(SWIMLANE), after: [seen(ITEM, SWIMLANE)] },
	],
	[
		'issue-updated-kanban-drag-app-exact-payload',
		{
			call: control('kanban-drag', { item: ITEM, state: 'In review' }),
			after: [seen(ITEM, { state: '{In review}' })],
		},
	],
	[
		'issue-updated-kanban-drag-same-column-app',
		{ call: updateInApp({ ...OWN, sort_order: 44567.5 }), after: [seen(ITEM, { sort_order: 44567.5 })] },
	],
	[
		'issue-updated-kanban-drag-with-swimlane-app',
		{
			call: updateInApp({ ...OWN, sort_order: 44567.5, state: '{Todo}', assignees: ['{Mei-Ling}'] }),
			after: [seen(ITEM, SWIMLANE)],
		},
	],
	[
		'gantt-drag-app',
		{
			call: control('gantt-drag', { item: ITEM, target_date: '2027-01-01' }),
			after: [seen(ITEM, { start_date: '2026-11-19', target_date: '2027-01-01' })],
		},
	],
	[
		'sub-issue-attach-app',
		{
			call: control('attach-sub-item', { parent: 'WEB-1', child: ITEM }),
			after: [seen(ITEM, { parent: '{WEB-1}' })],
		},
	],
];

const DRAFT = control('create-draft', { project: 'WEB', fields: { name: 'Draft' } });

const DRAFTS: readonly Named[] = [
	['draft-created-app', { call: DRAFT, after: [hidden('it')] }],
	[
		'draft-published-app',
		{
			prepare: [DRAFT],
			call: control('publish-draft', { item: '{it}' }),
			after: [seen('it', { name: 'Draft' })],
		},
	],
];

const archive = control('archive-item', { item: ITEM });
const unarchive = control('unarchive-item', { item: ITEM });
const restored = [seen(ITEM, { archived_at: null })];
const FAMILY = [hidden('WEB-9'), hidden('WEB-10'), seen(ITEM)];
const SELECTED = { items: ['WEB-1', 'WEB-2', ITEM] };
const SELECTED_ARE_GONE = [hidden('WEB-1'), hidden('WEB-2'), hidden(ITEM), seen('WEB-4')];

const REMOVALS: readonly Named[] = [
	['delete-api', { call: remove(itemPath(ITEM)), after: [hidden(ITEM)] }],
	['delete-app', { call: control('delete-item', { item: ITEM }), after: [hidden(ITEM)] }],
	['bulk-delete-app', { call: control('bulk-delete', SELECTED), after: SELECTED_ARE_GONE }],
	['delete-parent-api', { call: remove(itemPath('WEB-9')), after: FAMILY }],
	['parent-deleted-app', { call: control('delete-item', { item: 'WEB-9' }), after: FAMILY }],
	['archive-app', { call: archive, after: [hidden(ITEM)] }],
	['issue-archived', { call: archive, after: [hidden(ITEM)] }],
	['unarchive-app', { prepare: [archive], call: unarchive, after: restored }],
	['issue-unarchived', { prepare: [archive], call: unarchive, after: restored }],
	['bulk-archive-app', { call: control('bulk-archive', SELECTED), after: SELECTED_ARE_GONE }],
	[
		'issue-updated-archived-item-api',
		{ prepare: [archive], call: updateOverApi({ target_date: null }), after: [hidden(ITEM)] },
	],
	[
		'issue-updated-archived-item-app',
		{ prepare: [archive], call: updateInApp({ target_date: null }), refused: true, after: [hidden(ITEM)] },
	],
];

const WISH = { name: 'Wish', target_date: '2026-12-01' };
const wish = (via: string): Call => control('create-intake-item', { project: 'WEB', fields: WISH, via });
const accept = control('accept-intake-item', { item: '{it}' });
const decline = control('decline-intake-item', { item: '{it}' });
const edit = (body: Body, via: string): Call =>
	control('update-intake-item', { item: '{it}', patch: body, via });
const shown = (body: Body): Answer[] => [seen('it', { state: '{Backlog}', ...WISH, ...body })];

/** The API's own intake route was recorded by its silence only: the control stands in for it. */
const INTAKE: readonly Named[] = ['app', 'api'].flatMap((via): Named[] => {
	const prepare = [wish(via)];
	return [
		[`intake-issue-created-${via}`, { call: wish(via), after: [hidden('it')] }],
		[
			`intake-issue-updated-${via}`,
			{ prepare, call: edit({ name: 'Other wish' }, via), after: [hidden('it')] },
		],
		[`intake-issue-accepted-${via}`, { prepare, call: accept, after: shown({}) }],
		[`intake-issue-declined-${via}`, { prepare, call: decline, after: [hidden('it')] }],
	];
});

const AROUND_INTAKE: readonly Named[] = [
	['intake-issue-accepted-status-only-app', { prepare: [wish('app')], call: accept, after: shown({}) }],
	[
		'issue-updated-after-intake-accept-api',
		{
			prepare: [wish('api'), accept],
			call: updateOverApi({ target_date: '2026-12-30' }, 'it'),
			after: shown({ target_date: '2026-12-30' }),
		},
	],
	[
		'intake-item-patched-by-work-item-route-api',
		{
			prepare: [wish('api')],
			call: updateOverApi({ target_date: '2026-12-30' }, 'it'),
			after: [hidden('it')],
		},
	],
];

const NO_ITEMS = answers(inWeb('work-items/'), { results: [] });

/** An item of a project that was archived. */
const IN_ARCHIVE: readonly Named[] = [
	[
		'issue-updated-in-archived-project-api',
		{
			prepare: [control('archive-project', { project: 'WEB' })],
			call: updateOverApi({ target_date: null }),
			after: [hidden(ITEM), NO_ITEMS],
		},
	],
];

export const VIEW_CHANGES: readonly Named[] = [
	...DRAGS,
	...DRAFTS,
	...REMOVALS,
	...INTAKE,
	...AROUND_INTAKE,
	...IN_ARCHIVE,
];
