/** Counts and times requests for the report of a run. Put outside `withRetry` it also counts the retries. */
import { RepeatedTransportError } from './retry';
import type { HttpRequest, HttpResponse, Now, Send } from './types';

/** What a run cost in requests. Durations are a caller's: waiting and retries included. */
export interface RequestFigures {
	/** Requests sent, retries included. */
	readonly count: number;
	readonly retries: number;
	/** Bodies only, UTF-8, before compression. */
	readonly bytes_sent: number;
	readonly bytes_received: number;
	readonly p50_ms: number;
	readonly p95_ms: number;
	readonly max_ms: number;
}

export interface Metrics {
	/** The same `send`, counted. */
	readonly wrap: (send: Send) => Send;
	/** The figures so far. */
	readonly figures: () => RequestFigures;
}

interface Call {
	readonly attempts: number;
	readonly durationMs: number;
	readonly bytesSent: number;
	readonly bytesReceived: number;
}

/** Figures of one run, starting at nothing. */
export function createMetrics(now: Now): Metrics {
	const calls: Call[] = [];

	const record = (
		startedAt: number,
		request: HttpRequest,
		answer: Pick<HttpResponse, 'attempts' | 'body'>,
	) => {
		calls.push({
			attempts: answer.attempts,
			durationMs: now() - startedAt,
			bytesSent: Buffer.byteLength(request.body ?? '') * answer.attempts,
			bytesReceived: Buffer.byteLength(answer.body),
		});
	};

	const wrap =
		(send: Send): Send =>
		async (request) => {
			const startedAt = now();
			try {
				const response = await send(request);
				record(startedAt, request, response);
				return response;
			} catch (error) {
				const attempts = error instanceof RepeatedTransportError ? error.attempts : 1;
				record(startedAt, request, { attempts, body: '' });
				throw error;
			}
		};

	return { wrap, figures: () => sumUp(calls) };
}

function sumUp(calls: readonly Call[]): RequestFigures {
	const durations = calls.map((call) => call.durationMs).sort((a, b) => a - b);
	const total = (pick: (call: Call) => number) => calls.reduce((sum, call) => sum + pick(call), 0);
	return {
		count: total((call) => call.attempts),
		retries: total((call) => call.attempts - 1),
		bytes_sent: total((call) => call.bytesSent),
		bytes_received: total((call) => call.bytesReceived),
		p50_ms: percentile(durations, 0.5),
		p95_ms: percentile(durations, 0.95),
		max_ms: durations.at(-1) ?? 0,
	};
}

/** Nearest rank: the smallest value that at least that share of the values does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
