import http from 'http';
import type { AnswerFault } from '../../../sandbox/plane/answerFaults';
import { startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

let plane: TestStandIn;
beforeEach(async () => {
	plane = await startForTest();
});
afterEach(() => plane.close());

const USER = '/users/me/';
const arm = (fault: AnswerFault): number => plane.control.faults.onAnswers(fault);
const nameOf = (key: string): string => plane.control.item(key).name;
const rename = (name: string) =>
	plane.ask(`${plane.pathOf('WEB')}/work-items/${plane.control.item('WEB-3').id}/`, {
		method: 'PATCH',
		body: { name },
	});

/** Asks over a bare connection: what fetch hides is seen. */
function askBare(timeoutMs = 5_000): Promise<{ status?: number; body: string; failure?: string }> {
	return new Promise((resolve) => {
		let body = '';
		const request = http.get(
			plane.apiUrl + USER,
			{ agent: false, headers: { 'X-API-Key': plane.apiKey } },
			(response) => {
				const status = response.statusCode ?? 0;
				response.on('data', (chunk: Buffer) => (body += chunk.toString()));
				response.on('end', () => resolve({ status, body }));
				response.on('error', ({ message }) => resolve({ status, body, failure: message }));
			},
		);
		request.setTimeout(timeoutMs, () => request.destroy(new Error('timed out')));
		request.on('error', (error: NodeJS.ErrnoException) =>
			resolve({ body, failure: error.code ?? error.message }),
		);
	});
}

describe('a fault of answers', () => {
	it.each<[string, AnswerFault, number, RegExp, RegExp]>([
		['429', { kind: 'rate_limited' }, 429, /json/, /^\{"error_code":5900/],
		['500', { kind: 'server_error' }, 500, /json/, /Something went wrong/],
		['502', { kind: 'server_error', status: 502 }, 502, /html/, /502 Bad Gateway/],
		['a login page', { kind: 'login_page' }, 200, /html/, /<title>Sign in/],
		['another type', { kind: 'wrong_content_type' }, 200, /^text\/html$/, /^\{"id":/],
		['a named type', { kind: 'wrong_content_type', type: 'text/plain' }, 200, /plain/, /^\{"id":/],
		['cut JSON', { kind: 'cut_body', bytes: 9, whole: true }, 200, /json/, /^\{"id":"\w{2}$/],
	])('answers %s', async (_, fault, status, type, body) => {
		arm(fault);
		const reply = await plane.ask(USER);
		expect(reply.status).toBe(status);
		expect(reply.headers.get('content-type')).toMatch(type);
		expect(reply.text).toMatch(body);
	});

	it.each([
		[undefined, '1'],
		[17, '17'],
		[null, null],
	])('says Retry-After %s', async (retryAfterSeconds, expected) => {
		arm({ kind: 'rate_limited', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
		expect((await plane.ask(USER)).headers.get('retry-after')).toBe(expected);
	});

	it('resets the connection', async () => {
		arm({ kind: 'reset' });
		expect(await askBare()).toMatchObject({ failure: 'ECONNRESET' });
	});

	it('never answers', async () => {
		arm({ kind: 'time_out' });
		expect(await askBare(60)).toEqual({ body: '', failure: 'timed out' });
	});

	it('ends the connection within the body', async () => {
		arm({ kind: 'cut_body', bytes: 9 });
		const { status, body, failure } = await askBare();
		expect([status, body.length]).toEqual([200, 9]);
		expect(failure).toMatch(/aborted/);
	});

	it('answers late with what was true when it was asked', async () => {
		arm({ kind: 'slow', delayMs: 80, method: 'GET' });
		const started = Date.now();
		const asked = plane.ask(`${plane.pathOf('WEB')}/work-items/${plane.control.item('WEB-3').id}/`);
		const before = nameOf('WEB-3');
		setTimeout(() => plane.control.updateItem('WEB-3', { name: 'Later' }), 40);
		expect((await asked).json.name).toBe(before);
		expect(Date.now() - started).toBeGreaterThanOrEqual(75);
	});

	it.each<[AnswerFault['kind'], 'before' | 'after', string]>([
		['server_error', 'before', 'kept'],
		['server_error', 'after', 'changed'],
		['reset', 'before', 'kept'],
		['reset', 'after', 'changed'],
	])('of kind %s strikes %s the work is done: %s', async (kind, when, expected) => {
		const before = nameOf('WEB-3');
		arm({ kind: kind === 'reset' ? 'reset' : 'server_error', when });
		await rename('Changed').catch(() => undefined);
		expect(nameOf('WEB-3')).toBe(expected === 'changed' ? 'Changed' : before);
	});

	it('strikes the n-th request that matches method and path', async () => {
		arm({ kind: 'server_error', method: 'GET', path: '/users/me', nth: 2 });
		await plane.ask('/workspaces/acme/projects/');
		await rename('x');
		const statuses = [];
		for (let count = 0; count < 3; count += 1) statuses.push((await plane.ask(USER)).status);
		expect(statuses).toEqual([200, 500, 200]);
		expect(plane.control.faults.fired()).toMatchObject([
			{ kind: 'server_error', position: 2, target: 'GET /api/v1/users/me/' },
		]);
	});

	it('matches the query too', async () => {
		arm({ kind: 'server_error', path: 'cursor=' });
		const list = `${plane.pathOf('WEB')}/work-items/?per_page=2`;
		const statuses = [await plane.ask(list), await plane.ask(`${list}&cursor=2:1:0`)].map(
			(one) => one.status,
		);
		expect(statuses).toEqual([200, 500]);
	});

	it('composes: delays add up, the first other one has its way', async () => {
		arm({ kind: 'slow', delayMs: 40 });
		arm({ kind: 'slow', delayMs: 40 });
		arm({ kind: 'server_error', status: 503 });
		arm({ kind: 'login_page' });
		const started = Date.now();
		expect((await plane.ask(USER)).status).toBe(503);
		expect(Date.now() - started).toBeGreaterThanOrEqual(75);
		expect(plane.control.faults.fired()).toHaveLength(4);
	});

	it('leaves the control and the pages alone and is counted', async () => {
		arm({ kind: 'reset' });
		await plane.ask(USER).catch(() => undefined);
		expect((await fetch(plane.url)).status).toBe(200);
		expect(plane.control.requests().byStatus).toEqual({ '0': 1 });
	});

	it('does not use up the rate when the request never gets there', async () => {
		plane.control.setSwitches({ rateLimit: 1 });
		arm({ kind: 'server_error', nth: 1 });
		const statuses = [await plane.ask(USER), await plane.ask(USER)].map(({ status }) => status);
		expect(statuses).toEqual([500, 200]);
	});
});

describe('faults over HTTP', () => {
	const send = async (action: string, body: unknown) => {
		const response = await fetch(`${plane.url}/_sandbox/${action}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: response.status, json: JSON.parse(await response.text()) };
	};
	const read = async () => JSON.parse(await (await fetch(`${plane.url}/_sandbox/faults`)).text());

	it('are armed, listed, logged and cleared', async () => {
		const { json } = await send('faults', {
			deliveries: [{ kind: 'stale', share: 0.3, seed: 'x' }],
			answers: [{ kind: 'rate_limited', retryAfterSeconds: 3, times: 1 }],
		});
		expect(json).toEqual({ ids: [1, 2] });
		expect((await plane.ask(USER)).status).toBe(429);
		expect(await read()).toMatchObject({
			armed: [
				{ id: 1, on: 'deliveries', seen: 0 },
				{ id: 2, on: 'answers', seen: 1, fired: 1 },
			],
			fired: [{ id: 2, kind: 'rate_limited', target: 'GET /api/v1/users/me/' }],
		});
		await send('clear-faults', { id: 1 });
		expect((await read()).armed).toMatchObject([{ id: 2 }]);
		await send('clear-faults', {});
		await send('clear-fired-faults', {});
		expect(await read()).toEqual({ armed: [], fired: [] });
	});

	it.each([
		['an unknown kind', { answers: [{ kind: 'explode' }] }, /no fault of answers "explode".*rate_limited/],
		['a kind of the other side', { deliveries: [{ kind: 'reset' }] }, /no fault of deliveries "reset"/],
		['a misspelled key', { answers: [{ kind: 'reset', nht: 2 }] }, /has no "nht"/],
		[
			'a wrong share',
			{ deliveries: [{ kind: 'lost', share: 30 }] },
			/"share" must be a number between 0 and 1/,
		],
		[
			'a delay that is missing',
			{ deliveries: [{ kind: 'late' }] },
			/"delayMs" is missing: it must be a whole number/,
		],
		['a status that is no failure', { answers: [{ kind: 'server_error', status: 200 }] }, /500, 502/],
		['another side', { requests: [] }, /not for "requests"/],
	])('refuse %s and arm nothing', async (_, faults, message) => {
		const { status, json } = await send('faults', faults);
		expect([status, json.error]).toEqual([400, expect.stringMatching(message)]);
		expect(plane.control.faults.armed()).toEqual([]);
	});

	it('may be armed from the start', async () => {
		const other = await startForTest({ faults: { answers: [{ kind: 'server_error', nth: 1 }] } });
		expect((await other.ask(USER)).status).toBe(500);
		await other.close();
	});
});
