import { changeTagOf, type ChangeTagSource } from '../../../core/caldav/changeTag';

const DATE = 'Mon, 23 Nov 2026 09:00:00 GMT';
const SECONDS = Date.parse(DATE) / 1000;
const tag = (changes: Partial<ChangeTagSource>) =>
	changeTagOf({ ctag: null, syncToken: null, date: DATE, ...changes });

describe('changeTagOf', () => {
	it('moves with either version of the calendar', () => {
		const both = tag({ ctag: '1', syncToken: '1' });
		const others = [
			tag({ ctag: '2', syncToken: '1' }),
			tag({ ctag: '1', syncToken: '2' }),
			tag({ ctag: '1' }),
			tag({ syncToken: '1' }),
		];

		expect(tag({ ctag: '1', syncToken: '1' })).toBe(both);
		expect(new Set([both, ...others]).size).toBe(5);
	});

	it.each<[string, Partial<ChangeTagSource>, boolean]>([
		['none from a server without versions', {}, false],
		['one from a hash, whatever the clock says', { ctag: '"ab12"', date: undefined }, true],
		['one from a counter', { ctag: '12345' }, true],
		['none from a second that may not be over', { ctag: String(SECONDS - 1) }, false],
		[
			'none from a second that may not be over, beside a good token',
			{ ctag: String(SECONDS), syncToken: 'x' },
			false,
		],
		['none from a second in the future', { syncToken: `"${SECONDS + 60}"` }, false],
		['one from a second that is over', { ctag: String(SECONDS - 2), syncToken: String(SECONDS - 2) }, true],
		[
			'none from a second of a server that does not tell the time',
			{ ctag: '1700000000', date: undefined },
			false,
		],
	])('is %s', (_, source, isKnown) => {
		expect(tag(source) !== null).toBe(isKnown);
	});
});
