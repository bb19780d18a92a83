/** The merge, whatever is stored and desired; ical.js reads the result as a second opinion. */
import fc from 'fast-check';
import type ICAL from 'ical.js' with { 'resolution-mode': 'import' };
import { octetLength, splitLines } from '../../../core/icalendar/contentLine';
import { mergeCalendarObject } from '../../../core/icalendar/merge';
import { readProperty } from '../../../core/icalendar/reader';
import { desiredObject, storedObject } from './arbitraryObjects';
import { merge, UID } from './builders';

const OWNED_NAMES =
	/^(SUMMARY|DTSTART|DTEND|DURATION|STATUS|URL|DESCRIPTION|CATEGORIES|COLOR|DTSTAMP|LAST-MODIFIED|SEQUENCE|X-OUR-[A-Z]+)$/i;
const FULL = process.env['TEST_FULL'] === '1';
const RUNS = { numRuns: FULL ? 2000 : 200 };

const nameOf = (line: string): string => /^[^;:]*/.exec(line)?.[0] ?? '';

/** Whether a write may touch this line of the event itself. */
const isOwned = (line: string, hasOrganizer: boolean): boolean =>
	OWNED_NAMES.test(nameOf(line)) ||
	(!hasOrganizer && /^ATTENDEE/i.test(line) && line.includes('mailto:mailto:'));

/** Every line of the object but those of the event that a write may touch, as they are stored. */
function foreignLines(ics: string, mayTouch: typeof isOwned = isOwned): string[] {
	const kept: string[] = [];
	let event: Array<{ readonly raw: string; readonly text: string; readonly depth: number }> = [];
	let depth = 0;
	for (const { raw, text } of splitLines(ics)) {
		if (/^END:/i.test(text)) depth--;
		event.push({ raw, text, depth });
		if (/^BEGIN:/i.test(text)) depth++;
		if (depth > 1) continue;
		const own = event.filter((line) => line.depth === 2).map((line) => line.text);
		const isMaster =
			/^BEGIN:VEVENT/i.test(event[0]?.text ?? '') && !own.some((line) => /^RECURRENCE-ID/i.test(line));
		const hasOrganizer = own.some((line) => /^ORGANIZER/i.test(line));
		kept.push(
			...event
				.filter((line) => !(isMaster && line.depth === 2 && mayTouch(line.text, hasOrganizer)))
				.map((line) => line.raw),
		);
		event = [];
	}
	return [...kept, ...event.map(({ raw }) => raw)];
}

describe('mergeCalendarObject, whatever is stored and desired', () => {
	/** Empty lines and lines that are none may stand anywhere. */
	const withJunk = storedObject(['', '?? junk', 'SUMMARY', 'X-É:1']);

	it('keeps every foreign line byte for byte and in its order', () => {
		fc.assert(
			fc.property(withJunk, desiredObject, ({ ics }, wanted) => {
				expect(foreignLines(merge(ics, wanted.ics).ics)).toEqual(foreignLines(ics));
			}),
			RUNS,
		);
	});

	it('has nothing left to do afterwards', () => {
		fc.assert(
			fc.property(withJunk, desiredObject, ({ ics }, wanted) => {
				const once = merge(ics, wanted.ics).ics;
				expect(merge(once, wanted.ics)).toMatchObject({ ics: once, changes: [] });
			}),
			RUNS,
		);
	});

	it('writes no line of more than 75 octets', () => {
		fc.assert(
			fc.property(withJunk, desiredObject, ({ ics }, wanted) => {
				const known = new Set(splitLines(ics).map(({ raw }) => raw));
				const written = splitLines(merge(ics, wanted.ics).ics).filter(({ raw }) => !known.has(raw));
				const lengths = written.flatMap(({ raw }) => raw.split(/\r?\n/).map(octetLength));
				expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(75);
			}),
			RUNS,
		);
	});
});

describe('mergeCalendarObject, for the text of another automation', () => {
	const names = ['SUMMARY', 'LOCATION', 'COMMENT', 'X-NOTE', 'COLOR', 'DURATION', 'RRULE'] as const;
	const some = fc.uniqueArray(fc.constantFrom(...names), { maxLength: names.length });
	const given = fc.record({ set: some, removed: some }).map(({ set, removed }) => ({
		set,
		removed: removed.filter((name) => !set.includes(name)),
	}));
	const textOf = (set: readonly string[]): string =>
		[
			...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', `UID:${UID}`, 'DTSTAMP:20261126T090000Z'],
			...set.map((name) => `${name}:${name === 'DURATION' ? 'P2D' : 'FREQ=DAILY;COUNT=2'}`),
			...['END:VEVENT', 'END:VCALENDAR', ''],
		].join('\r\n');

	it('touches only the properties it gives or takes out', () => {
		fc.assert(
			fc.property(storedObject(), given, ({ ics }, { set, removed }) => {
				const touched = new Set<string>([...set, ...removed, 'DTSTAMP']);
				// They exclude each other (RFC 5545 §3.6.1).
				if (touched.has('DURATION')) touched.add('DTEND');
				const mayTouch = (line: string): boolean => touched.has(nameOf(line).toUpperCase());
				const merged = mergeCalendarObject({
					stored: ics,
					desired: textOf(set),
					owned: null,
					removed,
					uid: UID,
				});
				const again = mergeCalendarObject({
					stored: merged.ics,
					desired: textOf(set),
					owned: null,
					removed,
					uid: UID,
				});

				expect(foreignLines(merged.ics, mayTouch)).toEqual(foreignLines(ics, mayTouch));
				for (const name of removed) expect(readProperty(merged.ics, name)).toBeNull();
				for (const name of set) expect(readProperty(merged.ics, name)).not.toBeNull();
				expect(again).toEqual({ ics: merged.ics, changes: [] });
			}),
			RUNS,
		);
	});
});

describe('mergeCalendarObject, as ical.js reads it', () => {
	let parse: (ics: string) => ICAL.Component;
	beforeAll(async () => {
		const { default: library } = await import('ical.js');
		parse = (ics) => new library.Component(library.parse(ics));
	});

	const isMaster = (component: ICAL.Component): boolean =>
		component.name === 'vevent' &&
		component.getFirstPropertyValue('uid') === UID &&
		!component.hasProperty('recurrence-id');

	function masterOf(ics: string): ICAL.Component {
		const master = parse(ics).getAllSubcomponents('vevent').find(isMaster);
		if (master === undefined) throw new Error('no master');
		return master;
	}

	const valuesOf = (ics: string, name: string): unknown[] =>
		masterOf(ics)
			.getAllProperties(name)
			.flatMap((property) => property.getValues().map(String));

	/** Everything that is not ours to write, by name, parameters and value. */
	function foreignParts(ics: string): unknown[] {
		const hasOrganizer = masterOf(ics).hasProperty('organizer');
		const properties = masterOf(ics)
			.getAllProperties()
			.filter((property) => !isOwned(property.toICALString(), hasOrganizer));
		const others = parse(ics)
			.getAllSubcomponents()
			.filter((component) => !isMaster(component));
		return [...properties, ...masterOf(ics).getAllSubcomponents(), ...others].map((part): unknown =>
			part.toJSON(),
		);
	}

	it('leaves everything foreign as it was', () => {
		fc.assert(
			fc.property(storedObject(), desiredObject, ({ ics }, wanted) => {
				expect(foreignParts(merge(ics, wanted.ics).ics)).toEqual(foreignParts(ics));
			}),
			RUNS,
		);
	});

	it('arrives at what is desired, and keeps what people added to it', () => {
		fc.assert(
			fc.property(storedObject(), desiredObject, (stored, wanted) => {
				const { ics } = merge(stored.ics, wanted.ics);
				const isSeries = ['rrule', 'rdate'].some((name) => masterOf(ics).hasProperty(name));
				for (const name of ['summary', 'status', 'url']) {
					expect([name, valuesOf(ics, name)]).toEqual([name, valuesOf(wanted.ics, name)]);
				}
				for (const name of ['dtstart', 'dtend', 'duration']) {
					expect([name, valuesOf(ics, name)]).toEqual([
						name,
						valuesOf(isSeries ? stored.ics : wanted.ics, name),
					]);
				}
				expect(valuesOf(ics, 'description')).toEqual([`${wanted.text ?? ''}${stored.note}`]);
				expect(valuesOf(ics, 'color')).toEqual(
					[stored.color ?? wanted.color ?? null].filter((color) => color !== null),
				);
				expect(new Set(valuesOf(ics, 'categories'))).toEqual(
					new Set([...(wanted.labels ?? []), ...stored.categories]),
				);
			}),
			RUNS,
		);
	});
});
