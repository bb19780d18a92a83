/** Issue: Get in n8n's engine, of a Plane that fails: an execution must neither sleep nor ask for ever. */
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import type { INodeParameters } from 'n8n-workflow';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { runNode } from '../support/engine';

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: object;
}

let server: Server;
let answer: Answer;
let requests: number;

beforeAll(async () => {
	server = createServer((_, response) => {
		requests++;
		response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
		response.end(JSON.stringify(answer.body));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(async () => await new Promise((done) => server.close(done)));

beforeEach(() => {
	requests = 0;
});

async function get(parameters: INodeParameters, items: readonly object[]) {
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const data = { apiUrl, workspaceSlug: 'acme', apiKey: 'plane_api_1', requestsPerMinute: 6000 };
	const { outputs } = await runNode({
		node: new PlaneIssues(),
		parameters: { resource: 'issue', operation: 'get', ifNotFound: 'item', ...parameters },
		items,
		credentials: { planeApi: { type: new PlaneApi(), data } },
	});
	return (outputs[0] ?? []).map(({ json }) => json);
}

const project = { id: '70cd25e3-c519-439e-883c-ff5fad301b44' };
const inputs = Array.from({ length: 40 }, (_, n) => ({
	n,
	id: `00000000-0000-4000-8000-0000000000${n + 10}`,
	project,
}));
const busy: Answer = { status: 503, headers: { 'Retry-After': '60' }, body: { error: 'maintenance' } };
const noKey: Answer = { status: 403, headers: {}, body: { detail: 'Given API token is not valid' } };

describe.each([
	['by ID', { from: 'input' }],
	['by key', { from: 'id', workItemId: { __rl: true, mode: 'key', value: '=WEB-{{ $json.n }}' } }],
] as const)('Issue: Get %s', (_, parameters) => {
	it.each([
		['does not wait a minute for each', busy, 3, 'server'],
		['does not ask again with a key that was refused', noKey, 1, 'auth'],
	])('%s', async (__, given, expected, kind) => {
		answer = given;
		const items = await get(parameters, inputs);

		expect(requests).toBe(expected);
		expect(items).toHaveLength(inputs.length);
		expect(items[39]).toMatchObject({ status: 'unavailable', failure: { kind } });
	});
});
