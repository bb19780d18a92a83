/** The CalDAV node with HTTP Digest, in n8n's engine, against a server that checks every answer. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { startXandikos, type CalendarServer } from '../../scripts/lib/calendarServers';
import { anUpsert, aWorkItem } from '../support/builders';
import { type DigestProxy, type DigestProxyOptions, startDigestProxy } from '../support/digestProxy';
import { runNode } from '../support/engine';

/** Not in Latin-1, and with what separates fields in headers. */
const LOGIN = { username: 'zoë', password: 'pässwörd "½", 🚀 = 日本' };

let server: CalendarServer;
const proxies: DigestProxy[] = [];

beforeAll(async () => {
	server = await startXandikos();
}, 60_000);

afterEach(async () => await Promise.all(proxies.splice(0).map(async (proxy) => await proxy.stop())));

afterAll(async () => await server.stop());

async function aProxy(options: Partial<DigestProxyOptions> = {}): Promise<DigestProxy> {
	const proxy = await startDigestProxy(server.url, { ...LOGIN, ...options });
	proxies.push(proxy);
	return proxy;
}

async function apply(
	proxy: DigestProxy,
	items: readonly number[],
	login: ICredentialDataDecryptedObject = {},
) {
	const data = { serverUrl: proxy.url, ignoreSslIssues: false, authentication: 'digest', ...LOGIN, ...login };
	const { outputs, error } = await runNode({
		node: new CalDav(),
		parameters: { resource: 'event', operation: 'apply', options: { attempts: 3, shortestWait: 0 } },
		items: items.map((n) => anUpsert(aWorkItem(n))),
		credentials: { calDavApi: { type: new CalDavApi(), data } },
	});
	return { operations: (outputs[0] ?? []).map(({ json }) => json['operation']), error };
}

const refused = ({ seen }: DigestProxy) => seen.filter(({ status }) => status === 401);

describe('Digest', () => {
	it.each(['MD5', 'SHA-256'] as const)('creates calendar and event with %s', async (algorithm) => {
		const proxy = await aProxy({ algorithm });
		const n = algorithm === 'MD5' ? 1 : 2;

		expect((await apply(proxy, [n])).operations).toEqual(['created']);
		expect((await apply(proxy, [n])).operations).toEqual(['unchanged']);
	});

	it('never sends the password itself, and asks for a challenge once for all items', async () => {
		const proxy = await aProxy();
		await apply(proxy, [3, 4, 5]);

		expect(proxy.seen.map(({ scheme }) => scheme)).not.toContain('Basic');
		expect(refused(proxy)).toEqual([{ method: 'PROPFIND', scheme: 'none', status: 401 }]);
	});

	it('rule 3: proves a wrong password once, and says that it is wrong', async () => {
		const proxy = await aProxy();
		const { error } = await apply(proxy, [6], { password: 'guess' });

		expect(error?.message).toMatch(/refused the user name or password/);
		expect(proxy.seen.map(({ scheme }) => scheme)).toEqual(['none', 'Digest']);
	});

	it('goes on with a new nonce when the old one is stale', async () => {
		const proxy = await aProxy({ nonceUses: 2 });
		const { operations } = await apply(proxy, [7, 8, 9]);

		expect(operations).toEqual(['created', 'created', 'created']);
		expect(refused(proxy).length).toBeGreaterThan(1);
	});

	it('says that a server has no Digest instead of calling the password wrong', async () => {
		const proxy = await aProxy({ algorithm: 'MD5-unknown' as 'MD5' });
		const { error } = await apply(proxy, [10]);

		expect(error?.message).toMatch(/does not offer Digest.*Choose "Automatic"/);
		expect(proxy.seen).toHaveLength(1);
	});
});

describe('Automatic', () => {
	it('answers with Digest where the server does not take Basic', async () => {
		const proxy = await aProxy();
		const { operations } = await apply(proxy, [11], { authentication: 'automatic' });

		expect(operations).toEqual(['created']);
		expect(refused(proxy)).toEqual([{ method: 'PROPFIND', scheme: 'Basic', status: 401 }]);
	});

	it('does not try Digest with a password that Basic was refused with', async () => {
		const proxy = await aProxy({ otherChallenge: 'Basic realm="a, b", charset="UTF-8"' });
		const { error } = await apply(proxy, [12], { authentication: 'automatic', password: 'guess' });

		expect(error?.message).toMatch(/refused the user name or password/);
		expect(proxy.seen.map(({ scheme }) => scheme)).toEqual(['Basic']);
	});
});
