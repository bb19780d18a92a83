/** How the recorded changes of a work item's columns are made, once as the web app and once as the API does. */
import { ITEM, control, inWeb, itemPath, patch, post, seen } from './changeTable';
import type { Body, Call, Named } from './changeTable';

const APP_SPELLING: Readonly<Record<string, string>> = {
	state: 'state_id',
	labels: 'label_ids',
	assignees: 'assignee_ids',
	parent: 'parent_id',
};

const inApp = (body: Body): Body =>
	Object.fromEntries(Object.entries(body).map(([key, value]) => [APP_SPELLING[key] ?? key, value]));

export const updateInApp = (body: Body, item = ITEM): Call =>
	control('update-item', { item, patch: inApp(body) });
export const updateOverApi = (body: Body, item = ITEM): Call => patch(itemPath(item), body);

interface Preparation {
	readonly item?: string;
	readonly prepare?: readonly Call[];
	/** What is there afterwards where it is not what was sent. */
	readonly then?: Body;
}

/** A patch, spelled as the API spells it, made in both ways. */
function both(change: string, body: Body, { item = ITEM, prepare = [], then }: Preparation = {}): Named[] {
	const after = [seen(item, then ?? body)];
	return [
		[`${change}-app`, { prepare, call: updateInApp(body, item), after }],
		[`${change}-api`, { prepare, call: updateOverApi(body, item), after }],
	];
}

const CHILD = 'WEB-10';
const UNDATED = [control('gantt-drag', { item: ITEM, target_date: null })];
const FINISHED = [control('update-item', { item: ITEM, patch: { state: 'Done' } })];
const ESTIMATED = [control('create-estimate', { project: 'WEB', values: ['1', '2'] })];
const ASSIGNED = ['{José}', '{Mei-Ling}'];
const MANY = { name: 'v3', priority: 'low', state: '{Done}', target_date: '2027-03-01' };
const MANY_MORE = { ...MANY, labels: [], assignees: [] };
const EXTERNAL = { external_id: 'ACME-78', external_source: 'github' };
const FULL = {
	name: 'New',
	description_html: '<p>x</p>',
	priority: 'high',
	state: '{Todo}',
	start_date: '2026-12-01',
	target_date: '2026-12-04',
	labels: ['{bug}'],
	assignees: ['{Ada}', '{José}'],
	external_id: 'A-1',
	external_source: 'github',
};

/** A new item made in both ways. */
function created(change: string, fields: Body): Named[] {
	const after = [seen('it', fields)];
	const call = control('create-item', { project: 'WEB', fields: inApp(fields) });
	return [
		[`${change}-app`, { call, after }],
		[`${change}-api`, { call: post(inWeb('work-items/'), fields), after }],
	];
}

const CREATED: readonly Named[] = [
	...created('issue-created-minimal', { name: 'New' }),
	...created('issue-created-full', FULL),
	...created('issue-created-sub-issue', { name: 'New', parent: `{${ITEM}}` }),
	[
		'issue-created-by-other-user-api',
		{
			call: { method: 'POST', path: inWeb('work-items/'), body: { name: 'New' }, as: 'José' },
			after: [seen('it', { created_by: '{José}' })],
		},
	],
];

const SINGLE: readonly Named[] = [
	[
		'issue-updated-state-backlog-api',
		{ call: updateOverApi({ state: '{Backlog}' }), after: [seen(ITEM, { state: '{Backlog}' })] },
	],
	['issue-updated-many-fields-app', { call: updateInApp(MANY), after: [seen(ITEM, MANY)] }],
	['issue-updated-many-fields-api', { call: updateOverApi(MANY_MORE), after: [seen(ITEM, MANY_MORE)] }],
	[
		'issue-updated-external-id-api',
		{
			prepare: [control('update-item', { item: ITEM, patch: { external_source: 'github' } })],
			call: updateOverApi(EXTERNAL),
			after: [seen(ITEM, EXTERNAL)],
		},
	],
	[
		'issue-updated-answered-500',
		{
			call: updateOverApi({ target_date: '2027-03-02' }),
			after: [seen(ITEM, { target_date: '2027-03-02' })],
		},
	],
];

export const ITEM_CHANGES: readonly Named[] = [
	...CREATED,
	...both('issue-updated-name', { name: 'Renamed' }),
	...both('issue-updated-priority', { priority: 'low' }),
	...both('issue-updated-state-completed', { state: '{Done}' }),
	...both('issue-updated-state-cancelled', { state: '{Cancelled}' }),
	...both('issue-updated-state-started', { state: '{In review}' }),
	...both('issue-updated-target-date-changed', { target_date: '2026-12-31' }),
	...both('issue-updated-target-date-cleared', { target_date: null }),
	...both('issue-updated-target-date-set', { target_date: '2027-01-04' }, { prepare: UNDATED }),
	...both('issue-updated-start-date-changed', { start_date: '2026-11-20' }),
	...both('issue-updated-start-date-cleared', { start_date: null }),
	...both('issue-updated-both-dates', { start_date: '2027-02-01', target_date: '2027-02-05' }),
	...both('issue-updated-description', { description_html: '<p>x</p>' }),
	...both('issue-updated-labels-changed', { labels: ['{feature}'] }),
	...both('issue-updated-labels-cleared', { labels: [] }),
	...both('issue-updated-assignees-changed', { assignees: ['{Ada}'] }),
	...both('issue-updated-assignees-same-set-same-order', { assignees: ASSIGNED }),
	...both(
		'issue-updated-assignees-same-set-reversed',
		{ assignees: [...ASSIGNED].reverse() },
		{ then: { assignees: ASSIGNED } },
	),
	...both('issue-updated-assignees-cleared', { assignees: [] }),
	...both('issue-updated-parent-set', { parent: '{WEB-1}' }),
	...both('issue-updated-parent-cleared', { parent: null }, { item: CHILD }),
	...both(
		'issue-updated-estimate',
		{ estimate_point: '{it}' },
		{ prepare: ESTIMATED, then: { estimate_point: expect.any(String) } },
	),
	...both('issue-updated-unchanged-name', { name: 'Checkout: address form validation' }),
	...both('issue-updated-unchanged-target-date', { target_date: '2026-11-23' }),
	...both('issue-updated-completed-item-date', { target_date: '2027-03-02' }, { prepare: FINISHED }),
	...SINGLE,
];
