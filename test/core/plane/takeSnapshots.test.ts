import { streamSnapshots, takeSnapshots } from '../../../core/plane/takeSnapshots';
import { itemsPath, listOf, manyItems, names } from './lists';
import {
	ARCHIVED_PROJECT,
	MARKETING,
	NOT_JOINED,
	OPERATIONS,
	UNKNOWN_ID,
	WEB,
	answer,
	bodyOf,
	planeOf,
	recorded,
} from './support';
import type { Answers } from './support';

describe('takeSnapshots', () => {
	const one = (id: string): Answers => ({ [itemsPath(id)]: listOf({ items: manyItems(1) }) });
	const projects = { ...recorded('03-projects-list'), ...one(WEB), ...one(MARKETING) };

	it('gives one snapshot per joined project and leaves the others out', async () => {
		const { context } = planeOf({ ...projects, ...recorded('23-work-items-list-undated-project') });
		const snapshots = await takeSnapshots(context);
		expect(snapshots.map(({ project, status }) => [project.identifier, status])).toEqual([
			['WEB', 'complete'],
			['OPS', 'complete'],
			['MKT', 'complete'],
			['LEG', 'archived'],
		]);
		expect(snapshots.some(({ project }) => project.id === NOT_JOINED)).toBe(false);
		expect(snapshots.every(({ all_projects }) => all_projects)).toBe(true);
	});

	it('gives Plane’s whole list with the first one, those left out and archived included', async () => {
		const { context } = planeOf({ ...projects, ...recorded('23-work-items-list-undated-project') });
		const [first, ...others] = await takeSnapshots(context);
		const body = bodyOf('03-projects-list') as { results: Array<{ id: string }> };
		expect(first?.listed_projects).toEqual(body.results.map(({ id }) => id));
		expect(first?.listed_projects).toEqual(expect.arrayContaining([NOT_JOINED]));
		expect(others.filter((snapshot) => 'listed_projects' in snapshot)).toEqual([]);
	});

	it.each([
		['only', { kind: 'only', ids: [WEB] }],
		['except', { kind: 'except', ids: [MARKETING] }],
	] as const)('gives no list where the run reads %s some', async (_, choice) => {
		const { context } = planeOf({ ...projects, ...recorded('23-work-items-list-undated-project') });
		const snapshots = await takeSnapshots(context, { choice });
		expect(snapshots.filter((snapshot) => 'listed_projects' in snapshot)).toEqual([]);
	});

	it('keeps a failure inside its project', async () => {
		const { context } = planeOf({ ...projects, [itemsPath(WEB)]: answer(500, '{"error":"x"}') });
		const statuses = (await takeSnapshots(context)).map(
			({ project, status }) => `${project.identifier} ${status}`,
		);
		expect(statuses).toEqual(['WEB unavailable', 'OPS unavailable', 'MKT complete', 'LEG archived']);
	});

	it.each([
		['name', { name: null }],
		['archived_at', { archived_at: 5 }],
	])('keeps a record without a usable %s inside its project', async (field, broken) => {
		const body = bodyOf('03-projects-list') as { results: object[] };
		const rows = body.results.map((row) => ('id' in row && row.id === WEB ? { ...row, ...broken } : row));
		const plane = planeOf({ ...projects, projects: answer(200, { ...body, results: rows }) });
		const snapshots = await takeSnapshots(plane.context);
		expect(snapshots.map(({ status }) => status)).toEqual([
			'unavailable',
			'unavailable',
			'complete',
			'archived',
		]);
		expect(snapshots[0]).toMatchObject({
			project: { id: WEB, name: WEB },
			all_projects: true,
			work_items: [],
			failure: { kind: 'invalid_response', message: expect.stringContaining(`no usable ${field}`) },
		});
		expect(plane.paths()).not.toContain(itemsPath(WEB));
		expect(plane.context.cache.findProject(WEB)).toBeNull();
	});

	it('calls such a project by the name it had', async () => {
		const body = bodyOf('03-projects-list') as { results: object[] };
		const rows = body.results.map((row) => ({ ...row, name: null }));
		const broken = answer(200, { ...body, results: rows });
		const { context } = planeOf({ ...projects, projects: [answer(200, body), broken] });
		await takeSnapshots(context);
		const [first] = await takeSnapshots(context);
		expect(first).toMatchObject({ status: 'unavailable', project: { name: 'Web application' } });
	});

	it('throws where a record names no project at all', async () => {
		const broken = answer(200, { results: [{ name: 'x' }], total_count: 1, next_page_results: false });
		const { context } = planeOf({ projects: broken });
		await expect(takeSnapshots(context)).rejects.toMatchObject({ kind: 'invalid_response' });
	});

	const only = (...ids: string[]) => ({ choice: { kind: 'only' as const, ids } });
	const except = (...ids: string[]) => ({ choice: { kind: 'except' as const, ids } });

	it.each([
		['only some', only(MARKETING, MARKETING), ['MKT']],
		['all but some', except(WEB, OPERATIONS), ['MKT', 'LEG']],
		['only public', { leaveOutSecret: true }, ['MKT']],
		['only public ones of some', { ...only(WEB, MARKETING), leaveOutSecret: true }, ['MKT']],
	])('reads %s projects and says that it was not all', async (_, options, expected) => {
		const { context } = planeOf(projects);
		const snapshots = await takeSnapshots(context, options);
		expect(snapshots.map(({ project }) => project.identifier)).toEqual(expected);
		expect(snapshots.some(({ all_projects }) => all_projects)).toBe(false);
	});

	it('says of picked projects why they cannot be read, without a request for them', async () => {
		const plane = planeOf(projects);
		const picked = only(NOT_JOINED, UNKNOWN_ID, ARCHIVED_PROJECT);
		const snapshots = await takeSnapshots(plane.context, picked);
		expect(snapshots.map(({ status, failure }) => [status, failure?.message ?? ''])).toEqual([
			['archived', ''],
			['unavailable', expect.stringMatching(/not a member of the project "Design system"/)],
			['unavailable', expect.stringContaining(`does not list the project ${UNKNOWN_ID}`)],
		]);
		expect(plane.sent).toHaveLength(1);
	});

	it('takes changes of the projects that have an instant, and all of the others', async () => {
		const { context } = planeOf(projects);
		const instants = new Map([[WEB, '2026-11-22T18:00:00.000000Z']]);
		const options = { ...only(WEB, MARKETING), changedSinceOf: (id: string) => instants.get(id) };
		const statuses = (await takeSnapshots(context, options)).map(({ status }) => status);
		expect(statuses).toEqual(['changes', 'complete']);
	});

	it('throws where the projects cannot be listed', async () => {
		const { context } = planeOf(recorded('49-projects-403-unknown-workspace'));
		await expect(takeSnapshots(context)).rejects.toMatchObject({ name: 'PlaneError', kind: 'permission' });
	});

	it('gives what is left as incomplete when the time is up', async () => {
		const plane = planeOf(projects);
		const stopAt = plane.clock.now() + 1000;
		const statuses: string[] = [];
		for await (const { status } of streamSnapshots(plane.context, { stopAt })) {
			statuses.push(status);
			plane.clock.advance(1000);
		}
		expect(statuses).toEqual(['complete', 'incomplete', 'incomplete', 'archived']);
	});

	it.each([
		['is in the past', 0, 1000],
		['does not leave time to wait for the rate', 30_000, 1],
	])('says that the time is up where the moment to stop %s', async (_, leftMs, limitPerMinute) => {
		const plane = planeOf(projects, { limitPerMinute });
		if (leftMs > 0) await plane.context.pace.acquire({ kind: 'scan' });
		const stopAt = plane.clock.now() + leftMs;
		await expect(takeSnapshots(plane.context, { stopAt })).rejects.toMatchObject({
			name: 'PlaneError',
			kind: 'timeout',
			message: expect.stringMatching(/time for the run was up before the list of projects was read/),
		});
		expect(plane.sent).toEqual([]);
	});

	it('passes on why Plane refuses to list the projects', async () => {
		const taking = takeSnapshots(planeOf({}).context, { stopAt: Infinity });
		await expect(taking).rejects.toMatchObject({ kind: 'permission', status: 403 });
	});

	it('reads the names of people once, and per project where the workspace hides them', async () => {
		const lists = (id: string): Answers => ({
			[`projects/${id}/states`]: names[`projects/${WEB}/states`] ?? [],
			[`projects/${id}/labels`]: names[`projects/${WEB}/labels`] ?? [],
			[`projects/${id}/members`]: names[`projects/${WEB}/members`] ?? [],
			[itemsPath(id)]: listOf({ items: manyItems(150) }),
		});
		const answers = {
			...recorded('03-projects-list'),
			...lists(WEB),
			...lists(OPERATIONS),
			...lists(MARKETING),
		};
		const open = planeOf({ ...answers, ...recorded('71-members-workspace') });
		await takeSnapshots(open.context);
		expect(open.paths().filter((path) => path.endsWith('members'))).toEqual(['members']);
		const closed = planeOf(answers);
		await takeSnapshots(closed.context);
		expect(closed.paths().filter((path) => path.endsWith('members'))).toHaveLength(4);
	});
});
