/**
 * The stand-in Plane as one HTTP server: REST v1 below `/api/v1/`, the control below `/_sandbox/`, pages for
 * people elsewhere. Development only: it listens on 127.0.0.1.
 */
import { createServer } from 'http';
import type { IncomingMessage, Server, ServerResponse } from 'http';
import { gzipSync } from 'zlib';
import { PAGE_NOT_FOUND } from './answers';
import type { Answer } from './answers';
import { answerApi } from './api';
import type { ParsedBody } from './api';
import { assemble } from './assemble';
import { answerControl } from './controlApi';
import { formatInstant } from './instants';
import { pageOfAddress, startPage } from './pages';
import { restJson } from './pythonJson';
import type { Parts, RunningStandIn, StandInOptions } from './standIn';

const API_ROOT = '/api/v1/';
const CONTROL_ROOT = '/_sandbox/';
const GZIP_FROM_BYTES = 200;

interface Reply {
	readonly status: number;
	readonly type?: string;
	readonly text: string;
	readonly headers?: Readonly<Record<string, string>>;
}

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

const jsonReply = ({ status, body, headers = {} }: Answer): Reply => ({
	status,
	text: body === null ? '' : restJson(body),
	...(body === null ? {} : { type: 'application/json' }),
	headers: { vary: 'Cookie, origin', ...headers },
});

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

async function replyTo(parts: Parts, incoming: Incoming): Promise<Reply> {
	const { method, url } = incoming;
	if (url.pathname.startsWith(CONTROL_ROOT)) return controlReply(parts, incoming);
	if (!url.pathname.startsWith(API_ROOT)) return pageReply(parts, url);
	const reply = apiReply(parts, incoming);
	parts.countRequest(`${method} ${url.pathname}`, reply.status);
	return reply;
}

/** Django compresses bodies over 200 bytes for whoever takes gzip. */
function write(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
	const plain = Buffer.from(reply.text, 'utf8');
	const headers: Record<string, string> = { ...reply.headers };
	if (reply.type) headers['content-type'] = reply.type;
	const compressible = plain.length > GZIP_FROM_BYTES;
	const wanted = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
	if (compressible) headers['vary'] = `Accept-Encoding, ${headers['vary'] ?? 'Cookie, origin'}`;
	if (compressible && wanted) headers['content-encoding'] = 'gzip';
	const body = compressible && wanted ? gzipSync(plain, { level: 1 }) : plain;
	headers['content-length'] = String(body.length);
	response.writeHead(reply.status, headers);
	response.end(request.method === 'HEAD' ? undefined : body);
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const apiKey = request.headers['x-api-key'];
	try {
		const reply = await replyTo(parts, {
			method: request.method ?? 'GET',
			url: new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`),
			rawBody: await readBody(request),
			apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
		});
		write(request, response, reply);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		write(request, response, { status: 500, type: 'text/plain; charset=utf-8', text });
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
