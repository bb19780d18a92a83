import { CancelledError, TransportError } from '../../../core/errors';
import { checkConnection, notConnected } from '../../../core/plane/checkConnection';
import type { Send } from '../../../core/http/types';
import type { Answers } from './support';
import { WEB, answer, bodyOf, exchange, planeOf, recorded, toAnswer } from './support';

const ME = { '/api/v1/users/me': toAnswer(exchange('01-users-me')) };
const PROJECTS = recorded('03-projects-list');
const ITEMS = { [`projects/${WEB}/work-items`]: toAnswer(exchange('21-work-items-probe-newest-updated')) };
const HEALTHY = { ...ME, ...PROJECTS, ...ITEMS };

const check = async (answers: Answers) =>
	await checkConnection(planeOf(answers, { limitPerMinute: 60 }).context, { requestsPerMinute: 60 });

describe('checkConnection', () => {
	it('tells whose key it is, what it opens and what is left of the rate', async () => {
		expect(await check(HEALTHY)).toEqual({
			ok: true,
			latency_ms: 0,
			user: { id: '6a1027c3-d3e4-4364-a0ee-1659c035664b', display_name: 'Ada' },
			workspace: 'acme',
			api_url: 'https://plane.example/api/v1',
			web_url: 'https://plane.example',
			projects: { joined: 3, archived: 1, not_joined: 1 },
			rate: { limit: 60, remaining: expect.any(Number) },
			version: '1.1 or newer',
			warnings: [],
		});
	});

	it('takes three requests, each for as little as possible', async () => {
		const plane = planeOf(HEALTHY);
		await checkConnection(plane.context, { requestsPerMinute: 60 });
		expect(plane.sent.map(({ url }) => url.replace('https://plane.example/api/v1', ''))).toEqual([
			'/users/me/',
			'/workspaces/acme/projects/?per_page=100',
			`/workspaces/acme/projects/${WEB}/work-items/?per_page=1&fields=id`,
		]);
	});

	it('tells the fastest answer, and the rate from the last that shows it', async () => {
		const delays = [300, 20, 100];
		const plane = planeOf({
			...HEALTHY,
			[`projects/${WEB}/work-items`]: answer(200, { results: [], total_count: 0, next_page_results: false }),
		});
		const send: Send = async (request) => {
			plane.clock.advance(delays.shift() ?? 0);
			return await plane.context.send(request);
		};
		const connection = await checkConnection({ ...plane.context, send }, { requestsPerMinute: 60 });
		const left = Number(exchange('03-projects-list').response.headers['x-ratelimit-remaining']);
		expect(connection).toMatchObject({ latency_ms: 20, rate: { remaining: left } });
	});

	it('asks for the work items of a project that is not archived', async () => {
		const { results } = bodyOf('03-projects-list') as { results: Array<Record<string, unknown>> };
		const archived = results.map((row) => (row['id'] === WEB ? { ...row, archived_at: '2026-11-22' } : row));
		const projects = answer(200, { results: archived, total_count: 5, next_page_results: false });
		const plane = planeOf({ ...HEALTHY, projects });
		await checkConnection(plane.context, { requestsPerMinute: 60 });
		expect(plane.paths()[2]).toMatch(/^projects\/.*\/work-items$/);
		expect(plane.paths()[2]).not.toContain(WEB);
	});

	it('notices the key of another workspace, and says whose it is', async () => {
		const connection = await check(ME);
		expect(connection).toMatchObject({ ok: false, user: { display_name: 'Ada' }, projects: null });
		expect(connection.failure).toMatchObject({ kind: 'permission', status: 403 });
		expect(connection.failure?.message).toMatch(/workspace slug.*The key is Ada's/);
		expect(connection.warnings).toEqual([]);
	});

	it('does not name the user where the workspace cannot be reached', async () => {
		const connection = await check({ ...ME, projects: answer(502, '<html>') });
		expect(connection).toMatchObject({
			ok: false,
			user: { display_name: 'Ada' },
			failure: { kind: 'server' },
		});
		expect(connection.failure?.message).not.toContain('Ada');
	});

	it('looks into the workspace although Plane does not show the user', async () => {
		const hidden = toAnswer(exchange('39-work-item-404-deleted'));
		expect(await check({ ...HEALTHY, '/api/v1/users/me': hidden })).toMatchObject({ ok: true, user: null });
	});

	it.each([
		['a wrong key', toAnswer(exchange('52-work-items-403-bad-key')), 'auth'],
		['a log-in page', answer(200, '<html>'), 'invalid_response'],
		['a Plane that is down', answer(502, '<html>'), 'server'],
		['no answer', new TransportError('refused', { kind: 'network' }), 'network'],
	])('is not ok for %s', async (_, response, kind) => {
		const connection = await check({ ...HEALTHY, '/api/v1/users/me': response });
		expect(connection).toMatchObject({ ok: false, user: null, failure: { kind } });
	});

	it('is not ok where work items cannot be read', async () => {
		const connection = await check({ ...ME, ...PROJECTS });
		expect(connection).toMatchObject({ ok: false, projects: { joined: 3 }, failure: { kind: 'permission' } });
	});

	it('recognises a Plane before 1.1, without users/me and with the old names', async () => {
		const unknown = toAnswer(exchange('64-unknown-route-404'));
		const connection = await check({
			'/api/v1/users/me': unknown,
			...PROJECTS,
			[`projects/${WEB}/work-items`]: unknown,
			[`projects/${WEB}/issues`]: toAnswer(exchange('24-issues-alias')),
		});
		expect(connection).toMatchObject({ ok: true, user: null, version: 'older than 1.1' });
		expect(connection.warnings).toEqual([expect.stringMatching(/releases before 1\.1/)]);
	});

	const telling = (remaining: number): Answers => {
		const headers = { 'x-ratelimit-remaining': String(remaining) };
		return {
			'/api/v1/users/me': { ...toAnswer(exchange('01-users-me')), headers },
			projects: { ...toAnswer(exchange('03-projects-list')), headers },
			[`projects/${WEB}/work-items`]: {
				...toAnswer(exchange('22-work-items-probe-empty-of-dated')),
				headers,
			},
		};
	};

	it.each([
		[
			'hopes for more than Plane allows',
			6000,
			59,
			[/^The credential allows 6000 requests a minute.* only 59 /],
		],
		['fits what Plane allows', 60, 57, []],
		['fits, while others use the key a little', 60, 40, []],
	])('warns about the rate where the credential %s', async (_, requestsPerMinute, remaining, expected) => {
		const plane = planeOf(telling(remaining), { limitPerMinute: requestsPerMinute });
		const { ok, warnings } = await checkConnection(plane.context, { requestsPerMinute });
		expect(ok).toBe(true);
		expect(warnings).toEqual(expected.map((warning) => expect.stringMatching(warning)));
	});

	it('does not take what was sent from here for a lower limit', async () => {
		const plane = planeOf(telling(10), { limitPerMinute: 60 });
		for (let sent = 0; sent < 47; sent++) await plane.context.pace.acquire({ kind: 'single' });
		expect((await checkConnection(plane.context, { requestsPerMinute: 60 })).warnings).toEqual([]);
	});

	it('warns where links of a Plane of ones own would lead to Plane Cloud', async () => {
		const { context } = planeOf(HEALTHY, { limitPerMinute: 60 });
		const cloud = { ...context, webUrl: 'https://app.plane.so' };
		const { warnings } = await checkConnection(cloud, { requestsPerMinute: 60 });
		expect(warnings).toEqual([expect.stringMatching(/app\.plane\.so.*"Web App URL"/)]);
	});

	it('warns where no project is joined', async () => {
		const none = { results: [], total_count: 0, next_page_results: false };
		const connection = await check({ ...ME, projects: answer(200, none) });
		expect(connection).toMatchObject({ ok: true, version: null, projects: { joined: 0 } });
		expect(connection.warnings).toEqual([expect.stringMatching(/Add Ada to the projects/)]);
	});

	it.each(['/api/v1/users/me', 'projects'])('passes a cancellation on while it asks for %s', async (path) => {
		const cancelled = check({ ...HEALTHY, [path]: new CancelledError() });
		await expect(cancelled).rejects.toThrow(CancelledError);
	});
});

describe('notConnected', () => {
	it('hands out no password that stands in the address', () => {
		const failure = { kind: 'invalid_data' as const, status: null, message: 'x', retryable: false };
		const given = { workspaceSlug: '', requestsPerMinute: 60 };
		const of = (apiUrl: string) => notConnected(failure, { ...given, apiUrl }).api_url;
		expect(of('https://ada:secret@plane.example/x?key=secret')).toBe('https://plane.example/x');
		expect(of('ada:secret@plane.example')).not.toContain('secret');
		expect(of('plane.example?key=secret')).toBe('plane.example');
		expect(of('plane.example')).toBe('plane.example');
	});
});
