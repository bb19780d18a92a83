/** What people and their programs do to an event of ours, and what must become of it. */
import { add, addBeside, addInside, all, alter, drop, type Edit, rewriteAll, set } from './clientEdits';
import { ALARM } from './dav';

export interface PeoplesEdit {
	/** The row of docs/people.md. */
	readonly does: string;
	readonly edit: Edit;
	/** The properties that a reconcile sets back, in any order; none: nothing is written. */
	readonly setBack?: readonly string[];
	/** Reason of the result; @default `reverted` where something is set back, else none. */
	readonly reason?: string | null;
	/** Reason of the result where Plane changed the item as well. */
	readonly reasonWithPlane?: string;
	/** Lines, or beginnings of lines, that must be in the event afterwards. */
	readonly stays?: readonly string[];
	/** Lines, or beginnings of lines, that must not. */
	readonly goes?: readonly string[];
	/** Dates stay as the person set them. */
	readonly isSeries?: boolean;
}

const BERLIN = [
	'BEGIN:VTIMEZONE',
	'TZID:Europe/Berlin',
	'BEGIN:STANDARD',
	'DTSTART:19701025T030000',
	'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
	'TZNAME:CET',
	'TZOFFSETFROM:+0200',
	'TZOFFSETTO:+0100',
	'END:STANDARD',
	'END:VTIMEZONE',
];

const moved = all(set('DTSTART', 'DTSTART;VALUE=DATE:20261207'), set('DTEND', 'DTEND;VALUE=DATE:20261208'));
const timed = all(
	set('DTSTART', 'DTSTART;TZID=Europe/Berlin:20261204T140000'),
	set('DTEND', 'DTEND;TZID=Europe/Berlin:20261204T150000'),
	addBeside(...BERLIN),
);
const weekly = add('RRULE:FREQ=WEEKLY;COUNT=5');

/** One day of the series held on another day, with a title and an alarm of its own. */
const override: Edit = (ics) =>
	addBeside(
		'BEGIN:VEVENT',
		/^UID:.*$/m.exec(ics.replace(/\r?\n[ \t]/g, ''))?.[0].trim() ?? '',
		'DTSTAMP:20261122T120000Z',
		'RECURRENCE-ID;VALUE=DATE:20261211',
		'DTSTART;VALUE=DATE:20261212',
		'DTEND;VALUE=DATE:20261213',
		'SUMMARY:This week on Saturday',
		'DESCRIPTION:Our room is taken',
		...ALARM,
		'END:VEVENT',
	)(ics);

const note = (text: string): Edit => alter('DESCRIPTION', (line) => `${line}\\n\\n${text}`);

export const PEOPLES_EDITS: readonly PeoplesEdit[] = [
	{ does: 'drags it to another day', edit: moved, setBack: ['DTSTART', 'DTEND'] },
	{
		does: 'stretches it over three days',
		edit: set('DTEND', 'DTEND;VALUE=DATE:20261207'),
		setBack: ['DTEND'],
	},
	{
		does: 'gives it a time',
		edit: timed,
		setBack: ['DTSTART', 'DTEND'],
		stays: ['TZID:Europe/Berlin'],
	},
	{
		does: 'gives it a time and a length',
		edit: all(set('DTSTART', 'DTSTART:20261204T140000Z'), set('DTEND'), add('DURATION:PT1H')),
		setBack: ['DTSTART', 'DTEND', 'DURATION'],
		goes: ['DURATION'],
	},
	{ does: 'retitles it', edit: set('SUMMARY', 'SUMMARY:My own words'), setBack: ['SUMMARY'] },
	{ does: 'sets it to tentative', edit: set('STATUS', 'STATUS:TENTATIVE'), setBack: ['STATUS'] },
	{ does: 'changes its link', edit: set('URL', 'URL:https://example.com/mine'), setBack: ['URL'] },
	{ does: 'removes its link', edit: set('URL'), setBack: ['URL'] },
	{
		does: 'shows the time as busy',
		edit: set('TRANSP', 'TRANSP:OPAQUE'),
		stays: ['TRANSP:OPAQUE'],
	},
	{
		does: 'adds a place, an importance and privacy',
		edit: add('LOCATION:Room 4', 'GEO:52.5;13.4', 'PRIORITY:1', 'CLASS:PRIVATE'),
		stays: ['LOCATION:Room 4', 'GEO:52.5', 'PRIORITY:1', 'CLASS:PRIVATE'],
	},
	{
		does: 'adds an alarm',
		edit: addInside(...ALARM),
		stays: ['BEGIN:VALARM', 'TRIGGER:-PT1H'],
	},
	{
		does: 'snoozes an alarm',
		edit: all(
			addInside(...ALARM.slice(0, -1), 'ACKNOWLEDGED:20261122T120000Z', 'END:VALARM'),
			add('X-MOZ-LASTACK:20261122T120000Z', 'X-MOZ-SNOOZE-TIME:20261122T130000Z'),
		),
		stays: ['ACKNOWLEDGED:20261122T120000Z', 'X-MOZ-LASTACK:20261122T120000Z'],
	},
	{
		does: 'writes a note below our text',
		edit: note('Bring the cable'),
		stays: ['\\n\\nBring the cable'],
	},
	{
		does: 'writes a note above our text',
		edit: alter('DESCRIPTION', (line) => line.replace(':', ':Bring the cable\\n')),
		setBack: ['DESCRIPTION'],
		goes: ['Bring the cable'],
	},
	{
		does: 'changes our text and writes a note below it',
		edit: all(
			alter('DESCRIPTION', (line) => line.replace('First line', 'Our first line')),
			note('Bring the cable'),
		),
		setBack: ['DESCRIPTION'],
		stays: ['\\n\\nBring the cable'],
		goes: ['Our first line'],
	},
	{
		does: 'replaces the whole text',
		edit: set('DESCRIPTION', 'DESCRIPTION:My own words'),
		setBack: ['DESCRIPTION'],
		goes: ['My own words'],
	},
	{ does: 'empties the text', edit: set('DESCRIPTION'), setBack: ['DESCRIPTION'] },
	{
		does: 'formats a note below our text (Thunderbird)',
		edit: all(
			note('Bring the cable'),
			alter('DESCRIPTION', (line) => line.replace(':', ';ALTREP="data:text/html,%3Cb%3EBring%3C%2Fb%3E":')),
		),
		stays: ['\\n\\nBring the cable'],
	},
	{
		does: 'adds a category',
		edit: alter('CATEGORIES', (line) => `${line},Mine`),
		stays: ['Mine'],
	},
	{
		does: 'removes the category of a label',
		edit: set('CATEGORIES', 'CATEGORIES:docs,Mine'),
		setBack: ['CATEGORIES'],
		stays: ['Mine'],
	},
	{ does: 'removes all categories', edit: set('CATEGORIES'), setBack: ['CATEGORIES'] },
	{ does: 'chooses a colour', edit: set('COLOR', 'COLOR:hotpink'), stays: ['COLOR:hotpink'] },
	{
		does: 'chooses the colour of another priority',
		edit: set('COLOR', 'COLOR:forestgreen'),
		setBack: ['COLOR'],
		goes: ['COLOR:forestgreen'],
	},
	{ does: 'takes the colour away', edit: set('COLOR'), setBack: ['COLOR'] },
	{
		does: 'adds what only their program knows',
		edit: add(
			'X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC',
			'X-MOZ-GENERATION:3',
			'X-MICROSOFT-CDO-BUSYSTATUS:FREE',
			'COMMENT:By phone',
		),
		stays: ['X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC', 'X-MOZ-GENERATION:3', 'COMMENT:By phone'],
	},
	{
		does: 'adds people to it, without inviting them',
		edit: add('ATTENDEE;CN=Ben;PARTSTAT=ACCEPTED:mailto:ben@example.com'),
		stays: ['ATTENDEE'],
	},
	{
		does: 'makes a meeting of it',
		edit: add(
			'ORGANIZER;CN=Anna:mailto:anna@example.com',
			'ATTENDEE;CN=Ben;PARTSTAT=ACCEPTED:mailto:ben@example.com',
		),
		reason: 'has_organizer',
		reasonWithPlane: 'has_organizer',
		stays: ['ORGANIZER', 'ATTENDEE'],
	},
	{
		does: 'makes a series of it',
		edit: weekly,
		reasonWithPlane: 'series_kept',
		stays: ['RRULE:FREQ=WEEKLY;COUNT=5', 'DTSTART;VALUE=DATE:20261204'],
		isSeries: true,
	},
	{
		does: 'makes a series of it at another time, with exceptions',
		edit: all(timed, weekly, add('EXDATE;TZID=Europe/Berlin:20261218T140000')),
		reason: 'series_kept',
		reasonWithPlane: 'series_kept',
		stays: ['EXDATE;TZID=Europe/Berlin:20261218T140000', 'DTSTART;TZID=Europe/Berlin:20261204T140000'],
		isSeries: true,
	},
	{
		does: 'makes a series of it and changes one day of it',
		edit: all(weekly, override),
		reasonWithPlane: 'series_kept',
		stays: ['SUMMARY:This week on Saturday', 'DTSTART;VALUE=DATE:20261212', 'TRIGGER:-PT1H'],
		isSeries: true,
	},
	{
		does: 'uses a program that drops our X- properties',
		edit: drop(/^X-/),
	},
	{
		does: 'drags it in a program that drops our X- properties',
		edit: all(drop(/^X-/), moved),
		setBack: ['DTSTART', 'DTEND'],
		reason: null,
	},
	{ does: 'uses a program that rewrites the whole text', edit: rewriteAll },
];
