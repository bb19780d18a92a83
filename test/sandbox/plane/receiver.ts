/** A webhook receiver for tests: remembers what it got and answers as told. */
import { createServer } from 'http';
import type { IncomingMessage, ServerResponse } from 'http';
import type { AddressInfo } from 'net';

export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	/** Names as they were on the wire, in order. */
	readonly headerNames: readonly string[];
	readonly body: string;
}

export interface Receiver {
	readonly url: string;
	readonly received: Received[];
	close(): Promise<void>;
}

type Respond = (response: ServerResponse, position: number, path: string) => void;

const answerOk: Respond = (response) => void response.end('ok');

/** @param respond called for every request with its position; answers 200 by default. */
export async function startReceiver(respond: Respond = answerOk): Promise<Receiver> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({
				method: request.method ?? '',
				path: request.url ?? '',
				headers: request.headers,
				headerNames: request.rawHeaders.filter((_, index) => index % 2 === 0),
				body: Buffer.concat(chunks).toString('utf8'),
			});
			respond(response, received.length - 1, request.url ?? '');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
		received,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
