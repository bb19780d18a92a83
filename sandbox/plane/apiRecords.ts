/** The routes of REST v1 below a work item: comments, links, activities, relations. */
import { created, invalid, missing, noContent, ok } from './answers';
import { pageAnswer, textOf } from './apiTypes';
import type { Call, ProjectCall, ProjectHandler } from './apiTypes';
import { htmlStoredByApi } from './html';
import type { ItemPlace } from './itemChanges';
import { addComment, addLink, patchComment, relate, touchItem, unrelate } from './recordChanges';
import { RELATIONS } from './recordTypes';
import type { CommentRow, LinkRow } from './recordTypes';
import { instantsIn, pickFields } from './serialize';
import { activityShape, commentShape, linkShape, relationsShape } from './serializeRecords';

const REQUIRED = ['This field is required.'];

const context = ({ stand, user, box }: ProjectCall) => ({
	world: stand.world,
	box,
	instant: instantsIn(user.timezone),
});

const itemId = ({ parameters }: Call): string => parameters['item'] ?? '';

function placeOf(call: ProjectCall): ItemPlace | null {
	const item = call.box.items.get(itemId(call));
	return item && item.deleted_at === null ? { box: call.box, item } : null;
}

/** Rows of this item, newest first. */
function newestFirst<Row extends { readonly item: string }>(call: ProjectCall, rows: Iterable<Row>): Row[] {
	return [...rows].filter((row) => row.item === itemId(call)).reverse();
}

const commentOf = (call: ProjectCall): CommentRow | undefined =>
	newestFirst(call, call.box.comments.values()).find((row) => row.id === call.parameters['comment']);

const writeComment = (call: ProjectCall, row: CommentRow) =>
	pickFields(commentShape(row, context(call), call.user.id), call.fields);

export const listComments: ProjectHandler = (call) =>
	pageAnswer(call, newestFirst(call, call.box.comments.values()), (row) => writeComment(call, row));

export const getComment: ProjectHandler = (call) => {
	const comment = commentOf(call);
	return comment ? ok(writeComment(call, comment)) : missing;
};

export const postComment: ProjectHandler = (call) => {
	const place = placeOf(call);
	if (!place) return missing;
	const html = textOf(call.body, 'comment_html') ?? '<p></p>';
	const comment = addComment(call.stand, place, { html: htmlStoredByApi(html), actor: call.user.id });
	return created(writeComment(call, comment));
};

export const patchCommentRoute: ProjectHandler = (call) => {
	const comment = commentOf(call);
	if (!comment) return missing;
	const sent = textOf(call.body, 'comment_html');
	const html = sent === undefined ? comment.comment_html : htmlStoredByApi(sent);
	const author = { user: call.user.id, via: 'api' } as const;
	return ok(writeComment(call, patchComment(call.stand, { box: call.box, comment }, { html, author })));
};

export const deleteCommentRoute: ProjectHandler = (call) => {
	const comment = commentOf(call);
	if (!comment) return missing;
	call.box.comments.delete(comment.id);
	touchItem(call.stand.world, call.box, comment.item);
	return noContent;
};

const linkOf = (call: ProjectCall): LinkRow | undefined =>
	newestFirst(call, call.box.links.values()).find((row) => row.id === call.parameters['link']);

export const listLinks: ProjectHandler = (call) =>
	pageAnswer(call, newestFirst(call, call.box.links.values()), (row) =>
		pickFields(linkShape(row, context(call)), call.fields),
	);

export const getLink: ProjectHandler = (call) => {
	const link = linkOf(call);
	return link ? ok(pickFields(linkShape(link, context(call)), call.fields)) : missing;
};

/** The answer is written before Plane's worker read the page. */
export const postLink: ProjectHandler = (call) => {
	const place = placeOf(call);
	if (!place) return missing;
	const url = textOf(call.body, 'url');
	if (url === undefined) return invalid({ url: REQUIRED });
	if (!URL.canParse(url)) return invalid({ url: ['Enter a valid URL.'] });
	const link = addLink(call.stand, place, { title: textOf(call.body, 'title') ?? '', url });
	return created({ ...linkShape(link, context(call)), metadata: {}, created_by: call.user.id });
};

export const deleteLinkRoute: ProjectHandler = (call) => {
	const link = linkOf(call);
	if (!link) return missing;
	call.box.links.delete(link.id);
	touchItem(call.stand.world, call.box, link.item);
	return noContent;
};

/** Oldest first. */
export const listActivities: ProjectHandler = (call) =>
	pageAnswer(call, newestFirst(call, call.box.activities).reverse(), (row) =>
		pickFields(activityShape(row, context(call)), call.fields),
	);

export const getRelations: ProjectHandler = (call) => ok(relationsShape(itemId(call), context(call)));

const idsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((one: unknown): one is string => typeof one === 'string') : [];

/** The answer to a POST was not recorded: the grouped list, which the GET then gives, stands in for it. */
export const postRelations: ProjectHandler = (call) => {
	const { box, body } = call;
	const place = placeOf(call);
	if (!place) return missing;
	const relation = RELATIONS.find((known) => known === body['relation_type']);
	if (!relation)
		return invalid({ relation_type: [`"${String(body['relation_type'])}" is not a valid choice.`] });
	const others = idsIn(body['issues']).filter((id) => box.items.has(id));
	for (const other of others) relate(box, { item: place.item.id, relation, other });
	return created(relationsShape(place.item.id, context(call)));
};

export const removeRelation: ProjectHandler = (call) => {
	const other = textOf(call.body, 'related_issue');
	if (other === undefined) return invalid({ related_issue: REQUIRED });
	unrelate(call.box, itemId(call), other);
	return noContent;
};
