import fc from 'fast-check';
import { CancelledError } from '../../../core/errors';
import { WINDOW_MS, createPace, createPaceWindow, withWaitBudget } from '../../../core/http/pace';
import type { Pace, PaceKind } from '../../../core/http/pace';
import { anAnswer, fakeClock } from './support';

function aPace(limitPerMinute: number) {
	const clock = fakeClock();
	return { clock, pace: createPace({ limitPerMinute, now: clock.now, sleep: clock.sleep }) };
}

/** Moments, from the start, at which that many concurrent requests were let through. */
async function burst(pace: Pace, { now }: { now: () => number }, kind: PaceKind, count: number) {
	const start = now();
	const wait = async () => {
		await pace.acquire({ kind });
		return now() - start;
	};
	return (await Promise.all(Array.from({ length: count }, wait))).sort((a, b) => a - b);
}

const remaining = (left: number) => anAnswer({ headers: { 'x-ratelimit-remaining': String(left) } });

const AT_ONCE = { kind: 'single' as const, maximumWaitMs: 0 };

describe('createPace', () => {
	it("waits half a second longer than the server's 60 s", async () => {
		const { pace, clock } = aPace(1);
		expect(await burst(pace, clock, 'single', 2)).toEqual([0, 60_500]);
	});

	it('grants what is free at once although the clock moves while it looks', async () => {
		let time = 0;
		const pace = createPace({ limitPerMinute: 2, now: () => time++, sleep: async () => {} });
		const grants = [await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE)];
		expect(grants).toEqual([true, true, false]);
	});

	it('lets a whole window of single requests through at once and the next after the window', async () => {
		const { pace, clock } = aPace(4);
		expect(await burst(pace, clock, 'single', 6)).toEqual([0, 0, 0, 0, WINDOW_MS, WINDOW_MS]);
	});

	it('leaves as many places as a request says, but lets one through in any window', async () => {
		const leaving = { ...AT_ONCE, leaveFree: 2 };
		const { pace } = aPace(4);
		const grants = [await pace.acquire(leaving), await pace.acquire(leaving), await pace.acquire(leaving)];
		expect(grants).toEqual([true, true, false]);
		expect([await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE)]).toEqual([true, true]);
		expect(await aPace(1).pace.acquire(leaving)).toBe(true);
	});

	it('leaves places to scans within their own share', async () => {
		const scan = { kind: 'scan', maximumWaitMs: 0 } as const;
		const { pace } = aPace(4);
		const grants = [
			await pace.acquire({ ...scan, leaveFree: 2 }),
			await pace.acquire({ ...scan, leaveFree: 2 }),
		];
		expect(grants).toEqual([true, false]);
		expect([await pace.acquire(scan), await pace.acquire(scan), await pace.acquire(scan)]).toEqual([
			true,
			true,
			false,
		]);
	});

	it('lets scans fill three quarters, so that single requests find room', async () => {
		const { pace, clock } = aPace(8);
		const scans = await burst(pace, clock, 'scan', 6);
		expect(scans).toEqual([0, 0, 0, 0, 0, 0]);
		await expect(pace.acquire({ kind: 'scan', maximumWaitMs: 5000 })).resolves.toBe(false);
		expect(await burst(pace, clock, 'single', 2)).toEqual([0, 0]);
	});

	it('holds scans at three quarters of a large window', async () => {
		const { pace, clock } = aPace(60);
		const scans = await burst(pace, clock, 'scan', 46);
		expect(scans.filter((time) => time === 0)).toHaveLength(45);
		expect(scans.at(-1)).toBe(WINDOW_MS);
	});

	it('says no at once where the wait would be too long, and takes nothing', async () => {
		const { pace, clock } = aPace(1);
		await pace.acquire({ kind: 'single' });
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: WINDOW_MS - 1 })).resolves.toBe(false);
		expect(clock.waits).toEqual([]);
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: WINDOW_MS })).resolves.toBe(true);
	});

	it('never overshoots any window, whoever asks concurrently', async () => {
		const kinds = fc.array(fc.constantFrom<PaceKind>('scan', 'single'), { maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 9 }), kinds, async (limit, requests) => {
				const { pace, clock } = aPace(limit);
				const grant = async (kind: PaceKind) => {
					await pace.acquire({ kind });
					return clock.now();
				};
				const times = await Promise.all(requests.map(grant));
				const inWindow = (end: number) =>
					times.filter((time) => time > end - WINDOW_MS && time <= end).length;
				expect(Math.max(0, ...times.map(inWindow))).toBeLessThanOrEqual(limit);
			}),
			{ numRuns: 40 },
		);
	});

	it('holds one limit for all runs of a credential together', async () => {
		const clock = fakeClock();
		const options = { window: createPaceWindow(), limitPerMinute: 3, now: clock.now, sleep: clock.sleep };
		const [first, second] = [createPace(options), createPace(options)];
		const now = { kind: 'single' as const, maximumWaitMs: 0 };
		const granted = [await first.acquire(now), await second.acquire(now), await first.acquire(now)];
		expect(granted).toEqual([true, true, true]);
		expect(await second.acquire(now)).toBe(false);
	});

	it('leaves room for requests the server counted and we did not send', async () => {
		const { pace } = aPace(60);
		await pace.acquire({ kind: 'single' });
		pace.learn(remaining(2));
		await pace.acquire({ kind: 'single' });
		await pace.acquire({ kind: 'single' });
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: 500 })).resolves.toBe(false);
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: 5000 })).resolves.toBe(true);
	});

	it('leaves the last places the server has to single requests', async () => {
		const { pace } = aPace(60);
		await pace.acquire({ kind: 'scan' });
		pace.learn(remaining(6));
		await expect(pace.acquire({ kind: 'scan', maximumWaitMs: 0 })).resolves.toBe(true);
		await expect(pace.acquire({ kind: 'scan', maximumWaitMs: 0 })).resolves.toBe(false);
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: 0 })).resolves.toBe(true);
	});

	it('uses what the server has left where its limit is lower than ours', async () => {
		const { pace, clock } = aPace(1000);
		for (let left = 59; left >= 6; left--) {
			await pace.acquire({ kind: 'scan' });
			pace.learn(remaining(left));
		}
		expect(clock.waits).toEqual([]);
	});

	it('does not slow down where the server counts as we do', async () => {
		const { pace, clock } = aPace(60);
		for (let sent = 1; sent <= 60; sent++) {
			await pace.acquire({ kind: 'single' });
			pace.learn(remaining(60 - sent));
		}
		expect(clock.waits).toEqual([]);
	});

	it('sends nothing until the Retry-After of a 429 is over', async () => {
		const { pace, clock } = aPace(60);
		await pace.acquire({ kind: 'single' });
		pace.learn(anAnswer({ status: 429, headers: { 'retry-after': '53' } }));
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: 53_000 })).resolves.toBe(false);
		expect(await burst(pace, clock, 'scan', 1)).toEqual([53_500]);
	});

	it('makes those wait on who were waiting when the 429 came', async () => {
		const { pace, clock } = aPace(1);
		await pace.acquire({ kind: 'single' });
		const waiting = burst(pace, clock, 'single', 1);
		pace.learn(anAnswer({ status: 429, headers: { 'retry-after': '90' } }));
		expect(await waiting).toEqual([90_500]);
	});

	it('counts the attempts of a request that was sent several times', async () => {
		const { pace } = aPace(3);
		await pace.acquire({ kind: 'single' });
		pace.learn(anAnswer({ attempts: 3 }));
		await expect(pace.acquire({ kind: 'single', maximumWaitMs: 0 })).resolves.toBe(false);
	});

	it('holds the limit given last for all runs of a credential', async () => {
		const clock = fakeClock();
		const options = { window: createPaceWindow(), now: clock.now, sleep: clock.sleep };
		const first = createPace({ ...options, limitPerMinute: 1 });
		await first.acquire(AT_ONCE);
		createPace({ ...options, limitPerMinute: 2 });
		expect([await first.acquire(AT_ONCE), await first.acquire(AT_ONCE)]).toEqual([true, false]);
	});

	it.each([
		[0, 1],
		[0.5, 1],
		[2.9, 2],
	])('takes a limit of %d as one of %d', async (limit, count) => {
		const { pace, clock } = aPace(limit);
		const times = await burst(pace, clock, 'single', count + 1);
		expect(times.filter((time) => time === 0)).toHaveLength(count);
	});

	it('lets a scan through where the limit leaves it no share', async () => {
		const { pace } = aPace(1);
		await expect(pace.acquire({ kind: 'scan', maximumWaitMs: 0 })).resolves.toBe(true);
	});

	it('gives a place back when its wait is cancelled', async () => {
		const clock = fakeClock();
		const window = createPaceWindow();
		const options = { window, limitPerMinute: 1, now: clock.now };
		const cancelled = createPace({
			...options,
			sleep: async () => await Promise.reject(new CancelledError()),
		});
		await cancelled.acquire({ kind: 'single' });
		await expect(cancelled.acquire({ kind: 'single' })).rejects.toThrow(CancelledError);
		const other = createPace({ ...options, sleep: clock.sleep });
		expect(await burst(other, clock, 'single', 1)).toEqual([WINDOW_MS]);
	});
});

describe('createPace, told of the requests of others', () => {
	it('keeps to its own limit where the server allows more', async () => {
		const { pace } = aPace(2);
		await pace.acquire(AT_ONCE);
		pace.learn(remaining(58));
		expect([await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE)]).toEqual([true, false]);
	});

	it('leaves them room until the last of them has left the window', async () => {
		const { pace, clock } = aPace(1);
		pace.learn(remaining(0));
		clock.advance(WINDOW_MS - 1);
		await expect(pace.acquire(AT_ONCE)).resolves.toBe(false);
		clock.advance(1);
		await expect(pace.acquire(AT_ONCE)).resolves.toBe(true);
	});

	it('makes those wait on who were waiting when others used up the window', async () => {
		const { pace, clock } = aPace(2);
		pace.learn(remaining(0));
		const waiting = burst(pace, clock, 'single', 1);
		clock.advance(10_000);
		pace.learn(remaining(0));
		expect(await waiting).toEqual([10_000 + WINDOW_MS / 2]);
	});

	it('does not take those who wait here for requests the server counted', async () => {
		const { pace, clock } = aPace(4);
		await burst(pace, clock, 'scan', 3);
		const waiting = burst(pace, clock, 'scan', 1);
		clock.advance(1000);
		pace.learn(remaining(0));
		await waiting;
		const grants = [await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE), await pace.acquire(AT_ONCE)];
		expect(grants).toEqual([true, true, false]);
	});

	it('waits 10 s after a 429 that does not say how long', async () => {
		const { pace, clock } = aPace(60);
		pace.learn(anAnswer({ status: 429 }));
		expect(await burst(pace, clock, 'single', 1)).toEqual([10_500]);
	});

	it('is not hurried by a second 429 that asks for less', async () => {
		const { pace, clock } = aPace(60);
		pace.learn(anAnswer({ status: 429, headers: { 'retry-after': '50' } }));
		pace.learn(anAnswer({ status: 429, headers: { 'retry-after': '1' } }));
		expect(await burst(pace, clock, 'single', 1)).toEqual([50_500]);
	});
});

describe('withWaitBudget', () => {
	it('waits no longer than the caller would', async () => {
		const { pace, clock } = aPace(1);
		const patient = withWaitBudget(pace, { budgetMs: 2 * WINDOW_MS, now: clock.now });
		await patient.acquire({ kind: 'single' });
		await expect(patient.acquire(AT_ONCE)).resolves.toBe(false);
		expect(clock.waits).toEqual([]);
	});

	it('is spent by all waits together', async () => {
		const { pace, clock } = aPace(1);
		const patient = withWaitBudget(pace, { budgetMs: WINDOW_MS + 1000, now: clock.now });
		const grants = [];
		for (let asked = 0; asked < 3; asked++) grants.push(await patient.acquire({ kind: 'single' }));
		expect(grants).toEqual([true, true, false]);
	});
});
