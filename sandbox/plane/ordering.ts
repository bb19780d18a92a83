/** `order_by` as PostgreSQL sorts: nulls last going up, first going down; ties in order of creation. */
import type { ProjectBox } from './store';
import { PRIORITIES } from './types';
import type { ProjectRow, WorkItemRow } from './types';

type SortValue = string | number | boolean | null;
type Columns<Row> = Readonly<Record<string, (row: Row) => SortValue>>;

function compare(left: SortValue, right: SortValue): number {
	if (left === right) return 0;
	if (left === null) return 1;
	if (right === null) return -1;
	return left < right ? -1 : 1;
}

function sorted<Row>(rows: readonly Row[], columns: Columns<Row>, orderBy: string): Row[] | null {
	const descending = orderBy.startsWith('-');
	const name = descending ? orderBy.slice(1) : orderBy;
	const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
	if (!column) return null;
	const keyed = rows.map((row) => ({ row, value: column(row) }));
	keyed.sort((left, right) =>
		descending ? compare(right.value, left.value) : compare(left.value, right.value),
	);
	return keyed.map(({ row }) => row);
}

const ITEM_COLUMNS: Columns<WorkItemRow> = {
	id: (item) => item.id,
	name: (item) => item.name,
	description_html: (item) => item.description_html,
	priority: (item) => PRIORITIES.indexOf(item.priority),
	start_date: (item) => item.start_date,
	target_date: (item) => item.target_date,
	sequence_id: (item) => item.sequence_id,
	sort_order: (item) => item.sort_order,
	completed_at: (item) => item.completed_at,
	archived_at: (item) => item.archived_at,
	is_draft: (item) => item.is_draft,
	external_source: (item) => item.external_source,
	external_id: (item) => item.external_id,
	created_at: (item) => item.created_at,
	updated_at: (item) => item.updated_at,
	created_by: (item) => item.created_by,
	updated_by: (item) => item.updated_by,
	parent: (item) => item.parent,
};

/**
 * Work items in the order asked for, or null where `order_by` names no column (Plane answers 500).
 *
 * @param orderBy a column, with `-` before it for descending.
 */
export function orderItems(
	items: readonly WorkItemRow[],
	box: Pick<ProjectBox, 'states'>,
	orderBy: string,
): WorkItemRow[] | null {
	const columns: Columns<WorkItemRow> = {
		...ITEM_COLUMNS,
		state: (item) => box.states.get(item.state)?.sequence ?? null,
		state__name: (item) => box.states.get(item.state)?.name ?? null,
		state__group: (item) => box.states.get(item.state)?.group ?? null,
	};
	return sorted(items, columns, orderBy);
}

const PROJECT_COLUMNS: Columns<ProjectRow> = {
	id: (project) => project.id,
	name: (project) => project.name,
	identifier: (project) => project.identifier,
	network: (project) => project.network,
	created_at: (project) => project.created_at,
	updated_at: (project) => project.updated_at,
	archived_at: (project) => project.archived_at,
};

/** Projects in the order asked for; by default those the reader joined come first. */
export function orderProjects(
	boxes: readonly ProjectBox[],
	userId: string,
	orderBy: string,
): ProjectBox[] | null {
	const columns: Columns<ProjectBox> = {
		...Object.fromEntries(
			Object.entries(PROJECT_COLUMNS).map(([name, read]) => [name, (box: ProjectBox) => read(box.row)]),
		),
		sort_order: (box) => (box.row.members.some((member) => member.user === userId) ? 65535 : null),
	};
	return sorted(boxes, columns, orderBy);
}
