/** What the drop-down lists of Plane Issues offer, read from the stand-in. */
import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { PlaneTrigger } from '../../nodes/PlaneTrigger/PlaneTrigger.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';

let plane: RunningStandIn;

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null });
});

afterAll(async () => await plane.close());

const { listSearch, loadOptions } = new PlaneIssues().methods;

/** The editor, with this project chosen. */
const editor = (project: string, apiKey = plane.apiKey): ILoadOptionsFunctions =>
	({
		getCredentials: async () => ({
			apiUrl: plane.url,
			webUrl: plane.url,
			workspaceSlug: plane.workspaceSlug,
			requestsPerMinute: 6000,
		}),
		getCurrentNodeParameter: () => project,
		getNode: () => ({ name: 'Plane Issues' }),
		helpers: {
			httpRequestWithAuthentication: async (_: string, { url, method }: IHttpRequestOptions) => {
				const response = await fetch(url, {
					method: method ?? 'GET',
					headers: { 'X-API-Key': apiKey },
				});
				return { statusCode: response.status, headers: {}, body: await response.text() };
			},
		},
	}) as unknown as ILoadOptionsFunctions;

const web = (): string => plane.control.project('WEB').id;

describe('searchWorkItems', () => {
	it('offers the newest of the project, and what a text finds', async () => {
		const { id, sequence_id } = plane.control.createItem('WEB', { name: 'Quokka' });
		const name = `WEB-${sequence_id} Quokka`;
		const newest = await listSearch.searchWorkItems.call(editor(web()));
		const found = await listSearch.searchWorkItems.call(editor(web()), 'quok');

		expect(newest.results[0]).toMatchObject({ name, value: id });
		expect(found.results).toMatchObject([{ name, value: id }]);
	});

	it('offers what a text finds in the chosen project only', async () => {
		const { id } = plane.control.createItem('WEB', { name: 'Bilby' });
		plane.control.createItem('APP', { name: 'Bilby' });
		const { results } = await listSearch.searchWorkItems.call(editor(web()), 'bilby');

		expect(results.map(({ value }) => value)).toEqual([id]);
	});

	it('offers the fifty newest at most', async () => {
		for (let count = 0; count < 51; count++) plane.control.createItem('APP', { name: `Ant ${count}` });
		const { results } = await listSearch.searchWorkItems.call(editor(plane.control.project('APP').id));

		expect(results).toHaveLength(50);
		expect(results[0]?.name).toMatch(/^APP-\d+ Ant 50$/);
	});

	it('offers addresses where no project is chosen', async () => {
		const { id } = plane.control.createItem('WEB', { name: 'Numbat' });
		const { results } = await listSearch.searchWorkItems.call(editor(''), 'numbat');

		expect(results).toMatchObject([{ value: `${plane.url}/acme/projects/${web()}/issues/${id}` }]);
	});
});

describe('searchProjects', () => {
	const namesFor = async (filter?: string) =>
		(await listSearch.searchProjects.call(editor(''), filter)).results.map(({ name }) => name);

	it('offers the projects the user can read, by name', async () => {
		const { results } = await listSearch.searchProjects.call(editor(''));

		expect(results.at(-1)).toEqual({ name: 'Website relaunch (WEB)', value: web() });
		expect(await namesFor()).toEqual(['Mobile app (APP)', 'Website relaunch (WEB)']);
	});

	it.each([
		['a part of the name', 'RELAUNCH'],
		['the name with the identifier', 'Relaunch web'],
	])('finds by %s, whatever its case', async (_, filter) => {
		expect(await namesFor(filter)).toEqual(['Website relaunch (WEB)']);
	});
});

describe.each([
	['Plane Issues', loadOptions.getProjects],
	['Plane Trigger', new PlaneTrigger().methods.loadOptions.getProjects],
])('getProjects of %s', (_, getProjects) => {
	it('offers the projects the user can read, by name', async () => {
		expect(await getProjects.call(editor(''))).toEqual([
			{ name: 'Mobile app (APP)', value: plane.control.project('APP').id },
			{ name: 'Website relaunch (WEB)', value: web() },
		]);
	});
});

describe('the lists of a project', () => {
	const idPattern = /^[0-9a-f-]{36}$/;

	it('offer states with their group, in the order of Plane', async () => {
		const states = await loadOptions.getStates.call(editor(web()));

		expect(states[0]).toEqual({ name: 'Backlog (backlog)', value: expect.stringMatching(idPattern) });
		expect(states.map(({ name }) => name)).toContain('Done (completed)');
	});

	it.each(['getLabels', 'getMembers'] as const)('%s offers names with ids, by name', async (method) => {
		const options = await loadOptions[method].call(editor(web()));
		const names = options.map(({ name }) => name);

		expect(names.length).toBeGreaterThan(1);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(options[0]).toEqual({ name: names[0], value: expect.stringMatching(idPattern) });
	});

	it.each(['getStates', 'getLabels', 'getMembers'] as const)(
		'%s asks nothing until a project is chosen',
		async (method) => {
			plane.control.resetRequests();

			await expect(loadOptions[method].call(editor(''))).rejects.toThrow(/Choose a project/);
			expect(plane.control.requests().total).toBe(0);
		},
	);
});

it.each<[string, (this: ILoadOptionsFunctions) => Promise<unknown>]>([
	['searchProjects', listSearch.searchProjects],
	['searchWorkItems', listSearch.searchWorkItems],
	['getProjects', loadOptions.getProjects],
	['getStates', loadOptions.getStates],
])('%s tells the editor what is wrong with the key', async (_, list) => {
	const asked = list.call(editor(web(), 'plane_api_bad'));

	await expect(asked).rejects.toBeInstanceOf(NodeApiError);
	await expect(asked).rejects.toMatchObject({ message: expect.stringMatching(/does not know the API key/) });
});
