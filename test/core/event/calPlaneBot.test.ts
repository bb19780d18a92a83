/** Events that CalPlaneBot wrote, really (test/recordings/calplanebot) or by its documentation, are taken over. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { eventFromWorkItem } from '../../../core/event/eventFromWorkItem';
import { labelNames } from '../../../core/event/properties/categories';
import { describe as describeItem } from '../../../core/event/properties/description';
import { OWNED, scopeOf } from '../../../core/event/scope';
import { displayValue } from '../../../core/icalendar/compare';
import { parseCalendarObject } from '../../../core/icalendar/component';
import { mergeCalendarObject, type Merged } from '../../../core/icalendar/merge';
import { readProperty, uidOf } from '../../../core/icalendar/reader';
import { idOfUid, isOurs } from '../../../core/icalendar/scope';
import { escapeText } from '../../../core/icalendar/text';
import type { PresentWorkItem } from '../../../core/plane/types';
import { aLabel, aWorkItem, ITEM_ID, OTHER_PROJECT_ID, PROJECT_ID } from './aWorkItem';

const NUMBERS = [1, 2, 3, 4, 5];
const ALARM = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Wake up\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n';
const PERSON = 'ATTENDEE;CN="Doe, Jane";PARTSTAT=ACCEPTED:mailto:jane@acme.example\r\n';

const recorded = (number: number): string =>
	readFileSync(join(__dirname, `../../recordings/calplanebot/item-${number}.ics`), 'utf8');

/** The work item of a recorded event, changed since. */
const itemOf = (number: number): PresentWorkItem =>
	aWorkItem({
		id: `00000000-0000-4000-8000-00000000600${number}`,
		description: 'First line\nsecond; with, signs',
		labels: [aLabel('backend'), aLabel('new, label')],
		priority: 'urgent',
	});

/** The event in the form that CalPlaneBot documents. */
function documented(item: PresentWorkItem): string {
	return eventFromWorkItem(item)
		.replace(/^X-PLANE-.*\r\n(?: .*\r\n)*/gm, '')
		.replace(/^COLOR:.*$/m, 'COLOR:#dc3545');
}

const withLines = (ics: string, lines: string): string => ics.replace('END:VEVENT', `${lines}END:VEVENT`);

/** The event with its description or categories edited by a person. */
function edited(ics: string, name: string, edit: (text: string) => string): string {
	const property = parseCalendarObject(ics).events[0]?.properties.find((line) => line.name === name);
	const { raw } = parseCalendarObject(ics).lines[property?.line ?? -1] ?? { raw: '' };
	return ics.replace(raw, () => `${name}:${edit(property?.value ?? '')}\r\n`);
}

function takeOver(stored: string, item: PresentWorkItem): Merged {
	const desired = eventFromWorkItem(item);
	return mergeCalendarObject({ stored, desired, owned: OWNED, uid: uidOf(desired) ?? '' });
}

function linesOf(
	ics: string,
	name: string,
): ReturnType<typeof parseCalendarObject>['events'][0]['properties'] {
	return parseCalendarObject(ics).events[0]?.properties.filter((line) => line.name === name) ?? [];
}

const categoriesOf = (ics: string): string | null => displayValue(linesOf(ics, 'CATEGORIES'));

describe.each(NUMBERS)('recorded event %i of CalPlaneBot', (number) => {
	const item = itemOf(number);
	const variants = [
		['as it is', recorded(number)],
		['with LF', recorded(number).replaceAll('\r\n', '\n')],
		['without a last line break', recorded(number).trimEnd()],
	] as const;

	it('is ours by UID and URL, in its own project only', () => {
		const ics = recorded(number);
		expect(isOurs(ics, scopeOf(PROJECT_ID), new Set())).toBe(true);
		expect(isOurs(ics, scopeOf(OTHER_PROJECT_ID), new Set())).toBe(false);
		expect(idOfUid(uidOf(ics) ?? '', scopeOf(PROJECT_ID))).toBe(item.id);
	});

	it.each(variants)('%s takes our form and keeps nothing of its own', (_, stored) => {
		const { ics } = takeOver(stored, item);
		expect([readProperty(ics, 'DTSTART'), readProperty(ics, 'DTEND')]).toEqual(['20261201', '20261202']);
		expect(readProperty(ics, 'X-PLANE-PROJECT')).toBe(PROJECT_ID);
		expect(readProperty(ics, 'DESCRIPTION')).toBe(describeItem(item));
		expect(categoriesOf(ics)).toBe(labelNames(item).join(', '));
		expect(linesOf(ics, 'ATTENDEE')).toEqual([]);
		expect(ics).not.toMatch(/^METHOD|^ORGANIZER/m);
	});

	it.each(variants)('%s is left alone once it was taken over', (_, stored) => {
		const { ics } = takeOver(stored, item);
		expect(takeOver(ics, item)).toEqual({ ics, changes: [] });
	});

	it('keeps the alarm, the attendee and the category of a person', () => {
		const theirs = edited(recorded(number), 'CATEGORIES', (value) => `Mine,${value}`);
		const { ics } = takeOver(withLines(theirs, PERSON + ALARM), item);
		expect(ics).toContain(ALARM);
		expect(ics).toContain(PERSON);
		expect(linesOf(ics, 'ATTENDEE')).toHaveLength(1);
		expect(categoriesOf(ics)).toBe('backend, new, label, Mine');
	});

	it.each([
		['below', (text: string) => `${text}\n\nMy notes, and more`, '\n\nMy notes, and more'],
		['behind the address', (text: string) => `${text} (soon)`, ' (soon)'],
		['below, in words of ours', (text: string) => `${text}\n---\nProject: x\ny`, '\n---\nProject: x\ny'],
	])('keeps what a person wrote %s', (_, edit, added) => {
		const stored = edited(recorded(number), 'DESCRIPTION', (value) => edit(value).replace(/\n/g, '\\n'));
		const { ics } = takeOver(stored, item);
		expect(readProperty(ics, 'DESCRIPTION')).toBe(`${describeItem(item)}${added}`);
		expect(takeOver(ics, item).ics).toBe(ics);
	});

	it('shows in the changes what a person wrote elsewhere in the text', () => {
		const stored = edited(recorded(number), 'DESCRIPTION', (value) => `Mine first\\n${value}`);
		const { changes } = takeOver(stored, item);
		const text = changes.find(({ property }) => property === 'DESCRIPTION');
		expect(text?.before).toMatch(/^Mine first\n/);
		expect(text?.after).toBe(describeItem(item));
	});
});

it('takes no line of a work item’s own text for the end of CalPlaneBot’s', () => {
	const text = 'Description: one\\n---\\nProject: two\\nthree\\n\\n';
	const stored = edited(recorded(1), 'DESCRIPTION', (value) => text + value);
	expect(readProperty(takeOver(stored, itemOf(1)).ics, 'DESCRIPTION')).toBe(describeItem(itemOf(1)));
});

describe('an event of CalPlaneBot with an organizer', () => {
	it('keeps all its attendees, and the result says so', () => {
		const stored = withLines(recorded(2), 'ORGANIZER:mailto:ada@acme.example\r\n');
		const { ics, kept } = takeOver(stored, itemOf(2));
		expect(linesOf(ics, 'ATTENDEE')).toHaveLength(2);
		expect(kept).toBe('has_organizer');
	});
});

describe('an event in the form that CalPlaneBot documents', () => {
	const before = aWorkItem({ description: 'Text', labels: [aLabel('old, label')], priority: 'urgent' });
	const after = { ...before, description: 'New text', labels: [aLabel('new')], target_date: '2026-12-24' };

	it('is ours', () => {
		expect(isOurs(documented(before), scopeOf(PROJECT_ID), new Set())).toBe(true);
		expect(idOfUid(uidOf(documented(before)) ?? '', scopeOf(PROJECT_ID))).toBe(ITEM_ID);
	});

	it('changes in place, with what people added to it', () => {
		const notes = escapeText('\n\nMy notes\nProject: mine');
		const theirs = edited(documented(before), 'CATEGORIES', (value) => `${value},Priority: urgent,Mine`);
		const stored = edited(theirs, 'DESCRIPTION', (value) => value + notes);
		const { ics } = takeOver(withLines(stored, ALARM), after);
		expect(ics).toContain(ALARM);
		expect(readProperty(ics, 'DTSTART')).toBe('20261224');
		expect(readProperty(ics, 'COLOR')).toBe('crimson');
		expect(readProperty(ics, 'DESCRIPTION')).toBe(`${describeItem(after)}\n\nMy notes\nProject: mine`);
		expect(categoriesOf(ics)).toBe('new, Mine');
		expect(takeOver(ics, after)).toEqual({ ics, changes: [] });
	});
});
