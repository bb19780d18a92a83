/** Waiting for something outside to become so: polls until it is, or says after a while what did not happen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from './steps';
import type { RunningProcess } from './processes';

const DEFAULT_POLL_MS = 150;
const DEFAULT_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 5_000;

export interface WaitOptions {
	/** Milliseconds until it counts as not happening; 60,000 when absent. */
	readonly timeoutMs?: number;
	/** Milliseconds between two looks. */
	readonly pollMs?: number;
}

/**
 * Looks again and again until `look` gives something other than null, and resolves with it.
 *
 * @throws {Error} "{what} did not happen within 60.0 s" after the time-out; what `look` throws ends it at once.
 */
export async function waitFor<Result>(
	what: string,
	look: () => Promise<Result | null>,
	{ timeoutMs = DEFAULT_TIMEOUT_MS, pollMs = DEFAULT_POLL_MS }: WaitOptions = {},
): Promise<Result> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const found = await look();
		if (found !== null) return found;
		if (Date.now() >= deadline)
			throw new Error(`${what} did not happen within ${formatDuration(timeoutMs)}.`);
		await sleep(pollMs);
	}
}

export interface HttpWaitOptions extends WaitOptions {
	/** Which answers count; any answer at all when absent. */
	readonly accept?: (response: Response) => boolean;
}

/**
 * Waits until an HTTP address of a process answers.
 *
 * @throws {Error} with the last lines of its log when the process ended or did not answer in time.
 */
export async function waitForHttp(
	child: RunningProcess,
	url: string,
	{ accept = () => true, ...wait }: HttpWaitOptions = {},
): Promise<void> {
	const withLog = (sentence: string): Error => {
		const tail = child.logTail();
		return new Error(tail === '' ? sentence : `${sentence}\nThe last lines of its log:\n${tail}`);
	};
	const look = async (): Promise<true | null> => {
		if (!child.isRunning()) {
			const { code, signal } = await child.exited;
			throw withLog(`${child.name} ended (${signal ?? `exit code ${code}`}) before it answered at ${url}.`);
		}
		try {
			const response = await fetch(url, {
				redirect: 'manual',
				signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
			});
			await response.arrayBuffer();
			return accept(response) ? true : null;
		} catch {
			return null;
		}
	};
	try {
		await waitFor(`An answer of ${child.name} at ${url}`, look, wait);
	} catch (error) {
		if (!child.isRunning() || !(error instanceof Error)) throw error;
		throw withLog(error.message);
	}
}
