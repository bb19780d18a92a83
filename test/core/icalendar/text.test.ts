import fc from 'fast-check';
import { octetLength } from '../../../core/icalendar/contentLine';
import { capText, escapeText, sanitizeLine, sanitizeText, unescapeText } from '../../../core/icalendar/text';

const CUT_NOTICE_OCTETS = octetLength('\n[Cut here: the text is longer than 64 kB.]');

describe('escapeText', () => {
	it('is undone by unescapeText', () => {
		const text = fc.string({ unit: fc.constantFrom('\\', ';', ',', '\n', 'n', 'N', '"', ':', '🚀') });
		fc.assert(fc.property(text, (value) => expect(unescapeText(escapeText(value))).toBe(value)));
	});

	it('leaves no bare separator and no line break', () => {
		expect(escapeText('a,b;c\\d\r\ne\rf')).toBe('a\\,b\\;c\\\\d\\ne\\nf');
	});
});

describe('unescapeText', () => {
	it.each([
		['a capital N', 'a\\Nb', 'a\nb'],
		['an escaped quote', 'a\\"b', 'a"b'],
		['a backslash before n', 'a\\\\nb', 'a\\nb'],
		['an unknown escape', 'a\\xb', 'a\\xb'],
		['a backslash at the end', 'a\\', 'a\\'],
	])('reads %s', (_, value, text) => {
		expect(unescapeText(value)).toBe(text);
	});
});

describe('sanitizeText', () => {
	it.each([
		['CRLF and CR', 'a\r\nb\rc', 'a\nb\nc'],
		['line separators of Unicode', 'a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
		['a tab', 'a\tb', 'a b'],
		['control characters', 'a\u0000\u0007\u000b\u001b\u007f\u0090b', 'ab'],
		['U+FFFE and U+FFFF', 'a\ufffe\uffffb', 'ab'],
		['lone surrogates', 'a\ud800b\udc00c', 'abc'],
		['pairs of surrogates, kept', 'a🚀b', 'a🚀b'],
		['text from right to left, kept', '\u202bשלום\u202c', '\u202bשלום\u202c'],
	])('takes care of %s', (_, text, clean) => {
		expect(sanitizeText(text)).toBe(clean);
	});

	it('rule 19: leaves only what XML 1.0 may hold', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(sanitizeText(text)).toMatch(/^[\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
			}),
		);
	});
});

describe('sanitizeLine', () => {
	it('makes one line of many and takes runs of blanks together', () => {
		expect(sanitizeLine(' a\r\n\r\nb\t c ')).toBe('a b c');
	});
});

describe('capText', () => {
	it('leaves a text of just the limit alone', () => {
		const text = 'é'.repeat(50);
		expect(capText(text, 100)).toBe(text);
	});

	it('cuts one octet more, says so, and stays within the limit', () => {
		const capped = capText(`${'🚀'.repeat(50)}x`, 200);
		expect(capped).toMatch(/^(🚀)+\n\[Cut here: .*\]$/u);
		expect(octetLength(capped)).toBeLessThanOrEqual(200);
	});

	it('cuts between what people see as characters, and only there', () => {
		const family = '👩‍👩‍👧‍👦';
		for (let limit = 100; limit < 130; limit++) {
			const [text = ''] = capText(family.repeat(10) + 'x', limit).split('\n');
			expect(text).toBe(family.repeat(Math.floor((limit - CUT_NOTICE_OCTETS) / octetLength(family))));
		}
	});

	it('does not lose a text of a single such character', () => {
		expect(capText(`e${'\u0301'.repeat(200)}`, 200)).toMatch(/^e\u0301{50,}\n/);
	});
});
