/**
 * Events beside the work items they are made of. `UPDATE_GOLDEN=1` writes them anew; read the difference
 * before it is committed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { eventFromWorkItem } from '../../../core/event/eventFromWorkItem';
import { labelNames } from '../../../core/event/properties/categories';
import { describe as describeItem } from '../../../core/event/properties/description';
import { octetLength } from '../../../core/icalendar/contentLine';
import { readEvent } from '../../../core/icalendar/reader';
import type { PresentWorkItem } from '../../../core/plane/types';
import { aWorkItem } from './aWorkItem';

const FOLDER = join(__dirname, '../../golden/event');
const NAMES = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.slice(0, -'.json'.length));

/** A golden input holds what differs from the plain work item; `repeat` makes a long text of a short one. */
function itemOf(name: string): PresentWorkItem {
	const { repeat, ...different }: Partial<PresentWorkItem> & { repeat?: number } = JSON.parse(
		readFileSync(join(FOLDER, `${name}.json`), 'utf8'),
	);
	const item = aWorkItem(different);
	return repeat === undefined ? item : { ...item, description: item.description.repeat(repeat) };
}

/** Reads the values of a property of the event with ical.js. */
async function secondOpinion(ics: string): Promise<(name: string) => string[]> {
	const { default: ICAL } = await import('ical.js');
	const event = new ICAL.Component(ICAL.parse(ics)).getFirstSubcomponent('vevent');
	return (name) =>
		(event?.getAllProperties(name) ?? []).flatMap((property) => property.getValues().map(String));
}

describe.each(NAMES)('the event of %s', (name) => {
	const ics = eventFromWorkItem(itemOf(name));

	it('is the golden one', () => {
		const file = join(FOLDER, `${name}.ics`);
		if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, ics);
		expect(ics).toBe(readFileSync(file, 'utf8'));
	});

	it('is read by ical.js as it was meant', async () => {
		const item = itemOf(name);
		const valuesOf = await secondOpinion(ics);
		expect(valuesOf('description')).toEqual([describeItem(item)]);
		expect(valuesOf('categories')).toEqual(labelNames(item));
		expect(valuesOf('url')).toEqual([item.url]);
		expect(valuesOf('dtstart')).toEqual([item.target_date]);
		expect(valuesOf('dtend')[0]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
	});

	it('is read by ical.js and by us alike', async () => {
		const valuesOf = await secondOpinion(ics);
		const { properties } = readEvent(ics);
		for (const single of [
			'UID',
			'SUMMARY',
			'DESCRIPTION',
			'STATUS',
			'COLOR',
			'X-PLANE-LABELS',
			'X-PLANE-TEXT',
		]) {
			expect([single, properties.get(single)]).toEqual([single, valuesOf(single.toLowerCase())[0]]);
		}
	});

	it('has lines of at most 75 octets, each ended by CRLF', () => {
		const lines = ics.split('\r\n');
		expect(lines.pop()).toBe('');
		expect(lines.join('')).not.toMatch(/[\r\n]/);
		expect(Math.max(...lines.map(octetLength))).toBeLessThanOrEqual(75);
	});
});
