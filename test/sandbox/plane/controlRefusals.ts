/** What the control refuses, with the words that say why. */
import { ITEM, control } from './changeTable';
import type { Call } from './changeTable';

interface Refusal {
	readonly words: RegExp;
	readonly call: Call;
	/** What has to be there first. */
	readonly first?: readonly Call[];
}

const project = 'WEB';
const twice = (name: string) => [
	control('create-cycle', { project, name }),
	control('create-cycle', { project: 'APP', name }),
];
const cycle = [control('create-cycle', { project, name: 'Sprint' })];
const checkout = [control('create-module', { project, name: 'Checkout' })];
const archived = [control('archive-project', { project })];

export const REFUSED: ReadonlyArray<readonly [what: string, how: Refusal]> = [
	[
		'an unknown item',
		{ words: /no work item "WEB-99"/, call: control('update-item', { item: 'WEB-99', patch: {} }) },
	],
	[
		'a missing argument',
		{ words: /"patch" is missing: it must be an object/, call: control('update-item', { item: ITEM }) },
	],
	[
		'a misspelled argument',
		{
			words: /"gantt-drag" takes no "target". It takes item, start_date, target_date/,
			call: control('gantt-drag', { item: ITEM, target: null }),
		},
	],
	[
		'an argument where there is none',
		{ words: /"drain" takes no "now". It takes nothing/, call: control('drain', { now: true }) },
	],
	[
		'a misspelled column',
		{
			words: /no "targetdate" to set. It has name/,
			call: control('update-item', { item: ITEM, patch: { targetdate: null } }),
		},
	],
	[
		'a value Plane refuses',
		{ words: /wrong format/, call: control('update-item', { item: ITEM, patch: { target_date: 'soon' } }) },
	],
	[
		'a day that does not exist',
		{
			words: /"target_date" must be a day such as/,
			call: control('gantt-drag', { item: ITEM, target_date: '2027-02-30' }),
		},
	],
	[
		'a spelling there is not',
		{
			words: /"via" must be one of app, api/,
			call: control('update-item', { item: ITEM, patch: {}, via: 'web' }),
		},
	],
	['somebody unknown', { words: /no user "Eve"/, call: control('delete-item', { item: ITEM, by: 'Eve' }) }],
	[
		'an item without a name',
		{ words: /needs a "name"/, call: control('create-item', { project, fields: {} }) },
	],
	[
		'a bulk delete of which one is not there',
		{ words: /"WEB-99"/, call: control('bulk-delete', { items: [ITEM, 'WEB-99'] }) },
	],
	[
		'a bulk archive of which one is not there',
		{ words: /"WEB-99"/, call: control('bulk-archive', { items: [ITEM, 'WEB-99'] }) },
	],
	[
		'publishing what is no draft',
		{
			words: /WEB-3 is no draft. Make one with create-draft/,
			call: control('publish-draft', { item: ITEM }),
		},
	],
	[
		'accepting what does not wait',
		{ words: /WEB-3 does not wait in the intake/, call: control('accept-intake-item', { item: ITEM }) },
	],
	[
		'declining what does not wait',
		{ words: /does not wait/, call: control('decline-intake-item', { item: ITEM }) },
	],
	[
		'editing what does not wait',
		{ words: /does not wait/, call: control('update-intake-item', { item: ITEM, patch: { name: 'x' } }) },
	],
	[
		'an unknown comment',
		{ words: /no comment "x"/, call: control('edit-comment', { comment: 'x', html: 'y' }) },
	],
	['an unknown link', { words: /no link "x"/, call: control('delete-link', { link: 'x' }) }],
	[
		'a link that is no address',
		{ words: /"url" must be an address/, call: control('add-link', { item: ITEM, url: 'acme' }) },
	],
	[
		'a relation there is not',
		{
			words: /"relation" must be one of blocking, blocked_by/,
			call: control('relate', { item: ITEM, relation: 'likes', other: 'WEB-1' }),
		},
	],
	[
		'parting what is not related',
		{ words: /not related/, call: control('unrelate', { item: ITEM, other: 'WEB-1' }) },
	],
	['an unknown cycle', { words: /no cycle "x"/, call: control('add-to-cycle', { cycle: 'x', item: ITEM }) }],
	['an unknown module', { words: /no module "x"/, call: control('delete-module', { module: 'x' }) }],
	[
		'a name that two cycles have',
		{
			words: /There are 2 called "Sprint" among the cycles. Use an id/,
			call: control('delete-cycle', { cycle: 'Sprint' }),
			first: twice('Sprint'),
		},
	],
	[
		'an item of another project',
		{
			words: /APP-1 is not in WEB, where "Sprint" is/,
			call: control('add-to-cycle', { cycle: 'Sprint', item: 'APP-1' }),
			first: cycle,
		},
	],
	[
		'taking out of a cycle what is not in it',
		{
			words: /not in "Sprint"/,
			call: control('remove-from-cycle', { cycle: 'Sprint', item: ITEM }),
			first: cycle,
		},
	],
	[
		'taking out of a module what is not in it',
		{
			words: /not in "Checkout"/,
			call: control('remove-from-module', { module: 'Checkout', item: ITEM }),
			first: checkout,
		},
	],
	[
		'a column that a cycle has not',
		{
			words: /"fields" takes no "target_date"/,
			call: control('create-cycle', { project, name: 'x', fields: { target_date: null } }),
		},
	],
	[
		'a status that a module cannot have',
		{
			words: /"status" must be one of backlog/,
			call: control('update-module', { module: 'Checkout', patch: { status: 'odd' } }),
			first: checkout,
		},
	],
	[
		'a project name that is taken',
		{
			words: /refuses this project: .*already taken/,
			call: control('create-project', { name: 'Mobile app', identifier: 'NEW' }),
		},
	],
	[
		'an identifier that is taken',
		{
			words: /identifier is already taken/,
			call: control('create-project', { name: 'New', identifier: 'APP' }),
		},
	],
	[
		'a project name with an ampersand',
		{ words: /special characters/, call: control('rename-project', { project, name: 'R & D' }) },
	],
	[
		'a new name for an archived project',
		{
			words: /Archived project/,
			call: control('rename-project', { project, name: 'Shop' }),
			first: archived,
		},
	],
	[
		'a group there is not',
		{
			words: /"group" must be one of backlog/,
			call: control('create-state', { project, name: 'x', group: 'triage' }),
		},
	],
	[
		'a state name that is taken',
		{
			words: /state called "Done" already/,
			call: control('create-state', { project, name: 'Done', group: 'completed' }),
		},
	],
	[
		'renaming a state to one that is taken',
		{ words: /"Done" already/, call: control('rename-state', { project, state: 'Todo', name: 'Done' }) },
	],
	[
		'deleting the default state',
		{ words: /"Backlog" stays: Default state/, call: control('delete-state', { project, state: 'Backlog' }) },
	],
	[
		'deleting a state that items are in',
		{
			words: /"Todo" stays: The state is not empty/,
			call: control('delete-state', { project, state: 'Todo' }),
		},
	],
	[
		'a label name that is taken',
		{ words: /label called "bug" already/, call: control('create-label', { project, name: 'bug' }) },
	],
	[
		'renaming a label to one that is taken',
		{ words: /"feature" already/, call: control('rename-label', { project, label: 'bug', name: 'feature' }) },
	],
	[
		'removing somebody who is not there',
		{ words: /Ada is not in DSN/, call: control('remove-member', { project: 'DSN', user: 'Ada' }) },
	],
	[
		'a role there is not',
		{
			words: /"role" must be one of 20, 15, 5/,
			call: control('add-member', { project, user: 'Ada', role: 16 }),
		},
	],
	[
		'an address that is none',
		{ words: /"url" must be an address/, call: control('webhook', { url: 'n8n' }) },
	],
	[
		'an order that is none',
		{
			words: /"order" must be one of as-held, reversed/,
			call: control('release-deliveries', { order: 'random' }),
		},
	],
	[
		'a position that is none',
		{ words: /"order" must be a whole number from 0/, call: control('release-deliveries', { order: [-1] }) },
	],
	[
		'headers that are none',
		{ words: /"headers.a" must be a text/, call: control('deliver', { body: '{}', headers: { a: 1 } }) },
	],
];
