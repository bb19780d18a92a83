import fc from 'fast-check';
import {
	describe as describeCalendar,
	hasMark,
	isMadeByUs,
	isOfOurs,
	lastNameOf,
	mayHoldEvents,
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
		['the mark of a route', { description: 'plane-route:all Plane' }, true],
		['neither', { slug: 'work', name: 'Plane: Work' }, false],
	])('judges a calendar with %s', (_name, changes, ours) => {
		expect(isOfOurs(aCalendar(changes), SCOPE)).toBe(ours);
	});

	it('claims nothing where the scope has no prefixes', () => {
		const none = { slug_prefix: '', mark_prefix: '' };
		const scope = { ...SCOPE, calendar: { ...none, routes: { ...none, single: [] } } };
		expect(isOfOurs(aCalendar({ description: 'x' }), scope)).toBe(false);
	});
});

describe('mayHoldEvents', () => {
	it.each([
		["the project's own slug", { slug: 'plane-project-1' }, true],
		["the project's own mark", { description: 'plane-project:project-1 Name' }, true],
		['the slug of a route', { slug: 'plane-to-all' }, true],
		['the mark of a route', { description: 'plane-route:all Plane' }, true],
		['the slug of another project', { slug: 'plane-project-2' }, false],
		['a mark that only begins like its own', { description: 'plane-project:project-12' }, false],
		['neither', { slug: 'work' }, false],
	])('judges a calendar with %s', (_name, changes, expected) => {
		expect(mayHoldEvents(aCalendar(changes), SCOPE)).toBe(expected);
	});

	it('takes every calendar of ours where the owner is unknown', () => {
		const anyProject = { ...SCOPE, value: null };
		expect(mayHoldEvents(aCalendar({ slug: 'plane-project-2' }), anyProject)).toBe(true);
		expect(mayHoldEvents(aCalendar({ slug: 'work' }), anyProject)).toBe(false);
	});
});

describe('isMadeByUs', () => {
	it.each([
		['our path for the project', { slug: 'plane-project-1' }, true],
		['our path for a route', { slug: 'plane-to-all' }, true],
		['a path of its own and our mark', { slug: 'work', description: 'plane-route:all' }, false],
		['our path for another project', { slug: 'plane-project-2' }, false],
	])('judges a calendar at %s', (_name, changes, expected) => {
		expect(isMadeByUs(aCalendar(changes), SCOPE)).toBe(expected);
	});
});
