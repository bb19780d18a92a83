/**
 * What happens to comments, links and relations. Comments are announced when they are made and edited; their
 * deletion, links and relations are silent. Knows no HTTP.
 */
import { changedKeys } from './activity';
import { createIds } from './ids';
import type { Author, ItemPlace, Stand } from './itemChanges';
import type { CommentRow, LinkRow, Relation } from './recordTypes';
import { instantsIn } from './serialize';
import { commentRecord } from './serializeRecords';
import type { ProjectBox, World } from './store';

/** Moves the `updated_at` of an item on which something was hung. */
export function touchItem(world: World, box: ProjectBox, itemId: string): void {
	const item = box.items.get(itemId);
	if (item && item.deleted_at === null) box.items.set(itemId, { ...item, updated_at: world.clock() });
}

const inUtc = ({ world }: Stand, box: ProjectBox) => ({ world, box, instant: instantsIn('UTC') });

/** Adds a comment: one `issue_comment` delivery. */
export function addComment(
	stand: Stand,
	{ box, item }: ItemPlace,
	{ html, actor }: { readonly html: string; readonly actor: string },
): CommentRow {
	const { world, events } = stand;
	const id = world.newId();
	const created = world.clock();
	const row: CommentRow = {
		id,
		item: item.id,
		comment_html: html,
		edited_at: null,
		actor,
		description: createIds(id)('description'),
		created_at: created,
		updated_at: world.clock(),
		created_by: actor,
		updated_by: null,
	};
	box.comments.set(id, row);
	touchItem(world, box, item.id);
	events.recordCreated('issue_comment', commentRecord(row, inUtc(stand, box)), actor);
	return row;
}

export interface CommentPlace {
	readonly box: ProjectBox;
	readonly comment: CommentRow;
}

/** Edits a comment: one delivery, none where the text stays. */
export function patchComment(
	stand: Stand,
	{ box, comment }: CommentPlace,
	{ html, author }: { readonly html: string; readonly author: Author },
): CommentRow {
	const { world, events } = stand;
	const context = inUtc(stand, box);
	const changes = changedKeys({ comment_html: html }, commentRecord(comment, context));
	const row: CommentRow = {
		...comment,
		comment_html: html,
		edited_at: author.via === 'app' ? world.clock() : comment.edited_at,
		updated_at: world.clock(),
		updated_by: author.user,
	};
	box.comments.set(row.id, row);
	touchItem(world, box, row.item);
	events.recordUpdated('issue_comment', commentRecord(row, context), { actor: author.user, changes });
	return row;
}

/** Adds a link, in silence. Plane's worker reads the page and forgets who added it. */
export function addLink(
	{ world }: Stand,
	{ box, item }: ItemPlace,
	{ title, url }: { readonly title: string; readonly url: string },
): LinkRow {
	const created = world.clock();
	const row: LinkRow = {
		id: world.newId(),
		item: item.id,
		title,
		url,
		metadata: { url, title: null, favicon: null, favicon_url: null },
		created_at: created,
		updated_at: world.clock(),
		created_by: null,
		updated_by: null,
	};
	box.links.set(row.id, row);
	touchItem(world, box, item.id);
	return row;
}

/** Relates two items, in silence; a relation that is there already stays one. */
export function relate(
	box: ProjectBox,
	{ item, relation, other }: { readonly item: string; readonly relation: Relation; readonly other: string },
): void {
	const known = box.relations.some((row) => row.item === item && row.other === other);
	if (!known) box.relations = [...box.relations, { item, relation, other }];
}

/** Takes two items apart, in silence. Gives whether they were related. */
export function unrelate(box: ProjectBox, item: string, other: string): boolean {
	const between = [item, other];
	const left = box.relations.filter(
		(row) => !(between.includes(row.item) && between.includes(row.other) && row.item !== row.other),
	);
	const related = left.length < box.relations.length;
	box.relations = left;
	return related;
}
