/** The recordings of a real Plane as data, and as a `send` that answers with them. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { createPace } from '../../../core/http/pace';
import type { HttpRequest, HttpResponse, Send } from '../../../core/http/types';
import { createPlaneCache } from '../../../core/plane/cache';
import { createPlaneContext } from '../../../core/plane/client';
import type { PlaneContext } from '../../../core/plane/client';
import { fakeClock } from '../http/support';
import type { FakeClock } from '../http/support';

const RECORDINGS = join(__dirname, '../../recordings');
const GOLDEN = join(__dirname, '../../golden/plane');

export const WEB = '70cd25e3-c519-439e-883c-ff5fad301b44';
export const MARKETING = 'db3b00ad-adee-428f-8e45-119c39a68013';
export const OPERATIONS = '50b2da4e-a961-4ad1-ad1d-ba2d3c8d27e4';
export const ARCHIVED_PROJECT = '8b872e2b-a698-4ec5-86c2-304c836881e1';
export const NOT_JOINED = 'f0697cec-66cd-4b7c-854e-80a8562bbb5d';
export const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';
export const CHECKOUT = 'd69744e8-e692-4ffd-8723-268648705d08';
export const DELETED = '3df16ed4-3edc-4504-abe2-1a35c124d239';
export const ARCHIVED_ITEM = '13545edf-48e2-4b1d-af96-762b3bf8ae98';

export interface Webhook {
	readonly name: string;
	readonly secret: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly bodyText: string;
}

interface RecordedResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly bodyText: string;
}

export interface Exchange {
	readonly request: { readonly method: string; readonly path: string };
	readonly response: RecordedResponse;
}

const readJson = <Shape>(path: string): Shape => JSON.parse(readFileSync(path, 'utf8')) as Shape;

export const webhooks: readonly Webhook[] = readdirSync(join(RECORDINGS, 'webhooks')).map((file) => {
	const { secret, request } = readJson<{
		secret: string;
		request: { headers: Record<string, string>; bodyText: string };
	}>(join(RECORDINGS, 'webhooks', file));
	return { name: file.replace('.json', ''), secret, ...request };
});

export function webhook(name: string): Webhook {
	const found = webhooks.find((recorded) => recorded.name === name);
	if (found === undefined) throw new Error(`No webhook ${name} is recorded.`);
	return found;
}

/** The exchanges of one recording, in order. */
export function exchanges(name: string): readonly Exchange[] {
	const file = readJson<Exchange & { sequence?: Exchange[] }>(join(RECORDINGS, 'rest', `${name}.json`));
	return file.sequence ?? [file];
}

export function exchange(name: string): Exchange {
	const [first] = exchanges(name);
	if (first === undefined) throw new Error(`Nothing is recorded as ${name}.`);
	return first;
}

export const bodyOf = (name: string): unknown => JSON.parse(exchange(name).response.bodyText) as unknown;

/** The rows of a recorded list. */
export const rowsOf = (name: string): ReadonlyArray<Record<string, unknown>> =>
	(bodyOf(name) as { results: Array<Record<string, unknown>> }).results;

export const answer = (
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): HttpResponse => ({
	status,
	headers: { date: 'Sun, 22 Nov 2026 18:25:23 GMT', ...headers },
	body: typeof body === 'string' ? body : JSON.stringify(body),
	attempts: 1,
});

export const toAnswer = ({ response }: Exchange): HttpResponse =>
	answer(response.status, response.bodyText, { ...response.headers });

const apiPath = (path: string): string =>
	path
		.replace(/^\/api\/v1\/workspaces\/acme\//, '')
		.replace(/\?.*/, '')
		.replace(/\/$/, '');

/** Answer by path below the workspace, without the query; several in turn, the last one for ever. */
export type Answers = Readonly<
	Record<
		string,
		HttpResponse | Error | ReadonlyArray<HttpResponse | Error> | ((url: URL) => HttpResponse | Error)
	>
>;

/** A recording under the path it was recorded at. */
export const recorded = (...names: readonly string[]): Answers =>
	Object.fromEntries(
		names.map((name) => [apiPath(exchange(name).request.path), exchanges(name).map(toAnswer)] as const),
	);

export interface TestPlane {
	readonly context: PlaneContext;
	readonly clock: FakeClock;
	readonly sent: HttpRequest[];
	/** Paths asked for, in order, without the query. */
	readonly paths: () => string[];
}

/** A context whose `send` gives these answers, and Plane's 403 to everything else. */
export function planeOf(answers: Answers, { limitPerMinute = 1000 } = {}): TestPlane {
	const clock = fakeClock();
	const sent: HttpRequest[] = [];
	const times = new Map<string, number>();
	const send: Send = async (request) => {
		sent.push(request);
		const url = new URL(request.url);
		const path = apiPath(url.pathname);
		const given = answers[path] ?? toAnswer(exchange('45-work-items-403-unknown-project'));
		const time = times.get(path) ?? 0;
		times.set(path, time + 1);
		const inTurn = typeof given === 'function' ? given(url) : given;
		const one = Array.isArray(inTurn) ? inTurn[Math.min(time, inTurn.length - 1)] : inTurn;
		if (one instanceof Error) throw one;
		return await Promise.resolve(one as HttpResponse);
	};
	const context = createPlaneContext({
		send,
		apiUrl: 'https://plane.example',
		workspaceSlug: 'acme',
		pace: createPace({ limitPerMinute, now: clock.now, sleep: clock.sleep }),
		now: clock.now,
		cache: createPlaneCache(clock.now),
	});
	return { context, clock, sent, paths: () => sent.map(({ url }) => apiPath(new URL(url).pathname)) };
}

/** Compares with a file that only UPDATE_GOLDEN=1 rewrites. */
export function expectGolden(name: string, value: unknown): void {
	const path = join(GOLDEN, name);
	if (process.env.UPDATE_GOLDEN === '1') writeGolden(path, value);
	expect(value).toEqual(readJson(path));
}

function writeGolden(path: string, value: unknown): void {
	mkdirSync(GOLDEN, { recursive: true });
	writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
