/** All events in the one calendar a person chose, however many calendars there would be. */
import type { Routing } from '../../../core/event/routing';
import { routeWorkItem, transformSnapshot } from '../../../core/event/transform';
import { uidOf } from '../../../core/icalendar/reader';
import { asOnlyEvent, intoOneCalendar } from '../../../core/reconcile/oneCalendar';
import { aBatch, aSnapshot, aWorkItem, PROJECT, uidOfItem, uuid } from '../../support/builders';

const BY_LABEL: Routing = { kind: 'label', withoutOne: 'none' };
const labels = ['QA', 'Ops'].map((name) => ({ id: uuid(1), name, color: '' }));

describe('intoOneCalendar', () => {
	it('gives each work item one event under its plain UID', () => {
		const items = [aWorkItem(1, { labels }), aWorkItem(2, { labels })];
		const { targets, events } = intoOneCalendar(transformSnapshot(aSnapshot(items), BY_LABEL));

		expect(targets).toHaveLength(1);
		expect(events.map(({ uid, ics }) => [uid, uidOf(ics ?? '')])).toEqual([
			[uidOfItem(1), uidOfItem(1)],
			[uidOfItem(2), uidOfItem(2)],
		]);
		expect(new Set(events.map(({ calendar }) => calendar?.slug))).toEqual(new Set([targets[0]?.slug]));
	});

	it('writes the same bytes as for the calendar of a project', () => {
		const items = [aWorkItem(1, { labels })];
		const [routed] = intoOneCalendar(transformSnapshot(aSnapshot(items), BY_LABEL)).events;

		expect(routed?.ics).toBe(aBatch(items).events[0]?.ics);
	});

	it('has a target where no item is in any calendar, so that the chosen one is read', () => {
		const batch = transformSnapshot(aSnapshot([]), BY_LABEL);

		expect(batch.targets).toEqual([]);
		expect(intoOneCalendar(batch).targets).toMatchObject([{ slug: `plane-${PROJECT.id}` }]);
	});
});

describe('asOnlyEvent', () => {
	it('changes nothing of an item that is one already', () => {
		const [item] = aBatch([aWorkItem(1)]).events;

		expect(item && asOnlyEvent(item)).toBe(item);
	});

	it('makes the items for several calendars the same event', () => {
		const items = routeWorkItem(aWorkItem(1, { labels }), BY_LABEL).map(asOnlyEvent);

		expect(items.map(({ uid }) => uid)).toEqual([uidOfItem(1), uidOfItem(1)]);
		expect(items[0]?.ics).toBe(items[1]?.ics);
	});
});
