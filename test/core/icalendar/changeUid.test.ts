import fc from 'fast-check';
import { changeUid } from '../../../core/icalendar/changeUid';
import { readCalendarObject } from '../../../core/icalendar/component';
import { storedObject } from './arbitraryObjects';
import { anObject } from './builders';

const OTHER = 'task-7.mei-ling@example';

describe('changeUid', () => {
	it('changes the UID of the event and of its changed occurrences, and of no alarm', () => {
		const occurrences = (uid: string) =>
			anObject([
				...[`UID;X-FROM=phone:${uid}`, 'RRULE:FREQ=DAILY', 'END:VEVENT', 'BEGIN:VEVENT', `UID:${uid}`],
				...['RECURRENCE-ID:20261204', 'BEGIN:VALARM', 'UID:alarm-1', 'END:VALARM'],
			]);
		expect(changeUid(occurrences('task-7@example'), OTHER)).toBe(occurrences(OTHER));
	});

	it('keeps every other byte of what clients and servers left', () => {
		fc.assert(
			fc.property(storedObject(), ({ ics }) => {
				const changed = changeUid(ics, OTHER);
				const [before, after] = [ics, changed].map((text) =>
					readCalendarObject(text)
						.lines.filter(({ text: line }) => !/^UID[:;]/i.test(line))
						.map(({ raw }) => raw),
				);
				expect(readCalendarObject(changed).events.map(({ uid }) => uid)).toEqual(
					readCalendarObject(ics).events.map(() => OTHER),
				);
				expect(after).toEqual(before);
			}),
		);
	});

	it('leaves an object alone that holds several events', () => {
		const ics = anObject(['UID:a', 'END:VEVENT', 'BEGIN:VEVENT', 'UID:b']);
		expect(changeUid(ics, OTHER)).toBe(ics);
	});
});
