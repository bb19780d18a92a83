/** Events that CalPlaneBot really wrote (test/recordings/calplanebot) are taken over, not made twice. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { scopeOf } from '../../../core/event/scope';
import { transformWorkItem } from '../../../core/event/transform';
import { displayValue } from '../../../core/icalendar/compare';
import { parseCalendarObject } from '../../../core/icalendar/component';
import { mergeCalendarObject } from '../../../core/icalendar/merge';
import { readProperty, uidOf } from '../../../core/icalendar/reader';
import { idOfUid, isOurs } from '../../../core/icalendar/scope';
import { aLabel, aWorkItem, OTHER_PROJECT_ID, PROJECT_ID } from './aWorkItem';

const recorded = (number: number): string =>
	readFileSync(join(__dirname, `../../recordings/calplanebot/item-${number}.ics`), 'utf8');

const ALARM = [
	'BEGIN:VALARM',
	'ACTION:DISPLAY',
	'DESCRIPTION:Wake up',
	'TRIGGER:-PT15M',
	'END:VALARM',
	'',
].join('\r\n');

function takeOver(number: number, stored: string): ReturnType<typeof mergeCalendarObject> {
	const id = `00000000-0000-4000-8000-00000000600${number}`;
	const labels = [aLabel('backend'), aLabel('a, b')];
	const item = transformWorkItem(aWorkItem({ id, labels, priority: 'urgent' }));
	return mergeCalendarObject({ stored, desired: item.ics ?? '', owned: item.owned, uid: item.uid });
}

describe('an event of CalPlaneBot', () => {
	it.each([1, 2, 3, 4, 5])('%i is ours by UID and URL, in its own project only', (number) => {
		const ics = recorded(number);
		expect(isOurs(ics, scopeOf(PROJECT_ID), new Set())).toBe(true);
		expect(isOurs(ics, scopeOf(OTHER_PROJECT_ID), new Set())).toBe(false);
		expect(idOfUid(uidOf(ics) ?? '', scopeOf(PROJECT_ID))).toBe(
			`00000000-0000-4000-8000-00000000600${number}`,
		);
	});

	it.each([1, 2, 3, 4, 5])('%i becomes an all-day event with its alarm kept', (number) => {
		const { ics } = takeOver(number, recorded(number).replace('END:VEVENT', `${ALARM}END:VEVENT`));
		expect(ics).toContain(ALARM);
		expect([readProperty(ics, 'DTSTART'), readProperty(ics, 'DTEND')]).toEqual(['20261201', '20261202']);
		expect(readProperty(ics, 'X-PLANE-PROJECT')).toBe(PROJECT_ID);
	});

	it('loses its categories and its text to the new ones, visibly', () => {
		const { ics, changes } = takeOver(2, recorded(2));
		const event = parseCalendarObject(ics).events[0];
		const categories = event?.properties.filter(({ name }) => name === 'CATEGORIES') ?? [];
		expect(displayValue(categories)).toBe('backend, a, b');
		expect(changes).toContainEqual({
			property: 'CATEGORIES',
			before: 'Priority: urgent, a, b, x; y, backend',
			after: 'backend, a, b',
		});
		expect(changes.find(({ property }) => property === 'DESCRIPTION')?.before).toMatch(
			/^Description: First line/,
		);
	});

	it('is left alone once it was taken over', () => {
		const { ics } = takeOver(2, recorded(2));
		expect(takeOver(2, ics)).toEqual({ ics, changes: [] });
	});
});
