/**
 * Sends a request again where the same request may succeed a few seconds later. It knows HTTP's statuses and
 * nothing of Plane or CalDAV; what a failure means is decided by the caller.
 */
import { TransportError } from '../errors';
import { parseRetryAfter } from './retryAfter';
import { DEFAULT_TIMEOUT_MS } from './types';
import type { HttpRequest, HttpResponse, Now, Send, Sleep } from './types';

/** Beyond this many milliseconds of `Retry-After` the answer is returned instead of waited for. */
export const MAXIMUM_RETRY_AFTER_MS = 60_000;

/** A server says so for ever: unsupported method (501), version (505), no room (507, RFC 4918 §11.5). */
const LASTING_SERVER_ERRORS: ReadonlySet<number> = new Set([501, 505, 507]);

/** The statuses that promise nothing was done, so that even a POST may be sent again. */
const NOTHING_DONE: ReadonlySet<number> = new Set([429, 503]);

/**
 * Xandikos 0.4.10 answers so while another write goes into the same calendar, which is over in a moment. Those who
 * wait must not come back together, so much is left to chance. On a busy machine one of some 70 writes, four at a
 * time, was refused six times in a row.
 */
const LOCKED = 423;
const LOCKED_ATTEMPTS = 10;
const LOCKED_WAIT_MS = 200;

/** How much of a wait is left to chance, so that clients that failed together do not return together. */
const JITTER = 0.5;

export interface RetryOptions {
	/** How often a request is sent at most. @default 3 */
	readonly attempts?: number;
	/** Shortest wait where the server names none. @default 4000 */
	readonly minimumWaitMs?: number;
	/** Longest wait where the server names none. @default 10000 */
	readonly maximumWaitMs?: number;
	/** Longest `Retry-After` that is waited for. @default 60000 */
	readonly maximumRetryAfterMs?: number;
	/** Longest wait of all requests together; a wait that would exceed what is left is not begun. @default Infinity */
	readonly waitBudgetMs?: number;
	/** False returns a 429 at once, for a caller whose pace decides how long to wait. @default true */
	readonly retryRateLimited?: boolean;
	readonly sleep: Sleep;
	/** A number in [0, 1). */
	readonly random: () => number;
	readonly now: Now;
}

/** No answer arrived although the request was sent several times. */
export class RepeatedTransportError extends TransportError {
	readonly attempts: number;

	constructor(last: TransportError, attempts: number) {
		const message = `${last.message} (tried ${attempts} times)`;
		super(message, { kind: last.kind, status: last.status, cause: last });
		this.attempts = attempts;
	}
}

type Outcome =
	| { readonly kind: 'answer'; readonly response: HttpResponse }
	| { readonly kind: 'no_answer'; readonly error: TransportError };

/**
 * A `send` that repeats on network failures, time-outs, 429 and 5xx (but 501, 505, 507), waiting
 * exponentially with jitter or as long as `Retry-After` says; on 423 sooner and more often. A POST is repeated on
 * 429 and 503 only: after anything else it may have been carried out. A request with a deadline is cut off there,
 * and no wait for another attempt leads past it. A heavy one is repeated on network failures and 429 only.
 *
 * @throws {TransportError} the last one, with the number of attempts in its message.
 */
export function withRetry(send: Send, options: RetryOptions): Send {
	const { attempts = 3, sleep, now, waitBudgetMs = Infinity } = options;
	let leftMs = waitBudgetMs;
	return async (request) => {
		const { deadline = Infinity } = request;
		let sent = 0;
		for (let attempt = 1; ; attempt++) {
			const outcome = await attemptOnce(send, untilDeadline(request, now()));
			sent += outcome.kind === 'answer' ? outcome.response.attempts : 1;
			const limit = isLocked(outcome) ? LOCKED_ATTEMPTS : attempts;
			const waitMs = attempt < limit ? waitBeforeRetry(request, outcome, { ...options, attempt }) : null;
			if (waitMs === null || waitMs > leftMs || now() + waitMs >= deadline) return settle(outcome, sent);
			leftMs -= waitMs;
			await sleep(waitMs);
		}
	};
}

/** A time-out of 0 would mean none. */
function untilDeadline(request: HttpRequest, now: number): HttpRequest {
	const { timeoutMs = DEFAULT_TIMEOUT_MS, deadline } = request;
	return deadline === undefined
		? request
		: { ...request, timeoutMs: Math.max(1, Math.min(timeoutMs, deadline - now)) };
}

async function attemptOnce(send: Send, request: HttpRequest): Promise<Outcome> {
	try {
		return { kind: 'answer', response: await send(request) };
	} catch (error) {
		if (error instanceof TransportError) return { kind: 'no_answer', error };
		throw error;
	}
}

function settle(outcome: Outcome, sent: number): HttpResponse {
	if (outcome.kind === 'answer') return { ...outcome.response, attempts: sent };
	throw sent > 1 ? new RepeatedTransportError(outcome.error, sent) : outcome.error;
}

const isLocked = (outcome: Outcome): boolean =>
	outcome.kind === 'answer' && outcome.response.status === LOCKED;

/** Milliseconds to wait, or null where the outcome is final. */
function waitBeforeRetry(
	{ method, isHeavy = false }: HttpRequest,
	outcome: Outcome,
	options: RetryOptions & { readonly attempt: number },
): number | null {
	const { attempt } = options;
	const repeatable = method.toUpperCase() !== 'POST';
	if (outcome.kind === 'no_answer') {
		const { kind } = outcome.error;
		const isPassing = kind === 'network' || (kind === 'timeout' && !isHeavy);
		return repeatable && isPassing ? backoff(attempt, options) : null;
	}
	const { status, headers } = outcome.response;
	if (isLocked(outcome)) {
		return repeatable ? Math.round(LOCKED_WAIT_MS * attempt * (1 + 2 * options.random())) : null;
	}
	if (isHeavy && status >= 500) return null;
	if (!isPassing(status, options) || !(repeatable || NOTHING_DONE.has(status))) return null;
	const retryAfterMs = parseRetryAfter(headers, options.now());
	if (retryAfterMs === null) return backoff(attempt, options);
	return retryAfterMs <= (options.maximumRetryAfterMs ?? MAXIMUM_RETRY_AFTER_MS) ? retryAfterMs : null;
}

function isPassing(status: number, { retryRateLimited = true }: RetryOptions): boolean {
	if (status === 429) return retryRateLimited;
	return status >= 500 && !LASTING_SERVER_ERRORS.has(status);
}

function backoff(attempt: number, options: RetryOptions): number {
	const { minimumWaitMs = 4000, maximumWaitMs = 10_000, random } = options;
	const exponential = minimumWaitMs * 2 ** (attempt - 1) * (1 + JITTER * random());
	return Math.round(Math.min(maximumWaitMs, exponential));
}
