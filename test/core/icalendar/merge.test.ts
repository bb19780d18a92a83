import { ICalendarError } from '../../../core/errors';
import { readProperty } from '../../../core/icalendar/reader';
import { anObject, aTask, aTaskWith, merge, mergeAll, taskLines, UID } from './builders';

const propertiesOf = (changes: ReadonlyArray<{ readonly property: string }>): string[] =>
	changes.map(({ property }) => property);

const linesOf = (ics: string, name: string): string[] =>
	ics.split('\r\n').filter((line) => line.startsWith(name));

describe('mergeCalendarObject', () => {
	it('returns the very text where nothing differs', () => {
		const stored = aTask();
		expect(merge(stored, aTask())).toEqual({ ics: stored, changes: [] });
	});

	it('replaces what differs, says what, and keeps its place', () => {
		const { ics, changes } = merge(aTask(), aTask({ title: 'New, better' }));
		expect(changes).toEqual([{ property: 'SUMMARY', before: 'Task', after: 'New, better' }]);
		expect(ics).toBe(aTask().replace('SUMMARY:Task', 'SUMMARY:New\\, better'));
	});

	it('never writes for bookkeeping alone, and writes it along with a change', () => {
		const stored = aTask();
		expect(merge(stored, aTask({ revision: '2' })).ics).toBe(stored);
		const { ics } = merge(stored, aTask({ revision: '2', title: 'New' }));
		expect([readProperty(ics, 'X-OUR-REVISION'), readProperty(ics, 'DTSTAMP')]).toEqual([
			'2',
			'20261122T000000Z',
		]);
	});

	it('puts a new property before the first inner component', () => {
		const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT1H', 'END:VALARM'];
		const { ics } = merge(aTaskWith(alarm), anObject([...taskLines(), 'URL:https://a']));
		expect(ics).toContain(`URL:https://a\r\n${alarm.join('\r\n')}`);
	});

	it('makes one of a property that stands twice', () => {
		const { ics, changes } = merge(aTaskWith(['SUMMARY:Task']), aTask());
		expect(linesOf(ics, 'SUMMARY')).toEqual(['SUMMARY:Task']);
		expect(changes).toEqual([{ property: 'SUMMARY', before: 'Task\nTask', after: 'Task' }]);
	});

	it.each([
		['removes DURATION, which is ours to remove', aTaskWith(['DURATION:P1D']), 'DURATION', null],
		['removes a URL that is gone', aTaskWith(['URL:https://old']), 'URL', null],
		[
			'tells a date from a date-time',
			aTask().replace(';VALUE=DATE:20261201', ':20261201T000000Z'),
			'DTSTART',
			'20261201',
		],
	])('%s', (...[, stored, property, after]) => {
		const { ics, changes } = merge(stored, aTask());
		expect(propertiesOf(changes)).toEqual([property]);
		expect(readProperty(ics, property)).toBe(after);
	});

	it('leaves what is set on creation to people afterwards', () => {
		const stored = aTask().replace('TRANSP:TRANSPARENT', 'TRANSP:OPAQUE');
		expect(merge(stored, aTask()).ics).toBe(stored);
	});

	it('uses the line breaks of the stored text', () => {
		const { ics } = merge(anObject(taskLines(), '\n'), aTask({ title: 'x'.repeat(100), labels: ['new'] }));
		expect(ics).not.toContain('\r');
	});

	it('edits the event of the UID only, not its overrides', () => {
		const override = anObject([...taskLines(), 'RECURRENCE-ID:20261208', 'X-OVERRIDE:1'])
			.split('\r\n')
			.slice(2, -2);
		const stored = aTask().replace('END:VCALENDAR', [...override, 'END:VCALENDAR'].join('\r\n'));
		const { ics } = merge(stored, aTask({ title: 'New' }));
		expect(linesOf(ics, 'SUMMARY')).toEqual(['SUMMARY:New', 'SUMMARY:Task']);
	});

	it.each([
		['no calendar', '<html></html>', aTask()],
		['another UID', aTask().replace(UID, 'other'), aTask()],
		['a desired text that is none', aTask(), 'junk'],
	])('refuses %s', (_, stored, desired) => {
		expect(() => merge(stored, desired)).toThrow(ICalendarError);
	});
});

describe('the sequence after mergeCalendarObject', () => {
	const stored = aTask().replace('SEQUENCE:0', 'SEQUENCE:4');

	it.each([
		['a new date', { date: '20261203', nextDate: '20261204' }, '5'],
		['a new status', { status: 'CANCELLED' }, '5'],
		['a new title', { title: 'New' }, '4'],
	])('after %s', (_, task, sequence) => {
		expect(readProperty(merge(stored, aTask(task)).ics, 'SEQUENCE')).toBe(sequence);
	});

	it('starts at one where none was stored', () => {
		const without = aTask().replace('SEQUENCE:0\r\n', '');
		expect(readProperty(merge(without, aTask({ status: 'CANCELLED' })).ics, 'SEQUENCE')).toBe('1');
	});
});

describe('mergeCalendarObject of a series that a person made', () => {
	const stored = aTaskWith(['RRULE:FREQ=WEEKLY']).replace('DTEND;VALUE=DATE:20261202', 'DURATION:P1D');
	const moved = { date: '20261203', nextDate: '20261204' };

	it('keeps its dates and says so', () => {
		const { ics, changes, kept } = merge(stored, aTask({ ...moved, title: 'New' }));
		expect(propertiesOf(changes)).toEqual(['SUMMARY']);
		expect([readProperty(ics, 'DTSTART'), readProperty(ics, 'DURATION')]).toEqual(['20261201', 'P1D']);
		expect(kept).toBe('series_kept');
	});

	it('writes nothing where only its dates differ', () => {
		expect(merge(stored, aTask(moved))).toEqual({ ics: stored, changes: [], kept: 'series_kept' });
	});
});

describe('mergeCalendarObject of another automation’s ICS', () => {
	const other = (lines: readonly string[]): string => anObject([`UID:${UID}`, ...lines]);

	it('replaces every property that is desired and leaves the others', () => {
		const { ics } = mergeAll(
			other(['SUMMARY:a', 'LOCATION:here', 'TRANSP:OPAQUE']),
			other(['SUMMARY:b', 'TRANSP:TRANSPARENT']),
		);
		expect(ics).toBe(other(['SUMMARY:b', 'LOCATION:here', 'TRANSP:TRANSPARENT']));
	});

	it('does not write for a new stamp alone', () => {
		const stored = other(['DTSTAMP:20261101T000000Z', 'SUMMARY:a']);
		expect(mergeAll(stored, other(['DTSTAMP:20261102T000000Z', 'SUMMARY:a'])).ics).toBe(stored);
	});

	it('removes the DURATION a new DTEND displaces', () => {
		const { ics } = mergeAll(
			other(['DTSTART:20261201T100000Z', 'DURATION:PT1H']),
			other(['DTSTART:20261201T100000Z', 'DTEND:20261201T120000Z']),
		);
		expect(ics).toBe(other(['DTSTART:20261201T100000Z', 'DTEND:20261201T120000Z']));
	});

	it.each([
		['a parameter the server added', 'ATTENDEE;CN=Jane;SCHEDULE-STATUS=1.1:mailto:j@e', true],
		['quotes the server dropped or set', 'ATTENDEE;CN="Jane":mailto:j@e', true],
		['a parameter that is missing', 'ATTENDEE:mailto:j@e', false],
		['another value of a parameter', 'ATTENDEE;CN=Jim:mailto:j@e', false],
	])('given %s', (_, line, isSame) => {
		const stored = other([line]);
		expect(mergeAll(stored, other(['ATTENDEE;CN=Jane:mailto:j@e'])).ics === stored).toBe(isSame);
	});

	it('tells times in different zones apart, and brings the zone along', () => {
		const zone = ['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'END:VTIMEZONE'].join('\r\n');
		const desired = other(['DTSTART;TZID=Europe/Paris:20261201T100000']).replace(
			'BEGIN:VEVENT',
			`${zone}\r\nBEGIN:VEVENT`,
		);
		const { ics } = mergeAll(other(['DTSTART;TZID=Europe/Rome:20261201T100000']), desired);
		expect(ics).toBe(desired);
		expect(mergeAll(ics, desired).ics).toBe(ics);
	});

	it('keeps a shared order of lines no reason to write', () => {
		const stored = other(['ATTENDEE:mailto:a@e', 'ATTENDEE:mailto:b@e']);
		expect(mergeAll(stored, other(['ATTENDEE:mailto:b@e', 'ATTENDEE:mailto:a@e'])).changes).toEqual([]);
	});
});
