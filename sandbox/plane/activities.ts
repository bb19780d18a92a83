/**
 * The activity log of work items, in Plane's words. Only the entry for a new item is recorded from a real
 * Plane; the others follow its source, as far as a change of columns can tell.
 */
import { createIds } from './ids';
import type { ActivityRow } from './recordTypes';
import type { ProjectBox, World } from './store';
import type { WorkItemRow } from './types';

type Entry = Omit<ActivityRow, 'id' | 'item' | 'created_at' | 'updated_at' | 'actor'>;

const NOTHING = { old_value: null, new_value: null, old_identifier: null, new_identifier: null };

interface Writer {
	readonly world: World;
	readonly box: ProjectBox;
	readonly actor: string;
}

function write({ world, box, actor }: Writer, item: WorkItemRow, entry: Entry): void {
	const created = entry.verb === 'created' ? item.created_at : world.clock();
	const id = createIds(item.id)(`activity ${box.activities.length}`);
	box.activities.push({
		...entry,
		id,
		item: item.id,
		created_at: created,
		updated_at: Math.max(created, item.updated_at),
		actor,
	});
}

/** Notes that an item was made. */
export const noteCreated = (writer: Writer, item: WorkItemRow): void =>
	write(writer, item, { ...NOTHING, verb: 'created', field: null, comment: 'created the issue' });

type Column = 'name' | 'priority' | 'start_date' | 'target_date' | 'estimate_point';

const COLUMNS: Readonly<Record<Column, string>> = {
	name: 'updated the name to',
	priority: 'updated the priority to',
	start_date: 'updated the start date to ',
	target_date: 'updated the target date to',
	estimate_point: 'updated the estimate point to ',
};

function columnEntries(before: WorkItemRow, after: WorkItemRow): Entry[] {
	return (Object.keys(COLUMNS) as Column[])
		.filter((column) => before[column] !== after[column])
		.map((column) => ({
			...NOTHING,
			verb: 'updated',
			field: column,
			old_value: before[column] ?? '',
			new_value: after[column] ?? '',
			comment: COLUMNS[column],
		}));
}

function stateEntry(box: ProjectBox, before: WorkItemRow, after: WorkItemRow): Entry[] {
	if (before.state === after.state) return [];
	return [
		{
			verb: 'updated',
			field: 'state',
			old_value: box.states.get(before.state)?.name ?? null,
			new_value: box.states.get(after.state)?.name ?? null,
			old_identifier: before.state,
			new_identifier: after.state,
			comment: 'updated the state to',
		},
	];
}

interface Listed {
	readonly field: 'labels' | 'assignees';
	readonly what: string;
	readonly nameOf: (id: string) => string;
}

function listEntries(before: WorkItemRow, after: WorkItemRow, { field, what, nameOf }: Listed): Entry[] {
	const added = after[field].filter((id) => !before[field].includes(id));
	const removed = before[field].filter((id) => !after[field].includes(id));
	const base = { ...NOTHING, verb: 'updated', field } as const;
	return [
		...added.map((id) => ({
			...base,
			old_value: '',
			new_value: nameOf(id),
			new_identifier: id,
			comment: `added ${what} `,
		})),
		...removed.map((id) => ({
			...base,
			old_value: nameOf(id),
			new_value: '',
			old_identifier: id,
			comment: `removed ${what} `,
		})),
	];
}

/** Notes every column that differs, one entry each. */
export function noteChanged(writer: Writer, before: WorkItemRow, after: WorkItemRow): void {
	const { world, box } = writer;
	const entries = [
		...columnEntries(before, after),
		...stateEntry(box, before, after),
		...listEntries(before, after, {
			field: 'labels',
			what: 'label',
			nameOf: (id) => box.labels.get(id)?.name ?? '',
		}),
		...listEntries(before, after, {
			field: 'assignees',
			what: 'assignee',
			nameOf: (id) => world.users.get(id)?.display_name ?? '',
		}),
	];
	for (const entry of entries) write(writer, after, entry);
}
