/**
 * Whatever happened before — edits, lost, late and doubled deliveries, people at work in the calendar — one
 * reconcile makes the calendar equal Plane, a second one has nothing to do, and nobody else's line is touched.
 */
import fc from 'fast-check';
import { transformWorkItem } from '../../../core/event/transform';
import type { EventItem } from '../../../core/event/types';
import { readEvent } from '../../../core/icalendar/reader';
import { isOurs } from '../../../core/icalendar/scope';
import type { Decision } from '../../../core/caldav/types';
import type { PresentWorkItem } from '../../../core/plane/types';
import { decideDelete, decideUpsert } from '../../../core/reconcile/decide';
import { diff } from '../../../core/reconcile/diff';
import type { Action, ActualEvent } from '../../../core/reconcile/types';
import { aBatch, aWorkItem, CALENDAR, PROJECT, uidOfItem, uuid } from '../../support/builders';

const RUNS = process.env.TEST_FULL ? 20_000 : 300;
const ITEMS = 4;
const ALARM = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n';
const LUNCH =
	'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\nBEGIN:VEVENT\r\nUID:lunch@example.com\r\nDTSTART;VALUE=DATE:20270301\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

/** Plane and one calendar, with a clock that moves a second at each step. */
class World {
	seconds = 0;
	readonly plane = new Map<number, PresentWorkItem>();
	/** Every record a delivery may still carry. */
	readonly history: PresentWorkItem[] = [];
	readonly calendar = new Map<string, string>([['lunch.ics', LUNCH]]);

	now(): string {
		return new Date(Date.parse('2026-11-23T09:00:00Z') + this.seconds * 1000).toISOString();
	}

	edit(n: number, changes: Partial<PresentWorkItem>): void {
		const updated = { ...(this.plane.get(n) ?? aWorkItem(n)), ...changes, updated_at: this.now() };
		this.plane.set(n, updated);
		this.history.push(updated);
	}

	/** What Plane answers when it is asked for the item. */
	ask(n: number): EventItem {
		const item = this.plane.get(n);
		if (item !== undefined) return transformWorkItem({ ...item, read_at: this.now(), source: 'plane' });
		return transformWorkItem({
			id: uuid(n),
			status: 'gone',
			project: PROJECT,
			read_at: this.now(),
			source: 'plane',
		});
	}

	apply(item: EventItem): void {
		if (item.action === 'skip') return;
		const href = `${item.uid}.ics`;
		const stored = this.calendar.get(href) ?? null;
		this.carryOut(href, item.action === 'upsert' ? decideUpsert(stored, item) : decideDelete(stored, item));
	}

	carryOut(href: string, decision: Decision): void {
		if (decision.kind === 'create' || decision.kind === 'update') this.calendar.set(href, decision.ics);
		if (decision.kind === 'delete') this.calendar.delete(href);
	}

	plan(): Action[] {
		this.seconds += 2;
		const items = [...this.plane.values()].filter(({ target_date }) => target_date !== null);
		const batch = aBatch(
			items.map((item) => ({ ...item, read_at: this.now() })),
			{ taken_at: this.now() },
		);
		const ids = new Set(items.map(({ id }) => id));
		const slug = batch.targets[0]?.slug ?? null;
		const ours = [...this.calendar].flatMap(([name, ics]): ActualEvent[] => {
			const { uid, properties } = readEvent(ics);
			if (uid === null || !isOurs(ics, batch.scope, ids)) return [];
			const revision = properties.get('X-PLANE-UPDATED-AT') ?? null;
			return [
				{
					uid,
					href: `${CALENDAR.url}${encodeURIComponent(name)}`,
					etag: '',
					ics,
					revision,
					calendar: CALENDAR,
					targetSlug: slug,
				},
			];
		});
		return diff(batch, ours);
	}

	reconcile(): void {
		for (const action of this.plan()) {
			if (action.kind === 'create' || action.kind === 'update') this.apply(action.item);
			if (action.kind === 'missing') this.apply(this.ask(Number(action.missing.work_item_id.slice(-12))));
		}
	}
}

type Step = readonly [name: string, run: (world: World) => void];

const anItem = fc.integer({ min: 1, max: ITEMS });
const aDate = fc.constantFrom('2026-12-04', '2027-01-31', '2027-02-28', null);

const onEvent = (n: number, change: (ics: string) => string) => (world: World) => {
	const href = `${uidOfItem(n)}.ics`;
	const ics = world.calendar.get(href);
	if (ics !== undefined) world.calendar.set(href, change(ics));
};

const steps: fc.Arbitrary<Step>[] = [
	fc
		.tuple(anItem, aDate)
		.map(([n, target_date]): Step => [`date ${n} ${target_date}`, (world) => world.edit(n, { target_date })]),
	fc
		.tuple(anItem, fc.nat(9))
		.map(([n, x]): Step => [`rename ${n} ${x}`, (world) => world.edit(n, { name: `Name ${x}` })]),
	fc
		.tuple(anItem, fc.subarray(['bug', 'a, b', '客户']))
		.map(([n, names]): Step => [
			`labels ${n} ${names.join('|')}`,
			(world) => world.edit(n, { labels: names.map((name) => ({ id: name, name, color: '' })) }),
		]),
	anItem.map((n): Step => [`delete ${n}`, (world) => void world.plane.delete(n)]),
	anItem.map((n): Step => [`webhook ${n}`, (world) => world.apply(world.ask(n))]),
	fc.nat(30).map((x): Step => [
		`late delivery ${x}`,
		(world) => {
			const record = world.history[x % Math.max(1, world.history.length)];
			if (record === undefined) return;
			world.apply(transformWorkItem({ ...record, read_at: record.updated_at, source: 'delivery' }));
		},
	]),
	fc.constant<Step>(['reconcile', (world) => world.reconcile()]),
	anItem.map((n): Step => [
		`person drags ${n}`,
		onEvent(n, (ics) => ics.replace(/(DTSTART;VALUE=DATE:)\d+/, '$120280101')),
	]),
	anItem.map((n): Step => [
		`person adds an alarm to ${n}`,
		onEvent(n, (ics) => (ics.includes('VALARM') ? ics : ics.replace('END:VEVENT', `${ALARM}END:VEVENT`))),
	]),
	anItem.map((n): Step => [
		`person deletes ${n}`,
		(world) => void world.calendar.delete(`${uidOfItem(n)}.ics`),
	]),
];

const shown = (world: World) =>
	[...world.calendar.values()]
		.map(readEvent)
		.filter(({ uid }) => uid?.startsWith('plane-issue-'))
		.map(({ properties }) => [properties.get('SUMMARY'), properties.get('DTSTART')])
		.sort();

const expected = (world: World) =>
	[...world.plane.values()]
		.filter(({ target_date }) => target_date !== null)
		.map(({ sequence_id, name, target_date }) => [
			`[${sequence_id}] ${name}`,
			target_date?.replaceAll('-', ''),
		])
		.sort();

describe('a reconcile after any history', () => {
	it('makes the calendar equal Plane, then finds nothing to do, and touches nothing of others', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(...steps), { maxLength: 25 }), (history) => {
				const world = new World();
				for (const [, run] of history) {
					world.seconds += 1;
					run(world);
				}
				const alarmsBefore = [...world.calendar]
					.filter(([, ics]) => ics.includes(ALARM))
					.map(([href]) => href);
				world.reconcile();

				expect(shown(world)).toEqual(expected(world));
				expect(world.plan().map(({ kind }) => kind)).toEqual(expected(world).map(() => 'keep'));
				expect(world.calendar.get('lunch.ics')).toBe(LUNCH);
				for (const href of alarmsBefore) expect(world.calendar.get(href) ?? ALARM).toContain(ALARM);
			}),
			{ numRuns: RUNS },
		);
	});
});
