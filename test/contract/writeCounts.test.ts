/**
 * How much a reconcile of 200 events asks and writes on real servers: exactly one PUT for each event that differs,
 * nearest dates first, removals last, and nothing else.
 */
import { DateTime } from 'luxon';
import { readProperty } from '../../core/icalendar/reader';
import type { HttpRequest } from '../../core/http/types';
import type { PresentWorkItem } from '../../core/plane/types';
import { aWorkItem, uidOfItem, uuid } from '../support/builders';
import { addInside, all, set } from '../support/clientEdits';
import { ALARM, methodsOf } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';
import { usePeoplesCalendar, writesOf } from '../support/peoplesCalendar';

/** Milliseconds: DAViCal needs some on a machine that is busy. */
jest.setTimeout(60_000);

const PROJECT = { id: uuid(704), name: 'Many', identifier: 'MNY' };
const EVENTS = 200;
/** The day of the contexts of these tests. */
const TODAY = DateTime.fromISO('2026-11-23', { zone: 'utc' });

/** Dates lie on both sides of today, and the numbers say nothing about which is nearest. */
const anItem = (n: number): PresentWorkItem =>
	aWorkItem(n, {
		project: PROJECT,
		target_date: TODAY.plus({ days: ((n * 77) % EVENTS) - EVENTS / 2 }).toFormat('yyyy-MM-dd'),
	});

const dragged = all(set('DTSTART', 'DTSTART;VALUE=DATE:20270601'), set('DTEND', 'DTEND;VALUE=DATE:20270602'));
/** What people may do without a write of ours. */
const added = all(addInside(...ALARM), set('LOCATION', 'LOCATION:Room 4'));

/** How far from today the written events are, in the order in which they were sent. */
const distancesOf = (requests: readonly HttpRequest[]): number[] =>
	requests
		.filter(({ method }) => method === 'PUT')
		.map(({ body = '' }) => DateTime.fromISO(readProperty(String(body), 'DTSTART') ?? '', { zone: 'utc' }))
		.map((day) => Math.abs(day.diff(TODAY, 'days').days));

const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

const count = (requests: readonly HttpRequest[], method: string): number =>
	methodsOf(requests).filter((name) => name === method).length;

describe.each(SERVERS)('a reconcile of 200 events on $name', (serverCase) => {
	const server = useServer(serverCase);
	const team = usePeoplesCalendar(server, PROJECT);
	let created: Awaited<ReturnType<typeof team.reconcile>>;

	beforeAll(async () => {
		for (let n = 1; n <= EVENTS; n++) team.plane.set(n, anItem(n));
		created = await team.reconcile();
	}, 120_000);

	function changeInPlane(n: number, changes: Partial<PresentWorkItem>): void {
		const item = team.plane.get(n) ?? anItem(n);
		team.plane.set(n, { ...item, ...changes, updated_at: '2026-11-23T08:00:00.000000Z' });
	}

	it('creates each with one PUT, nearest dates first', () => {
		expect(count(created.requests, 'PUT')).toBe(EVENTS);
		expect(created.report.counts).toMatchObject({ created: EVENTS, failed: 0 });
		const distances = distancesOf(created.requests);
		expect(distances).toEqual(ascending(distances));
	});

	it.each([
		{ k: 0, j: 0 },
		{ k: 0, j: 5 },
		{ k: 1, j: 0 },
		{ k: 7, j: 4 },
	])(
		'writes $k changed in Plane and $j edited by people, and reads once',
		async ({ k, j }) => {
			const numbers = Array.from({ length: k + j }, (_, index) => 10 + index * 11 + k);
			for (const n of numbers.slice(0, k)) changeInPlane(n, { name: `Changed among ${k}` });
			for (const n of numbers.slice(k)) await team.edit(n, dragged);
			await team.edit(199, added);

			const { requests, report } = await team.reconcile();

			expect(report.counts).toMatchObject({
				updated: k + j,
				reverted: j,
				unchanged: EVENTS - k - j,
				failed: 0,
			});
			expect(methodsOf(requests)).toEqual(['REPORT', ...Array<string>(k + j).fill('PUT')]);
			const distances = distancesOf(requests);
			expect(distances).toEqual(ascending(distances));
		},
		60_000,
	);

	it('needs one PUT where Plane and a person changed the same event', async () => {
		changeInPlane(3, { name: 'By both' });
		await team.edit(3, dragged);

		expect(methodsOf((await team.reconcile()).requests)).toEqual(['REPORT', 'PUT']);
	});

	it('removes last what is to go', async () => {
		for (const n of [5, 6, 7, 8, 9]) changeInPlane(n, { target_date: null });
		for (const n of [101, 102, 103]) changeInPlane(n, { name: 'Changed beside removals' });

		const { requests, of } = await team.reconcile();

		expect(methodsOf(requests)).toEqual([
			'REPORT',
			...Array<string>(3).fill('PUT'),
			...Array<string>(5).fill('DELETE'),
		]);
		expect(of(5)).toMatchObject({ operation: 'deleted', uid: uidOfItem(5) });
		expect(writesOf((await team.reconcile()).requests)).toEqual([]);
	});

	it('finds the calendar with few requests where nothing is remembered', async () => {
		team.context().cache.discovery = null;
		const { requests } = await team.reconcile();
		expect(methodsOf(requests).filter((name) => name === 'REPORT')).toHaveLength(1);
		expect(requests.length).toBe(1 + serverCase.discovery.server);
	});
});
