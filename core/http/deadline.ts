/** Bounds a series of requests by one moment: none begins after it, and what is under way is cut off there. */
import { TransportError } from '../errors';
import type { Now, Send } from './types';

/** A timer may end a moment before the clock says so. */
const TIMER_SLACK_MS = 10;

/** Whether the moment has come, in milliseconds since the epoch. */
export const isPast = (deadline: number, now: Now): boolean => now() >= deadline - TIMER_SLACK_MS;

/**
 * The same `send` with a deadline on every request (`withRetry` cuts off there and begins no wait beyond it).
 *
 * @param deadline milliseconds since the epoch.
 * @throws {TransportError} `timeout` where a request would begin after it; that one is not sent.
 */
export function withDeadline(send: Send, deadline: number, now: Now): Send {
	return async (request) => {
		if (isPast(deadline, now)) {
			throw new TransportError(
				`${request.method} ${new URL(request.url).origin} was not sent: the time for this run is up. The next run goes on.`,
				{ kind: 'timeout' },
			);
		}
		return await send({ ...request, deadline: Math.min(deadline, request.deadline ?? Infinity) });
	};
}
