import fc from 'fast-check';
import { foldLine, splitLines } from '../../../core/icalendar/contentLine';
import { escapeText } from '../../../core/icalendar/text';
import { anObject, merge, taskLines, UID, type Task } from './builders';

const word = fc.string({
	unit: fc.constantFrom('a', 'é', '🚀', ',', ';', '\\', '"', ' ', ':'),
	maxLength: 60,
});
const trimmed = word.map((text) => `x${text}x`);

const task: fc.Arbitrary<Task> = fc.record({
	title: trimmed,
	text: fc.tuple(trimmed, trimmed).map(([text, project]) => `${text}\n---\nProject: ${project}`),
	labels: fc.uniqueArray(trimmed, { maxLength: 5 }),
	color: fc.constantFrom('gold', 'crimson', null),
	status: fc.constantFrom('CONFIRMED', 'CANCELLED'),
	date: fc.constantFrom('20261201', '20261130'),
	revision: fc.constantFrom('1', '2'),
});

const foreignProperty = fc
	.tuple(
		fc.constantFrom('X-APPLE-TRAVEL', 'LOCATION', 'ATTENDEE;CN="a;b:c"', 'x-lower', 'CLASS', 'EXDATE'),
		word,
	)
	.map(([name, value]) => [`${name}:${value}`]);
const junk = word.map((text) => [`?? ${text}`]);
const block = (name: string): fc.Arbitrary<string[]> =>
	fc
		.array(foreignProperty, { maxLength: 3 })
		.map((lines) => [
			`BEGIN:${name}`,
			...lines.flat(),
			`SUMMARY:of the ${name}`,
			'DESCRIPTION:not ours',
			`END:${name}`,
		]);
const inside = fc.array(fc.oneof(foreignProperty, junk, block('VALARM'), block('X-THING')), { maxLength: 6 });
const beside = fc.array(fc.oneof(block('VTIMEZONE'), block('VTODO'), block('VEVENT').map(asOverride)), {
	maxLength: 3,
});

function asOverride([begin = '', ...rest]: readonly string[]): string[] {
	return [begin, `UID:${UID}`, 'RECURRENCE-ID;VALUE=DATE:20261208', ...rest];
}

/** Folds by code points at an odd width, as some clients do. */
function foldOddly(line: string, width: number, lineBreak: string): string {
	const pieces: string[] = [];
	const characters = [...line];
	for (let start = 0; start < characters.length; start += width) {
		pieces.push(characters.slice(start, start + width).join(''));
	}
	return pieces.join(`${lineBreak}\t`) + lineBreak;
}

const stored = fc
	.record({
		task,
		inside,
		beside,
		width: fc.integer({ min: 5, max: 90 }),
		lineBreak: fc.constantFrom('\r\n', '\n'),
	})
	.map(({ task: old, inside: added, beside: others, width, lineBreak }) => {
		const ours = anObject([...taskLines(old), ...added.flat()]).replace(
			'END:VCALENDAR',
			[...others.flat(), 'END:VCALENDAR'].join('\r\n'),
		);
		return ours
			.split('\r\n')
			.slice(0, -1)
			.map((line) => foldOddly(line, width, lineBreak))
			.join('');
	});

const desired = task.map((wanted) =>
	anObject(taskLines(wanted))
		.split('\r\n')
		.slice(0, -1)
		.map((line) => foldLine(line, '\r\n'))
		.join(''),
);

/** The object without the lines of the master event that a write may touch. */
function foreignLines(ics: string): string[] {
	const ours = /^(SUMMARY|DTSTART|DTEND|STATUS|DESCRIPTION|CATEGORIES|COLOR|X-OUR-|DTSTAMP|SEQUENCE|URL)/;
	const kept: string[] = [];
	let depth = 0;
	let isMaster = true;
	for (const { raw, text } of splitLines(ics)) {
		if (text.startsWith('END:')) depth--;
		if (!(depth === 2 && isMaster && ours.test(text))) kept.push(raw);
		if (text.startsWith('BEGIN:')) depth++;
		if (text === 'END:VEVENT') isMaster = false;
	}
	return kept;
}

describe('mergeCalendarObject, whatever is stored and desired', () => {
	it('keeps every foreign line byte for byte', () => {
		fc.assert(
			fc.property(stored, desired, (before, wanted) => {
				expect(foreignLines(merge(before, wanted).ics)).toEqual(foreignLines(before));
			}),
		);
	});

	it('has nothing left to do afterwards', () => {
		fc.assert(
			fc.property(stored, desired, (before, wanted) => {
				const once = merge(before, wanted).ics;
				expect(merge(once, wanted)).toMatchObject({ ics: once, changes: [] });
			}),
		);
	});

	it('arrives at what is desired where nobody added anything', () => {
		fc.assert(
			fc.property(task, task, (before, wanted) => {
				const text = merge(anObject(taskLines(before)), anObject(taskLines(wanted))).ics;
				expect(splitLines(text).map((line) => line.text)).toContain(
					`SUMMARY:${escapeText(wanted.title ?? '')}`,
				);
			}),
		);
	});
});
