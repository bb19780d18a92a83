import { CancelledError, TransportError } from '../../../core/errors';
import { withRetry } from '../../../core/http/retry';
import type { RetryOptions } from '../../../core/http/retry';
import type { HttpResponse, Send } from '../../../core/http/types';
import { aRequest, anAnswer, fakeClock, sendOf } from './support';

const lost = new TransportError('connection refused', { kind: 'network' });

function retrying(answers: ReadonlyArray<HttpResponse | Error>, options: Partial<RetryOptions> = {}) {
	const clock = fakeClock();
	const { send, sent } = sendOf(...answers);
	const retry = withRetry(send, { sleep: clock.sleep, now: clock.now, random: () => 0, ...options });
	return { retry, sent, waits: clock.waits };
}

describe('withRetry', () => {
	it.each([423, 429, 500, 502, 503, 504, 520])('rule 5: sends again after a %d', async (status) => {
		const { retry, sent } = retrying([anAnswer({ status }), anAnswer()]);
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 200, attempts: 2 });
		expect(sent).toHaveLength(2);
	});

	it.each([200, 301, 400, 401, 403, 404, 409, 412, 413, 501, 505, 507])(
		'rule 5: returns a %d at once',
		async (status) => {
			const { retry, sent } = retrying([anAnswer({ status })]);
			await expect(retry(aRequest())).resolves.toMatchObject({ status, attempts: 1 });
			expect(sent).toHaveLength(1);
		},
	);

	it('returns the last answer as data when every attempt fails', async () => {
		const { retry, sent } = retrying([anAnswer({ status: 503, body: 'busy' })]);
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 503, body: 'busy', attempts: 3 });
		expect(sent).toHaveLength(3);
	});

	it.each(['network', 'timeout'] as const)(
		'rethrows a %s failure with the number of attempts',
		async (kind) => {
			const { retry } = retrying([new TransportError('no answer', { kind })]);
			await expect(retry(aRequest())).rejects.toMatchObject({ kind, message: 'no answer (tried 3 times)' });
		},
	);

	it('counts two attempts as several', async () => {
		const { retry } = retrying([lost], { attempts: 2 });
		await expect(retry(aRequest())).rejects.toMatchObject({
			attempts: 2,
			message: expect.stringContaining('tried 2 times'),
		});
	});

	it('adds up what was already sent several times', async () => {
		const { retry } = retrying([anAnswer({ status: 500, attempts: 2 }), anAnswer()]);
		await expect(retry(aRequest())).resolves.toMatchObject({ attempts: 3 });
	});

	it('recovers from a lost connection', async () => {
		const { retry } = retrying([lost, anAnswer()]);
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 200, attempts: 2 });
	});

	it('waits no longer in all than its budget, a whole Retry-After or not at all', async () => {
		const busy = (seconds: number) => anAnswer({ status: 503, headers: { 'retry-after': String(seconds) } });
		const { retry, sent, waits } = retrying([busy(8), anAnswer(), busy(13), busy(12), anAnswer(), lost], {
			waitBudgetMs: 20_000,
		});
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 200 });
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 503, attempts: 1 });
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 200, attempts: 2 });
		await expect(retry(aRequest())).rejects.toBe(lost);
		expect(waits).toEqual([8000, 12_000]);
		expect(sent).toHaveLength(6);
	});

	it('passes a cancellation on without another attempt', async () => {
		const { retry, sent } = retrying([new CancelledError()]);
		await expect(retry(aRequest())).rejects.toThrow(CancelledError);
		expect(sent).toHaveLength(1);
	});

	it.each([
		['least', 0, [4000, 8000, 10_000]],
		['most', 0.999, [5998, 10_000, 10_000]],
	])('waits exponentially, with the %s jitter', async (_, random, expected) => {
		const { retry, waits } = retrying([anAnswer({ status: 500 })], { attempts: 4, random: () => random });
		await retry(aRequest());
		expect(waits).toEqual(expected);
	});

	it.each([
		['least', 0, [200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800]],
		['most', 0.999, [600, 1199, 1799, 2398, 2998, 3598, 4197, 4797, 5396]],
	])('waits less and more often for a lock, with the %s jitter', async (_, random, expected) => {
		const { retry, waits } = retrying([anAnswer({ status: 423 })], { random: () => random });
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 423, attempts: 10 });
		expect(waits).toEqual(expected);
	});

	it.each([
		['seconds', { 'retry-after': '2' }, 2000],
		[
			'a date, by the clock of the server',
			{
				'retry-after': 'Sun, 22 Nov 2026 19:00:30 GMT',
				date: 'Sun, 22 Nov 2026 19:00:00 GMT',
			},
			30_000,
		],
		['a part of a second', { 'retry-after': '1.5' }, 1500],
		['the longest time that is waited for', { 'retry-after': '60' }, 60_000],
		['a date that is over', { 'retry-after': 'Sun, 22 Nov 2026 17:59:00 GMT' }, 0],
		['a date, by our clock', { 'retry-after': 'Sun, 22 Nov 2026 18:00:07 GMT' }, 7000],
		['nonsense', { 'retry-after': 'soon' }, 4000],
	])('obeys Retry-After as %s', async (_, headers: Record<string, string>, wait) => {
		const { retry, waits } = retrying([anAnswer({ status: 503, headers }), anAnswer()]);
		await retry(aRequest());
		expect(waits).toEqual([wait]);
	});

	it('returns the answer when Retry-After is longer than the cap', async () => {
		const { retry, waits } = retrying([anAnswer({ status: 503, headers: { 'retry-after': '61' } })]);
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 503, attempts: 1 });
		expect(waits).toEqual([]);
	});

	it('returns a 429 at once where the pace decides about the wait', async () => {
		const { retry, sent } = retrying([anAnswer({ status: 429 })], { retryRateLimited: false });
		await expect(retry(aRequest())).resolves.toMatchObject({ status: 429 });
		expect(sent).toHaveLength(1);
	});

	it.each([
		['a lost connection', lost, 3],
		['a time-out', new TransportError('late', { kind: 'timeout' }), 1],
		['a 504', anAnswer({ status: 504 }), 1],
	])('sends a heavy request after %s as often as that may help', async (_, answer, times) => {
		const { retry, sent } = retrying([answer]);
		await retry(aRequest({ isHeavy: true })).catch(() => null);
		expect(sent).toHaveLength(times);
	});

	it.each([
		['a lost connection', lost, 1],
		['a 500', anAnswer({ status: 500 }), 1],
		['a 429', anAnswer({ status: 429 }), 3],
		['a 503', anAnswer({ status: 503 }), 3],
	])('sends a POST after %s as often as it is safe', async (_, answer, times) => {
		const { retry, sent } = retrying([answer]);
		await retry(aRequest({ method: 'POST' })).catch(() => null);
		expect(sent).toHaveLength(times);
	});

	describe('with a deadline', () => {
		/** A server that never answers, and what was sent to it. */
		function hanging(leftMs: number) {
			const clock = fakeClock();
			const start = clock.now();
			const timeouts: Array<number | undefined> = [];
			const send: Send = async ({ timeoutMs }) => {
				timeouts.push(timeoutMs);
				clock.advance(timeoutMs ?? 0);
				return await Promise.reject(new TransportError('late', { kind: 'timeout' }));
			};
			const retry = withRetry(send, { sleep: clock.sleep, now: clock.now, random: () => 0 });
			const request = { timeoutMs: 60_000, deadline: start + leftMs };
			return { timeouts, passedMs: () => clock.now() - start, retry, request };
		}

		it.each([
			['cuts the first attempt off there', 5000, [5000], 5000],
			['does not wait for an attempt behind it', 63_000, [60_000], 60_000],
			['cuts a later attempt off there', 100_000, [60_000, 36_000], 100_000],
			['changes nothing far from it', 600_000, [60_000, 60_000, 60_000], 192_000],
		])('%s', async (_, leftMs, expected, passedMs) => {
			const plane = hanging(leftMs);
			await expect(plane.retry(aRequest(plane.request))).rejects.toMatchObject({ kind: 'timeout' });
			expect(plane.timeouts).toEqual(expected);
			expect(plane.passedMs()).toBe(passedMs);
		});

		it("leaves the transport's own limit where that is shorter, and never sends without one", async () => {
			const plane = hanging(40_000);
			const deadline = plane.request.deadline;
			await plane.retry(aRequest({ deadline })).catch(() => null);
			expect(plane.timeouts).toEqual([30_000, 6000]);
			await plane.retry(aRequest({ deadline })).catch(() => null);
			expect(plane.timeouts.at(-1)).toBe(1);
		});
	});
});
