/** Projects, labels, states, members and the connection, in n8n's engine against the stand-in of Plane. */
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { runNode } from '../support/engine';

let plane: RunningStandIn;

/** The stand-in as a release before 1.1 is: without the routes named `work-items`. */
async function startOldRelease(): Promise<{ readonly url: string; readonly server: Server }> {
	const server = createServer((request, response) => {
		const { url = '', headers } = request;
		if (url.includes('/work-items/')) {
			response.writeHead(404, { 'content-type': 'application/json' }).end('{"error": "Page not found."}');
			return;
		}
		void fetch(`${plane.url}${url}`, { headers: { 'x-api-key': String(headers['x-api-key']) } }).then(
			async (answer) => response.writeHead(answer.status).end(await answer.text()),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null });
});

afterAll(async () => await plane.close());

async function run(parameters: INodeParameters, credentials: ICredentialDataDecryptedObject = {}) {
	const { url, workspaceSlug, apiKey } = plane;
	const data = { apiUrl: url, webUrl: url, workspaceSlug, apiKey, requestsPerMinute: 6000, ...credentials };
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters,
		credentials: { planeApi: { type: new PlaneApi(), data } },
	});
	return { items: (outputs[0] ?? []).map(({ json }) => json), error };
}

const many = (resource: string, changes: INodeParameters = {}): INodeParameters => ({
	resource,
	operation: 'getAll',
	returnAll: true,
	simplify: true,
	options: {},
	...changes,
});

const inProject = (identifier: string) => ({
	project: { __rl: true, mode: 'id', value: plane.control.project(identifier).id },
});

const CHECK = { resource: 'workspace', operation: 'checkConnection', failWhenNotConnected: false };

describe('Project: Get', () => {
	it('gets what people want to know of a project', async () => {
		const { items } = await run({
			resource: 'project',
			operation: 'get',
			simplify: true,
			...inProject('WEB'),
		});
		const { id } = plane.control.project('WEB');

		expect(items).toEqual([
			{
				id,
				name: 'Website relaunch',
				identifier: 'WEB',
				description: expect.any(String),
				is_member: true,
				archived_at: null,
				network: expect.stringMatching(/public|secret/),
				created_at: expect.stringMatching(/Z$/),
				updated_at: expect.stringMatching(/Z$/),
				url: `${plane.url}/${plane.workspaceSlug}/projects/${id}/issues`,
			},
		]);
	});

	it('takes the address of a page of the project', async () => {
		const { id } = plane.control.project('WEB');
		const value = `${plane.url}/acme/projects/${id}/issues/`;
		const mode = {
			__rl: true,
			mode: 'url',
			value,
			__regex: 'https?:\\/\\/.+\\/projects\\/([0-9a-fA-F-]{36})(?:\\/.*)?',
		};
		const { items } = await run({ resource: 'project', operation: 'get', simplify: true, project: mode });

		expect(items).toMatchObject([{ id }]);
	});

	it('says what to do where there is no such project', async () => {
		const value = '00000000-0000-4000-8000-00000000dead';
		const project = { __rl: true, mode: 'id', value };
		const { error } = await run({ resource: 'project', operation: 'get', simplify: true, project });

		expect(error?.message).toMatch(/shows no project 0{8}.*Check the ID/);
	});

	it.each(['={{ "" }}', '={{ "WEB" }}'])('refuses the expression %p as a project', async (value) => {
		const project = { __rl: true, mode: 'id', value };
		const { error } = await run({ resource: 'project', operation: 'get', simplify: true, project });

		expect(error?.message).toMatch(/No project is chosen|which is no ID/);
	});
});

describe('Project: Get Many', () => {
	it('gets the joined projects, and others if wanted', async () => {
		const { items: joined } = await run(many('project'));
		const options = { includeArchived: true, includeNotJoined: true };
		const { items: all } = await run(many('project', { options }));

		expect(joined.every(({ is_member, archived_at }) => is_member && archived_at === null)).toBe(true);
		expect(all.length).toBeGreaterThan(joined.length);
		expect(all.some(({ is_member }) => is_member === false)).toBe(true);
		expect(all.some(({ archived_at }) => archived_at !== null)).toBe(true);
	});

	it('stops at the limit, and gives the whole record if wanted', async () => {
		const { items } = await run(many('project', { returnAll: false, limit: 1, simplify: false }));

		expect(items).toEqual([expect.objectContaining({ total_members: expect.any(Number) })]);
	});
});

describe('Label, State, Member: Get Many', () => {
	it('gets the labels and states of a project', async () => {
		const { items: labels } = await run(many('label', inProject('WEB')));
		const { items: states } = await run(many('state', inProject('WEB')));

		expect(labels.map(({ name }) => name).length).toBeGreaterThan(0);
		expect(states).toContainEqual(expect.objectContaining({ group: 'completed' }));
	});

	it('says that a project is archived rather than giving nothing', async () => {
		plane.control.archiveProject('APP');
		const { error } = await run(many('state', inProject('APP')));
		plane.control.unarchiveProject('APP');

		expect(error?.message).toMatch(/is archived/);
	});

	it.each(['project', 'workspace'])('gets the members of the %s, without addresses', async (membersOf) => {
		const parameters = many('member', { membersOf, ...inProject('WEB') });
		const { items: simple } = await run(parameters);
		const { items: raw } = await run({ ...parameters, simplify: false });

		expect(simple).toContainEqual(expect.objectContaining({ display_name: 'Ada' }));
		expect(JSON.stringify([simple, raw])).not.toMatch(/@|avatar/);
	});

	it('gets addresses where somebody asks for them', async () => {
		const { items } = await run(many('member', { membersOf: 'workspace', options: { includeEmail: true } }));

		expect(items.every(({ email }) => /@/.test(String(email)))).toBe(true);
	});
});

describe('Workspace: Check Connection', () => {
	it('says whose key it is and what it opens', async () => {
		const { items } = await run(CHECK);

		expect(items).toMatchObject([
			{
				ok: true,
				latency_ms: expect.any(Number),
				user: { display_name: 'Ada' },
				workspace: plane.workspaceSlug,
				api_url: plane.apiUrl,
				projects: { joined: 2, archived: 1 },
				rate: { limit: 6000, remaining: expect.any(Number) },
				version: '1.1 or newer',
			},
		]);
	});

	it.each([
		['another workspace', { workspaceSlug: 'nobody' }, 'permission', /The key is Ada's/],
		['a wrong key', { apiKey: 'plane_api_bad' }, 'auth', /does not know the API key/],
		['no address', { apiUrl: 'plane' }, 'invalid_data', /no http or https address/],
	])('returns a failure for %s, or fails if wanted', async (_, credentials, kind, message) => {
		const { items } = await run(CHECK, credentials);
		const { error } = await run({ ...CHECK, failWhenNotConnected: true }, credentials);

		expect(items).toMatchObject([{ ok: false, failure: { kind, message: expect.stringMatching(message) } }]);
		expect(items[0]).not.toHaveProperty('error');
		expect(error?.message).toMatch(message);
	});

	it.each(['', '/', '/api/v1', '/api/v1/'])('takes the address with "%s" at its end', async (end) => {
		const { items } = await run(CHECK, { apiUrl: `${plane.url}${end}` });

		expect(items).toMatchObject([{ ok: true, api_url: plane.apiUrl }]);
	});
});

describe('a Plane before 1.1, which knows work items as issues only', () => {
	let old: Awaited<ReturnType<typeof startOldRelease>>;

	beforeAll(async () => {
		old = await startOldRelease();
	});

	afterAll(() => old.server.close());

	it('is recognised by Check Connection', async () => {
		const { items } = await run(CHECK, { apiUrl: old.url });

		expect(items).toMatchObject([
			{ ok: true, version: 'older than 1.1', warnings: [expect.stringMatching(/releases before 1\.1/)] },
		]);
	});

	it('is read all the same', async () => {
		const item = plane.control.createItem('WEB', { name: 'Seen', target_date: '2027-01-02' });
		const snapshot = { resource: 'project', operation: 'getSnapshot', timeBudget: 60, stopAt: '' };
		const { items } = await run(snapshot, { apiUrl: old.url });
		const ids = items.flatMap(({ work_items }) => (work_items as Array<{ id: string }>).map(({ id }) => id));

		expect(items.map(({ status }) => status)).not.toContain('unavailable');
		expect(ids).toContain(item.id);
	});
});
