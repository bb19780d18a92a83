import { foresee } from '../../../core/reconcile/foresee';
import { plan } from '../../../core/reconcile/plan';
import type { ActualEvent, CalendarRef, Policy } from '../../../core/reconcile/types';
import { aBatch, anActual, aWorkItem, CALENDAR, uidOfItem } from '../../support/builders';

const POLICY: Policy = { writes: 'dry_run', allowMissing: 0 };
const NOW = Date.parse('2026-12-01T15:00:00Z');
const OLD = { url: 'https://dav.example.com/ada/old/', name: 'Old' };

const changed = { name: 'Renamed', target_date: '2026-12-02', updated_at: '2026-11-22T10:00:00.000000Z' };
/** One item each to create, update, move and leave; one event that Plane lacks and a second copy. */
const BATCH = aBatch([
	aWorkItem(1, { target_date: '2027-06-01' }),
	aWorkItem(2, changed),
	aWorkItem(3),
	aWorkItem(4),
]);
const OURS: readonly ActualEvent[] = [
	anActual(aWorkItem(2)),
	anActual(aWorkItem(3), { calendar: OLD, targetSlug: null }),
	anActual(aWorkItem(4)),
	anActual(aWorkItem(4), { href: `${CALENDAR.url}copy.ics` }),
	anActual(aWorkItem(5, { target_date: '2026-11-30' })),
];
const PLACES = new Map<string, CalendarRef>([[BATCH.targets[0]?.slug ?? '', CALENDAR]]);

describe('plan', () => {
	it('is a value: the same before and after JSON', () => {
		const made = plan(BATCH, OURS, POLICY);

		expect(JSON.parse(JSON.stringify(made))).toStrictEqual(made);
	});

	it('changes nothing it was given', () => {
		const before = JSON.stringify([BATCH, OURS]);
		plan(BATCH, OURS, POLICY);

		expect(JSON.stringify([BATCH, OURS])).toBe(before);
	});
});

describe('foresee', () => {
	const { planned, results } = foresee(plan(BATCH, OURS, POLICY), { events: OURS, places: PLACES }, NOW);

	it('tells each step with its reason, title, day, calendar and changes, nearest days first', () => {
		const inCalendar = { calendar: CALENDAR, changes: [] };

		expect(planned).toEqual([
			expect.objectContaining({
				action: 'update',
				reason: 'changed',
				uid: uidOfItem(2),
				title: '[2] Renamed',
				date: '2026-12-02',
				changes: expect.arrayContaining([
					{ property: 'SUMMARY', before: '[2] Item 2', after: '[2] Renamed' },
				]),
			}),
			{
				action: 'move',
				reason: 'in_other_calendar',
				uid: uidOfItem(3),
				title: '[3] Item 3',
				date: '2026-12-04',
				from: OLD,
				...inCalendar,
			},
			expect.objectContaining({
				action: 'create',
				reason: 'not_in_calendar',
				date: '2027-06-01',
				...inCalendar,
			}),
			{
				action: 'ask',
				reason: 'not_in_snapshot',
				uid: uidOfItem(5),
				title: '[5] Item 5',
				date: '2026-11-30',
				...inCalendar,
			},
			expect.objectContaining({ action: 'delete', reason: 'duplicate', uid: uidOfItem(4), ...inCalendar }),
		]);
	});

	it('gives the results as they would be, for the counts', () => {
		expect(results.map(({ operation }) => operation).sort()).toEqual([
			'created',
			'deleted',
			'moved',
			'unchanged',
			'updated',
		]);
	});

	it('shows a calendar that is not there yet by the name it would get', () => {
		const { planned: first } = foresee(
			plan(aBatch([aWorkItem(1)]), [], POLICY),
			{ events: [], places: new Map() },
			NOW,
		);

		expect(first).toMatchObject([{ calendar: { url: null, name: 'Plane: Website relaunch' } }]);
	});

	it('shows what is held back because too much is missing', () => {
		const ours = Array.from({ length: 25 }, (_, index) => anActual(aWorkItem(index + 1)));
		const held = foresee(plan(aBatch([]), ours, POLICY), { events: ours, places: PLACES }, NOW).planned;

		expect(held).toHaveLength(25);
		expect(held[0]).toMatchObject({ action: 'hold_back', reason: 'refused', title: '[1] Item 1' });
	});

	it('keeps the failure of an item that cannot be transformed', () => {
		const broken = plan(aBatch([aWorkItem(1, { target_date: '2026-02-31' })]), [], POLICY);

		expect(foresee(broken, { events: [], places: PLACES }, NOW)).toMatchObject({
			planned: [],
			results: [{ operation: 'skipped', reason: 'invalid_data', failure: { kind: 'invalid_data' } }],
		});
	});
});
