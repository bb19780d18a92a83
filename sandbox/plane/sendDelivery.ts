/**
 * One HTTP attempt as Plane's worker (Python requests) makes it: header names, order and redirects included.
 * Knows nothing of retries.
 */
import * as http from 'http';
import * as https from 'https';

const MAX_REDIRECTS = 30;
const CONTENT_HEADERS = new Set(['content-type', 'content-length', 'transfer-encoding']);

export interface Attempt {
	readonly method: 'POST' | 'GET';
	readonly url: URL;
	/** In wire order; `Host` and `Content-Length` are added. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly timeoutMs: number;
}

interface Answer {
	readonly status: number;
	readonly location: string | undefined;
}

function send({ method, url, headers, body, timeoutMs }: Attempt): Promise<Answer> {
	const client = url.protocol === 'https:' ? https : http;
	const wireHeaders: Record<string, string> = { Host: url.host, ...headers };
	if (method === 'POST') wireHeaders['Content-Length'] = String(Buffer.byteLength(body));
	return new Promise((resolve, reject) => {
		const request = client.request(url, { method, headers: wireHeaders, agent: false }, (response) => {
			response.resume();
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, location: response.headers.location }),
			);
			response.on('error', reject);
		});
		request.setTimeout(timeoutMs, () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
		request.on('error', reject);
		request.end(method === 'POST' ? body : undefined);
	});
}

const withoutContent = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => !CONTENT_HEADERS.has(name.toLowerCase())));

/** 301, 302 and 303 turn the POST into a GET without a body; 307 and 308 keep it. */
function redirected(attempt: Attempt, status: number, location: string): Attempt | null {
	if (![301, 302, 303, 307, 308].includes(status)) return null;
	const url = new URL(location, attempt.url);
	if (status >= 307) return { ...attempt, url };
	return { ...attempt, method: 'GET', url, headers: withoutContent(attempt.headers), body: '' };
}

/**
 * Sends one attempt, follows redirects and resolves with the final status, whatever it is.
 *
 * @throws {Error} when no HTTP answer arrived: refused, reset, or nothing within `timeoutMs`.
 */
export async function sendDelivery(attempt: Attempt): Promise<number> {
	let current = attempt;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
		const answer = await send(current);
		const next = answer.location === undefined ? null : redirected(current, answer.status, answer.location);
		if (!next) return answer.status;
		current = next;
	}
	throw new Error(`more than ${MAX_REDIRECTS} redirects from ${attempt.url.origin}`);
}
