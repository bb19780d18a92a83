/**
 * How Plane 0.23–0.26 doubled deliveries: each change was announced once from the activity log, with names,
 * and once from the record, with ids. Knows which fields the activity log spells otherwise.
 */
import type { Change } from './activity';
import { isPythonList } from './pythonJson';
import type { PythonValue } from './pythonJson';
import { findItem, keyOf } from './store';
import type { ProjectBox, World } from './store';

interface Names {
	readonly world: World;
	readonly box: ProjectBox;
}

type NameOf = (id: PythonValue, names: Names) => PythonValue;

const stateName: NameOf = (id, { box }) => (typeof id === 'string' ? (box.states.get(id)?.name ?? id) : null);
const labelName: NameOf = (id, { box }) => (typeof id === 'string' ? (box.labels.get(id)?.name ?? id) : null);
const personName: NameOf = (id, { world }) =>
	typeof id === 'string' ? (world.users.get(id)?.display_name ?? id) : null;

const parentKey: NameOf = (id, { world }) => {
	const found = typeof id === 'string' ? findItem(world, id) : undefined;
	return found ? keyOf(found.box, found.item) : null;
};

const plain: NameOf = (value) => value;

/** By either spelling of the changed key; keys that are not here were never in the activity log. */
const ROWS: Readonly<Record<string, { readonly field: string; readonly nameOf: NameOf }>> = {
	name: { field: 'name', nameOf: plain },
	description_html: { field: 'description', nameOf: plain },
	priority: { field: 'priority', nameOf: plain },
	start_date: { field: 'start_date', nameOf: plain },
	target_date: { field: 'target_date', nameOf: plain },
	estimate_point: { field: 'estimate_point', nameOf: plain },
	state: { field: 'state', nameOf: stateName },
	state_id: { field: 'state', nameOf: stateName },
	parent: { field: 'parent', nameOf: parentKey },
	parent_id: { field: 'parent', nameOf: parentKey },
	labels: { field: 'labels', nameOf: labelName },
	label_ids: { field: 'labels', nameOf: labelName },
	assignees: { field: 'assignees', nameOf: personName },
	assignee_ids: { field: 'assignees', nameOf: personName },
};

const listOf = (value: PythonValue): readonly PythonValue[] => (isPythonList(value) ? value : []);

/** One row for each entry that came or went, with its name. */
function memberRows(change: Change, field: string, named: (id: PythonValue) => PythonValue): Change[] {
	const [before, after] = [listOf(change.oldValue), listOf(change.newValue)];
	const gone = before.filter((id) => !after.includes(id));
	const come = after.filter((id) => !before.includes(id));
	return [
		...come.map((id) => ({ field, oldValue: '', newValue: named(id) })),
		...gone.map((id) => ({ field, oldValue: named(id), newValue: '' })),
	];
}

/**
 * The rows the activity log held for a change: names for ids, one row per label or person that came or went,
 * none for `sort_order` and the like.
 */
export function activityRows(change: Change, names: Names): Change[] {
	const row = ROWS[change.field];
	if (!row) return [];
	const named = (id: PythonValue): PythonValue => row.nameOf(id, names);
	if (row.field === 'labels' || row.field === 'assignees') return memberRows(change, row.field, named);
	return [{ field: row.field, oldValue: named(change.oldValue), newValue: named(change.newValue) }];
}
