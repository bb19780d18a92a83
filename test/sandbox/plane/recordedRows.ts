/** Turns rows of recorded REST answers back into the rows that the stand-in keeps. */
import type { LabelRow, Member, ProjectRow, StateRow, WorkItemRow } from '../../../sandbox/plane/types';
import type { Json } from './standInForTests';

/** @param text `2026-11-22T18:12:18.591663Z` or with an offset; none of it counts as the epoch. */
export function microsOf(text: string | null | undefined): number {
	const match = /^(\S+T\d\d:\d\d:\d\d)(?:\.(\d{6}))?(\S+)$/.exec(text ?? '');
	if (!match) return 0;
	return Date.parse(`${match[1]}${match[3]}`) * 1000 + Number(match[2] ?? 0);
}

const instantOrNull = (text: string | null | undefined): number | null => (text ? microsOf(text) : null);

const authored = (row: Json) => ({
	created_at: microsOf(row.created_at),
	updated_at: microsOf(row.updated_at),
	created_by: row.created_by ?? '',
	updated_by: row.updated_by ?? null,
});

export const projectRow = (row: Json, members: readonly Member[]): ProjectRow => ({
	...authored(row),
	id: row.id,
	name: row.name,
	identifier: row.identifier,
	description: row.description,
	network: row.network,
	archived_at: instantOrNull(row.archived_at),
	features: row.module_view,
	estimate: row.estimate,
	members,
});

export const stateRow = (row: Json): StateRow => ({
	...authored(row),
	id: row.id,
	name: row.name,
	color: row.color,
	group: row.group,
	slug: row.slug ?? '',
	sequence: row.sequence ?? 0,
	default: row.default ?? false,
});

export const labelRow = (row: Json): LabelRow => ({
	...authored(row),
	id: row.id,
	name: row.name,
	color: row.color,
	sort_order: row.sort_order,
});

/** Expanded rows come newest first, ids oldest first. */
const ids = (rows: Json[] = []): string[] =>
	rows.every((row) => typeof row === 'string') ? rows : rows.map(({ id }) => id).reverse();

/** A work item, bare, expanded or trimmed; columns that were not asked for get Plane's defaults. */
export const itemRow = (row: Json, project: string): WorkItemRow => ({
	...authored(row),
	id: row.id,
	project,
	sequence_id: row.sequence_id,
	name: row.name,
	description_html: row.description_html ?? '<p></p>',
	priority: row.priority ?? 'none',
	start_date: row.start_date ?? null,
	target_date: row.target_date ?? null,
	state: row.state.id ?? row.state,
	labels: ids(row.labels),
	assignees: ids(row.assignees),
	parent: row.parent ?? null,
	sort_order: row.sort_order ?? 65_535,
	external_source: row.external_source ?? null,
	external_id: row.external_id ?? null,
	is_draft: row.is_draft ?? false,
	estimate_point: row.estimate_point ?? null,
	archived_at: row.archived_at ?? null,
	completed_at: instantOrNull(row.completed_at),
	deleted_at: null,
});
