/**
 * Plane's offset paging in disguise: `cursor=SIZE:PAGE:0`, where only PAGE counts and is multiplied by
 * `per_page`. Knows no record.
 */
import type { PythonObject } from './pythonJson';

export interface PageRequest {
	readonly perPage: number;
	readonly page: number;
}

export type ParsedPage =
	| { readonly kind: 'page'; readonly request: PageRequest }
	| { readonly kind: 'invalid'; readonly detail: string }
	| { readonly kind: 'crash' };

const WHOLE_NUMBER = /^\s*[+-]?\d+\s*$/;

function pageOfCursor(cursor: string): number | null {
	const [size = '', page = '', previous = '', ...rest] = cursor.split(':');
	const readable = rest.length === 0 && [page, previous].every((part) => WHOLE_NUMBER.test(part));
	return readable && size.trim() !== '' && !Number.isNaN(Number(size)) ? Number(page) : null;
}

/**
 * Reads `per_page` and `cursor`.
 *
 * @param maximum 1000 on CE, 100 on Cloud; also what an absent `per_page` means.
 * @see Plane CE 1.3.1: `per_page=0` and negative ones are a 500, more than the maximum a 400
 */
export function parsePage(query: URLSearchParams, maximum: number): ParsedPage {
	const size = query.get('per_page') ?? String(maximum);
	if (!WHOLE_NUMBER.test(size)) return { kind: 'invalid', detail: 'Invalid per_page parameter.' };
	const perPage = Number(size);
	if (perPage > maximum) {
		return { kind: 'invalid', detail: `Invalid per_page value. Cannot exceed ${maximum}.` };
	}
	const cursor = query.get('cursor');
	const page = cursor === null || cursor === '' ? 0 : pageOfCursor(cursor);
	if (page === null) return { kind: 'invalid', detail: 'Invalid cursor parameter.' };
	if (perPage <= 0) return { kind: 'crash' };
	return page < 0
		? { kind: 'invalid', detail: 'Error in parsing' }
		: { kind: 'page', request: { perPage, page } };
}

/**
 * One page of rows in Plane's envelope. `next_cursor` is never empty, `prev_cursor` of the first page names
 * page -1.
 *
 * @param write shapes one row; called for the rows of this page only.
 */
export function pageOf<Row>(
	rows: readonly Row[],
	{ perPage, page }: PageRequest,
	write: (row: Row) => PythonObject,
): PythonObject {
	const start = page * perPage;
	const results = rows.slice(start, start + perPage).map(write);
	return {
		grouped_by: null,
		sub_grouped_by: null,
		total_count: rows.length,
		next_cursor: `${perPage}:${page + 1}:0`,
		prev_cursor: `${perPage}:${page - 1}:1`,
		next_page_results: rows.length > start + perPage,
		prev_page_results: page > 0,
		count: results.length,
		total_pages: Math.ceil(rows.length / perPage),
		total_results: rows.length,
		extra_stats: null,
		results,
	};
}
