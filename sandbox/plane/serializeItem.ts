/**
 * The four spellings of a work item: REST bare, REST expanded, the web app's own (only its keys matter, for
 * telling what changed) and a webhook's `data`. Key order as recorded from Plane CE 1.3.1.
 */
import { stripTags } from './html';
import { pythonFloat } from './pythonJson';
import type { PythonObject, PythonValue } from './pythonJson';
import {
	expandedUser,
	instantsIn,
	labelShape,
	projectLite,
	stateLite,
	userShape,
	workspaceLite,
} from './serialize';
import type { WriteInstant } from './serialize';
import { findItem } from './store';
import type { ProjectBox, World } from './store';
import type { WorkItemRow } from './types';

export interface ItemContext {
	readonly world: World;
	readonly box: ProjectBox;
	readonly instant: WriteInstant;
}

/** What REST writes before the two lists, whose order depends on `expand`. */
const columns = (item: WorkItemRow, { world, instant }: ItemContext): PythonObject => ({
	id: item.id,
	type_id: null,
	created_at: instant(item.created_at),
	updated_at: instant(item.updated_at),
	deleted_at: instant(item.deleted_at),
	point: null,
	name: item.name,
	description_html: item.description_html,
	description_binary: null,
	priority: item.priority,
	start_date: item.start_date,
	target_date: item.target_date,
	sequence_id: item.sequence_id,
	sort_order: pythonFloat(item.sort_order),
	completed_at: instant(item.completed_at),
	archived_at: item.archived_at,
	is_draft: item.is_draft,
	external_source: item.external_source,
	external_id: item.external_id,
	created_by: item.created_by,
	updated_by: item.updated_by,
	project: item.project,
	workspace: world.workspace.id,
	parent: item.parent,
	state: item.state,
	estimate_point: item.estimate_point,
	type: null,
});

/** A work item as REST writes it without `expand`. */
export const bareItem = (item: WorkItemRow, context: ItemContext): PythonObject => ({
	...columns(item, context),
	assignees: item.assignees,
	labels: item.labels,
});

const NO_ESTIMATE: PythonObject = {
	deleted_at: null,
	key: null,
	description: '',
	value: '',
	created_by: null,
	updated_by: null,
};

function expandedParent(world: World, parentId: string | null): PythonObject {
	const found = parentId === null ? undefined : findItem(world, parentId);
	if (!found) return {};
	return { id: found.item.id, sequence_id: found.item.sequence_id, project_id: found.box.row.id };
}

/** Six keys where there is none; all columns otherwise. */
function expandedEstimate(item: WorkItemRow, { world, box, instant }: ItemContext): PythonValue {
	const point = item.estimate_point === null ? undefined : box.estimatePoints.get(item.estimate_point);
	if (!point) return NO_ESTIMATE;
	return {
		id: point.id,
		created_at: instant(point.created_at),
		updated_at: instant(point.updated_at),
		deleted_at: null,
		key: point.key,
		description: '',
		value: point.value,
		created_by: point.created_by,
		updated_by: point.updated_by,
		project: box.row.id,
		workspace: world.workspace.id,
		estimate: box.row.estimate,
	};
}

type Expand = (item: WorkItemRow, context: ItemContext) => PythonValue;

/** Rows come newest first when expanded, although the bare ids come oldest first. */
const newestFirst = <Row>(ids: readonly string[], rows: ReadonlyMap<string, Row>): Row[] =>
	ids.flatMap((id) => rows.get(id) ?? []).reverse();

const EXPANSIONS: Readonly<Record<string, Expand>> = {
	state: (item, { box }) => {
		const state = box.states.get(item.state);
		return state ? stateLite(state) : {};
	},
	labels: (item, context) =>
		newestFirst(item.labels, context.box.labels).map((label) => labelShape(label, context)),
	assignees: (item, { world }) => newestFirst(item.assignees, world.users).map(userShape),
	project: (_item, { box }) => projectLite(box.row),
	workspace: (_item, { world }) => workspaceLite(world),
	parent: (item, { world }) => expandedParent(world, item.parent),
	created_by: (item, { world }) => expandedUser(world, item.created_by),
	updated_by: (item, { world }) => expandedUser(world, item.updated_by),
	estimate_point: expandedEstimate,
};

/**
 * A work item as REST writes it with `expand`. The lists come last, those expanded first; `type` stays null
 * whatever is asked.
 */
export function expandedItem(
	item: WorkItemRow,
	context: ItemContext,
	expand: readonly string[],
): PythonObject {
	const row: Record<string, PythonValue> = { ...columns(item, context) };
	for (const name of expand) {
		const build = EXPANSIONS[name];
		if (build) row[name] = build(item, context);
	}
	if (!expand.includes('assignees')) row['assignees'] = item.assignees;
	if (!expand.includes('labels')) row['labels'] = item.labels;
	return row;
}

/** The keys the web app compares a change with; times are left out, it never sends them. */
export const appItem = (item: WorkItemRow): PythonObject => ({
	id: item.id,
	name: item.name,
	state_id: item.state,
	sort_order: pythonFloat(item.sort_order),
	estimate_point: item.estimate_point,
	priority: item.priority,
	start_date: item.start_date,
	target_date: item.target_date,
	sequence_id: item.sequence_id,
	project_id: item.project,
	parent_id: item.parent,
	label_ids: item.labels,
	assignee_ids: item.assignees,
	is_draft: item.is_draft,
	archived_at: item.archived_at,
	description_html: item.description_html,
});

const rowsOf = <Row>(ids: readonly string[], rows: ReadonlyMap<string, Row>): Row[] =>
	ids.flatMap((id) => rows.get(id) ?? []);

/** `data` of an `issue` delivery; instants are UTC for everybody. */
export function webhookItem(item: WorkItemRow, world: World, box: ProjectBox): PythonObject {
	const instant = instantsIn('UTC');
	const state = box.states.get(item.state);
	const labels = rowsOf(item.labels, box.labels).map(({ id, name, color }) => ({ id, name, color }));
	return {
		id: item.id,
		labels,
		assignees: rowsOf(item.assignees, world.users).map(userShape),
		state: state ? stateLite(state) : null,
		description: {},
		created_at: instant(item.created_at),
		updated_at: instant(item.updated_at),
		deleted_at: instant(item.deleted_at),
		point: null,
		name: item.name,
		description_json: {},
		description_html: item.description_html,
		description_stripped: stripTags(item.description_html),
		description_binary: null,
		priority: item.priority,
		start_date: item.start_date,
		target_date: item.target_date,
		sequence_id: item.sequence_id,
		sort_order: pythonFloat(item.sort_order),
		completed_at: instant(item.completed_at),
		archived_at: item.archived_at,
		is_draft: item.is_draft,
		external_source: item.external_source,
		external_id: item.external_id,
		created_by: item.created_by,
		updated_by: item.updated_by,
		project: item.project,
		workspace: world.workspace.id,
		parent: item.parent,
		estimate_point: item.estimate_point,
		type: null,
	};
}
