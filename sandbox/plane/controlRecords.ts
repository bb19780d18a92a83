/**
 * Changes of comments, links, relations and estimates as people make them in Plane's web app (and,
 * where asked, as the API makes them). Items may be named by key, people and projects by name.
 */
import type { ItemOptions } from './controlItems';
import { createPlanningChanges } from './controlPlanning';
import type { PlanningChanges } from './controlPlanning';
import { everywhere, findById } from './findRecords';
import type { Found } from './findRecords';
import type { Author, Stand } from './itemChanges';
import * as records from './recordChanges';
import type { CommentRow, EstimatePointRow, LinkRow, Relation } from './recordTypes';
import * as refer from './references';
import type { ProjectBox } from './store';

export interface RecordChanges extends PlanningChanges {
	/** One `issue_comment` delivery. */
	addComment(item: string, html: string, options?: ItemOptions): CommentRow;
	/** One delivery, none where the text stays. */
	editComment(comment: string, html: string, options?: ItemOptions): CommentRow;
	/** Silent, like everything below that does not say otherwise. */
	deleteComment(comment: string): void;
	addLink(item: string, url: string, title?: string): LinkRow;
	deleteLink(link: string): void;
	relate(item: string, relation: Relation, other: string): void;
	unrelate(item: string, other: string): void;
	/** Makes the estimate of a project; its points in the order of the values. */
	createEstimate(project: string, values: readonly string[]): EstimatePointRow[];
}

function commentOf(stand: Stand, id: string): Found<CommentRow> {
	const comments = everywhere(stand, (box) => box.comments);
	return findById(comments, 'comment', id);
}

function linkOf(stand: Stand, id: string): Found<LinkRow> {
	const links = everywhere(stand, (box) => box.links);
	return findById(links, 'link', id);
}

function discussion(stand: Stand, author: (options?: ItemOptions) => Author) {
	const { world } = stand;
	return {
		addComment: (item: string, html: string, options?: ItemOptions) =>
			records.addComment(stand, refer.findPlace(world, item), { html, actor: author(options).user }),
		editComment: (id: string, html: string, options?: ItemOptions) => {
			const { box, row: comment } = commentOf(stand, id);
			return records.patchComment(stand, { box, comment }, { html, author: author(options) });
		},
		deleteComment: (id: string) => {
			const { box, row } = commentOf(stand, id);
			records.touchItem(world, box, row.item);
			box.comments.delete(id);
		},
		addLink: (item: string, url: string, title = '') =>
			records.addLink(stand, refer.findPlace(world, item), { title, url }),
		deleteLink: (id: string) => {
			const { box, row } = linkOf(stand, id);
			records.touchItem(world, box, row.item);
			box.links.delete(id);
		},
		relate: (item: string, relation: Relation, other: string) => {
			const place = refer.findPlace(world, item);
			const related = refer.findPlace(world, other).item.id;
			records.relate(place.box, { item: place.item.id, relation, other: related });
		},
		unrelate: (item: string, other: string) => {
			const place = refer.findPlace(world, item);
			const related = refer.findPlace(world, other).item.id;
			if (records.unrelate(place.box, place.item.id, related)) return;
			throw new refer.SandboxError(`${item} and ${other} are not related: there is nothing to take apart.`);
		},
	};
}

function createEstimate({ world }: Stand, box: ProjectBox, values: readonly string[]): EstimatePointRow[] {
	box.row = { ...box.row, estimate: world.newId() };
	const rows = values.map((value, key) => ({
		id: world.newId(),
		key,
		value,
		created_at: world.clock(),
		updated_at: world.clock(),
		created_by: box.row.created_by,
		updated_by: null,
	}));
	for (const row of rows) box.estimatePoints.set(row.id, row);
	return rows;
}

/** @param owner id of the user who does what nobody is named for. */
export function createRecordChanges(stand: Stand, owner: string): RecordChanges {
	const who = (options?: ItemOptions): string =>
		options?.by ? refer.findUser(stand.world, options.by).id : owner;
	return {
		...discussion(stand, (options) => ({ user: who(options), via: options?.via ?? 'app' })),
		...createPlanningChanges(stand, owner),
		createEstimate: (project, values) =>
			createEstimate(stand, refer.findProject(stand.world, project), values),
	};
}
