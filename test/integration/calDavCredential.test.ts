/** The test of the CalDAV credential with n8n's real helper, against servers that are right, wrong and absent. */
import 'reflect-metadata';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { startRadicale, startXandikos, type CalendarServer } from '../../scripts/lib/calendarServers';
import { type CountingProxy, startCountingProxy } from '../../scripts/lib/countingProxy';
import { startDigestProxy } from '../support/digestProxy';
import { SELF_SIGNED } from '../support/selfSigned';

const USERS = { zoë: 'grüße 日本' };

let server: CalendarServer;
let proxy: CountingProxy;
const stops: Array<() => Promise<unknown>> = [];

beforeAll(async () => {
	server = await startRadicale({ users: USERS });
	proxy = await startCountingProxy(server.url);
}, 60_000);

afterEach(async () => {
	for (const stop of stops.splice(0)) await stop();
	proxy.reset();
});

afterAll(async () => {
	await proxy.stop();
	await server.stop();
});

const portOf = (listening: Server) => (listening.address() as AddressInfo).port;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(listening: Server): Promise<number> {
	await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
	stops.push(async () => {
		listening.closeAllConnections();
		await new Promise((resolve) => listening.close(resolve));
	});
	return portOf(listening);
}

const answering = async (answer: Answer) => `http://127.0.0.1:${await listen(createServer(answer))}/`;

async function test(changes: ICredentialDataDecryptedObject) {
	const data = {
		serverUrl: proxy.url,
		username: server.username,
		password: server.password,
		authentication: 'automatic',
		ignoreSslIssues: false,
		...changes,
	};
	const context = new CredentialTestContext({} as never) as unknown as ICredentialTestFunctions;
	const credential = { id: '1', name: 'CalDAV', type: 'calDavApi', data };
	return await new CalDav().methods.credentialTest.testCalDavConnection.call(context, credential);
}

describe('the test of the CalDAV credential', () => {
	it('is found by n8n: the node names it and the credential has none of its own', () => {
		const [declared] = new CalDav().description.credentials ?? [];

		expect(declared).toMatchObject({ name: 'calDavApi', testedBy: 'testCalDavConnection' });
		expect(new CalDavApi()).not.toHaveProperty('test');
	});

	it('passes with a right password, in any script', async () => {
		expect(await test({})).toEqual({ status: 'OK', message: expect.stringContaining('Connected') });
	});

	it('passes with Digest, and proves a wrong password once', async () => {
		const behind = await startXandikos();
		stops.push(behind.stop);
		const digest = await startDigestProxy(behind.url, {
			username: 'ada',
			password: 'ö',
			algorithm: 'SHA-256',
		});
		stops.push(digest.stop);
		const login = { serverUrl: digest.url, username: 'ada', authentication: 'digest' };
		const wrong = await test({ ...login, password: 'o' });

		expect(wrong.message).toMatch(/refused the user name or password/);
		expect(digest.seen.map(({ scheme }) => scheme)).toEqual(['none', 'Digest']);
		expect(await test({ ...login, password: 'ö' })).toMatchObject({ status: 'OK' });
	});

	it('tells a wrong password, which it sends once', async () => {
		const { status, message } = await test({ password: 'guess' });

		expect(status).toBe('Error');
		expect(message).toMatch(/refused the user name or password.*app password/);
		expect(proxy.counts()).toEqual({ PROPFIND: 1 });
		expect(message).not.toContain('guess');
	});

	it('tells that there is no log-in where the server wants one, and calls none wrong', async () => {
		const { status, message } = await test({ username: '', password: '' });

		expect(status).toBe('Error');
		expect(message).toMatch(/wants a log-in, and User and Password .* are empty/);
		expect(message).not.toMatch(/refused|wrong/);
		expect(proxy.counts()).toEqual({ PROPFIND: 1 });
	});

	it.each<readonly [string, Answer, RegExp]>([
		[
			'a web page',
			(_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
			/200 with an HTML page.*Check the server URL/,
		],
		[
			'an address that leads nowhere',
			(_, response) => response.writeHead(404).end(),
			/has nothing there \(404.*Enter the CalDAV address/,
		],
		[
			'a server that does not know PROPFIND',
			(_, response) => response.writeHead(405).end(),
			/does not speak CalDAV there \(405.*Enter the CalDAV address/,
		],
		[
			'a redirect to another server',
			(_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
			/points to another server.*password was not sent/,
		],
		['a server in trouble', (_, response) => response.writeHead(503).end(), /failed.*may work later/],
	])('tells %s', async (_, answer, expected) => {
		const { status, message } = await test({ serverUrl: await answering(answer) });

		expect(status).toBe('Error');
		expect(message).toMatch(expected);
	});

	it.each([
		['nobody listens', 'http://127.0.0.1:9/', /refused the connection/],
		['there is no such host', 'http://calendar.invalid/', /no such host|could not be looked up/],
		['the address is none', 'dav.example.com', /not a web address/],
	])('says that %s', async (_, serverUrl, expected) => {
		expect(await test({ serverUrl })).toEqual({ status: 'Error', message: expect.stringMatching(expected) });
	});

	it('tells a self-signed certificate, and passes it where it may be ignored', async () => {
		const port = await listen(
			createSecureServer(SELF_SIGNED, (_, response) => response.writeHead(405).end()),
		);
		const serverUrl = `https://127.0.0.1:${port}/`;

		expect((await test({ serverUrl })).message).toMatch(/self-signed.*"Ignore SSL Issues"/);
		expect((await test({ serverUrl, ignoreSslIssues: true })).message).toMatch(/does not speak CalDAV there/);
	});

	it('tells an http address with https in front', async () => {
		expect((await test({ serverUrl: proxy.url.replace('http:', 'https:') })).message).toMatch(
			/does not speak HTTPS/,
		);
	});
});

describe('authenticate, for the HTTP Request node', () => {
	const authenticate = async (credentials: ICredentialDataDecryptedObject) =>
		await new CalDavApi().authenticate(credentials, { url: 'https://dav.example.com/' });

	it.each([
		[
			'nothing without user and password',
			{ username: '', password: '' },
			{ url: 'https://dav.example.com/' },
		],
		[
			'the password as UTF-8',
			{ username: 'zoë', password: 'ü' },
			{ headers: { Authorization: `Basic ${Buffer.from('zoë:ü').toString('base64')}` } },
		],
		[
			'no password before the server asked, for Digest',
			{ username: 'ada', password: 'p', authentication: 'digest' },
			{ auth: { username: 'ada', password: 'p', sendImmediately: false } },
		],
	])('sends %s', async (_, credentials, expected) => {
		expect(await authenticate(credentials)).toEqual(
			expect.objectContaining({ url: 'https://dav.example.com/', ...expected }),
		);
		expect((await authenticate({ username: '', password: '' })).headers).toBeUndefined();
	});
});
