/**
 * Lets tsdav build a request while our `send` carries it and our reader judges the answer: tsdav's own
 * fetch knows no n8n, and its own reading takes a login page for an empty answer.
 */
import type { Send } from '../http/types';
import { type DavResponse, sendDav } from './request';

/** The shape of `fetch` that tsdav calls. */
export type DavFetch = typeof fetch;

/** Statuses whose `Response` must have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * The answer to the one request that `call` makes through the given fetch.
 *
 * @throws as {@link sendDav}
 */
export async function throughTsdav(
	send: Send,
	call: (fetch: DavFetch) => Promise<unknown>,
): Promise<DavResponse> {
	const answers: DavResponse[] = [];
	await call(async (input, init) => {
		const response = await sendDav(send, {
			method: init?.method ?? 'GET',
			url: typeof input === 'string' ? input : 'href' in input ? input.href : input.url,
			headers: Object.fromEntries(new Headers(init?.headers)),
			...(typeof init?.body === 'string' ? { body: init.body } : {}),
		});
		answers.push(response);
		return toFetchResponse(response);
	});
	const [answer] = answers;
	if (answer === undefined) throw new TypeError('The call sent no request.');
	return answer;
}

function toFetchResponse({ status, headers, body }: DavResponse): Response {
	const shown = status >= 200 && status <= 599 ? status : 502;
	return new Response(WITHOUT_BODY.has(shown) ? null : body, {
		status: shown,
		headers: { 'content-type': (headers['content-type'] ?? '').replace(/[^ -~]/g, '') },
	});
}
