import { ICalendarError } from '../../../core/errors';
import { findMaster, parseCalendarObject } from '../../../core/icalendar/component';
import { anObject } from './builders';

const namesOf = (ics: string, uid: string): string[] =>
	findMaster(parseCalendarObject(ics), uid).properties.map(({ name }) => name);

describe('parseCalendarObject', () => {
	it.each([
		['a login page', '<html><body>Sign in</body></html>', 'no BEGIN:VCALENDAR'],
		['nothing', '', 'no BEGIN:VCALENDAR'],
		['a calendar without an event', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', 'no VEVENT'],
		['a text that breaks off', anObject(['UID:a']).slice(0, -30), 'VEVENT has no END'],
		['an END too many', anObject(['UID:a', 'END:VALARM']), 'END:VALARM stands where VEVENT is open'],
		['an event outside a calendar', 'BEGIN:VEVENT\nUID:a\nEND:VEVENT\n', 'no BEGIN:VCALENDAR'],
	])('refuses %s', (_, ics, message) => {
		expect(() => parseCalendarObject(ics)).toThrow(ICalendarError);
		expect(() => parseCalendarObject(ics)).toThrow(message);
	});

	it('reads past a byte order mark, lower case and junk lines', () => {
		const ics = `\uFEFF${anObject(['uid:a', 'this is junk', '']).replaceAll('BEGIN', 'begin')}`;
		expect(namesOf(ics, 'a')).toEqual(['UID']);
	});

	// Read in quadratic time it would take minutes.
	it('reads an object of 50,000 events', () => {
		const event = (index: number): string => `BEGIN:VEVENT\r\nUID:${index}\r\nSUMMARY:x\r\nEND:VEVENT\r\n`;
		const events = Array.from({ length: 50_000 }, (_, index) => event(index)).join('');
		expect(parseCalendarObject(`BEGIN:VCALENDAR\r\n${events}END:VCALENDAR\r\n`).events).toHaveLength(50_000);
	}, 60_000);
});

describe('findMaster', () => {
	const override = ['BEGIN:VEVENT', 'UID:a', 'RECURRENCE-ID:20261201T100000Z', 'SUMMARY:other', 'END:VEVENT'];
	const alarm = ['BEGIN:VALARM', 'DESCRIPTION:of the alarm', 'END:VALARM'];

	it('passes over overrides, wherever they stand', () => {
		const ics = anObject(['UID:a', 'X-MASTER:1']).replace(
			'BEGIN:VEVENT',
			[...override, 'BEGIN:VEVENT'].join('\r\n'),
		);
		expect(namesOf(ics, 'a')).toEqual(['UID', 'X-MASTER']);
	});

	it('does not take the properties of an alarm for the event’s', () => {
		expect(namesOf(anObject(['UID:a', ...alarm, 'SUMMARY:x']), 'a')).toEqual(['UID', 'SUMMARY']);
	});

	it('reads a folded UID', () => {
		expect(namesOf(anObject(['UID:a', ' bc']), 'abc')).toEqual(['UID']);
	});

	it('refuses an object that holds another UID only', () => {
		expect(() => findMaster(parseCalendarObject(anObject(['UID:b'])), 'a')).toThrow(
			'no event with the UID a',
		);
	});
});
