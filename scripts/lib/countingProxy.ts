/** A proxy on loopback that counts what passes through it, by method. Changes nothing. */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProxy {
	/** With trailing slash. */
	readonly url: string;
	/** Requests since the start or the last reset, by method. */
	readonly counts: () => Readonly<Record<string, number>>;
	readonly reset: () => void;
	readonly stop: () => Promise<void>;
}

/** @param target address of the server behind it. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
	let counts: Record<string, number> = {};
	const server = createServer((request, response) => {
		const method = request.method ?? 'GET';
		counts[method] = (counts[method] ?? 0) + 1;
		forward(request, response, target);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/`,
		counts: () => counts,
		reset: () => {
			counts = {};
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Passes a request on as it came, and the answer back. */
export function forward(request: IncomingMessage, response: ServerResponse, target: string): void {
	const { hostname, port } = new URL(target);
	const onward = httpRequest(
		{ hostname, port, method: request.method, path: request.url, headers: request.headers, agent: false },
		(answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.pipe(response);
		},
	);
	onward.on('error', () => response.destroy());
	request.pipe(onward);
}
