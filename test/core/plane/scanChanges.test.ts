import { normalizeInstant } from '../../../core/instant';
import { scanProject } from '../../../core/plane/scanWorkItems';
import { itemsPath, listOf, manyItems, names, queries, web } from './lists';
import type { ListOptions } from './lists';
import { planeOf } from './support';

describe('scanProject, asked for changes', () => {
	const NOW = '2026-11-22T18:25:20.000000Z';
	const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

	/** So many items, each changed a minute before the one ahead of it; every second one has no date. */
	const changedItems = (count: number) =>
		manyItems(count).map(({ expanded, bare }, index) => {
			const own = {
				updated_at: minutesAgo(index).replace('Z', '123+00:00'),
				...(index % 2 === 1 ? { target_date: null } : {}),
			};
			return { expanded: { ...expanded, ...own }, bare: { ...bare, ...own } };
		});

	async function changesOf(count: number, since: string, options: Omit<ListOptions, 'items'> = {}) {
		const list = listOf({ items: changedItems(count), ...options });
		const plane = planeOf({ ...names, [itemsPath()]: list });
		const changedSince = normalizeInstant(since) ?? '';
		const snapshot = await scanProject(plane.context, web, { allProjects: true, changedSince });
		return { plane, snapshot };
	}

	it('reads what changed since then and two minutes before, dated or not, newest first', async () => {
		const { plane, snapshot } = await changesOf(500, minutesAgo(3));
		expect(snapshot).toMatchObject({
			status: 'changes',
			taken_at: NOW,
			changed_since: '2026-11-22T18:22:20.000000Z',
			total_count: 500,
		});
		expect(snapshot.work_items.map(({ sequence_id }) => sequence_id)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(snapshot.work_items.map(({ target_date }) => target_date === null)).toContain(true);
		expect(queries(plane)).toEqual([
			'?order_by=-updated_at&expand=state,labels,assignees,project&per_page=10',
		]);
		expect(plane.sent.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000]);
	});

	it('reads an item that changed exactly two minutes before', async () => {
		const items = [119, 120, 121].map((seconds, index) => {
			const own = { updated_at: new Date(Date.parse(NOW) - seconds * 1000).toISOString() };
			return { expanded: { ...manyItems(3)[index]?.expanded, ...own }, bare: {} };
		});
		const plane = planeOf({ [itemsPath()]: listOf({ items }) });
		const snapshot = await scanProject(plane.context, web, { allProjects: true, changedSince: NOW });
		expect(snapshot.work_items.map(({ sequence_id }) => sequence_id)).toEqual([0, 1]);
	});

	it('reads nothing more where nothing changed', async () => {
		const list = listOf({ items: changedItems(500).slice(400) });
		const plane = planeOf({ [itemsPath()]: list });
		const changedSince = normalizeInstant(minutesAgo(3)) ?? '';
		const snapshot = await scanProject(plane.context, web, { allProjects: true, changedSince });
		expect(snapshot).toMatchObject({ status: 'changes', work_items: [] });
		expect(plane.sent).toHaveLength(1);
	});

	it.each([
		['a few more', 30, 33, 2],
		['many', 1300, 1303, 7],
	])('reads all pages where %s changed', async (_, minutes, count, requests) => {
		const { plane, snapshot } = await changesOf(2500, minutesAgo(minutes));
		expect(snapshot).toMatchObject({ status: 'changes', taken_at: NOW });
		expect(snapshot.work_items.map(({ sequence_id }) => sequence_id)).toEqual([...Array(count).keys()]);
		expect(plane.sent).toHaveLength(requests);
	});

	it('is incomplete where the number of items moved between the pages', async () => {
		const { snapshot } = await changesOf(2500, minutesAgo(2000), { total: (page) => 2500 - page });
		expect(snapshot).toMatchObject({
			status: 'incomplete',
			changed_since: expect.any(String),
			failure: { kind: 'conflict' },
		});
	});

	it('reads everything dated where the instant lies in the future of Plane', async () => {
		const { snapshot } = await changesOf(1, minutesAgo(-3));
		expect(snapshot).toMatchObject({ status: 'complete', work_items: [{ sequence_id: 0 }] });
		expect(snapshot).not.toHaveProperty('changed_since');
	});

	it('concludes nothing from a record without a moment of change', async () => {
		const broken = { expanded: { id: 'x', target_date: null }, bare: {} };
		const plane = planeOf({ [itemsPath()]: listOf({ items: [broken] }) });
		const snapshot = await scanProject(plane.context, web, { allProjects: true, changedSince: NOW });
		expect(snapshot).toMatchObject({ status: 'unavailable', failure: { kind: 'invalid_response' } });
	});
});
