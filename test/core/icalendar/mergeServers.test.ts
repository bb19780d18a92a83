import { foldLine, splitLines } from '../../../core/icalendar/contentLine';
import { unescapeText } from '../../../core/icalendar/text';
import { anObject, merge, taskLines } from './builders';

const LABELS = ['C:\\New, a', 'a, b', 'x; y', '"quoted"', '日本語', 'z'];
const DESIRED = anObject([
	...taskLines({
		title: 'C:\\New Semi; comma, and \\ backslash',
		labels: LABELS,
		text: 'C:\\New\n---\nProject: A, b; c',
	}),
	'URL:https://plane.example/a;b,c',
]);

/** The desired text with each unfolded line rewritten, the way a server stores it. */
function rewritten(rewrite: (line: string) => string | readonly string[]): string {
	return splitLines(DESIRED)
		.flatMap(({ text }) => rewrite(text))
		.map((text) => foldLine(text, '\r\n'))
		.join('');
}

const onLines = (name: string, rewrite: (line: string) => string | readonly string[]): string =>
	rewritten((line) => (line.startsWith(name) ? rewrite(line) : line));

/** Properties sorted inside the event, as vobject writes them. */
function reordered(): string {
	const lines = splitLines(DESIRED).map(({ text }) => text);
	const [start, end] = [lines.indexOf('BEGIN:VEVENT') + 1, lines.indexOf('END:VEVENT')];
	const sorted = [...lines.slice(0, start), ...lines.slice(start, end).sort().reverse(), ...lines.slice(end)];
	return `${sorted.join('\r\n')}\r\n`;
}

const categoriesOf = (line: string): string[] => unescapeText(line.slice('CATEGORIES:'.length)).split(',');

describe('what servers make of our text', () => {
	it.each([
		['Radicale and Xandikos reorder', reordered()],
		['Cyrus refolds', DESIRED.replace('SUMMARY:C', 'SUM\r\n MARY:\r\n\tC')],
		[
			'Cyrus splits a label at its comma',
			onLines('CATEGORIES', (line) => categoriesOf(line).map((piece) => `CATEGORIES:${piece.trim()}`)),
		],
		[
			'Xandikos unescapes commas in CATEGORIES',
			onLines('CATEGORIES', (line) => `CATEGORIES:${categoriesOf(line).join(',')}`),
		],
		['SOGo escapes a semicolon in URL', onLines('URL', (line) => line.replace(';', '\\;'))],
		['SOGo adds CLASS', onLines('END:VEVENT', (line) => ['CLASS:PUBLIC', line])],
		[
			'ical-generator and others type the URL',
			onLines('URL', (line) => line.replace('URL', 'URL;VALUE=URI')),
		],
		[
			'a server gives the text a language',
			onLines('SUMMARY', (line) => line.replace('SUMMARY', 'SUMMARY;LANGUAGE=en')),
		],
		['Xandikos reads \\\\N as a line break', rewritten((line) => line.replaceAll('\\\\New', '\\new'))],
		['a server stores LF', DESIRED.replaceAll('\r\n', '\n')],
		['a server drops all X- properties', rewritten((line) => (line.startsWith('X-') ? [] : line))],
		['a server drops VALUE=DATE', DESIRED.replaceAll(';VALUE=DATE', '')],
		['a server writes STATUS in lower case', onLines('STATUS', (line) => line.toLowerCase())],
		['a server trims texts', onLines('DESCRIPTION', (line) => `${line} `)],
	])('rule 16: %s: no write', (_, stored) => {
		expect(stored).not.toBe(DESIRED);
		expect(merge(stored, DESIRED)).toEqual({ ics: stored, changes: [] });
	});

	it.each([
		['a label is missing', onLines('CATEGORIES', (line) => line.replace(',z', ''))],
		['the address is another', onLines('URL', (line) => line.replace('a;b', 'a;d'))],
	])('%s: a write', (_, stored) => {
		expect(merge(stored, DESIRED).changes).toHaveLength(1);
	});

	it.each([
		[
			'split by Cyrus',
			onLines('CATEGORIES', (line) => categoriesOf(line).map((piece) => `CATEGORIES:${piece.trim()}`)),
		],
		['unescaped by Xandikos', onLines('CATEGORIES', (line) => `CATEGORIES:${categoriesOf(line).join(',')}`)],
	])('a label %s is removed whole', (_, stored) => {
		const desired = anObject([...taskLines({ labels: ['z'] }), 'URL:https://plane.example/a;b,c']);
		expect(merge(stored, desired).ics).toContain('\r\nCATEGORIES:z\r\n');
	});
});
