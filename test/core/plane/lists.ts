/** Lists of work items as Plane pages them, made from the recorded ones. */
import type { HttpResponse } from '../../../core/http/types';
import type { Project } from '../../../core/plane/projects';
import { WEB, answer, exchange, recorded, rowsOf, toAnswer } from './support';
import type { TestPlane } from './support';

export type Row = Readonly<Record<string, unknown>>;

export const web: Project = {
	id: WEB,
	name: 'Web application',
	identifier: 'WEB',
	is_member: true,
	archived_at: null,
	network: 0,
};
export const itemsPath = (project = WEB) => `projects/${project}/work-items`;
export const bare = new Map(rowsOf('12-work-items-list-bare').map((row) => [row['id'], row]));
export const dated = rowsOf('13-work-items-list-expanded').filter(({ target_date }) => target_date !== null);
export const undated = rowsOf('13-work-items-list-expanded').filter(
	({ target_date }) => target_date === null,
);
export const names = {
	...recorded('67-states-list', '69-labels-list', '71-members-workspace', '72-members-project'),
};

/** So many recorded work items, under ids of their own, each both expanded and bare. */
export function manyItems(count: number) {
	return Array.from({ length: count }, (_, index) => {
		const row = dated[index % dated.length] as Row;
		const own = { id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, sequence_id: index };
		return { expanded: { ...row, ...own }, bare: { ...bare.get(row['id']), ...own } };
	});
}

export interface ListOptions {
	readonly items: ReadonlyArray<{ readonly expanded: Row; readonly bare: Row }>;
	readonly total?: (page: number) => number;
	readonly maximumPageSize?: number;
	/** Instead of a page, by size and index. */
	readonly instead?: (size: number, page: number) => HttpResponse | Error | null;
}

/** Plane's offset paging over the items, in the order given. */
export function listOf({ items, total, maximumPageSize = 1000, instead }: ListOptions) {
	return ({ searchParams }: URL): HttpResponse | Error => {
		const size = Number(searchParams.get('per_page'));
		const page = Number(searchParams.get('cursor')?.split(':')[1] ?? 0);
		if (size > maximumPageSize) return toAnswer(exchange('57-work-items-400-per-page-1001'));
		const rows = items.slice(size * page, size * (page + 1));
		const isExpanded = searchParams.has('expand');
		const body = {
			total_count: total?.(page) ?? items.length,
			next_cursor: `${size}:${page + 1}:0`,
			next_page_results: items.length > size * (page + 1),
			results: rows.map((row) => (isExpanded ? row.expanded : row.bare)),
		};
		return instead?.(size, page) ?? answer(200, body, { date: `Sun, 22 Nov 2026 18:25:2${page} GMT` });
	};
}

export const queries = ({ sent }: TestPlane) =>
	sent.filter(({ url }) => url.includes('/work-items/')).map(({ url }) => new URL(url).search);
