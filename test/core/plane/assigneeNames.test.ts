/** People who are in no list of members, as those who left the workspace, but still assigned. */
import type { HttpResponse } from '../../../core/http/types';
import { getWorkItems } from '../../../core/plane/getWorkItem';
import { listWorkItems } from '../../../core/plane/listWorkItems';
import { scanProject } from '../../../core/plane/scanWorkItems';
import type { WorkItem } from '../../../core/plane/types';
import type { Row } from './lists';
import { itemsPath, listOf, manyItems, names, web } from './lists';
import { WEB, answer, exchange, planeOf, recorded, toAnswer } from './support';
import type { Answers } from './support';

const LEFT = { id: '00000000-0000-4000-8000-0000000000aa', display_name: 'Grace, who left' };
const MORE = { id: '00000000-0000-4000-8000-0000000000bb', display_name: 'Linus, who left' };

/** Many work items, some of them assigned to people who left. */
const items: ReadonlyArray<Readonly<Record<'expanded' | 'bare', Row>>> = manyItems(150).map((item, index) => {
	const left = index % 50 === 0 ? [LEFT] : index % 70 === 0 ? [LEFT, MORE] : [];
	const assignees = left.map(({ id }) => id);
	return {
		expanded: { ...item.expanded, assignees: left },
		bare: { ...item.bare, assignees },
	};
});

const detailPath = (index: number) => `${itemsPath()}/${String(items[index]?.expanded['id'])}`;
const details = (of: (index: number) => HttpResponse): Answers =>
	Object.fromEntries(items.map((_, index) => [detailPath(index), of(index)]));
const expanded = details((index) => answer(200, items[index]?.expanded));
const project = recorded('07-project-detail');

function planeWith(detailAnswers: Answers) {
	return planeOf({ ...names, ...project, ...detailAnswers, [itemsPath()]: listOf({ items }) });
}

const namesIn = (workItems: readonly WorkItem[]) =>
	workItems.map((item) =>
		item.status === 'present' ? item.assignees.map(({ display_name }) => display_name) : [],
	);

describe('assignees in no list of members', () => {
	it('are named alike by Get, by a scan and by a list', async () => {
		const { context } = planeWith(expanded);
		const requests = items.map(({ bare }) => ({ id: String(bare['id']), project: { id: WEB } }));
		const single = namesIn(await getWorkItems(context, requests));
		const { work_items: scanned, status } = await scanProject(context, web, { allProjects: true });

		expect(status).toBe('complete');
		expect(single[140]).toEqual([LEFT.display_name, MORE.display_name]);
		expect(namesIn(scanned)).toEqual(single);
		expect(namesIn(await listWorkItems(context, WEB, { order: 'target_date' }))).toEqual(single);
	});

	it('cost a request for each person, not for each work item', async () => {
		const plane = planeWith(expanded);
		await scanProject(plane.context, web, { allProjects: true });
		expect(plane.paths().filter((path) => path.startsWith(`${itemsPath()}/`))).toEqual([
			detailPath(0),
			detailPath(70),
		]);
	});

	it('are named by another work item where one is gone meanwhile', async () => {
		const gone = { [detailPath(0)]: toAnswer(exchange('39-work-item-404-deleted')) };
		const { context } = planeWith({ ...expanded, ...gone });
		const { work_items: scanned } = await scanProject(context, web, { allProjects: true });
		expect(namesIn(scanned)[50]).toEqual([LEFT.display_name]);
	});

	it('are left out where a work item names nobody, and asked for once', async () => {
		const plane = planeWith(details(() => answer(200, { assignees: [] })));
		const { work_items: scanned, status } = await scanProject(plane.context, web, { allProjects: true });
		expect(status).toBe('complete');
		expect(scanned).toHaveLength(150);
		expect(plane.paths().filter((path) => path.startsWith(`${itemsPath()}/`)).length).toBeLessThanOrEqual(2);
	});

	it('leave their work items unknown, not unassigned, where Plane does not answer', async () => {
		const plane = planeWith({ ...expanded, [detailPath(70)]: answer(502, '') });
		const snapshot = await scanProject(plane.context, web, { allProjects: true });
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'server' } });
		const ids = snapshot.work_items.map(({ id }) => id);
		const unknown = items.filter(({ bare }) => !ids.includes(String(bare['id'])));
		expect(unknown.map(({ bare }) => bare['sequence_id'])).toEqual([70, 140]);
		expect(namesIn(snapshot.work_items)[50]).toEqual([LEFT.display_name]);
	});

	it('are left out of a list where Plane does not answer', async () => {
		const { context } = planeWith(details(() => answer(502, '')));
		expect(await listWorkItems(context, WEB, { order: 'target_date' })).toHaveLength(150);
	});
	it('leave a large project unknown where the lists of names fail, an item without a state as well', async () => {
		const stateless = items.map(({ bare, expanded }) => ({ expanded, bare: { ...bare, state: null } }));
		const { context } = planeOf({
			...project,
			[itemsPath()]: listOf({ items: stateless }),
			[`projects/${WEB}/states`]: answer(502, ''),
		});
		context.cache.rememberLarge(WEB, true);
		expect(await scanProject(context, web, { allProjects: true })).toMatchObject({
			status: 'incomplete',
			work_items: [],
		});
	});
});
