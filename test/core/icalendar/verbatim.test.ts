/** The short cut before the merge: it may only ever say what the merge would have found. */
import fc from 'fast-check';
import { foldLine } from '../../../core/icalendar/contentLine';
import { mergeCalendarObject } from '../../../core/icalendar/merge';
import { readEvent } from '../../../core/icalendar/reader';
import { isVerbatim } from '../../../core/icalendar/verbatim';
import { desiredObject, storedObject } from './arbitraryObjects';
import { OWNED, UID, anObject, aTask, aTaskWith, merge, taskLines } from './builders';

const LABELED = { labels: ['a', 'b'] };

const REQUIRED = [`UID:${UID}`];

const holds = (stored: string, desired = aTask(), required = REQUIRED): boolean =>
	isVerbatim({ stored, desired, owned: OWNED, required });

const alarm = ['BEGIN:VALARM', 'TRIGGER:PT0S', 'SUMMARY:not ours', 'END:VALARM'];

const withFirst = (lines: readonly string[], stored = aTask()): string =>
	stored.replace('BEGIN:VEVENT', [...lines, 'BEGIN:VEVENT'].join('\r\n'));

describe('isVerbatim', () => {
	it.each([
		['the event as it was written', aTask()],
		['line feeds only', aTask().replaceAll('\r\n', '\n')],
		['other folds', aTask().replace('DESCRIPTION:', 'DESCR\r\n IPTION:\r\n\t')],
		['another order', anObject([...taskLines()].reverse())],
		[
			'bookkeeping of an earlier write',
			aTask()
				.replace('SEQUENCE:0', 'SEQUENCE:7')
				.replace(/DTSTAMP:2/, 'DTSTAMP:1'),
		],
		[
			"a person's lines",
			aTaskWith(['LOCATION:Here', 'X-NOTE;A="b:c":d', 'ATTENDEE:mailto:jane@e', 'RRULE:FREQ=DAILY']),
		],
		['an alarm', aTaskWith(alarm)],
		[
			'a time zone and a task beside it',
			withFirst([
				'BEGIN:VTIMEZONE',
				'BEGIN:STANDARD',
				'END:STANDARD',
				'END:VTIMEZONE',
				'BEGIN:VTODO',
				'END:VTODO',
			]),
		],
	])('finds what is desired in %s', (_, stored) => {
		expect(holds(stored)).toBe(true);
	});

	it.each([
		['another title', aTask({ title: 'Other' })],
		['a second title', aTaskWith(['SUMMARY:Other'])],
		['the title twice', aTaskWith(['SUMMARY:Task'])],
		['the title twice and no status', aTaskWith(['SUMMARY:Task']).replace('STATUS:CONFIRMED\r\n', '')],
		['a title in lower case beside it', aTaskWith(['summary:Task'])],
		['no title', aTask().replace('SUMMARY:Task\r\n', '')],
		['a duration', aTaskWith(['DURATION:P1D'])],
		['an address', aTaskWith(['URL:https://e/1'])],
		['a note below the text', aTask().replace('Project: One', 'Project: One\\nMine')],
		['no memory of the text', aTask().replace(/X-OUR-TEXT.*\r\n/, '')],
		['a label', aTask(LABELED)],
		['another colour', aTask({ color: 'crimson' })],
		['no colour', aTask({ color: null })],
		['an attendee of an earlier writer', aTaskWith(['ATTENDEE;CN=mailto:a@e:mailto:mailto:a@e'])],
		['an organizer', aTaskWith(['ORGANIZER:mailto:boss@e'])],
		['only one of a series', aTaskWith(['RECURRENCE-ID;VALUE=DATE:20261201'])],
		['a second event', withFirst(['BEGIN:VEVENT', 'UID:other', 'END:VEVENT'])],
		[
			'the event inside another component',
			withFirst(['BEGIN:VTODO']).replace('END:VEVENT', 'END:VEVENT\r\nEND:VTODO'),
		],
		['an event without its end', aTask().replace('END:VEVENT\r\n', '')],
		['a calendar without its end', aTask().replace('END:VCALENDAR\r\n', '')],
		['an alarm without its end', aTaskWith(alarm.slice(0, -1))],
		[
			'the title in an alarm only',
			aTaskWith(['BEGIN:VALARM', 'SUMMARY:Task', 'END:VALARM']).replace('SUMMARY:Task\r\n', ''),
		],
		['a boundary in another spelling', aTaskWith(['begin:VALARM', 'END:VALARM'])],
		['a boundary with a blank', aTaskWith(['BEGIN: VALARM', 'END:VALARM'])],
		['two calendars', aTask() + aTask()],
		['no calendar', 'junk'],
		['nothing', ''],
	])('leaves to the merge what has %s', (_, stored) => {
		expect(holds(stored)).toBe(false);
	});

	it('leaves to the merge an organizer that is desired too', () => {
		const meeting = aTaskWith(['ORGANIZER:mailto:boss@e']);
		const owned = { ...OWNED, replace: [...OWNED.replace, 'ORGANIZER'] };
		expect(isVerbatim({ stored: meeting, desired: meeting, owned, required: REQUIRED })).toBe(false);
		expect(mergeCalendarObject({ stored: meeting, desired: meeting, owned, uid: UID })).toMatchObject({
			kept: 'has_organizer',
		});
	});

	it('leaves to the merge what is desired in a form of its own', () => {
		expect(holds(aTask(), aTask(), [`UID:${UID}`, 'X-OUR-REVISION:2'])).toBe(false);
		expect(holds(aTask(), aTask(), ['X-OUR-REVISION:1'])).toBe(true);
		expect(holds('junk', 'junk', [])).toBe(false);
		expect(holds(aTask(), 'junk')).toBe(false);
		const twice = aTaskWith(['SUMMARY:Task']);
		expect(holds(twice, twice)).toBe(true);
		expect(holds(aTask(), twice)).toBe(false);
		const nothingOfOurs = anObject(['X-NOTE:1']);
		expect(holds(nothingOfOurs, nothingOfOurs, [])).toBe(true);
		expect(holds(nothingOfOurs, 'junk', [])).toBe(false);
		const task = nothingOfOurs.replaceAll('VEVENT', 'VTODO');
		expect(holds(task, task, [])).toBe(false);
	});

	const dangerous = fc.constantFrom(
		...[
			'SUMMARY:Other',
			'summary:Task',
			'COLOR:hotpink',
			'UID:other',
			'',
			'X-OUR-TEXT:1.x',
			'RRULE:FREQ=DAILY',
		],
		...[
			'ORGANIZER:mailto:boss@e',
			'RECURRENCE-ID;VALUE=DATE:20261208',
			'ATTENDEE:mailto:mailto:a@e',
			'URL:u',
		],
		...['BEGIN:VALARM', 'END:VALARM', 'BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR', 'BEGIN:VCALENDAR'],
		...[
			'BEGIN: VALARM',
			'begin:valarm',
			'BEGIN;A=1:VALARM',
			'END:VALARM X',
			'\uFEFFBEGIN:VCALENDAR',
			'SUMMARY',
		],
	);
	const edit = fc.record({
		place: fc.nat(),
		line: fc.oneof(dangerous, fc.constant(null)),
		removed: fc.nat(2),
	});

	/** Lines removed, repeated and put in anywhere. */
	function edited(
		ics: string,
		edits: ReadonlyArray<{ place: number; line: string | null; removed: number }>,
	) {
		const lines = ics
			.replace(/\r?\n[ \t]/g, '')
			.split(/\r?\n/)
			.slice(0, -1);
		for (const { place, line, removed } of edits) {
			const at = place % (lines.length + 1);
			lines.splice(at, removed, ...(line === null ? lines.slice(at, at + 1) : [line]));
		}
		return lines.map((line) => foldLine(line, '\r\n')).join('');
	}

	it('never says so where the merge finds something to do or to tell', () => {
		let found = 0;
		fc.assert(
			fc.property(
				fc.option(storedObject()),
				desiredObject,
				fc.array(edit, { maxLength: 2 }),
				(theirs, { ics: desired }, edits) => {
					const written = theirs === null ? desired : merge(theirs.ics, desired).ics;
					const stored = edited(written, edits);
					if (!holds(stored, desired)) return;
					found += 1;
					expect(readEvent(stored)).toMatchObject({ uid: UID, isWhole: true });
					expect(merge(stored, desired)).toEqual({ ics: stored, changes: [] });
				},
			),
			{ numRuns: 3000 },
		);
		expect(found).toBeGreaterThan(100);
	});
});
