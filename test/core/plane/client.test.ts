import { CancelledError, PlaneError, TransportError } from '../../../core/errors';
import { askPlane, callPlane, createPlaneContext } from '../../../core/plane/client';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import { getProject, listProjects } from '../../../core/plane/projects';
import { sendOf } from '../http/support';
import {
	ARCHIVED_PROJECT,
	NOT_JOINED,
	UNKNOWN_ID,
	WEB,
	answer,
	exchange,
	exchanges,
	planeOf,
	recorded,
	toAnswer,
} from './support';

const { context } = planeOf({});
const settingsOf = (apiUrl: string, webUrl = '', workspaceSlug = 'acme') =>
	createPlaneContext({ ...context, apiUrl, webUrl, workspaceSlug });

describe('createPlaneContext', () => {
	it.each([
		['https://api.plane.so', 'https://api.plane.so/api/v1', 'https://app.plane.so'],
		['https://api.plane.so/api/v1/', 'https://api.plane.so/api/v1', 'https://app.plane.so'],
		['https://plane.example/api/v1', 'https://plane.example/api/v1', 'https://plane.example'],
		[' https://plane.example/ ', 'https://plane.example/api/v1', 'https://plane.example'],
		['https://api.plane.so/', 'https://api.plane.so/api/v1', 'https://app.plane.so'],
		['https://API.plane.so/api/v1///', 'https://api.plane.so/api/v1', 'https://app.plane.so'],
		['https://plane.example/api', 'https://plane.example/api/v1', 'https://plane.example'],
		['https://user:word@plane.example', 'https://plane.example/api/v1', 'https://plane.example'],
		['http://127.0.0.1:8000/api/', 'http://127.0.0.1:8000/api/v1', 'http://127.0.0.1:8000'],
		['https://a.example/plane/api/v1?x=1', 'https://a.example/plane/api/v1', 'https://a.example/plane'],
	])('reads the address %s', (given, apiUrl, webUrl) => {
		expect(settingsOf(given)).toMatchObject({ apiUrl, webUrl });
	});

	it('takes the slug with the slashes of an address around it', () => {
		expect(settingsOf('https://plane.example', '', ' /acme/ ').workspaceSlug).toBe('acme');
	});

	it('takes a web address of its own', () => {
		expect(settingsOf('https://api.example', 'https://web.example/').webUrl).toBe('https://web.example');
	});

	it.each([
		['an address without protocol', 'plane.example', 'acme'],
		['another protocol', 'ftp://plane.example', 'acme'],
		['no workspace', 'https://plane.example', ' '],
		['an address as workspace', 'https://plane.example', 'app.plane.so/acme'],
	])('refuses %s', (_, apiUrl, slug) => {
		expect(() => settingsOf(apiUrl, '', slug)).toThrow(PlaneError);
	});
});

/** The recorded answer, to the recorded request. */
const ask = async (name: string) => {
	const { request, response } = exchange(name);
	const path = request.path.replace(/\?.*/, '').split('/').filter(Boolean).slice(2);
	const { send } = sendOf(toAnswer({ request, response }));
	const method = request.method as 'GET';
	return await askPlane({ ...planeOf({}).context, send }, { method, path, pace: 'single' });
};

describe('askPlane', () => {
	it.each([
		['52-work-items-403-bad-key', 'auth', 403, /does not know the API key/],
		['53-work-items-401-no-key', 'auth', 401, /got no API key/],
		['45-work-items-403-unknown-project', 'permission', 403, /not a member of the project/],
		['48-work-items-403-unknown-workspace', 'permission', 403, /check .*the workspace slug/],
		['49-projects-403-unknown-workspace', 'permission', 403, /Check the workspace slug/],
		['39-work-item-404-deleted', 'not_found', 404, /deleted or archived/],
		['11-project-detail-unknown', 'not_found', 404, /secret/],
		['36-work-item-by-key-lower-case', 'permission', 403, /with capitals/],
		['44-work-item-bad-id', 'invalid_response', 404, /malformed/],
		['64-unknown-route-404', 'invalid_response', 404, /too old/],
		['84-work-item-post-409-external-id', 'conflict', 409, /already exists/],
		['57-work-items-400-per-page-1001', 'invalid_data', 400, /Cannot exceed 1000/],
		['91-work-item-post-400-blank-name', 'invalid_data', 400, /name: This field may not be blank/],
		['63-work-items-500-bad-order-by', 'server', 500, /status 500/],
		['55-work-items-301-missing-slash', 'invalid_response', 301, /redirects/],
	])('reads %s as %s', async (name, kind, status, message) => {
		const { failure } = (await ask(name)) as { failure: { message: string } };
		expect(failure).toMatchObject({ kind, status, retryable: kind === 'server' });
		expect(failure.message).toMatch(message);
	});

	it.each([
		['a login page', answer(200, '<!doctype html><title>Log in</title>'), 'invalid_response'],
		['an empty success', answer(200, ''), 'invalid_response'],
		["a proxy's own 404", answer(404, '<h1>Not Found</h1>'), 'invalid_response'],
		['a 404 that says nothing', answer(404, '{}'), 'invalid_response'],
		["a proxy's 502", answer(502, '<h1>Bad Gateway</h1>'), 'server'],
		["a firewall's 403", answer(403, '<h1>Blocked</h1>'), 'invalid_response'],
	])('reads %s as %s', async (_, response, kind) => {
		const plane = planeOf({ x: response });
		const answered = await askPlane(plane.context, { path: ['workspaces', 'acme', 'x'], pace: 'single' });
		expect(answered).toMatchObject({ kind: 'failed', failure: { kind } });
	});

	it('sends the trailing slash, encodes what is untrusted and holds no key', async () => {
		const plane = planeOf({});
		await askPlane(plane.context, {
			path: ['a/../b', '..', 'ü?'],
			query: { q: 'x&y', expand: 'a,b' },
			pace: 'single',
		});
		expect(plane.sent).toEqual([
			{
				method: 'GET',
				url: 'https://plane.example/api/v1/a%2F..%2Fb/-/%C3%BC%3F/?q=x%26y&expand=a,b',
				headers: { Accept: 'application/json' },
			},
		]);
	});

	it('gives the clock of Plane, and ours where it shows none', async () => {
		const plane = planeOf({ x: [answer(200, {}), { ...answer(200, {}), headers: {} }] });
		const request = { path: ['workspaces', 'acme', 'x'], pace: 'single' as const };
		expect(await askPlane(plane.context, request)).toMatchObject({ readAt: '2026-11-22T18:25:23.000000Z' });
		expect(await askPlane(plane.context, request)).toMatchObject({ readAt: '2026-11-22T18:00:00.000000Z' });
	});

	it('waits as long as a recorded 429 asks for, then asks again', async () => {
		const limited = exchanges('109-rate-limit-429').slice(3).map(toAnswer);
		const plane = planeOf({ x: limited.slice(1) });
		const request = { path: ['workspaces', 'acme', 'x'], pace: 'scan' as const };
		await expect(askPlane(plane.context, request)).resolves.toMatchObject({ kind: 'failed' });
		expect(plane.clock.waits).toEqual([53_500, 53_500]);
		await expect(askPlane(plane.context, request)).resolves.toMatchObject({ kind: 'ok' });
	});

	it('says what the body is, and how long to wait for an answer', async () => {
		const plane = planeOf({});
		const path = ['x'];
		await askPlane(plane.context, { method: 'POST', path, body: { a: 1 }, pace: 'single', timeoutMs: 7 });
		await askPlane(plane.context, { path, pace: 'single' });
		expect(plane.sent).toMatchObject([
			{ body: '{"a":1}', timeoutMs: 7, headers: { 'Content-Type': 'application/json' } },
			{ method: 'GET', headers: { Accept: 'application/json' } },
		]);
		expect(plane.sent[1]).not.toHaveProperty('body');
		expect(plane.sent[1]?.headers).not.toHaveProperty('Content-Type');
	});

	it('leaves to single requests the room that a scan may not fill', async () => {
		const { context, clock } = planeOf({}, { limitPerMinute: 2 });
		for (let asked = 0; asked < 2; asked++) await askPlane(context, { path: ['x'], pace: 'scan' });
		expect(clock.waits).toEqual([60_500]);
		await askPlane(context, { path: ['x'], pace: 'single' });
		expect(clock.waits).toHaveLength(1);
	});

	it('asks nothing where the pace grants no place', async () => {
		const plane = planeOf({});
		const pace = { ...plane.context.pace, acquire: async () => await Promise.resolve(false) };
		expect(await askPlane({ ...plane.context, pace }, { path: ['x'], pace: 'single' })).toMatchObject({
			failure: { kind: 'rate_limited', status: null, retryable: true },
		});
		expect(plane.sent).toEqual([]);
	});

	it('gives a lost connection as data and passes a cancellation on', async () => {
		const lost = sendOf(new TransportError('refused', { kind: 'network' }), new CancelledError());
		const failing = { ...context, send: lost.send };
		const request = { path: ['x'], pace: 'single' as const };
		expect(await askPlane(failing, request)).toMatchObject({ failure: { kind: 'network', retryable: true } });
		await expect(askPlane(failing, request)).rejects.toThrow(CancelledError);
	});
});

/** A Plane that knows the routes of work items under one name only; the other one is told to be unknown. */
function planeKnowing(
	name: 'work-items' | 'issues' | 'neither',
	known: HttpResponse = answer(200, { results: [] }),
) {
	const plane = planeOf({});
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		plane.sent.push(request);
		const isKnown = new URL(request.url).pathname.includes(`/${name}/`);
		return await Promise.resolve(isKnown ? known : toAnswer(exchange('64-unknown-route-404')));
	};
	const context = { ...plane.context, send };
	const ask = async (path = ['workspaces', 'acme', 'projects', WEB, 'work-items']) =>
		await askPlane(context, { path, pace: 'single' });
	return { ...plane, context, ask, names: () => plane.sent.map(({ url }) => url.split('/').at(-2)) };
}

describe('the two names of the routes of work items', () => {
	it('asks a Plane before 1.1 by the old name, and remembers that', async () => {
		const { ask, names } = planeKnowing('issues');
		expect(await ask()).toMatchObject({ kind: 'ok' });
		expect(await ask()).toMatchObject({ kind: 'ok' });
		expect(names()).toEqual(['work-items', 'issues', 'issues']);
	});

	it('tries the new name again after an hour', async () => {
		const { ask, names, clock } = planeKnowing('issues');
		await ask();
		clock.advance(60 * 60 * 1000);
		await ask();
		expect(names()).toEqual(['work-items', 'issues', 'work-items', 'issues']);
	});

	it('returns to the new name when the old one fails: Plane was updated', async () => {
		const { ask, names, context, clock } = planeKnowing('work-items');
		context.cache.oldRoutesSince = clock.now();
		expect(await ask()).toMatchObject({ kind: 'ok' });
		await ask();
		expect(names()).toEqual(['issues', 'work-items', 'work-items']);
	});

	it.each([
		['has no such item', answer(404, { error: 'The requested resource does not exist.' })],
		['refuses the user', answer(403, { detail: 'You do not have permission to perform this action.' })],
		['refuses what is sent', answer(400, { detail: 'no' })],
	])('knows the name by a Plane that %s', async (_, known) => {
		const { ask, names } = planeKnowing('issues', known);
		await ask();
		await ask();
		expect(names()).toEqual(['work-items', 'issues', 'issues']);
	});

	it.each([
		['fails', answer(502, '<html>')],
		['shows a log-in page', answer(200, '<html>')],
	])('learns nothing from a Plane that %s', async (_, known) => {
		const { ask, context } = planeKnowing('issues', known);
		await ask();
		expect(context.cache.oldRoutesSince).toBeNull();
	});

	it('learns nothing from an address that is unknown under both', async () => {
		const { ask, context } = planeKnowing('neither');
		expect(await ask()).toMatchObject({ failure: { kind: 'invalid_response', status: 404 } });
		expect(context.cache.oldRoutesSince).toBeNull();
	});

	it('asks for anything else once', async () => {
		const { ask, sent } = planeKnowing('neither');
		await ask(['workspaces', 'acme', 'projects', WEB, 'labels']);
		expect(sent).toHaveLength(1);
	});

	it('names a work item by the old name everywhere: detail, key and search', async () => {
		const { ask, names, sent } = planeKnowing('issues');
		await ask();
		await ask(['workspaces', 'acme', 'work-items', 'WEB-42']);
		await ask(['workspaces', 'acme', 'work-items', 'search']);
		expect(names().slice(2)).toEqual(['WEB-42', 'search']);
		expect(sent.slice(2).every(({ url }) => url.includes('/issues/'))).toBe(true);
	});
});

describe('callPlane', () => {
	it('throws what askPlane gives as data', async () => {
		const { context } = planeOf({});
		const called = callPlane(context, { path: ['workspaces', 'acme', 'x'], pace: 'single' });
		await expect(called).rejects.toMatchObject({ name: 'PlaneError', kind: 'permission', status: 403 });
	});
});

describe('listProjects', () => {
	it('reads all pages, sending per_page with each', async () => {
		const pages = exchanges('06-projects-paging-per-page-1').map(toAnswer);
		const plane = planeOf({ projects: pages });
		plane.context.cache.rememberPageSize(100);
		const projects = await listProjects(plane.context);
		expect(projects.map(({ identifier }) => identifier)).toEqual(['WEB', 'OPS', 'MKT', 'LEG', 'DSN']);
		expect(plane.sent.map(({ url }) => new URL(url).search)).toEqual([
			'?per_page=100',
			...[1, 2, 3, 4].map((page) => `?per_page=100&cursor=100:${page}:0`),
		]);
	});

	it('tells joined, archived and not joined projects apart', async () => {
		const { context } = planeOf(recorded('03-projects-list'));
		const projects = await listProjects(context);
		expect(projects.filter(({ is_member }) => !is_member).map(({ id }) => id)).toEqual([NOT_JOINED]);
		expect(projects.filter(({ archived_at }) => archived_at !== null).map(({ id }) => id)).toEqual([
			ARCHIVED_PROJECT,
		]);
		expect(context.cache.findProject(WEB)?.name).toBe('Web application');
	});

	it('throws rather than returning a part', async () => {
		const [first] = exchanges('06-projects-paging-per-page-1').map(toAnswer);
		const { context } = planeOf({ projects: [first ?? answer(500, ''), answer(500, '{"error":"x"}')] });
		await expect(listProjects(context)).rejects.toMatchObject({ kind: 'server' });
	});
});

describe('getProject', () => {
	it.each([
		['07-project-detail', WEB, 'member'],
		['08-project-detail-archived', ARCHIVED_PROJECT, 'archived'],
		['09-project-detail-public-not-joined', NOT_JOINED, 'not_member'],
		['11-project-detail-unknown', UNKNOWN_ID, 'not_found'],
	])('reads %s as %s', async (name, id, kind) => {
		const { context } = planeOf(recorded(name));
		await expect(getProject(context, id)).resolves.toMatchObject({ kind });
	});

	it.each([
		['another project', toAnswer(exchange('07-project-detail')), 'invalid_response'],
		['no record', answer(200, []), 'invalid_response'],
		['a refusal', answer(403, { detail: 'no' }), 'permission'],
	])('is a failure where the answer is %s', async (_, response, kind) => {
		const { context } = planeOf({
			[`projects/${UNKNOWN_ID}`]: response,
			[`projects/${UNKNOWN_ID}/`]: response,
		});
		await expect(getProject(context, UNKNOWN_ID)).resolves.toMatchObject({
			kind: 'failed',
			failure: { kind },
		});
	});
});

describe('the project cache', () => {
	it('keeps a name for an hour, and other names on news of one project', async () => {
		const { context, clock } = planeOf(recorded('03-projects-list'));
		await listProjects(context);
		clock.advance(60 * 60 * 1000 - 1);
		context.cache.forgetProject(NOT_JOINED);
		expect(context.cache.findProject(WEB)?.name).toBe('Web application');
	});

	it('forgets a name after an hour, and on request', async () => {
		const { context, clock } = planeOf(recorded('07-project-detail'));
		await getProject(context, WEB);
		expect(context.cache.findProject(WEB)).toEqual({ id: WEB, name: 'Web application', identifier: 'WEB' });
		clock.advance(60 * 60 * 1000);
		expect(context.cache.findProject(WEB)).toBeNull();
		await getProject(context, WEB);
		context.cache.forgetProject(WEB);
		expect(context.cache.findProject(WEB)).toBeNull();
	});
});
