import { CancelledError, TransportError } from '../../../core/errors';
import { checkConnection, notConnected } from '../../../core/plane/checkConnection';
import type { Answers } from './support';
import { WEB, answer, exchange, planeOf, recorded, toAnswer } from './support';

const ME = { '/api/v1/users/me': toAnswer(exchange('01-users-me')) };
const PROJECTS = recorded('03-projects-list');
const ITEMS = { [`projects/${WEB}/work-items`]: toAnswer(exchange('21-work-items-probe-newest-updated')) };
const HEALTHY = { ...ME, ...PROJECTS, ...ITEMS };

const check = async (answers: Answers) =>
	await checkConnection(planeOf(answers).context, { requestsPerMinute: 60 });

describe('checkConnection', () => {
	it('tells whose key it is, what it opens and what is left of the rate', async () => {
		expect(await check(HEALTHY)).toEqual({
			ok: true,
			latency_ms: 0,
			user: { id: '6a1027c3-d3e4-4364-a0ee-1659c035664b', display_name: 'Ada' },
			workspace: 'acme',
			api_url: 'https://plane.example/api/v1',
			projects: { joined: 3, archived: 1, not_joined: 1 },
			rate: { limit: 60, remaining: expect.any(Number) },
			version: '1.1 or newer',
			warnings: [],
		});
	});

	it('takes three requests', async () => {
		const plane = planeOf(HEALTHY);
		await checkConnection(plane.context, { requestsPerMinute: 60 });
		expect(plane.sent).toHaveLength(3);
	});

	it('notices the key of another workspace, and says whose it is', async () => {
		const connection = await check(ME);
		expect(connection).toMatchObject({ ok: false, user: { display_name: 'Ada' }, projects: null });
		expect(connection.failure).toMatchObject({ kind: 'permission', status: 403 });
		expect(connection.failure?.message).toMatch(/workspace slug.*The key is Ada's/);
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

	it('warns where no project is joined', async () => {
		const none = { results: [], total_count: 0, next_page_results: false };
		const connection = await check({ ...ME, projects: answer(200, none) });
		expect(connection).toMatchObject({ ok: true, version: null, projects: { joined: 0 } });
		expect(connection.warnings).toEqual([expect.stringMatching(/Add Ada to the projects/)]);
	});

	it('passes a cancellation on', async () => {
		await expect(check({ '/api/v1/users/me': new CancelledError() })).rejects.toThrow(CancelledError);
	});
});

describe('notConnected', () => {
	it('hands out no password that stands in the address', () => {
		const failure = { kind: 'invalid_data' as const, status: null, message: 'x', retryable: false };
		const given = { workspaceSlug: '', requestsPerMinute: 60 };
		const of = (apiUrl: string) => notConnected(failure, { ...given, apiUrl }).api_url;
		expect(of('https://ada:secret@plane.example/x?key=secret')).toBe('https://plane.example/x');
		expect(of('ada:secret@plane.example')).not.toContain('secret');
		expect(of('plane.example')).toBe('plane.example');
	});
});
