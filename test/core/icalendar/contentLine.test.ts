import fc from 'fast-check';
import {
	foldLine,
	formatContentLine,
	lineBreakOf,
	MAX_LINE_OCTETS,
	octetLength,
	parseContentLine,
	splitLines,
} from '../../../core/icalendar/contentLine';

const oneLine = fc
	.string({ unit: 'binary', maxLength: 400 })
	.map((text) => `X${text.replace(/[\r\n]/g, '')}`);

describe('foldLine', () => {
	it('keeps every physical line within 75 octets of UTF-8', () => {
		fc.assert(
			fc.property(oneLine, (line) => {
				for (const physical of foldLine(line, '\r\n').split('\r\n')) {
					expect(Buffer.byteLength(physical, 'utf8')).toBeLessThanOrEqual(MAX_LINE_OCTETS);
				}
			}),
		);
	});

	it('is undone by splitLines', () => {
		fc.assert(
			fc.property(oneLine, fc.constantFrom('\r\n', '\n'), (line, lineBreak) => {
				expect(splitLines(foldLine(line, lineBreak)).map(({ text }) => text)).toEqual([line]);
			}),
		);
	});

	it('uses the whole room', () => {
		const [first, second] = foldLine('é'.repeat(100), '\r\n').split('\r\n');
		expect([octetLength(first ?? ''), octetLength(second ?? '')]).toEqual([74, 75]);
	});

	it('never splits a surrogate pair', () => {
		for (const physical of foldLine(`SUMMARY:${'🚀'.repeat(60)}`, '\r\n').split('\r\n')) {
			expect(physical).not.toMatch(/\p{Surrogate}/u);
		}
	});
});

describe('splitLines', () => {
	it('keeps every character of any text', () => {
		const text = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\r', '\n', ':', '🚀') });
		fc.assert(
			fc.property(text, (ics) => {
				expect(
					splitLines(ics)
						.map(({ raw }) => raw)
						.join(''),
				).toBe(ics);
			}),
		);
	});

	it.each([
		['CRLF', 'A:1\r\n 2\r\nB:3\r\n', ['A:12', 'B:3']],
		['LF', 'A:1\n 2\nB:3\n', ['A:12', 'B:3']],
		['a mixture', 'A:1\r\n 2\n\t3\r\nB:4\n', ['A:123', 'B:4']],
		['a tab', 'A:1\r\n\t2\r\n', ['A:12']],
		['no last line break', 'A:1\r\nB:2', ['A:1', 'B:2']],
		['an empty line', 'A:1\r\n\r\nB:2\r\n', ['A:1', '', 'B:2']],
	])('unfolds %s', (_, ics, texts) => {
		expect(splitLines(ics).map(({ text }) => text)).toEqual(texts);
	});
});

describe('lineBreakOf', () => {
	it.each([
		['A:1\r\nB:2\n', '\r\n'],
		['A:1\nB:2\r\n', '\n'],
		['A:1', '\r\n'],
	])('of %j is %j', (text, lineBreak) => {
		expect(lineBreakOf(text)).toBe(lineBreak);
	});
});

describe('parseContentLine', () => {
	it('reads name, quoted parameters and value', () => {
		expect(parseContentLine('attendee;cn="Doe; Jane: x,y";ROLE=CHAIR:mailto:jane@example')).toEqual({
			name: 'ATTENDEE',
			parameters: [
				{ name: 'CN', value: 'Doe; Jane: x,y' },
				{ name: 'ROLE', value: 'CHAIR' },
			],
			value: 'mailto:jane@example',
		});
	});

	it.each([
		['no colon', 'SUMMARY'],
		['no name', ':value'],
		['a sentence', 'this is junk'],
		['nothing', ''],
		['a name of other letters', 'ÄRGER:1'],
	])('answers null for %s', (_, line) => {
		expect(parseContentLine(line)).toBeNull();
	});

	it.each([
		['an unclosed quote', 'SUMMARY;LANGUAGE="de:Titel', 'Titel'],
		['a parameter without a name', 'SUMMARY;=x:Titel', 'Titel'],
		['CalPlaneBot’s attendees', 'ATTENDEE;CN=mailto:a@b:mailto:mailto:a@b', 'a@b:mailto:mailto:a@b'],
	])('still finds the value behind %s', (_, line, value) => {
		expect(parseContentLine(line)?.value).toBe(value);
	});

	it('is undone by formatContentLine', () => {
		const line = 'DTSTART;TZID="a:b";X=1:20261201T100000';
		expect(formatContentLine(parseContentLine(line) ?? { name: '', parameters: [], value: '' })).toBe(line);
	});
});

describe('formatContentLine', () => {
	it('lets no value end its line', () => {
		const line = { name: 'URL', parameters: [], value: 'http://a\r\nATTENDEE:mailto:x@y' };
		expect(formatContentLine(line)).toBe('URL:http://aATTENDEE:mailto:x@y');
	});
});
