/**
 * What may befall an answer of the API on its way: from the faults that strike a request to what goes over
 * the wire. Calls the API itself only where the fault lets the request through; writes no byte.
 */
import { crash, rateLimited } from './answers';
import type { Which } from './faultChoice';
import { jsonReply } from './reply';
import type { Reply } from './reply';

/** Which requests a fault is for; what is not said matches all. */
export interface AnswerMatch extends Which {
	readonly method?: string;
	/** A part of path and query. */
	readonly path?: string;
}

/** Whether the request is lost on its way to Plane, or done and its answer lost. */
type When = { readonly when?: 'before' | 'after' };

export type AnswerFault = AnswerMatch &
	/** A 429; null leaves `Retry-After` out, 1 second by default. */
	(
		| { readonly kind: 'rate_limited'; readonly retryAfterSeconds?: number | null }
		/** 500 with Plane's body (default), or 502, 503, 504 with a proxy's page. */
		| ({ readonly kind: 'server_error'; readonly status?: number } & When)
		/** Never answers. */
		| ({ readonly kind: 'time_out' } & When)
		/** The connection is reset. */
		| ({ readonly kind: 'reset' } & When)
		/** So many bytes of the body (1 or more, half by default), then the end; `whole`: as a whole answer. */
		| { readonly kind: 'cut_body'; readonly bytes?: number; readonly whole?: boolean }
		/** A login page with status 200, as a proxy before Plane sends it. */
		| { readonly kind: 'login_page' }
		/** The right body as another type, `text/html` by default. */
		| { readonly kind: 'wrong_content_type'; readonly type?: string }
		/** The right answer, as it was when asked, so much later. */
		| { readonly kind: 'slow'; readonly delayMs: number }
	);

export type Effect =
	| { readonly kind: 'reply'; readonly reply: Reply }
	| { readonly kind: 'cut'; readonly reply: Reply; readonly bytes: number | null }
	| { readonly kind: 'silence' }
	| { readonly kind: 'reset' };

export interface Trouble {
	readonly delayMs: number;
	readonly effect: Effect;
}

const HTML = 'text/html; charset=utf-8';

const LOGIN_PAGE = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form method="post" action="/login"><input name="user"><input name="password" type="password">
<button>Sign in</button></form></body></html>
`;

const PROXY_TITLES: Readonly<Record<number, string>> = {
	502: 'Bad Gateway',
	503: 'Service Temporarily Unavailable',
	504: 'Gateway Time-out',
};

function proxyPage(status: number): string {
	const title = `${status} ${PROXY_TITLES[status] ?? 'Error'}`;
	const body = `<body><center><h1>${title}</h1></center></body>`;
	return `<html>\r\n<head><title>${title}</title></head>\r\n${body}\r\n</html>\r\n`;
}

const serverError = (status: number): Reply =>
	status === 500 ? jsonReply(crash) : { status, type: HTML, text: proxyPage(status) };

function tooManyRequests(retryAfterSeconds: number | null): Reply {
	const { headers, ...answer } = rateLimited(retryAfterSeconds ?? 0);
	return jsonReply(retryAfterSeconds === null || !headers ? answer : { ...answer, headers });
}

function cutReply(reply: Reply, fault: { readonly bytes?: number; readonly whole?: boolean }): Effect {
	if (!fault.whole) return { kind: 'cut', reply, bytes: fault.bytes ?? null };
	const text = Buffer.from(reply.text, 'utf8');
	const kept = text.subarray(0, fault.bytes ?? Math.floor(text.length / 2));
	return { kind: 'reply', reply: { ...reply, text: kept.toString('utf8') } };
}

type Terminal = Exclude<AnswerFault, { readonly kind: 'slow' }>;

function effectOf(fault: Terminal, execute: () => Reply): Effect {
	if ('when' in fault && fault.when === 'after') execute();
	switch (fault.kind) {
		case 'rate_limited': {
			const { retryAfterSeconds = 1 } = fault;
			return { kind: 'reply', reply: tooManyRequests(retryAfterSeconds) };
		}
		case 'server_error':
			return { kind: 'reply', reply: serverError(fault.status ?? 500) };
		case 'time_out':
			return { kind: 'silence' };
		case 'reset':
			return { kind: 'reset' };
		case 'cut_body':
			return cutReply(execute(), fault);
		case 'login_page':
			return { kind: 'reply', reply: { status: 200, type: HTML, text: LOGIN_PAGE } };
		case 'wrong_content_type':
			return { kind: 'reply', reply: { ...execute(), type: fault.type ?? 'text/html' } };
	}
}

/**
 * What becomes of a request: delays add up, and of the other faults the one armed first has its way.
 *
 * @param execute asks the API, at most once.
 */
export function troubleOf(faults: readonly AnswerFault[], execute: () => Reply): Trouble {
	let delayMs = 0;
	let terminal: Terminal | undefined;
	for (const fault of faults) {
		if (fault.kind === 'slow') delayMs += fault.delayMs;
		else terminal ??= fault;
	}
	const effect: Effect = terminal ? effectOf(terminal, execute) : { kind: 'reply', reply: execute() };
	return { delayMs, effect };
}
