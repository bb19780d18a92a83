import { createClock, formatInstant } from '../../../sandbox/plane/instants';

const AT = Date.UTC(2026, 10, 22, 18, 12, 18) * 1000 + 591_663;

describe('formatInstant', () => {
	it.each([
		['UTC', AT, '2026-11-22T18:12:18.591663Z'],
		['America/New_York', AT, '2026-11-22T13:12:18.591663-05:00'],
		['Europe/Paris', AT, '2026-11-22T19:12:18.591663+01:00'],
		['Asia/Kolkata', AT, '2026-11-22T23:42:18.591663+05:30'],
		['UTC', AT - 591_663, '2026-11-22T18:12:18Z'],
		['UTC', AT - 591_662, '2026-11-22T18:12:18.000001Z'],
	])('writes an instant in %s', (timeZone, instant, text) => {
		expect(formatInstant(instant, timeZone)).toBe(text);
	});
});

describe('createClock', () => {
	it('never shows the same microsecond twice', () => {
		const clock = createClock(() => 1000);
		expect([clock(), clock(), clock()]).toEqual([1_000_000, 1_000_001, 1_000_002]);
	});
});
