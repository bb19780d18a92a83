/** What the drop-down lists of Plane Issues offer, read from the stand-in. */
import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';

let plane: RunningStandIn;

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null });
});

afterAll(async () => await plane.close());

const { listSearch, loadOptions } = new PlaneIssues().methods;

/** The editor, with this project chosen. */
const editor = (project: string): ILoadOptionsFunctions =>
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
					headers: { 'X-API-Key': plane.apiKey },
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

	it('offers addresses where no project is chosen', async () => {
		const { id } = plane.control.createItem('WEB', { name: 'Numbat' });
		const { results } = await listSearch.searchWorkItems.call(editor(''), 'numbat');

		expect(results).toMatchObject([{ value: `${plane.url}/acme/projects/${web()}/issues/${id}` }]);
	});
});

describe.each(['getStates', 'getLabels', 'getMembers'] as const)('%s', (method) => {
	it('offers names with ids once a project is chosen', async () => {
		const options = await loadOptions[method].call(editor(web()));

		expect(options.length).toBeGreaterThan(1);
		expect(options[0]).toEqual({ name: expect.any(String), value: expect.stringMatching(/^[0-9a-f-]{36}$/) });
		expect(await loadOptions[method].call(editor(''))).toEqual([]);
	});
});
