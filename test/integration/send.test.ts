/** The nodes' transport through n8n's real HTTP helper, against servers that misbehave. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { anUpsert, aWorkItem } from '../support/builders';
import { runNode } from '../support/engine';

const SECRET = 'correct horse battery staple';

interface Listening {
	readonly url: string;
	readonly requests: IncomingMessage[];
	readonly server: Server;
}

const listening: Listening[] = [];

async function listen(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listening> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const started = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests, server };
	listening.push(started);
	return started;
}

afterEach(() => {
	for (const { server } of listening.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

const apply = async (serverUrl: string, attempts = 1) =>
	await runNode({
		node: new CalDav(),
		parameters: {
			resource: 'event',
			operation: 'apply',
			options: { attempts, shortestWait: 0, longestWait: 0 },
		},
		items: [anUpsert(aWorkItem(1))],
		credentials: {
			calDavApi: {
				type: new CalDavApi(),
				data: { serverUrl, username: 'ada', password: SECRET, ignoreSslIssues: false },
			},
		},
	});

describe('the transport of the nodes', () => {
	it('sends no password to another server it is redirected to', async () => {
		const other = await listen((_, response) => response.writeHead(200).end());
		const first = await listen((_, response) => response.writeHead(302, { location: other.url }).end());
		const { error } = await apply(first.url);

		expect(error?.message).toMatch(/another server/);
		expect(other.requests).toEqual([]);
	});

	it('takes a login page for an error and writes nothing', async () => {
		const page = await listen((_, response) =>
			response.writeHead(200, { 'content-type': 'text/html' }).end('<html><form>Log in</form></html>'),
		);
		const { error } = await apply(page.url);

		expect(error?.message).toMatch(/HTML page/);
		expect(page.requests.map(({ method }) => method)).not.toContain('PUT');
	});

	it('says that nobody answered, and never the password', async () => {
		const { url, server } = await listen(() => undefined);
		await new Promise((resolve) => server.close(resolve));
		const { error } = await apply(url);

		expect(error?.message).toMatch(/gave no answer: it refused the connection/);
		expect(JSON.stringify(error)).not.toContain(SECRET);
		expect(JSON.stringify(error)).not.toContain(Buffer.from(`ada:${SECRET}`).toString('base64'));
	});

	it('tries a failing server as often as it is told to', async () => {
		const failing = await listen((_, response) => response.writeHead(503).end());
		await apply(failing.url, 3);

		expect(failing.requests).toHaveLength(3);
	});

	it('does not repeat a request with a refused password', async () => {
		const refusing = await listen((_, response) => response.writeHead(401).end());
		const { error } = await apply(refusing.url, 3);

		expect(error?.message).toMatch(/password/i);
		expect(refusing.requests).toHaveLength(1);
	});

	it('sends user and password as UTF-8', async () => {
		const { url, requests } = await listen((_, response) => response.writeHead(401).end());
		await apply(url);

		expect(requests[0]?.headers.authorization).toBe(
			`Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`,
		);
	});
});
