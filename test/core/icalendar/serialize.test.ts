import { buildCalendarObject, type EventText } from '../../../core/icalendar/serialize';
import { contentLine } from '../../../core/icalendar/contentLine';

const EVENT: EventText = {
	product: { company: 'Company', product: 'Product', language: 'EN' },
	fields: {
		uid: 'a@b',
		modified: '2026-11-22T18:16:17.459103Z',
		start: '2026-12-31',
		end: '2027-01-01',
		summary: 'Comma, semicolon; backslash \\ and "quotes"',
		description: 'two\nlines',
		status: 'CONFIRMED',
		transparency: 'TRANSPARENT',
	},
	lines: [contentLine('COLOR', 'gold'), contentLine('URL', 'https://a/b;c,d')],
};

describe('buildCalendarObject', () => {
	it('writes what it is given, and nothing else', () => {
		expect(buildCalendarObject(EVENT).split('\r\n')).toEqual([
			'BEGIN:VCALENDAR',
			'VERSION:2.0',
			'PRODID:-//Company//Product//EN',
			'BEGIN:VEVENT',
			'UID:a@b',
			'SEQUENCE:0',
			'DTSTAMP:20261122T181617Z',
			'DTSTART;VALUE=DATE:20261231',
			'DTEND;VALUE=DATE:20270101',
			'SUMMARY:Comma\\, semicolon\\; backslash \\\\ and "quotes"',
			'TRANSP:TRANSPARENT',
			'DESCRIPTION:two\\nlines',
			'STATUS:CONFIRMED',
			'LAST-MODIFIED:20261122T181617Z',
			'COLOR:gold',
			'URL:https://a/b;c,d',
			'END:VEVENT',
			'END:VCALENDAR',
			'',
		]);
	});

	it('makes the same bytes of the same input', () => {
		expect(buildCalendarObject(EVENT)).toBe(buildCalendarObject(EVENT));
	});

	it('lets no title end its line', () => {
		const fields = { ...EVENT.fields, summary: 'x\r\nEND:VEVENT' };
		expect(buildCalendarObject({ ...EVENT, fields })).toContain('SUMMARY:x\\nEND:VEVENT');
	});
});
