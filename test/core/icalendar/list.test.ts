import fc from 'fast-check';
import {
	MAX_LIST_CHARACTERS,
	membersOf,
	packList,
	piecesOf,
	splitOnCommas,
} from '../../../core/icalendar/list';

describe('splitOnCommas', () => {
	it.each([
		['a plain list', 'a,b', ['a', 'b']],
		['an escaped comma', 'a\\, b,c', ['a\\, b', 'c']],
		['an escaped backslash before a comma', 'a\\\\,b', ['a\\\\', 'b']],
		['nothing', '', ['']],
	])('divides %s', (_, value, members) => {
		expect(splitOnCommas(value)).toEqual(members);
	});
});

describe('piecesOf', () => {
	it('trims the parts and leaves out blank ones', () => {
		expect(piecesOf(' a, b,, c ')).toEqual(['a', 'b', 'c']);
	});
});

describe('packList', () => {
	const name = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((text) => `x${text}x`);

	it('keeps every line short and every member in its order', () => {
		fc.assert(
			fc.property(fc.array(name), (members) => {
				const values = packList(members);
				expect(values.every((value) => value.length <= MAX_LIST_CHARACTERS)).toBe(true);
				expect(membersOf(values)).toEqual(members);
			}),
		);
	});

	it('puts a short list on one line', () => {
		expect(packList(['a, b', 'c;d'])).toEqual(['a\\, b,c\\;d']);
	});

	it('makes no line of no members', () => {
		expect(packList([])).toEqual([]);
	});
});
