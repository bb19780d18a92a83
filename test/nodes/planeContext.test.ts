/** What of the credential reaches Plane, and what the runs of one credential share. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { createPlaneContext, requestsPerMinuteOf } from '../../nodes/PlaneIssues/planeContext';
import type { HttpContext } from '../../nodes/shared/send';

const AT_ONCE = { kind: 'single' as const, maximumWaitMs: 0 };

function nodeWith(credentials: ICredentialDataDecryptedObject, statusCode = 200) {
	const sent: unknown[] = [];
	const node = {
		getCredentials: async () =>
			await Promise.resolve({ apiUrl: 'https://plane.example', workspaceSlug: 'acme', ...credentials }),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: unknown) => {
				sent.push(options);
				return await Promise.resolve({ statusCode, headers: {}, body: '' });
			},
		},
	};
	return { node: node as unknown as HttpContext, sent };
}

describe('createPlaneContext', () => {
	it('takes the addresses and the workspace of the credential', async () => {
		const { node } = nodeWith({ webUrl: 'https://web.example' });

		expect(await createPlaneContext(node)).toMatchObject({
			apiUrl: 'https://plane.example/api/v1',
			webUrl: 'https://web.example',
			workspaceSlug: 'acme',
		});
	});

	it('holds the limit of the credential for all its runs together', async () => {
		const { node } = nodeWith({ apiKey: 'two a minute', requestsPerMinute: 2 });
		const [first, second] = [await createPlaneContext(node), await createPlaneContext(node)];
		const paces = [first.pace, second.pace, first.pace];
		const grants = [];
		for (const pace of paces) grants.push(await pace.acquire(AT_ONCE));

		expect(grants).toEqual([true, true, false]);
		expect(first.cache).toBe(second.cache);
	});

	it('leaves the wait after a 429 to the pace', async () => {
		const { node, sent } = nodeWith({}, 429);
		const { send } = await createPlaneContext(node);
		const response = await send({ method: 'GET', url: 'https://plane.example/', headers: {} });

		expect(response.status).toBe(429);
		expect(sent).toHaveLength(1);
	});
});

describe('requestsPerMinuteOf', () => {
	it.each([
		[300, 300],
		['90', 90],
		[1, 1],
		[0, 60],
		['many', 60],
		[undefined, 60],
	])('reads %p as %p', (requestsPerMinute, expected) => {
		expect(requestsPerMinuteOf(requestsPerMinute === undefined ? {} : { requestsPerMinute })).toBe(expected);
	});
});
