import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

const GROUPS = ['backlog', 'unstarted', 'started', 'completed', 'cancelled'];

async function withPlane<Result>(
	options: Parameters<typeof startForTest>[0],
	use: (plane: TestStandIn) => Promise<Result>,
) {
	const plane = await startForTest(options);
	try {
		return await use(plane);
	} finally {
		await plane.close();
	}
}

const itemsOf = async (plane: TestStandIn, project: string): Promise<Json[]> =>
	(await plane.ask(`${plane.pathOf(project)}/work-items/?expand=state,labels,assignees`)).json.results;

const projectsOf = async (plane: TestStandIn): Promise<Json[]> =>
	(await plane.ask('/workspaces/acme/projects/')).json.results;

describe('the sample world', () => {
	it.each(['WEB', 'APP'])(
		'fills %s with items of all state groups, with and without dates',
		async (project) => {
			const items = await withPlane({}, (plane) => itemsOf(plane, project));
			expect(items.length).toBeGreaterThanOrEqual(12);
			expect(new Set(items.map(({ state }) => state.group))).toEqual(new Set(GROUPS));
			expect(items.filter(({ target_date }) => target_date === null).length).toBeGreaterThan(0);
			const people = new Set(items.flatMap(({ assignees }) => assignees.map(({ id }: { id: string }) => id)));
			expect(people.size).toBe(3);
		},
	);

	it('lays its dates around today', async () => {
		const [first, second] = await Promise.all(
			['2026-11-22', '2027-06-01'].map((today) =>
				withPlane({ today }, (plane) => Promise.resolve(plane.control.item('WEB-9'))),
			),
		);
		expect([first?.target_date, second?.target_date]).toEqual(['2026-12-12', '2027-06-21']);
	});

	it('has the same ids on every start, and others for another seed', async () => {
		const idOf = (seed: string) =>
			withPlane({ seed }, async (plane) => plane.control.createItem('WEB', { name: 'x' }).id);
		const [first, again, other] = [await idOf('a'), await idOf('a'), await idOf('b')];
		expect(first).toBe(again);
		expect(first).not.toBe(other);
	});

	it('has two projects to work with, and others that are archived or were not joined', async () => {
		const projects = await withPlane({}, projectsOf);
		const usable = projects.filter(({ is_member, archived_at }) => is_member && archived_at === null);
		expect(usable.map(({ identifier }) => identifier)).toEqual(['WEB', 'APP']);
		expect(projects.map(({ identifier }) => identifier)).toEqual(['WEB', 'APP', 'LEG', 'DSN']);
	});

	it('leaves the others out on demand', async () => {
		const projects = await withPlane({ extraProjects: false }, projectsOf);
		expect(projects).toHaveLength(2);
	});
});

describe('generated projects', () => {
	it('come in any number and size', async () => {
		const options = { projects: 3, itemsPerProject: 250, extraProjects: false };
		await withPlane(options, async (plane) => {
			const projects = await projectsOf(plane);
			const totals = await Promise.all(
				projects.map(
					async ({ id }) =>
						(await plane.ask(`/workspaces/acme/projects/${id}/work-items/?per_page=1`)).json.total_count,
				),
			);
			expect(totals).toEqual([250, 250, 250]);
		});
	});
});

describe('the options of the server', () => {
	it('takes key, secret and workspace', async () => {
		const options = {
			apiKey: `plane_api_${'a'.repeat(32)}`,
			webhookSecret: 'plane_wh_x',
			workspaceSlug: 'other',
		};
		await withPlane(options, async (plane) => {
			expect([plane.apiKey, plane.webhookSecret]).toEqual([options.apiKey, options.webhookSecret]);
			expect((await plane.ask('/workspaces/other/projects/')).status).toBe(200);
		});
	});
});
