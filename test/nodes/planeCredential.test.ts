import { runInNewContext } from 'vm';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { createPace } from '../../core/http/pace';
import { createPlaneCache } from '../../core/plane/cache';
import { createPlaneContext } from '../../core/plane/client';

const settingsOf = (apiUrl: string, workspaceSlug: string) =>
	createPlaneContext({
		send: async () => await Promise.reject(new Error('nothing is to be sent')),
		apiUrl,
		workspaceSlug,
		pace: createPace({ limitPerMinute: 60, now: Date.now, sleep: async () => await Promise.resolve() }),
		now: Date.now,
		cache: createPlaneCache(Date.now),
	});

/** The address that n8n asks when somebody tests the credential. */
const testedAddress = ($credentials: Readonly<Record<string, string>>): string =>
	String(new PlaneApi().test.request.baseURL)
		.replace(/^=/, '')
		.replace(/{{(.*?)}}/g, (_, expression: string) =>
			String(runInNewContext(expression, { $credentials, encodeURIComponent })),
		);

describe("the Plane credential's test", () => {
	it.each([
		'https://api.plane.so',
		' https://plane.example/ ',
		'https://plane.example/api',
		'https://plane.example/api/',
		'https://plane.example/api/v1',
		'https://plane.example/api/v1///',
		'https://plane.example/plane/api/v1?x=1#y',
		'http://127.0.0.1:8000',
	])('asks the address that the nodes use: %s', (apiUrl) => {
		const context = settingsOf(apiUrl, ' /acme/ ');
		const tested = testedAddress({ apiUrl, workspaceSlug: ' /acme/ ' });
		expect(tested).toBe(`${context.apiUrl}/workspaces/${context.workspaceSlug}`);
	});
});

describe('the Plane credential', () => {
	it('leaves the web address to be derived unless somebody enters one', () => {
		const field = new PlaneApi().properties.find(({ name }) => name === 'webUrl');
		expect(field).toMatchObject({ default: '' });
		expect(field?.required).toBeFalsy();
	});
});
