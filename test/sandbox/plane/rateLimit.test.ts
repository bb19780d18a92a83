import { createRateLimiter } from '../../../sandbox/plane/rateLimit';
import { recordedAnswer, recordedExchanges } from './recordings';
import { startForTest } from './standInForTests';

describe('createRateLimiter', () => {
	it('refuses the 61st request of a minute and counts down before', () => {
		const admit = createRateLimiter(60, () => 0);
		const remaining = Array.from({ length: 60 }, () => admit('key')).map(
			(one) => 'remaining' in one && one.remaining,
		);
		expect([remaining[0], remaining[59]]).toEqual([59, 0]);
		expect(admit('key')).toEqual({ kind: 'refused', retryAfterSeconds: 60 });
	});

	it('lets a request in when the oldest is a minute old, and does not count refused ones', () => {
		let now = 0;
		const admit = createRateLimiter(2, () => now);
		admit('key');
		now = 30_000;
		admit('key');
		now = 52_500;
		expect(admit('key')).toEqual({ kind: 'refused', retryAfterSeconds: 8 });
		now = 60_000;
		expect(admit('key')).toEqual({ kind: 'allowed', remaining: 0, resetSeconds: 120 });
	});

	it('counts every key on its own', () => {
		const admit = createRateLimiter(1, () => 0);
		admit('one');
		expect(admit('two')).toMatchObject({ kind: 'allowed' });
	});
});

describe('the API beyond its rate', () => {
	it('answers the recorded 429 with Retry-After and without the other headers', async () => {
		const plane = await startForTest({ rateLimit: 1 });
		await plane.ask('/users/me/');
		const refused = await plane.ask('/users/me/');
		await plane.close();
		const recorded = recordedExchanges('109').find(({ response }) => response.status === 429)?.response;
		expect([refused.status, refused.text]).toEqual([429, recorded?.bodyText]);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(55);
		expect(refused.headers.get('x-ratelimit-remaining')).toBeNull();
	});

	it('does not count what was refused before: a bad key, no permission', async () => {
		const plane = await startForTest({ rateLimit: 5 });
		await plane.ask(`${plane.pathOf('DSN')}/work-items/`);
		const first = await plane.ask('/users/me/');
		await plane.close();
		expect(first.headers.get('x-ratelimit-remaining')).toBe('4');
		expect(recordedAnswer('46').headers['x-ratelimit-remaining']).toBeUndefined();
	});
});
