/** `Send` over Node's own HTTP client, for tests, benchmarks and scripts; n8n's helper is not involved. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TransportError } from '../../core/errors';
import { DEFAULT_TIMEOUT_MS } from '../../core/http/types';
import type { HttpRequest, HttpResponse, Send } from '../../core/http/types';

export interface NodeSendOptions {
	/** Sent as HTTP Basic, with every request; none where absent. */
	readonly username?: string;
	readonly password?: string;
}

/** A sender without retries and without redirects: one call, one request. */
export function createNodeSend({ username, password = '' }: NodeSendOptions = {}): Send {
	const agent = new Agent({ keepAlive: false });
	const authorization =
		username === undefined
			? {}
			: { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };

	return (request) =>
		new Promise((resolve, reject) => {
			const url = new URL(request.url);
			const secure = url.protocol === 'https:';
			const open = secure ? httpsRequest : httpRequest;
			const outgoing = open(
				url,
				{
					method: request.method,
					headers: { ...request.headers, ...lengthOf(request), ...authorization },
					...(secure ? {} : { agent }),
				},
				(incoming) => void readResponse(incoming).then(resolve, fail),
			);
			const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
			outgoing.setTimeout(timeoutMs, () =>
				outgoing.destroy(
					new TransportError(`${request.method} ${url.host}: no answer within ${timeoutMs} ms.`, {
						kind: 'timeout',
					}),
				),
			);
			outgoing.once('error', fail);
			outgoing.end(request.body);

			function fail(error: Error): void {
				reject(error instanceof TransportError ? error : toTransportError(request, error));
			}
		});
}

function lengthOf(request: HttpRequest): Record<string, string> {
	return request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
}

async function readResponse(incoming: IncomingMessage): Promise<HttpResponse> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return {
		status: incoming.statusCode ?? 0,
		headers,
		body: Buffer.concat(chunks).toString('utf8'),
		attempts: 1,
	};
}

function toTransportError(request: HttpRequest, cause: Error): TransportError {
	return new TransportError(`${request.method} ${new URL(request.url).host}: ${cause.message}`, {
		kind: 'network',
		cause,
	});
}
