import { TransportError } from '../../../core/errors';
import { withConcurrency } from '../../../core/http/limit';
import { createMetrics } from '../../../core/http/metrics';
import { withRetry } from '../../../core/http/retry';
import type { Send } from '../../../core/http/types';
import { aRequest, anAnswer, fakeClock, sendOf } from './support';

describe('createMetrics', () => {
	it('counts requests, retries and bytes', async () => {
		const metrics = createMetrics(fakeClock().now);
		const { send } = sendOf(anAnswer({ body: 'grün', attempts: 3 }), anAnswer({ body: 'ok' }));
		const counted = metrics.wrap(send);
		await counted(aRequest({ method: 'PUT', body: 'äb' }));
		await counted(aRequest());
		expect(metrics.figures()).toMatchObject({ count: 4, retries: 2, bytes_sent: 9, bytes_received: 7 });
	});

	it('counts requests that failed, with their attempts', async () => {
		const clock = fakeClock();
		const metrics = createMetrics(clock.now);
		const { send } = sendOf(new TransportError('refused', { kind: 'network' }));
		const retrying = withRetry(send, { ...clock, random: () => 0 });
		await expect(metrics.wrap(retrying)(aRequest())).rejects.toThrow(TransportError);
		expect(metrics.figures()).toMatchObject({ count: 3, retries: 2 });
	});

	it('gives the nearest rank of the durations', async () => {
		const clock = fakeClock();
		const metrics = createMetrics(clock.now);
		const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
		for (const duration of durations) {
			const slow: Send = async () => {
				clock.advance(duration);
				return await Promise.resolve(anAnswer());
			};
			await metrics.wrap(slow)(aRequest());
		}
		expect(metrics.figures()).toMatchObject({ p50_ms: 50, p95_ms: 95, max_ms: 100 });
	});

	it('is all zero before the first request', () => {
		const figures = createMetrics(() => 0).figures();
		expect(new Set(Object.values(figures))).toEqual(new Set([0]));
	});
});

describe('withConcurrency', () => {
	it('rule 5: has at most that many requests under way', async () => {
		let underWay = 0;
		let most = 0;
		const { sleep } = fakeClock();
		const send = withConcurrency(async () => {
			most = Math.max(most, ++underWay);
			await sleep(10);
			underWay--;
			return anAnswer();
		}, 4);
		await Promise.all(Array.from({ length: 20 }, async () => await send(aRequest())));
		expect(most).toBe(4);
	});
});
