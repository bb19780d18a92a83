import fc from 'fast-check';
import {
	describe as describeCalendar,
	hasMark,
	isOfOurs,
	lastNameOf,
	oneLine,
	sameName,
} from '../../../core/caldav/calendarMark';
import { aCalendar, SCOPE } from '../../support/dav';

const MARK = 'plane-project:1';

describe('hasMark', () => {
	it.each([
		['the mark alone', 'plane-project:1', true],
		['mark and name', 'plane-project:1 Name', true],
		['mark and a second line', 'plane-project:1\nNotes', true],
		['a longer mark', 'plane-project:12 Name', false],
		['a mark later in the text', 'See plane-project:1', false],
		['nothing', '', false],
	])('judges %s', (_name, description, marked) => {
		expect(hasMark(description, MARK)).toBe(marked);
	});

	it('never finds an empty mark', () => {
		expect(hasMark('anything', '')).toBe(false);
	});
});

describe('describe', () => {
	const anyText = fc.string({ unit: 'binary' });

	it('marks any description so that mark and name are found again', () => {
		fc.assert(
			fc.property(anyText, anyText, (before, name) => {
				const description = describeCalendar(before, MARK, name);
				expect(lastNameOf(description, MARK)).toBe(oneLine(name));
			}),
		);
	});

	it('replaces only its own line', () => {
		const notes = fc.string({ minLength: 1 }).filter((text) => !hasMark(text, MARK));
		fc.assert(
			fc.property(notes, (text) => {
				const twice = describeCalendar(describeCalendar(text, MARK, 'Old'), MARK, 'New');
				expect(twice).toBe(`${MARK} New\n${text}`);
			}),
		);
	});

	it('adds nothing where there is no mark', () => {
		expect(describeCalendar('Notes', '', 'Name')).toBe('Notes');
	});
});

describe('sameName', () => {
	it.each([
		['escaped twice, as DAViCal gives it', 'R&amp;D &lt;x&gt;', 'R&D <x>', true],
		['another normal form of Unicode', 'Zoe\u0308', 'Zoë', true],
		['other white space', ' A\n B ', 'A B', true],
		['another letter case', 'work', 'Work', false],
	])('compares a name with one of %s', (_name, a, b, same) => {
		expect(sameName(a, b)).toBe(same);
	});
});

describe('isOfOurs', () => {
	it.each([
		['a slug of ours', { slug: 'plane-7' }, true],
		['a mark of ours', { description: 'plane-project:7 Name' }, true],
		['neither', { slug: 'work', name: 'Plane: Work' }, false],
	])('judges a calendar with %s', (_name, changes, ours) => {
		expect(isOfOurs(aCalendar(changes), SCOPE)).toBe(ours);
	});

	it('claims nothing where the scope has no prefixes', () => {
		const scope = { ...SCOPE, calendar: { slug_prefix: '', mark_prefix: '' } };
		expect(isOfOurs(aCalendar({ description: 'x' }), scope)).toBe(false);
	});
});
