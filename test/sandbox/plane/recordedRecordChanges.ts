/** How the recorded changes of comments, links, relations, cycles and modules are made. */
import { ITEM, answers, control, inWeb, itemPath, missing, patch, post, remove } from './changeTable';
import type { Answer, Body, Named } from './changeTable';

const COMMENTS = `${itemPath(ITEM)}comments/`;
const COMMENT = `${COMMENTS}{it}/`;
const RELATIONS = `${itemPath(ITEM)}relations/`;

const say = control('add-comment', { item: ITEM, html: '<p>First</p>' });
const said = (html: string, edited: unknown): Answer[] => [
	answers(COMMENT, { comment_html: html, edited_at: edited, actor: '{Ada}' }),
];
const link = { url: 'https://acme.example/x', title: 'x' };
const linked = [answers(`${itemPath(ITEM)}links/{it}/`, link)];
const related = (kind: string): Answer[] => [answers(RELATIONS, { [kind]: [{ issue_id: '{WEB-1}' }] })];
const relate = (relation: string) => control('relate', { item: ITEM, relation, other: 'WEB-1' });

export const DISCUSSION: readonly Named[] = [
	['comment-created-app', { call: say, after: said('<p>First</p>', null) }],
	[
		'comment-created-api',
		{ call: post(COMMENTS, { comment_html: '<p>First</p>' }), after: said('<p>First</p>', null) },
	],
	[
		'comment-updated-app',
		{
			prepare: [say],
			call: control('edit-comment', { comment: '{it}', html: '<p>Edited</p>' }),
			after: said('<p>Edited</p>', expect.any(String)),
		},
	],
	[
		'comment-updated-api',
		{
			prepare: [say],
			call: patch(COMMENT, { comment_html: '<p>Edited</p>' }),
			after: said('<p>Edited</p>', null),
		},
	],
	[
		'comment-deleted-app',
		{ prepare: [say], call: control('delete-comment', { comment: '{it}' }), after: [missing(COMMENT)] },
	],
	['comment-deleted-api', { prepare: [say], call: remove(COMMENT), after: [missing(COMMENT)] }],
	['link-added-app', { call: control('add-link', { item: ITEM, ...link }), after: linked }],
	['link-api', { call: post(`${itemPath(ITEM)}links/`, link), after: linked }],
	['relation-added-app', { call: relate('relates_to'), after: related('relates_to') }],
	['relation-blocked-by-app', { call: relate('blocked_by'), after: related('blocked_by') }],
	[
		'relation-api',
		{
			call: post(RELATIONS, { relation_type: 'blocking', issues: ['{WEB-1}'] }),
			after: related('blocking'),
		},
	],
];

interface Shelf {
	readonly kind: 'cycle' | 'module';
	readonly fields: Body;
	/** How REST writes them. */
	readonly written: Body;
}

function shelfChanges({ kind, fields, written }: Shelf): Named[] {
	const all = inWeb(`${kind}s/`);
	const one = `${all}{it}/`;
	const members = `${one}${kind}-issues/`;
	const it = { [kind]: '{it}' };
	const make = control(`create-${kind}`, { project: 'WEB', name: 'New', fields });
	const fill = control(`add-to-${kind}`, { ...it, item: ITEM });
	const rename = control(`update-${kind}`, { ...it, patch: { name: 'Other' } });
	const made = [answers(one, { name: 'New', ...written })];
	const renamed = [answers(one, { name: 'Other', ...written })];
	const full = [answers(members, { results: [{ id: `{${ITEM}}` }] }), answers(one, { total_issues: 1 })];
	const empty = [answers(members, { results: [] }), answers(one, { total_issues: 0 })];
	const filled = [make, fill];
	return [
		[`${kind}-created-app`, { call: make, after: made }],
		[`${kind}-created-api`, { call: post(all, { name: 'New', ...fields }), after: made }],
		[`${kind}-updated-app`, { prepare: [make], call: rename, after: renamed }],
		[`${kind}-updated-name-app`, { prepare: [make], call: rename, after: renamed }],
		[`${kind}-updated-api`, { prepare: [make], call: patch(one, { name: 'Other' }), after: renamed }],
		[`${kind}-issue-added-app`, { prepare: [make], call: fill, after: full }],
		[
			`${kind}-issue-added-api`,
			{ prepare: [make], call: post(members, { issues: [`{${ITEM}}`] }), after: full },
		],
		[
			`${kind}-issue-removed-app`,
			{ prepare: filled, call: control(`remove-from-${kind}`, { ...it, item: ITEM }), after: empty },
		],
		[`${kind}-issue-removed-api`, { prepare: filled, call: remove(`${members}{${ITEM}}/`), after: empty }],
		[`${kind}-deleted-app`, { prepare: filled, call: control(`delete-${kind}`, it), after: [missing(one)] }],
		[`${kind}-deleted-api`, { prepare: filled, call: remove(one), after: [missing(one)] }],
	];
}

export const SHELVES: readonly Named[] = [
	...shelfChanges({
		kind: 'cycle',
		fields: { start_date: '2026-12-01', end_date: '2026-12-14' },
		written: { start_date: '2026-12-01T00:00:01Z', end_date: '2026-12-14T23:59:00Z' },
	}),
	...shelfChanges({
		kind: 'module',
		fields: { target_date: '2026-12-14', status: 'paused' },
		written: { target_date: '2026-12-14', status: 'paused' },
	}),
];
