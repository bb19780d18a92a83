import { listWorkItems } from '../../../core/plane/listWorkItems';
import type { Answers } from './support';
import { WEB, answer, planeOf } from './support';

const STATE = '0cabfd1e-832d-4c7a-b9b5-df89f7d4d1c1';
const state = { id: STATE, name: 'Todo', group: 'unstarted', color: '#000' };
const project = { id: WEB, name: 'Website', identifier: 'WEB', is_member: true, archived_at: null };

const row = (number: number, more: object = {}) => ({
	id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
	sequence_id: number,
	name: `Item ${number}`,
	description_html: '<p></p>',
	priority: 'none',
	state: STATE,
	labels: [],
	assignees: [],
	project: WEB,
	start_date: null,
	target_date: null,
	created_at: '2026-11-01T00:00:00.000000Z',
	updated_at: '2026-11-01T00:00:00.000000Z',
	...more,
});

type Row = ReturnType<typeof row>;

/** Pages of the rows; Plane takes pages of at most `largest`. */
function pages(rowsAt: (request: number) => readonly Row[], largest = 1000): Answers {
	let request = 0;
	return {
		[`projects/${WEB}`]: answer(200, project),
		[`projects/${WEB}/states`]: answer(200, page([state], 0, 100)),
		[`projects/${WEB}/labels`]: answer(200, page([], 0, 100)),
		members: answer(200, []),
		[`projects/${WEB}/work-items`]: ({ searchParams }) => {
			const size = Number(searchParams.get('per_page'));
			if (size > largest) return answer(400, { detail: 'Invalid per_page value.' });
			const index = Number(searchParams.get('cursor')?.split(':')[1] ?? 0);
			const isExpanded = searchParams.has('expand');
			const rows = rowsAt(request++).map((one) => (isExpanded ? { ...one, state, project } : one));
			return answer(200, page(rows, index, size));
		},
	};
}

const page = (rows: readonly unknown[], index: number, size: number) => ({
	results: rows.slice(index * size, (index + 1) * size),
	total_count: rows.length,
	next_page_results: rows.length > (index + 1) * size,
});

const many = (count: number, more: (number: number) => object = () => ({})): Row[] =>
	Array.from({ length: count }, (_, index) => row(index + 1, more(index + 1)));

const listPages = (paths: readonly string[]): number =>
	paths.filter((path) => path.endsWith('/work-items')).length;

describe('listWorkItems', () => {
	it.each([
		['large pages', 1000, 2],
		['the largest pages that Plane does not refuse', 250, 4],
		['pages of 100, where Plane refuses larger ones', 100, 6],
	])('reads everything once in %s', async (_, largest, requests) => {
		const rows = many(250);
		const plane = planeOf(pages(() => rows, largest));
		const found = await listWorkItems(plane.context, WEB);

		expect(found.map(({ sequence_id }) => sequence_id)).toEqual(rows.map(({ sequence_id }) => sequence_id));
		expect(found[249]?.state.name).toBe('Todo');
		expect(listPages(plane.paths())).toBe(requests);
	});

	it('asks for as much as Plane gives, and waits a minute for each page', async () => {
		const plane = planeOf(pages(() => many(250)));
		await listWorkItems(plane.context, WEB);
		const lists = plane.sent.filter(({ url }) => url.includes('/work-items/'));

		expect(lists.map(({ url }) => new URL(url).searchParams.get('per_page'))).toEqual(['100', '1000']);
		expect(lists.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000, 60_000]);
	});

	it('reads one page where its limit is reached there', async () => {
		const plane = planeOf(pages(() => many(250)));

		expect(await listWorkItems(plane.context, WEB, { limit: 7 })).toHaveLength(7);
		expect(listPages(plane.paths())).toBe(1);
	});

	it('asks for the newest changes and stops at the first older one', async () => {
		const rows = many(250, (number) => ({
			updated_at: number <= 3 ? `2026-11-1${9 - number}T00:00:00.000000Z` : '2026-11-01T00:00:00.000000Z',
		}));
		const plane = planeOf(pages(() => rows));
		const filter = { updatedSince: '2026-11-10T00:00:00.000000Z' };
		const found = await listWorkItems(plane.context, WEB, { filter, order: 'updated_at' });

		expect(found.map(({ sequence_id }) => sequence_id)).toEqual([3, 2, 1]);
		expect(listPages(plane.paths())).toBe(1);
		expect(plane.sent.at(-1)?.url).toContain('order_by=-updated_at');
		expect(await listWorkItems(plane.context, WEB, { filter, order: 'updated_at', limit: 2 })).toEqual(
			found.slice(0, 2),
		);
	});

	it('reads again by creation when the list lost an item meanwhile', async () => {
		const dayOf = (number: number) => ({
			created_at: `2026-11-01T00:00:${String(number % 60).padStart(2, '0')}Z`,
		});
		const plane = planeOf(pages((request) => many(request === 0 ? 250 : 249, dayOf)));
		const found = await listWorkItems(plane.context, WEB);
		const moments = found.map(({ created_at }) => created_at);

		expect(found).toHaveLength(249);
		expect(moments).toEqual([...moments].sort().reverse());
		expect(plane.sent.at(-1)?.url).toContain('order_by=created_at');
	});

	it('fails rather than passing a part for all when the list never stands still', async () => {
		const plane = planeOf(pages((request) => many(250 - request)));

		await expect(listWorkItems(plane.context, WEB)).rejects.toMatchObject({ kind: 'conflict' });
		expect(listPages(plane.paths())).toBe(3 * 2);
	});

	it('leaves out archived, draft and intake items, should Plane show them', async () => {
		const rows = [row(1), row(2, { archived_at: '2026-11-02' }), row(3, { is_draft: true }), row(4)];
		const intake = { id: STATE, name: 'Triage', group: 'triage', color: '' };
		const results = rows.map((one) => ({ ...one, project, state: one.sequence_id === 4 ? intake : state }));
		const shown = answer(200, page(results, 0, 100));
		const plane = planeOf({ ...pages(() => []), [`projects/${WEB}/work-items`]: shown });
		const found = await listWorkItems(plane.context, WEB);

		expect(found.map(({ sequence_id }) => sequence_id)).toEqual([1]);
	});

	it('fails for a project that is archived, which Plane lists as empty', async () => {
		const archived = { ...project, archived_at: '2026-11-01T00:00:00Z' };
		const plane = planeOf({ ...pages(() => []), [`projects/${WEB}`]: answer(200, archived) });

		await expect(listWorkItems(plane.context, WEB)).rejects.toThrow(/archived/);
	});
});
