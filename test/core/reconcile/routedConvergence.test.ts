/**
 * Whatever happened before — people assigned, labels put on, other routings, late and doubled deliveries, killed
 * runs — one reconcile leaves exactly the events that are desired, each in its calendar, and nobody else's line
 * is touched.
 */
import fc from 'fast-check';
import type { Routing } from '../../../core/event/routing';
import { routeWorkItem } from '../../../core/event/transform';
import { readEvent } from '../../../core/icalendar/reader';
import { PROJECT, uuid } from '../../support/builders';
import { RoutedWorld } from './routedWorld';

const RUNS = process.env.TEST_FULL ? 10_000 : 200;
const ITEMS = 3;
const ALARM = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n';

const text = (uid: string, lines: string): string =>
	`BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\nBEGIN:VEVENT\r\nUID:${uid}\r\n` +
	`DTSTART;VALUE=DATE:20270301\r\nSUMMARY:Lunch\r\n${lines}END:VEVENT\r\nEND:VCALENDAR\r\n`;

/** What a person made by hand, and an event of another project in a calendar for all. */
const OTHERS = [
	[`plane-${PROJECT.id}`, 'lunch.ics', text('lunch@example.com', '')],
	['plane-to-all', 'other.ics', text(`plane-issue-${uuid(500)}@calplanebot`, 'X-PLANE-PROJECT:another\r\n')],
] as const;

const PEOPLE = ['Ada', 'Bob', 'Cy'].map((display_name, n) => ({ id: uuid(800 + n), display_name }));
const LABELS = ['QA', 'qa', 'Ops'].map((name, n) => ({ id: uuid(700 + n), name, color: '' }));

type Step = readonly [name: string, run: (world: RoutedWorld) => void];

const anItem = fc.integer({ min: 1, max: ITEMS });
const aRouting = fc.constantFrom<Routing>(
	{ kind: 'project' },
	{ kind: 'all_projects', name: 'Plane' },
	{ kind: 'assignee', withoutOne: 'project' },
	{ kind: 'assignee', withoutOne: 'none' },
	{ kind: 'label', withoutOne: 'project' },
	{ kind: 'label', withoutOne: 'none' },
);

/** The x-th event of ours, if there is one. */
const onEvent = (x: number, change: (ics: string) => string | null) => (world: RoutedWorld) => {
	const events = [...world.calendars].flatMap(([slug, held]) =>
		[...held]
			.filter(([name]) => name.startsWith('plane-issue'))
			.map(([name, ics]) => [slug, name, ics] as const),
	);
	const [slug = '', name = '', ics = ''] = events[x % Math.max(1, events.length)] ?? [];
	const changed = ics === '' ? '' : change(ics);
	if (changed === null) world.calendar(slug).delete(name);
	else if (changed !== '') world.calendar(slug).set(name, changed);
};

const withAlarm = (ics: string): string =>
	ics.includes(ALARM) ? ics : ics.replace('END:VEVENT', `${ALARM}END:VEVENT`);

const steps: fc.Arbitrary<Step>[] = [
	fc
		.tuple(anItem, fc.subarray(PEOPLE))
		.map(([n, assignees]): Step => [
			`assign ${n}: ${assignees.length}`,
			(world) => world.edit(n, { assignees }),
		]),
	fc
		.tuple(anItem, fc.subarray(LABELS))
		.map(([n, labels]): Step => [`label ${n}: ${labels.length}`, (world) => world.edit(n, { labels })]),
	fc
		.tuple(anItem, fc.constantFrom('2026-12-04', '2027-01-31', null))
		.map(([n, target_date]): Step => [`date ${n} ${target_date}`, (world) => world.edit(n, { target_date })]),
	anItem.map((n): Step => [`delete ${n}`, (world) => void world.plane.delete(n)]),
	aRouting.map((routing): Step => [`route by ${routing.kind}`, (world) => void (world.routing = routing)]),
	anItem.map((n): Step => [`webhook ${n}`, (world) => world.ask(n).forEach((item) => world.apply(item))]),
	fc.tuple(fc.nat(30), aRouting).map(([x, routing]): Step => [
		`late delivery ${x} by ${routing.kind}`,
		(world) => {
			const record = world.history[x % Math.max(1, world.history.length)];
			if (record === undefined) return;
			const late = { ...record, read_at: record.updated_at, source: 'delivery' } as const;
			routeWorkItem(late, routing).forEach((item) => world.apply(item));
		},
	]),
	fc.nat(4).map((writes): Step => [`reconcile killed after ${writes}`, (world) => world.reconcile(writes)]),
	fc.constant<Step>(['reconcile', (world) => world.reconcile()]),
	fc.nat(9).map((x): Step => [`person adds an alarm to ${x}`, onEvent(x, withAlarm)]),
	fc.nat(9).map((x): Step => [`person deletes ${x}`, onEvent(x, () => null)]),
];

interface Alarm {
	readonly uid: string;
	readonly id: string;
	/** Whether it is the item's only event, so that it must be the one that is moved. */
	readonly isOnly: boolean;
}

const idOf = (uid: string): string => uid.slice('plane-issue-'.length, 'plane-issue-'.length + 36);

function alarmsIn(world: RoutedWorld): Alarm[] {
	const events = [...world.calendars.values()].flatMap((held) => [...held.values()]);
	const uids = events.map((ics) => [readEvent(ics).uid ?? '', ics] as const);
	return uids
		.filter(([, ics]) => ics.includes(ALARM))
		.map(([uid]) => {
			const sameItem = uids.filter(([other]) => idOf(other) === idOf(uid));
			return { uid, id: idOf(uid), isOnly: sameItem.length === 1 };
		});
}

describe('a reconcile after any history of routes', () => {
	it('leaves exactly what is desired, then finds nothing to do, and touches nothing of others', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(...steps), { maxLength: 25 }), (history) => {
				const world = new RoutedWorld();
				for (const [slug, name, ics] of OTHERS) world.calendar(slug).set(name, ics);
				for (const [, run] of history) {
					world.seconds += 1;
					run(world);
				}
				const placesBefore = new Set(world.shown().map(([slug, uid]) => `${slug} ${uid}`));
				const before = alarmsIn(world);
				world.reconcile();

				const expected = world.expected();
				expect(world.shown()).toEqual(expected);
				expect(world.plan().map(({ kind }) => kind)).toEqual(expected.map(() => 'keep'));
				for (const [slug, name, ics] of OTHERS) expect(world.calendar(slug).get(name)).toBe(ics);

				const after = alarmsIn(world);
				const isDesired = ({ id }: Alarm) => expected.some(([, uid]) => idOf(uid) === id);
				for (const { id } of before.filter((alarm) => alarm.isOnly && isDesired(alarm))) {
					expect(after.map((alarm) => alarm.id)).toContain(id);
				}
				const inPlace = expected.filter(([slug, uid]) => placesBefore.has(`${slug} ${uid}`));
				for (const { uid } of before.filter((alarm) => alarm.uid.includes('.'))) {
					if (inPlace.some(([, kept]) => kept === uid)) expect(after.map((a) => a.uid)).toContain(uid);
				}
			}),
			{ numRuns: RUNS },
		);
	});
});
