import { listAll } from '../../../core/plane/pages';
import { scanProject } from '../../../core/plane/scanWorkItems';
import { takeSnapshots } from '../../../core/plane/takeSnapshots';
import { itemsPath, listOf, manyItems, names, web } from './lists';
import type { Row } from './lists';
import { WEB, answer, bodyOf, planeOf, rowsOf } from './support';
import type { Answers, TestPlane } from './support';

const LIST = 'projects';
const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ id: `row-${index}` }));

/** A list that is what `rowsAt` says at its n-th request, from 0, in pages of at most `largest`. */
function moving(rowsAt: (request: number) => readonly Row[], { path = LIST, largest = 1000 } = {}): Answers {
	let request = 0;
	return {
		[path]: (url) => {
			const items = rowsAt(request++).map((row) => ({ expanded: row, bare: row }));
			return listOf({ items, maximumPageSize: largest })(url);
		},
	};
}

const requestOf = ({ context }: TestPlane, limit?: number) =>
	listAll(context, { path: ['workspaces', 'acme', LIST], pace: 'scan' }, limit);

/** A Plane of pages of 100, so that lists have several. */
function smallPages(answers: Answers): TestPlane {
	const plane = planeOf(answers);
	plane.context.cache.rememberPageSize(100);
	return plane;
}

const without = (all: readonly Row[], index: number): Row[] => all.filter((_, at) => at !== index);

describe('listAll', () => {
	it.each([
		['in one request where a small page holds it', 100, 1000, 1],
		['in one large page where Plane gives it', 1000, 1000, 2],
		['in pages of 100 where Plane gives no larger ones', 350, 100, 7],
	])('reads a list %s', async (_, count, largest, requests) => {
		const plane = planeOf(moving(() => rows(count), { largest }));
		expect(await requestOf(plane)).toEqual(rows(count));
		expect(plane.sent).toHaveLength(requests);
	});

	it('reads no more than it needs for its limit', async () => {
		const plane = planeOf(moving(() => rows(350)));
		expect(await requestOf(plane, 30)).toEqual(rows(30));
		expect(plane.sent).toHaveLength(1);
	});

	const all = rows(150);
	it.each([
		['a row went', without(all, 3)],
		['a row came', [{ id: 'new' }, ...all]],
		['a row went and another came', [{ id: 'new' }, ...without(all, 120)]],
		['a row changed its place', [...without(all, 3), all[3] as Row]],
	])('reads it again where %s between the pages', async (_, after) => {
		const plane = smallPages(moving((request) => (request === 0 ? all : after)));
		expect(await requestOf(plane)).toEqual(after);
		expect(plane.sent).toHaveLength(4);
	});

	it('fails rather than returning a part of a list that never stands still', async () => {
		const plane = smallPages(moving((request) => rows(150 - request)));
		await expect(requestOf(plane)).rejects.toMatchObject({
			kind: 'conflict',
			message: expect.stringMatching(/the projects of workspace "acme" changed each time it was read/),
		});
		expect(plane.sent).toHaveLength(6);
	});

	it('comes to an end where Plane gives the same page for ever', async () => {
		const page = answer(200, { results: rows(100), total_count: 100, next_page_results: true });
		const plane = smallPages({ [LIST]: page });
		await expect(requestOf(plane)).rejects.toMatchObject({ kind: 'conflict' });
	});
});

describe('a snapshot of lists that move', () => {
	it('is not taken from a list of projects that may lack one', async () => {
		const [project] = rowsOf('03-projects-list');
		const projects = (count: number) => rows(count).map((row) => ({ ...project, ...row }));
		const plane = smallPages(moving((request) => projects(150 - request)));
		await expect(takeSnapshots(plane.context)).rejects.toMatchObject({ kind: 'conflict' });
	});

	it('is incomplete where a label may be missing', async () => {
		const labels = (bodyOf('69-labels-list') as { results: Row[] }).results;
		const path = `projects/${WEB}/labels`;
		const plane = smallPages({
			...names,
			...moving((request) => [...rows(150 - request), ...labels], { path }),
			[itemsPath()]: listOf({ items: manyItems(150) }),
		});
		const snapshot = await scanProject(plane.context, web, { allProjects: true });
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'conflict' } });
	});
});
