/** The comments, links, activities, relations, cycles and modules of the recorded world. */
import type { ProjectBox } from '../../../sandbox/plane/store';
import { recordedAnswer } from './recordings';
import { microsOf } from './recordedRows';
import type { Json } from './standInForTests';

const rowsOf = (number: string): Json[] => JSON.parse(recordedAnswer(number).bodyText).results;

const authored = (row: Json) => ({
	id: row.id,
	created_at: microsOf(row.created_at),
	updated_at: microsOf(row.updated_at),
	created_by: row.created_by,
	updated_by: row.updated_by,
});

function hangOnItems(box: ProjectBox): void {
	for (const row of rowsOf('78')) {
		const { comment_html, actor, description, issue: item } = row;
		const edited_at = microsOf(row.edited_at);
		box.comments.set(row.id, { ...authored(row), item, comment_html, edited_at, actor, description });
	}
	for (const row of rowsOf('79')) {
		const { id, created_at, updated_at } = authored(row);
		const base = { id, created_at, updated_at };
		const { verb, field, old_value, new_value, old_identifier, new_identifier, comment, actor } = row;
		const values = { old_value, new_value, old_identifier, new_identifier };
		box.activities.push({ ...base, ...values, item: row.issue, verb, field, comment, actor });
	}
	for (const row of rowsOf('80')) {
		const { title, url, metadata, issue: item } = row;
		box.links.set(row.id, { ...authored(row), item, title, url, metadata });
	}
	const [other] = JSON.parse(recordedAnswer('77').bodyText).blocking;
	const item = '30ffde1c-14e7-4871-8427-4563afac10e6';
	box.relations = [{ item, relation: 'blocking', other: other.issue_id }];
}

/** Which item is in the cycle was not recorded: any one of the backlog. */
const backlogItem = (box: ProjectBox): string[] =>
	[...box.items.values()]
		.filter((item) => box.states.get(item.state)?.group === 'backlog')
		.slice(0, 1)
		.map((item) => item.id);

function addPlanning(box: ProjectBox): void {
	for (const row of rowsOf('81').reverse()) {
		const { name, description, start_date, end_date, sort_order, owned_by } = row;
		const days = { start_date: start_date.slice(0, 10), end_date: end_date.slice(0, 10) };
		const columns = { name, description, sort_order, owned_by, items: backlogItem(box) };
		box.cycles.set(row.id, { ...authored(row), ...days, ...columns });
	}
	for (const row of rowsOf('82').reverse()) {
		const { name, description, start_date, target_date, status, sort_order, members } = row;
		const columns = { name, description, start_date, target_date, status, sort_order, members };
		box.modules.set(row.id, { ...authored(row), ...columns, items: [] });
	}
}

/** Hangs everything on a project that holds its items already. */
export function hangRecords(box: ProjectBox): void {
	hangOnItems(box);
	addPlanning(box);
}
