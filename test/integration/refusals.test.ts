/** How often the CalDAV node sends what a real server refuses, with n8n's real helper, and what it calls it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { startRadicale, type CalendarServer } from '../../scripts/lib/calendarServers';
import { forward } from '../../scripts/lib/countingProxy';
import { anUpsert, aWorkItem } from '../support/builders';
import { runNode } from '../support/engine';

interface Refusal {
	readonly method: string;
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** How many requests are refused until one passes. @default Infinity */
	readonly times?: number;
}

let server: CalendarServer;
let proxy: Server;
let refusal: Refusal | null = null;
let sent: Array<{ readonly method: string; readonly at: number }> = [];

beforeAll(async () => {
	server = await startRadicale();
	proxy = createServer((request, response) => {
		const { method = '' } = request;
		sent.push({ method, at: Date.now() });
		const seen = sent.filter((one) => one.method === method).length;
		if (refusal === null || method !== refusal.method || seen > (refusal.times ?? Infinity)) {
			forward(request, response, server.url);
			return;
		}
		request.resume();
		response.writeHead(refusal.status, { ...refusal.headers }).end(refusal.body ?? '');
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	await apply(1);
}, 60_000);

afterAll(async () => {
	proxy.closeAllConnections();
	await new Promise((resolve) => proxy.close(resolve));
	await server.stop();
});

beforeEach(() => {
	sent = [];
});

let itemNumber = 1;

/** Writes an event nobody wrote before. */
async function apply(attempts = 3) {
	const { username, password } = server;
	const serverUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
	const data = { serverUrl, username, password, authentication: 'automatic', ignoreSslIssues: false };
	const { outputs, error } = await runNode({
		node: new CalDav(),
		parameters: {
			resource: 'event',
			operation: 'apply',
			options: { attempts, shortestWait: 0, longestWait: 0 },
		},
		items: [anUpsert(aWorkItem(itemNumber++))],
		credentials: { calDavApi: { type: new CalDavApi(), data } },
	});
	return { operation: outputs[0]?.[0]?.json['operation'], error };
}

const sentBy = (method: string) => sent.filter((one) => one.method === method);

const QUOTA = {
	headers: { 'content-type': 'application/xml' },
	body: '<?xml version="1.0"?><d:error xmlns:d="DAV:"><d:quota-not-exceeded/></d:error>',
};

describe('what a server refuses', () => {
	it.each<readonly [string, Refusal, string, number]>([
		['a wrong password', { method: 'PUT', status: 401 }, 'Log-in refused', 1],
		['a missing right', { method: 'PUT', status: 403 }, 'Not allowed', 1],
		['a full quota', { method: 'PUT', status: 403, ...QUOTA }, 'No room left', 1],
		['an event that is too large', { method: 'PUT', status: 413 }, 'No room left', 1],
		['a full disk', { method: 'PUT', status: 507 }, 'No room left', 1],
		['an event that is invalid', { method: 'PUT', status: 415 }, 'Not usable', 1],
		['a failure that may pass', { method: 'PUT', status: 502 }, 'The server failed', 3],
		['too many requests', { method: 'PUT', status: 429 }, 'Too many requests', 3],
	])('is called by what it is and repeated only where that can help: %s', async (_, given, words, times) => {
		refusal = given;
		const { error } = await apply();

		expect(error?.description).toBe(`${words} (HTTP status ${given.status}).`);
		expect(sentBy('PUT')).toHaveLength(times);
	});

	it.each([401, 403])('sends a PROPFIND answered with %d once to each address', async (status) => {
		refusal = { method: 'PROPFIND', status };
		await runNode({
			node: new CalDav(),
			parameters: {
				resource: 'calendar',
				operation: 'getAll',
				returnAll: true,
				options: { attempts: 3, shortestWait: 0 },
			},
			credentials: {
				calDavApi: {
					type: new CalDavApi(),
					data: {
						serverUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`,
						username: `user ${status}`,
						password: 'guess',
					},
				},
			},
		});

		// A missing right at one address says nothing about the well-known one; a wrong password does.
		expect(sentBy('PROPFIND')).toHaveLength(status === 401 ? 1 : 2);
	});

	it('waits as long as Retry-After says and then goes on', async () => {
		refusal = { method: 'PUT', status: 429, headers: { 'retry-after': '1' }, times: 1 };
		const { operation } = await apply();
		const [first, second] = sentBy('PUT');

		expect(operation).toBe('created');
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
	});

	it('gives up on a Retry-After that is too long', async () => {
		refusal = { method: 'PUT', status: 429, headers: { 'retry-after': '3600' } };
		const { error } = await apply();

		expect(error?.description).toContain('Too many requests');
		expect(sentBy('PUT')).toHaveLength(1);
	});
});
