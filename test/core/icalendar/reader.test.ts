import { readProperty, uidOf } from '../../../core/icalendar/reader';
import { anObject } from './builders';

describe('uidOf', () => {
	it.each([
		['a whole object', anObject(['UID:a@b'])],
		['a folded UID', anObject(['UID:a', ' @b'])],
		['an object that breaks off', anObject(['UID:a@b', 'SUMMARY:x']).slice(0, -40)],
		[
			'an object without an event',
			'BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:a@b\r\nEND:VTODO\r\nEND:VCALENDAR\r\n',
		],
		['an override alone', anObject(['UID:a@b', 'RECURRENCE-ID:20261201'])],
	])('is found in %s', (_, ics) => {
		expect(uidOf(ics)).toBe('a@b');
	});

	it.each([
		['no calendar', '<html></html>'],
		['an event without one', anObject(['SUMMARY:UID:a'])],
	])('is null for %s', (_, ics) => {
		expect(uidOf(ics)).toBeNull();
	});
});

describe('readProperty', () => {
	it('unescapes the first value of the event itself', () => {
		const ics = anObject([
			'UID:a',
			'BEGIN:VALARM',
			'SUMMARY:alarm',
			'END:VALARM',
			'SUMMARY:a\\, b',
			'SUMMARY:c',
		]);
		expect(readProperty(ics, 'summary')).toBe('a, b');
	});

	it('is null where the property or the event is missing', () => {
		expect(readProperty(anObject(['UID:a']), 'SUMMARY')).toBeNull();
		expect(readProperty('junk', 'SUMMARY')).toBeNull();
	});
});
