/** How the recorded changes of comments, links, relations, cycles and modules are made on the stand-in. */
import { ITEM, inWeb, itemPath, post } from './changeTable';
import type { Change, Named } from './changeTable';
import type { TestStandIn } from './standInForTests';

const comment = (plane: TestStandIn) => plane.control.addComment(ITEM, '<p>First</p>').id;
const commentPath = (plane: TestStandIn, id = ''): string =>
	`${itemPath(plane, ITEM)}comments/${id === '' ? '' : `${id}/`}`;

export const DISCUSSION: readonly Named[] = [
	['comment-created-app', { run: comment }],
	['comment-created-api', post((plane) => commentPath(plane), { comment_html: '<p>First</p>' })],
	[
		'comment-updated-app',
		{ prepare: comment, run: (plane, id) => plane.control.editComment(id, '<p>Edited</p>') },
	],
	[
		'comment-updated-api',
		{
			prepare: comment,
			run: (plane, id) =>
				plane.ask(commentPath(plane, id), { method: 'PATCH', body: { comment_html: '<p>Edited</p>' } }),
		},
	],
	['comment-deleted-app', { prepare: comment, run: (plane, id) => plane.control.deleteComment(id) }],
	[
		'comment-deleted-api',
		{ prepare: comment, run: (plane, id) => plane.ask(commentPath(plane, id), { method: 'DELETE' }) },
	],
	['link-added-app', { run: (plane) => plane.control.addLink(ITEM, 'https://acme.example/x') }],
	['link-api', post((plane) => `${itemPath(plane, ITEM)}links/`, { url: 'https://acme.example/x' })],
	['relation-added-app', { run: (plane) => plane.control.relate(ITEM, 'relates_to', 'WEB-1') }],
	['relation-blocked-by-app', { run: (plane) => plane.control.relate(ITEM, 'blocked_by', 'WEB-1') }],
	[
		'relation-api',
		{
			run: (plane) =>
				plane.ask(`${itemPath(plane, ITEM)}relations/`, {
					method: 'POST',
					body: { relation_type: 'blocking', issues: [plane.control.item('WEB-1').id] },
				}),
		},
	],
];

interface Shelf {
	readonly kind: 'cycle' | 'module';
	readonly make: (plane: TestStandIn) => string;
	readonly fill: (plane: TestStandIn, id: string) => void;
	readonly empty: (plane: TestStandIn, id: string) => void;
	readonly rename: (plane: TestStandIn, id: string) => unknown;
	readonly drop: (plane: TestStandIn, id: string) => void;
}

const CYCLE: Shelf = {
	kind: 'cycle',
	make: ({ control }) => control.createCycle('WEB', 'Sprint', { start_date: '2026-12-01' }).id,
	fill: ({ control }, id) => control.addToCycle(id, ITEM),
	empty: ({ control }, id) => control.removeFromCycle(id, ITEM),
	rename: ({ control }, id) => control.updateCycle(id, { name: 'Sprint 2' }),
	drop: ({ control }, id) => control.deleteCycle(id),
};

const MODULE: Shelf = {
	kind: 'module',
	make: ({ control }) => control.createModule('WEB', 'Checkout').id,
	fill: ({ control }, id) => control.addToModule(id, ITEM),
	empty: ({ control }, id) => control.removeFromModule(id, ITEM),
	rename: ({ control }, id) => control.updateModule(id, { name: 'Checkout 2' }),
	drop: ({ control }, id) => control.deleteModule(id),
};

function shelfChanges({ kind, make, fill, empty, rename, drop }: Shelf): Named[] {
	const all = inWeb(`${kind}s/`);
	const one = (plane: TestStandIn, id: string): string => `${all(plane)}${id}/`;
	const members = (plane: TestStandIn, id: string): string => `${one(plane, id)}${kind}-issues/`;
	const filled = (plane: TestStandIn): string => {
		const id = make(plane);
		fill(plane, id);
		return id;
	};
	const idOfItem = (plane: TestStandIn): string => plane.control.item(ITEM).id;
	const put: Change['run'] = (plane, id) =>
		plane.ask(members(plane, id), { method: 'POST', body: { issues: [idOfItem(plane)] } });
	const renameOverApi: Change['run'] = (plane, id) =>
		plane.ask(one(plane, id), { method: 'PATCH', body: { name: 'Other' } });
	return [
		[`${kind}-created-app`, { run: make }],
		[`${kind}-created-api`, post(all, { name: 'New', start_date: '2026-12-01' })],
		[`${kind}-updated-app`, { prepare: make, run: rename }],
		[`${kind}-updated-name-app`, { prepare: make, run: rename }],
		[`${kind}-updated-api`, { prepare: make, run: renameOverApi }],
		[`${kind}-issue-added-app`, { prepare: make, run: fill }],
		[`${kind}-issue-added-api`, { prepare: make, run: put }],
		[`${kind}-issue-removed-app`, { prepare: filled, run: empty }],
		[
			`${kind}-issue-removed-api`,
			{
				prepare: filled,
				run: (plane, id) => plane.ask(`${members(plane, id)}${idOfItem(plane)}/`, { method: 'DELETE' }),
			},
		],
		[`${kind}-deleted-app`, { prepare: filled, run: drop }],
		[
			`${kind}-deleted-api`,
			{ prepare: filled, run: (plane, id) => plane.ask(one(plane, id), { method: 'DELETE' }) },
		],
	];
}

export const SHELVES: readonly Named[] = [...shelfChanges(CYCLE), ...shelfChanges(MODULE)];
