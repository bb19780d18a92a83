import { readVevent, readComponents } from '../../../core/icalendar/eventView';
import { buildEventText, type EventFieldValues } from '../../../core/icalendar/eventFields';
import { readOccurrences } from '../../../core/icalendar/occurrences';

const lines = (...texts: readonly string[]): string => `${texts.join('\r\n')}\r\n`;

/** A calendar object whose VEVENT has these lines; `outside` stands before it. */
const anObject = (inside: readonly string[], outside: readonly string[] = [], more: readonly string[] = []) =>
	lines(
		...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t//EN', ...outside],
		...['BEGIN:VEVENT', 'UID:a@example.com', 'DTSTAMP:20261101T000000Z', ...inside, 'END:VEVENT'],
		...more,
		'END:VCALENDAR',
	);

const view = (ics: string) => {
	const [event] = readComponents(ics) ?? [];
	if (event === undefined) throw new Error('unreadable');
	return readVevent(event).view;
};

const inRange = (ics: string, from: string, to: string, zone = 'Europe/Berlin') =>
	readOccurrences(ics, { from: Date.parse(from), to: Date.parse(to), zone })?.map(
		(read) => read.view.start,
	) ?? null;

describe('readVevent', () => {
	it('gives the days of an all-day event as plain dates, the end exclusive', () => {
		const ics = anObject(['DTSTART;VALUE=DATE:20261204', 'DTEND;VALUE=DATE:20261206']);
		expect(view(ics)).toMatchObject({
			start: '2026-12-04',
			end: '2026-12-06',
			all_day: true,
			time_zone: null,
		});
	});

	it.each([
		['DTSTART:20261204T090000Z', { start: '2026-12-04T09:00:00.000Z', time_zone: null }],
		[
			'DTSTART;TZID=Europe/Berlin:20261204T090000',
			{ start: '2026-12-04T08:00:00.000Z', time_zone: 'Europe/Berlin' },
		],
		['DTSTART:20261204T090000', { start: '2026-12-04T09:00:00', time_zone: null }],
	])('reads %s', (start, expected) => {
		expect(view(anObject([start]))).toMatchObject({ ...expected, all_day: false });
	});

	it('takes a zone that has no public name from the definition in the object', () => {
		const zone = [
			...['BEGIN:VTIMEZONE', 'TZID:Customized Time', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
			...['TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530', 'END:STANDARD', 'END:VTIMEZONE'],
		];
		const ics = anObject(['DTSTART;TZID=Customized Time:20261204T090000', 'DURATION:PT30M'], zone);
		expect(view(ics)).toMatchObject({ start: '2026-12-04T03:30:00.000Z', end: '2026-12-04T04:00:00.000Z' });
	});

	it('unescapes texts and lists what people added', () => {
		const ics = anObject([
			'DTSTART;VALUE=DATE:20261204',
			'SUMMARY:Lunch\\, with Zoë 🚀',
			'DESCRIPTION:one\\ntwo',
			'CATEGORIES:a\\,b,c',
			'ATTENDEE;CN=Ada:mailto:ada@example.com',
			...['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT1H', 'END:VALARM'],
		]);
		expect(view(ics)).toMatchObject({
			summary: 'Lunch, with Zoë 🚀',
			description: 'one\ntwo',
			categories: ['a,b', 'c'],
			attendees: ['mailto:ada@example.com'],
			alarms: ['-PT1H'],
			end: '2026-12-05',
		});
	});
});

describe('readOccurrences', () => {
	const WEEKLY = [
		'DTSTART;TZID=Europe/Berlin:20261005T090000',
		'DURATION:PT1H',
		'RRULE:FREQ=WEEKLY;BYDAY=MO',
	];

	it('keeps the time of day of a series where the clocks change', () => {
		expect(inRange(anObject(WEEKLY), '2026-10-19T00:00:00Z', '2026-10-27T00:00:00Z')).toEqual([
			'2026-10-19T07:00:00.000Z',
			'2026-10-26T08:00:00.000Z',
		]);
	});

	it('leaves out what was taken out of the series and shows a moved occurrence where it was moved to', () => {
		const moved = [
			...['BEGIN:VEVENT', 'UID:a@example.com', 'DTSTAMP:20261101T000000Z'],
			'RECURRENCE-ID;TZID=Europe/Berlin:20261019T090000',
			...['DTSTART;TZID=Europe/Berlin:20261021T140000', 'SUMMARY:Moved', 'END:VEVENT'],
		];
		const ics = anObject([...WEEKLY, 'EXDATE;TZID=Europe/Berlin:20261012T090000'], [], moved);
		expect(inRange(ics, '2026-10-05T00:00:00Z', '2026-10-25T00:00:00Z')).toEqual([
			'2026-10-05T07:00:00.000Z',
			'2026-10-21T12:00:00.000Z',
		]);
		expect(inRange(ics, '2026-10-20T00:00:00Z', '2026-10-22T00:00:00Z')).toEqual([
			'2026-10-21T12:00:00.000Z',
		]);
	});

	it('shows an occurrence that was moved into the range from after it', () => {
		const moved = [
			...['BEGIN:VEVENT', 'UID:a@example.com', 'DTSTAMP:20261101T000000Z'],
			'RECURRENCE-ID;TZID=Europe/Berlin:20261102T090000',
			...['DTSTART;TZID=Europe/Berlin:20261006T140000', 'END:VEVENT'],
		];
		expect(inRange(anObject(WEEKLY, [], moved), '2026-10-06T00:00:00Z', '2026-10-07T00:00:00Z')).toEqual([
			'2026-10-06T12:00:00.000Z',
		]);
	});

	it('counts the days of an all-day event where the caller is', () => {
		const ics = anObject(['DTSTART;VALUE=DATE:20261204']);
		expect(inRange(ics, '2026-12-04T22:30:00Z', '2026-12-05T00:00:00Z')).toEqual(['2026-12-04']);
		expect(inRange(ics, '2026-12-04T23:30:00Z', '2026-12-05T00:00:00Z')).toEqual([]);
	});

	it('gives an event without length at the very beginning of the range, not at its end', () => {
		const ics = anObject(['DTSTART:20261204T090000Z']);
		expect(inRange(ics, '2026-12-04T09:00:00Z', '2026-12-04T10:00:00Z')).toHaveLength(1);
		expect(inRange(ics, '2026-12-04T08:00:00Z', '2026-12-04T09:00:00Z')).toEqual([]);
	});

	it.each([
		['text', 'this is no calendar'],
		['a calendar without an event', lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'END:VCALENDAR')],
		['a calendar cut off', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a'],
	])('does not take %s for no events', (_, ics) => {
		expect(inRange(ics, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toBeNull();
	});

	it('shows a series that never comes to the range as it is stored', () => {
		const ics = anObject(['DTSTART:19700101T000000Z', 'RRULE:FREQ=SECONDLY']);
		expect(inRange(ics, '2026-10-06T00:00:00Z', '2026-10-07T00:00:00Z')).toEqual([
			'1970-01-01T00:00:00.000Z',
		]);
	});
});

describe('buildEventText', () => {
	const values = (changes: Partial<EventFieldValues> = {}): EventFieldValues => ({
		uid: 'a@example.com',
		time: {
			kind: 'timed',
			start: '2026-12-04T08:00:00Z',
			end: '2026-12-04T09:30:00Z',
			timeZone: 'Europe/Berlin',
		},
		summary: 'Lunch, with Zoë 🚀',
		modified: '2026-11-26T10:00:00Z',
		...changes,
	});

	it('is read by another library as it was meant', () => {
		const { ics } = buildEventText(
			values({
				description: 'one\ntwo; three',
				location: 'Room; 1',
				url: 'https://example.com/a?b=c',
				categories: ['a,b', 'c', 'c', ' '],
				recurrence: 'rrule:freq=weekly;count=3',
				alarms: [15, 0],
				color: 'gold',
				status: 'TENTATIVE',
			}),
		);
		expect(view(ics)).toMatchObject({
			uid: 'a@example.com',
			summary: 'Lunch, with Zoë 🚀',
			start: '2026-12-04T08:00:00.000Z',
			end: '2026-12-04T09:30:00.000Z',
			time_zone: 'Europe/Berlin',
			description: 'one\ntwo; three',
			location: 'Room; 1',
			url: 'https://example.com/a?b=c',
			categories: ['a,b', 'c'],
			recurrence: 'FREQ=WEEKLY;COUNT=3',
			alarms: ['-PT15M', 'PT0S'],
			color: 'gold',
			status: 'TENTATIVE',
		});
		expect(ics).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n');
	});

	it('writes days without a time zone, the end exclusive', () => {
		const { ics } = buildEventText(
			values({ time: { kind: 'all_day', firstDay: '2028-02-28', lastDay: '2028-02-29' } }),
		);
		expect(view(ics)).toMatchObject({ start: '2028-02-28', end: '2028-03-01', all_day: true });
		expect(ics).not.toContain('VTIMEZONE');
	});

	it('writes UTC without a definition of it', () => {
		const time = {
			kind: 'timed',
			start: '2026-12-04T08:00:00Z',
			end: '2026-12-04T08:00:00Z',
			timeZone: 'UTC',
		};
		const { ics } = buildEventText(values({ time: time as EventFieldValues['time'] }));
		expect(ics).toContain('\r\nDTSTART:20261204T080000Z\r\n');
		expect(ics).not.toContain('VTIMEZONE');
	});

	it('names zones by their present names', () => {
		const time = {
			kind: 'timed',
			start: '2026-12-04T08:00:00Z',
			end: '2026-12-04T09:00:00Z',
			timeZone: 'Asia/Calcutta',
		};
		const { ics } = buildEventText(values({ time: time as EventFieldValues['time'] }));
		expect(ics).toContain('DTSTART;TZID=Asia/Kolkata:20261204T133000');
		expect(ics).toContain('TZID:Asia/Kolkata');
	});

	it('writes nothing of fields that are absent and tells which were emptied', () => {
		const { ics, removed } = buildEventText(values({ time: null, location: '', recurrence: ' ' }));
		expect(removed).toEqual(['LOCATION', 'RRULE']);
		expect(ics).not.toMatch(/DTSTART|LOCATION|DESCRIPTION|RRULE/);
	});

	it.each<readonly [string, Partial<EventFieldValues>, RegExp]>([
		['a zone nobody knows', { time: { ...aTime(), timeZone: 'Europe/Atlantis' } }, /no time zone/],
		['an end before the start', { time: { ...aTime(), end: '2026-12-04T07:00:00Z' } }, /before it starts/],
		['a rule that is none', { recurrence: 'every monday' }, /no recurrence rule/],
		['a rule with a line break', { recurrence: 'FREQ=DAILY\r\nX-EVIL:1' }, /no recurrence rule/],
		['an alarm after the start', { alarms: [-5] }, /0 or more/],
		[
			'a day that does not exist',
			{ time: { kind: 'all_day', firstDay: '2027-02-29', lastDay: '2027-03-01' } },
			/no date/,
		],
	])('refuses %s', (_, changes, message) => {
		expect(() => buildEventText(values(changes))).toThrow(message);
	});

	it('lets no field begin a line of its own', () => {
		const evil = 'x\r\nATTENDEE:mailto:eve@example.com\r\nY:';
		const { ics } = buildEventText(
			values({
				summary: evil,
				description: evil,
				location: evil,
				url: evil,
				color: evil,
				categories: [evil],
			}),
		);
		expect(ics).not.toMatch(/^ATTENDEE/m);
	});

	function aTime() {
		return {
			kind: 'timed',
			start: '2026-12-04T08:00:00Z',
			end: '2026-12-04T09:00:00Z',
			timeZone: 'Europe/Berlin',
		} as const;
	}
});
