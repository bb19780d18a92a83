/**
 * The JSON shapes of what hangs on work items and projects, keys in the order Plane CE 1.3.1 writes them.
 * REST and webhooks differ: counts and `is_member` are REST's alone.
 */
import type { IdentifiedRecord } from './events';
import { pythonFloat } from './pythonJson';
import type { PythonObject } from './pythonJson';
import { RELATIONS } from './recordTypes';
import type { ActivityRow, CommentRow, CycleRow, LinkRow, ModuleRow, Relation } from './recordTypes';
import type { WriteInstant } from './serialize';
import { groupOf, isVisible, memberOf } from './store';
import type { ProjectBox, World } from './store';

export interface RecordContext {
	readonly world: World;
	readonly box: ProjectBox;
	readonly instant: WriteInstant;
}

interface Authored {
	readonly created_by: string | null;
	readonly updated_by: string | null;
}

/** The columns with which almost every row goes on after its own. */
const owners = ({ created_by, updated_by }: Authored, { world, box }: RecordContext) => ({
	created_by,
	updated_by,
	project: box.row.id,
	workspace: world.workspace.id,
});

const times = (
	row: { readonly created_at: number; readonly updated_at: number },
	{ instant }: RecordContext,
) => ({
	created_at: instant(row.created_at),
	updated_at: instant(row.updated_at),
	deleted_at: null,
});

/** A comment as a delivery carries it. */
export const commentRecord = (row: CommentRow, context: RecordContext): IdentifiedRecord => ({
	id: row.id,
	...times(row, context),
	comment_html: row.comment_html,
	attachments: [],
	access: 'INTERNAL',
	external_source: null,
	external_id: null,
	edited_at: context.instant(row.edited_at),
	...owners(row, context),
	description: row.description,
	issue: row.item,
	actor: row.actor,
	parent: null,
});

/** A comment as REST answers it, with whether its reader is in the project. */
export const commentShape = (row: CommentRow, context: RecordContext, reader: string): PythonObject => {
	const { id, ...columns } = commentRecord(row, context);
	return { id, is_member: memberOf(context.box, reader) !== undefined, ...columns };
};

export const linkShape = (row: LinkRow, context: RecordContext): PythonObject => ({
	id: row.id,
	...times(row, context),
	title: row.title,
	url: row.url,
	metadata: row.metadata,
	...owners(row, context),
	issue: row.item,
});

export const activityShape = (row: ActivityRow, context: RecordContext): PythonObject => ({
	id: row.id,
	...times(row, context),
	verb: row.verb,
	field: row.field,
	old_value: row.old_value,
	new_value: row.new_value,
	comment: row.comment,
	attachments: [],
	old_identifier: row.old_identifier,
	new_identifier: row.new_identifier,
	epoch: pythonFloat(Math.floor(row.created_at / 1_000_000)),
	project: context.box.row.id,
	workspace: context.world.workspace.id,
	issue: row.item,
	issue_comment: null,
	actor: row.actor,
});

const OPPOSITE: Readonly<Record<Relation, Relation>> = {
	blocking: 'blocked_by',
	blocked_by: 'blocking',
	duplicate: 'duplicate',
	relates_to: 'relates_to',
	start_after: 'start_before',
	start_before: 'start_after',
	finish_after: 'finish_before',
	finish_before: 'finish_after',
};

/** An item's relations by kind, those in which it is the other end included. */
export function relationsShape(itemId: string, { box }: RecordContext): PythonObject {
	const groups = RELATIONS.map((relation): [string, PythonObject[]] => {
		const others = box.relations.flatMap((row) => {
			if (row.item === itemId && row.relation === relation) return [row.other];
			return row.other === itemId && OPPOSITE[row.relation] === relation ? [row.item] : [];
		});
		return [relation, others.map((issue) => ({ project_id: box.row.id, issue_id: issue }))];
	});
	return Object.fromEntries(groups);
}

/** How many of a cycle's or module's items are in which group; hidden ones do not count. */
function counts(ids: readonly string[], { box }: RecordContext) {
	const groups = ids.flatMap((id) => {
		const item = box.items.get(id);
		return item && isVisible(box, item) ? [groupOf(box, item)] : [];
	});
	const inGroup = (group: string): number => groups.filter((one) => one === group).length;
	return {
		total_issues: groups.length,
		cancelled_issues: inGroup('cancelled'),
		completed_issues: inGroup('completed'),
		started_issues: inGroup('started'),
		unstarted_issues: inGroup('unstarted'),
		backlog_issues: inGroup('backlog'),
	};
}

/** A cycle starts a second after midnight and ends a minute before the next. */
const startOf = (day: string | null): string | null => (day === null ? null : `${day}T00:00:01Z`);
const endOf = (day: string | null): string | null => (day === null ? null : `${day}T23:59:00Z`);

/** A cycle as a delivery carries it. */
export const cycleRecord = (row: CycleRow, context: RecordContext): IdentifiedRecord => ({
	id: row.id,
	...times(row, context),
	name: row.name,
	description: row.description,
	start_date: startOf(row.start_date),
	end_date: endOf(row.end_date),
	view_props: {},
	sort_order: pythonFloat(row.sort_order),
	external_source: null,
	external_id: null,
	progress_snapshot: {},
	archived_at: null,
	logo_props: {},
	timezone: 'UTC',
	version: 1,
	...owners(row, context),
	owned_by: row.owned_by,
});

/** A module as a delivery carries it. */
export const moduleRecord = (row: ModuleRow, context: RecordContext): IdentifiedRecord => ({
	id: row.id,
	...times(row, context),
	name: row.name,
	description: row.description,
	description_text: null,
	description_html: null,
	start_date: row.start_date,
	target_date: row.target_date,
	status: row.status,
	view_props: {},
	sort_order: pythonFloat(row.sort_order),
	external_source: null,
	external_id: null,
	archived_at: null,
	logo_props: {},
	...owners(row, context),
	lead: null,
	members: row.members,
});

function withCounts({ id, ...columns }: IdentifiedRecord, items: readonly string[], context: RecordContext) {
	return { id, ...counts(items, context), ...columns };
}

export const cycleShape = (row: CycleRow, context: RecordContext): PythonObject =>
	withCounts(cycleRecord(row, context), row.items, context);

export const moduleShape = (row: ModuleRow, context: RecordContext): PythonObject =>
	withCounts(moduleRecord(row, context), row.items, context);
