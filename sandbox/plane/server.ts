/**
 * The stand-in Plane as one HTTP server: REST v1 below `/api/v1/`, the control below `/_sandbox/`, pages for
 * people elsewhere. Development only: it listens on 127.0.0.1.
 */
import { createServer } from 'http';
import type { IncomingMessage, Server, ServerResponse } from 'http';
import { PAGE_NOT_FOUND } from './answers';
import { troubleOf } from './answerFaults';
import type { Effect } from './answerFaults';
import { answerApi } from './api';
import type { ParsedBody } from './api';
import { assemble } from './assemble';
import { answerControl } from './controlApi';
import { formatInstant, httpDate } from './instants';
import { pageOfAddress, startPage } from './pages';
import { jsonReply, resetConnection, writeCut, writeReply } from './reply';
import type { Reply } from './reply';
import type { Parts, RunningStandIn, StandInOptions } from './standIn';

const API_ROOT = '/api/v1/';
const CONTROL_ROOT = '/_sandbox/';
/** How a request without an answer is counted. */
const NO_ANSWER = 0;
interface Incoming {
	readonly method: string;
	readonly url: URL;
	readonly rawBody: string;
	readonly apiKey: string | undefined;
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks).toString('utf8');
}

function parseBody(rawBody: string): ParsedBody {
	if (rawBody === '') return { kind: 'object', body: {} };
	try {
		const body: unknown = JSON.parse(rawBody);
		if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
			return { kind: 'object', body: Object.fromEntries(Object.entries(body)) };
		}
		return { kind: 'broken', detail: 'Invalid data. Expected a dictionary.' };
	} catch {
		return { kind: 'broken', detail: 'JSON parse error - Expecting value: line 1 column 1 (char 0)' };
	}
}

function apiReply(parts: Parts, { method, url, rawBody, apiKey }: Incoming): Reply {
	const outcome = answerApi(parts, {
		method,
		path: url.pathname.slice(API_ROOT.length),
		query: url.searchParams,
		apiKey,
		body: parseBody(rawBody),
	});
	switch (outcome.kind) {
		case 'noSuchPage':
			return {
				status: 404,
				type: 'application/json',
				text: PAGE_NOT_FOUND,
				headers: { vary: 'Cookie, origin' },
			};
		case 'addSlash':
			return {
				status: 301,
				type: 'text/html; charset=utf-8',
				text: '',
				headers: { location: `${url.pathname}/${url.search}`, vary: 'Cookie, origin' },
			};
		case 'answer':
			return jsonReply(outcome.answer);
	}
}

/** Rows count microseconds; people read dates. */
const readableInstants = (key: string, value: unknown): unknown =>
	key.endsWith('_at') && typeof value === 'number' ? formatInstant(value, 'UTC') : value;

async function controlReply(parts: Parts, { method, url, rawBody }: Incoming): Promise<Reply> {
	const parsed = parseBody(rawBody);
	if (parsed.kind === 'broken') {
		return { status: 400, type: 'application/json', text: JSON.stringify({ error: parsed.detail }) };
	}
	const name = url.pathname.slice(CONTROL_ROOT.length).replace(/\/$/, '');
	const { status, body } = await answerControl(parts, { method, name, body: parsed.body });
	return { status, type: 'application/json', text: JSON.stringify(body, readableInstants) };
}

function pageReply({ stand: { world } }: Parts, url: URL): Reply {
	const html = url.pathname === '/' ? startPage(world, url.origin) : pageOfAddress(world, url.pathname);
	if (html === null)
		return { status: 404, type: 'text/plain; charset=utf-8', text: 'There is no such page.' };
	return { status: 200, type: 'text/html; charset=utf-8', text: html };
}

async function wait(milliseconds: number): Promise<void> {
	if (milliseconds === 0) return;
	await new Promise<void>((resolve) => {
		setTimeout(resolve, milliseconds).unref();
	});
}

const statusOf = (effect: Effect): number =>
	effect.kind === 'silence' || effect.kind === 'reset' ? NO_ANSWER : effect.reply.status;

/** What becomes of a request to the API, faults included. */
async function apiEffect(parts: Parts, incoming: Incoming): Promise<Effect> {
	const { method, url } = incoming;
	const faults = parts.faults.strikeAnswer({ method, path: url.pathname + url.search });
	const { delayMs, effect } = troubleOf(faults, () => apiReply(parts, incoming));
	parts.countRequest(`${method} ${url.pathname}`, statusOf(effect));
	await wait(delayMs);
	return effect;
}

async function effectOf(parts: Parts, incoming: Incoming): Promise<Effect> {
	const { pathname } = incoming.url;
	if (pathname.startsWith(API_ROOT)) return apiEffect(parts, incoming);
	const reply = pathname.startsWith(CONTROL_ROOT)
		? await controlReply(parts, incoming)
		: pageReply(parts, incoming.url);
	return { kind: 'reply', reply };
}

function perform(request: IncomingMessage, response: ServerResponse, effect: Effect): void {
	switch (effect.kind) {
		case 'reply':
			return writeReply(request, response, effect.reply);
		case 'cut':
			return writeCut(request, response, effect);
		case 'reset':
			return resetConnection(request);
		case 'silence':
			return;
	}
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const apiKey = request.headers['x-api-key'];
	try {
		const effect = await effectOf(parts, {
			method: request.method ?? 'GET',
			url: new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`),
			rawBody: await readBody(request),
			apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
		});
		// Plane's clock, which is not always this machine's.
		response.setHeader('date', httpDate(parts.stand.world.clock()));
		perform(request, response, effect);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		writeReply(request, response, { status: 500, type: 'text/plain; charset=utf-8', text });
	}
}

const listen = (server: Server, port: number): Promise<number> =>
	new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : port);
		});
	});

const stop = (server: Server): Promise<void> =>
	new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});

/**
 * Starts a stand-in Plane with sample data on 127.0.0.1.
 *
 * @throws {Error} when the port is taken.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<RunningStandIn> {
	const { parts, apiKey, apiKeys, close } = assemble(options);
	const server = createServer((request, response) => void handle(parts, request, response));
	const port = await listen(server, options.port ?? 0);
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		apiUrl: `${url}/api/v1`,
		apiKey,
		workspaceSlug: parts.stand.world.workspace.slug,
		webhookSecret: parts.webhooks.secret,
		apiKeys,
		control: parts.control,
		close: async () => {
			close();
			await stop(server);
		},
	};
}
