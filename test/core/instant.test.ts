/** Instants as Plane and calendars write them, brought to one form. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isLater, normalizeInstant } from '../../core/instant';

describe('normalizeInstant', () => {
	it.each([
		['as Plane writes it', '2026-11-22T18:16:17.459103Z', '2026-11-22T18:16:17.459103Z'],
		[
			"in the time zone of the key's owner",
			'2026-11-22T19:16:17.459103+01:00',
			'2026-11-22T18:16:17.459103Z',
		],
		['west of Greenwich, over midnight', '2026-12-31T23:30:00-05:30', '2027-01-01T05:00:00.000000Z'],
		['without the colon', '2026-11-22T19:16:17+0100', '2026-11-22T18:16:17.000000Z'],
		['with a blank', '2026-11-22 18:16:17Z', '2026-11-22T18:16:17.000000Z'],
		['in lower case, blanks around', ' 2026-11-22t18:16:17.5z ', '2026-11-22T18:16:17.500000Z'],
		['with nanoseconds', '2026-11-22T18:16:17.123456789Z', '2026-11-22T18:16:17.123456Z'],
		['on a leap day', '2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000000Z'],
	])('reads one %s', (_, text, normalized) => {
		expect(normalizeInstant(text)).toBe(normalized);
	});

	it.each([
		'',
		'2026-11-22',
		'2026-11-22T18:16:17',
		'2026-02-29T00:00:00Z',
		'2026-04-31T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'2026-11-22T25:00:00Z',
		'2026-11-22T18:60:00Z',
		'2026-11-22T18:16:61Z',
		'2026-11-22T18:16:17+24:00',
		'2026-11-22T18:16:17+01:60',
		'0000-01-01T00:00:00+01:00',
		'9999-12-31T23:59:59-01:00',
		'20261122T181617Z',
		'2026-11-22T18:16:17Z later',
	])('takes %j for none', (text) => {
		expect(normalizeInstant(text)).toBeNull();
	});

	it('means what luxon reads, in any time zone', () => {
		const anyInstant = fc.date({
			min: new Date('0001-01-02T00:00:00Z'),
			max: new Date('9999-12-30T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(anyInstant, fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }), (date, minutes) => {
				const offset = `${minutes < 0 ? '-' : '+'}${[
					Math.floor(Math.abs(minutes) / 60),
					Math.abs(minutes) % 60,
				]
					.map((part) => String(part).padStart(2, '0'))
					.join(':')}`;
				const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 23);
				const text = `${local}${offset}`;
				const normalized = normalizeInstant(text);
				expect(normalized).toBe(`${date.toISOString().slice(0, 23)}000Z`);
				expect(DateTime.fromISO(normalized ?? '').toMillis()).toBe(DateTime.fromISO(text).toMillis());
			}),
		);
	});
});

describe('isLater', () => {
	it('compares to the microsecond, whatever the time zone', () => {
		expect(isLater('2026-11-22T18:16:17.459103Z', '2026-11-22T19:16:17.459102+01:00')).toBe(true);
		expect(isLater('2026-11-22T18:16:17.459103Z', '2026-11-22T19:16:17.459103+01:00')).toBe(false);
	});

	it.each([
		[null, '2026-11-22T18:16:17Z'],
		['2026-11-22T18:16:17Z', null],
		['soon', '2026-11-22T18:16:17Z'],
		['2026-11-22T18:16:17Z', 'soon'],
	])('is false of %j and %j', (a, b) => {
		expect(isLater(a, b)).toBe(false);
	});
});
