/** Arbitrary calendar objects as clients and servers leave them, and the events that are desired in their place. */
import fc from 'fast-check';
import { foldLine } from '../../../core/icalendar/contentLine';
import { escapeText } from '../../../core/icalendar/text';
import { taskLines, UID, type Task } from './builders';

const text = fc
	.string({
		unit: fc.constantFrom('a', 'é', '🚀', '👩‍💻', 'ש', ',', ';', '\\', '"', ' ', ':', '\n'),
		maxLength: 60,
	})
	.map((inner) => `x${inner}x`);
const oneLine = text.map((value) => value.replaceAll('\n', ' '));
/** A parameter in quotes may hold anything but a quote (RFC 5545 §3.2). */
const quoted = oneLine.map((value) => `"${value.replace(/["\\]/g, '')}"`);
const date = fc.constantFrom('20261201', '20261130', '20280229', '99981231');

export const task: fc.Arbitrary<Task> = fc.record({
	title: oneLine,
	text: fc.tuple(text, oneLine).map(([own, project]) => `${own}\n---\nProject: ${project}`),
	labels: fc.uniqueArray(oneLine, { maxLength: 5 }),
	color: fc.constantFrom('gold', 'crimson', null),
	status: fc.constantFrom('CONFIRMED', 'CANCELLED'),
	date,
	revision: fc.constantFrom('1', '2'),
});

/** What people and their clients put into an event. */
const foreignProperty = fc.oneof(
	fc.tuple(oneLine, quoted).map(([value, label]) => `X-NOTE;X-LABEL=${label}:${escapeText(value)}`),
	oneLine.map((value) => `x-Lower:${escapeText(value)}`),
	text.map((value) => `LOCATION;LANGUAGE=de:${escapeText(value)}`),
	text.map((value) => `COMMENT:${escapeText(value)}`),
	quoted.map((name) => `ATTENDEE;CN=${name};PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:jane@e`),
	fc.constantFrom('CLASS:PRIVATE', 'GEO:52.5;13.4', 'PRIORITY:5', 'TRANSP:OPAQUE'),
	date.map((day) => `EXDATE;VALUE=DATE:${day}`),
);
const earlierAttendee = fc.constant('ATTENDEE;CN=mailto:a@e:mailto:mailto:a@e');
const series = fc.constantFrom('RRULE:FREQ=WEEKLY;COUNT=3', 'RDATE;VALUE=DATE:20261208');
const organizer = fc.constant('ORGANIZER;CN=Boss:mailto:boss@e');

const block = (name: string, own: readonly string[] = []): fc.Arbitrary<string[]> =>
	fc
		.array(foreignProperty, { maxLength: 3 })
		.map((lines) => [
			`BEGIN:${name}`,
			...own,
			...lines,
			`SUMMARY:of the ${name}`,
			'DESCRIPTION:not ours',
			`END:${name}`,
		]);
const alarm = block('VALARM', ['ACTION:DISPLAY', 'TRIGGER:-PT15M']);
const zone = block('VTIMEZONE', [
	'TZID:Europe/Paris',
	'BEGIN:STANDARD',
	'DTSTART:19701025T030000',
	'TZOFFSETFROM:+0200',
	'TZOFFSETTO:+0100',
	'END:STANDARD',
]);
const override = block('VEVENT', [
	`UID:${UID}`,
	'RECURRENCE-ID;VALUE=DATE:20261208',
	'CATEGORIES:a,b',
	'COLOR:gold',
	'X-OUR-REVISION:1',
	'BEGIN:VALARM',
	'TRIGGER:PT0S',
	'END:VALARM',
]);
const beside = fc
	.array(fc.oneof(zone, override, block('VTODO', ['UID:todo']), block('X-THING')), { maxLength: 3 })
	.map((blocks) => blocks.flat());

/** A linear congruential generator: foldings follow from one number, so that a failure shrinks. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor(state / 65_536) % sides;
	};
}

interface Habits {
	readonly lineBreak: 'CRLF' | 'LF' | 'mixed';
	/** Of ten lines so many have their name in lower case. */
	readonly lowerCase: number;
	/** Longest physical line, in code points; folds may stand anywhere, in names and parameters too. */
	readonly width: number;
	readonly hasFinalBreak: boolean;
	readonly seed: number;
}

const habits: fc.Arbitrary<Habits> = fc.record({
	lineBreak: fc.constantFrom('CRLF', 'LF', 'mixed'),
	lowerCase: fc.constantFrom(0, 0, 3, 10),
	width: fc.integer({ min: 2, max: 90 }),
	hasFinalBreak: fc.boolean(),
	seed: fc.nat(2_147_483_647),
});

/** The lines as a client of these habits would write them. */
function writeOddly(lines: readonly string[], { lineBreak, lowerCase, width, hasFinalBreak, seed }: Habits) {
	const roll = dice(seed);
	const breaks = { CRLF: ['\r\n'], LF: ['\n'], mixed: ['\r\n', '\n'] }[lineBreak];
	const aBreak = (): string => breaks[roll(breaks.length)] ?? '';
	const fold = (line: string): string => {
		const cased = roll(10) < lowerCase ? line.replace(/^[^;:]+/, (name) => name.toLowerCase()) : line;
		const characters = [...cased];
		let folded = '';
		for (let start = 0; start < characters.length;) {
			const end = start + 1 + roll(width);
			const continues = start === 0 ? '' : `${aBreak()}${roll(2) === 0 ? ' ' : '\t'}`;
			folded += continues + characters.slice(start, end).join('');
			start = end;
		}
		return folded;
	};
	const written = lines.map((line) => fold(line) + aBreak()).join('');
	return hasFinalBreak ? written : written.trimEnd();
}

export interface Stored {
	readonly ics: string;
	/** What a person wrote below our text and put beside our labels. */
	readonly note: string;
	readonly categories: readonly string[];
	/** A colour that a person chose. */
	readonly color: string | null;
}

/** Lines of the stored event: ours, edited by a person, and among them what is not ours. */
const eventLines = fc
	.record({
		task,
		note: fc.oneof(
			fc.constant(''),
			text.map((note) => `\n${note}`),
		),
		categories: fc.uniqueArray(
			oneLine.map((name) => `mine ${name.replaceAll(',', '')}`.trim()),
			{ maxLength: 2 },
		),
		color: fc.constantFrom(null, null, 'hotpink'),
		properties: fc.array(fc.oneof(foreignProperty, earlierAttendee), { maxLength: 6 }),
		rare: fc.constantFrom<'series' | 'organizer' | null>('series', 'organizer', null, null, null),
		rareLines: fc.tuple(series, organizer),
		blocks: fc.array(fc.oneof(alarm, block('X-THING')), { maxLength: 2 }),
		place: fc.nat(),
	})
	.map(({ task: old, properties, rare, rareLines, blocks, place, ...people }) => {
		const ours = taskLines(old).flatMap((line) => {
			if (line.startsWith('DESCRIPTION:')) return [line + escapeText(people.note)];
			if (line.startsWith('COLOR:') && people.color !== null) return [`COLOR:${people.color}`];
			return [line];
		});
		const added = people.categories.map((name) => `CATEGORIES:${escapeText(name)}`);
		const colored = old.color === null && people.color !== null ? [`COLOR:${people.color}`] : [];
		const extra = [...properties, ...(rare === null ? [] : [rareLines[rare === 'series' ? 0 : 1]])];
		const own = [...ours, ...added, ...colored];
		const at = place % (own.length + 1);
		return { ...people, lines: [...own.slice(0, at), ...extra, ...own.slice(at), ...blocks.flat()] };
	});

/** @param between lines that may stand between any two of the object, such as empty ones. */
export const storedObject = (between: readonly string[] = []): fc.Arbitrary<Stored> =>
	fc
		.record({ event: eventLines, before: beside, after: beside, habits, places: fc.array(fc.nat()) })
		.map(({ event: { lines: own, ...people }, before, after, habits: chosen, places }) => {
			const master = ['BEGIN:VEVENT', ...own, 'END:VEVENT'];
			const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...before, ...master, ...after, 'END:VCALENDAR'];
			if (between.length > 0) {
				for (const place of places) {
					lines.splice(1 + (place % (lines.length - 1)), 0, between[place % between.length] ?? '');
				}
			}
			return { ics: writeOddly(lines, chosen), ...people };
		});

/** The event as we write it. */
export const desiredObject = task.map((wanted) => {
	const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...taskLines(wanted)];
	const ics = [...lines, 'END:VEVENT', 'END:VCALENDAR'].map((line) => foldLine(line, '\r\n')).join('');
	return { ics, ...wanted };
});
