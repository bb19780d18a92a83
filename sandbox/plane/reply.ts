/** Replies and how they go over the wire: whole, compressed, cut or not at all. Knows no route. */
import type { IncomingMessage, ServerResponse } from 'http';
import { gzipSync } from 'zlib';
import type { Answer } from './answers';
import { restJson } from './pythonJson';

export interface Reply {
	readonly status: number;
	readonly type?: string;
	readonly text: string;
	readonly headers?: Readonly<Record<string, string>>;
}

const GZIP_FROM_BYTES = 200;

/** An answer of the API as Django REST writes it. */
export const jsonReply = ({ status, body, headers = {} }: Answer): Reply => ({
	status,
	text: body === null ? '' : restJson(body),
	...(body === null ? {} : { type: 'application/json' }),
	headers: { vary: 'Cookie, origin', ...headers },
});

interface Encoded {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** Django compresses bodies over 200 bytes for whoever takes gzip. */
function encode(request: IncomingMessage, reply: Reply): Encoded {
	const plain = Buffer.from(reply.text, 'utf8');
	const headers: Record<string, string> = { ...reply.headers };
	if (reply.type) headers['content-type'] = reply.type;
	const compressible = plain.length > GZIP_FROM_BYTES;
	const wanted = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
	if (compressible) headers['vary'] = `Accept-Encoding, ${headers['vary'] ?? 'Cookie, origin'}`;
	if (compressible && wanted) headers['content-encoding'] = 'gzip';
	const body = compressible && wanted ? gzipSync(plain, { level: 1 }) : plain;
	headers['content-length'] = String(body.length);
	return { headers, body };
}

export function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
	const { headers, body } = encode(request, reply);
	response.writeHead(reply.status, headers);
	response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Promises the whole body, sends its beginning and ends the connection.
 *
 * @param bytes of the body as it goes over the wire; null for half of it.
 */
export function writeCut(
	request: IncomingMessage,
	response: ServerResponse,
	{ reply, bytes }: { readonly reply: Reply; readonly bytes: number | null },
): void {
	const { headers, body } = encode(request, reply);
	response.writeHead(reply.status, headers);
	response.write(body.subarray(0, bytes ?? Math.floor(body.length / 2)), () => response.destroy());
}

/** Resets the connection: the client reads ECONNRESET. */
export const resetConnection = (request: IncomingMessage): void => {
	request.socket.resetAndDestroy();
};
