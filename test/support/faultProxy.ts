/**
 * An HTTP proxy on loopback between our client and a real server that misbehaves at chosen requests, the way
 * networks, proxies and servers do. Knows no CalDAV; what must hold afterwards is the tests' to say.
 */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens instead of, or to, the answer of the server. */
export type Fault =
	/** The connection breaks before the server saw the request. */
	| { readonly kind: 'reset_before' }
	/** The server did what was asked; the answer is lost. */
	| { readonly kind: 'reset_after' }
	/** The server did what was asked; its answer comes only when nobody waits any more. */
	| { readonly kind: 'no_answer' }
	/** The answer comes late, but it comes. */
	| { readonly kind: 'delay'; readonly ms: number }
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly headers?: Readonly<Record<string, string>>;
			/** True where the server did what was asked and somebody between says otherwise. */
			readonly isProcessed: boolean;
	  }
	/** Half of the body, with a Content-Length of the whole and a closed connection, or with that of the half. */
	| { readonly kind: 'cut'; readonly isConsistent: boolean }
	| { readonly kind: 'content_type'; readonly value: string }
	| { readonly kind: 'login_page' }
	| { readonly kind: 'redirect'; readonly status: number; readonly to: 'here' | 'elsewhere' };

export interface ArmedFault {
	readonly fault: Fault;
	/** The first request it happens to, counted from 1 since it was armed. */
	readonly position: number;
	/** How many requests in a row. */
	readonly times: number;
}

export interface SeenRequest {
	readonly method: string;
	readonly path: string;
	/** What the client was answered; null where no answer was sent. */
	status: number | null;
}

export interface FaultProxy {
	/** With trailing slash. */
	readonly url: string;
	/** Starts a new count of requests, with a fault or none. */
	readonly arm: (armed: ArmedFault | null) => void;
	/** Requests since the last `arm`, in order. */
	readonly requests: () => readonly SeenRequest[];
	/** Headers of requests that came to the other origin. */
	readonly elsewhere: () => ReadonlyArray<Readonly<Record<string, unknown>>>;
	readonly stop: () => Promise<void>;
}

const MOVED = '/moved';
const PAGE = '<!DOCTYPE html><html><body><form>Please sign in</form></body></html>';

/** @param target address of the server behind it. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
	let armed: ArmedFault | null = null;
	let seen: SeenRequest[] = [];
	const strangers: Array<Readonly<Record<string, unknown>>> = [];
	const other = await listen((request, response) => {
		strangers.push(request.headers);
		request.resume();
		response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
	});
	const proxy = await listen((request, response) => {
		const record: SeenRequest = { method: request.method ?? '', path: request.url ?? '', status: null };
		seen.push(record);
		const isHit =
			armed !== null && seen.length >= armed.position && seen.length < armed.position + armed.times;
		const exchange = { request, response, target, record, elsewhere: other.url };
		void answer(exchange, isHit ? (armed?.fault ?? null) : null).catch(() => request.socket.destroy());
	});
	return {
		url: proxy.url,
		arm: (next) => {
			armed = next;
			seen = [];
		},
		requests: () => seen,
		elsewhere: () => strangers,
		stop: async () => {
			await proxy.stop();
			await other.stop();
		},
	};
}

interface Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly target: string;
	readonly record: SeenRequest;
	readonly elsewhere: string;
}

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

async function answer(exchange: Exchange, fault: Fault | null): Promise<void> {
	const body = await readAll(exchange.request);
	const forwarded = () => forward(exchange, body);
	switch (fault?.kind) {
		case undefined:
			return reply(exchange, await forwarded());
		case 'reset_before':
			exchange.request.socket.resetAndDestroy();
			return;
		case 'reset_after':
			await forwarded();
			exchange.request.socket.resetAndDestroy();
			return;
		case 'no_answer':
			await forwarded();
			return;
		case 'delay': {
			const late = await forwarded();
			await new Promise((resolve) => setTimeout(resolve, fault.ms));
			return reply(exchange, late);
		}
		case 'status': {
			if (fault.isProcessed) await forwarded();
			const headers = { 'content-type': 'text/plain', ...fault.headers };
			return reply(exchange, { status: fault.status, headers, body: Buffer.from('fault') });
		}
		case 'cut':
			return cut(exchange, await forwarded(), fault.isConsistent);
		case 'content_type': {
			const whole = await forwarded();
			return reply(exchange, { ...whole, headers: { ...whole.headers, 'content-type': fault.value } });
		}
		case 'login_page':
			return reply(exchange, {
				status: 200,
				headers: { 'content-type': 'text/html; charset=utf-8' },
				body: Buffer.from(PAGE),
			});
		case 'redirect': {
			const path = exchange.request.url ?? '/';
			const location = fault.to === 'here' ? `${MOVED}${path}` : new URL(path, exchange.elsewhere).href;
			return reply(exchange, { status: fault.status, headers: { location }, body: Buffer.alloc(0) });
		}
	}
}

function reply({ response, record }: Exchange, { status, headers, body }: Answer): void {
	record.status = status;
	response.writeHead(status, { ...headers, ...lengthOf(status, body.length), connection: 'close' });
	response.end(body);
}

const lengthOf = (status: number, length: number): Readonly<Record<string, string>> =>
	status === 204 || status === 304 ? {} : { 'content-length': String(length) };

function cut(exchange: Exchange, whole: Answer, isConsistent: boolean): void {
	const half = whole.body.subarray(0, Math.floor(whole.body.length / 2));
	if (isConsistent || whole.body.length === 0) return reply(exchange, { ...whole, body: half });
	const { response, record } = exchange;
	record.status = whole.status;
	response.writeHead(whole.status, { ...whole.headers, ...lengthOf(whole.status, whole.body.length) });
	response.write(half, () => response.destroy());
}

async function forward({ request, target }: Exchange, body: Buffer): Promise<Answer> {
	const { hostname, port } = new URL(target);
	const path = (request.url ?? '/').replace(new RegExp(`^${MOVED}(?=/)`), '');
	return await new Promise((resolve, reject) => {
		const { method, headers } = request;
		const onward = httpRequest({ hostname, port, method, path, headers, agent: false }, (incoming) => {
			readAll(incoming).then(
				(text) =>
					resolve({ status: incoming.statusCode ?? 502, headers: plainHeaders(incoming), body: text }),
				reject,
			);
		});
		onward.once('error', reject);
		onward.end(body);
	});
}

/** Without what belongs to one connection: we send whole bodies. */
function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
	const own = new Set(['connection', 'transfer-encoding', 'content-length', 'keep-alive']);
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || own.has(name) ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
		),
	);
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

interface Listening {
	readonly url: string;
	readonly stop: () => Promise<void>;
}

async function listen(
	handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listening> {
	const server = createServer(handle);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
