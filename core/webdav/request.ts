/**
 * Sends one WebDAV request and follows redirects the way a client with a password may. Statuses are data;
 * what they mean is decided by the callers.
 */
import { DavError } from '../errors';
import type { HttpResponse, Send } from '../http/types';
import { addressForMessage, resolveLink } from './href';

/** RFC 9110 §15.4: statuses that name another address for the same request. 303 asks for a GET instead. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);
const MAX_REDIRECTS = 5;

export interface DavRequest {
	readonly method: string;
	/** Absolute. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly timeoutMs?: number;
}

export interface DavResponse extends HttpResponse {
	/** The address that answered, after redirects. */
	readonly url: string;
}

/**
 * Sends a request; the method and body survive redirects.
 *
 * @throws {DavError} `permission` for a redirect to another server, which must not get the password;
 * `invalid_response` for redirects without end.
 * @throws {TransportError} where no answer arrived.
 */
export async function sendDav(send: Send, request: DavRequest): Promise<DavResponse> {
	let url = request.url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		const response = await send({ ...request, url, headers: request.headers ?? {} });
		const location = response.headers['location'];
		if (!REDIRECTS.has(response.status) || location === undefined) return { ...response, url };
		url = resolveLink(location, url);
	}
	throw new DavError(
		`${addressForMessage(request.url)} redirects in circles. Check the server URL in the CalDAV credential.`,
		{ kind: 'invalid_response' },
	);
}

export interface XmlRequest {
	readonly method: 'PROPFIND' | 'PROPPATCH' | 'REPORT';
	readonly url: string;
	readonly depth?: '0' | '1';
	readonly body: string;
	readonly timeoutMs?: number;
}

/** Sends a request with an XML body. @throws as {@link sendDav} */
export function sendXml(
	send: Send,
	{ method, url, depth, body, timeoutMs }: XmlRequest,
): Promise<DavResponse> {
	return sendDav(send, {
		method,
		url,
		headers: {
			'content-type': 'application/xml; charset=utf-8',
			accept: 'application/xml, text/xml',
			...(depth === undefined ? {} : { depth }),
		},
		body,
		...(timeoutMs === undefined ? {} : { timeoutMs }),
	});
}
