/** The clock of the simulation. */
import { createFakeClock } from '../../bench/simulation/clock';

const START = Date.UTC(2026, 10, 23);
const HOUR_MS = 3_600_000;

describe('createFakeClock', () => {
	it('wakes everybody in the order of their times, whoever began to wait first', async () => {
		const clock = createFakeClock(START);
		const seen: Array<readonly [string, number]> = [];
		const wait = async (name: string, ...waits: readonly number[]): Promise<void> => {
			for (const milliseconds of waits) {
				await clock.sleep(milliseconds);
				seen.push([name, clock.now() - START]);
			}
		};
		await Promise.all([wait('slow', 2 * HOUR_MS), wait('quick', HOUR_MS, 30, 2 * HOUR_MS)]);
		expect(seen).toEqual([
			['quick', HOUR_MS],
			['quick', HOUR_MS + 30],
			['slow', 2 * HOUR_MS],
			['quick', 3 * HOUR_MS + 30],
		]);
	});

	it('stands still while somebody works', async () => {
		const clock = createFakeClock(START);
		const waiting = clock.sleep(HOUR_MS);
		for (let step = 0; step < 100; step++) await Promise.resolve();
		expect(clock.now()).toBe(START);
		await waiting;
		expect(clock.now()).toBe(START + HOUR_MS);
	});
});
