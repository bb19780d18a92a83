/** Changes of routing on real servers: events move with what people added, and nothing else is touched. */
import { ensureCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import { readObject } from '../../core/caldav/readEvent';
import { upsertCalendar } from '../../core/caldav/upsertCalendar';
import type { Calendar, CalDavContext } from '../../core/caldav/types';
import { DavError } from '../../core/errors';
import { calendarOfAllProjects, calendarOfLabel, calendarOfProject } from '../../core/event/calendarTarget';
import { PER_PROJECT, type Routing } from '../../core/event/routing';
import { routeWorkItem, transformSnapshot } from '../../core/event/transform';
import type { Send } from '../../core/http/types';
import { idOfUid } from '../../core/icalendar/scope';
import { uidOf } from '../../core/icalendar/reader';
import type { PresentWorkItem } from '../../core/plane/types';
import { applyEvent } from '../../core/reconcile/applyEvent';
import { reconcile } from '../../core/reconcile/reconcile';
import { hrefOfUid } from '../../core/webdav/href';
import { aDeletedDelivery, aSnapshot, aWorkItem, uuid } from '../support/builders';
import { ALARM, anEvent, SCOPE } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';
import { removeCalendarsOfOurs } from '../support/removeOurs';

const OPTIONS = {
	policy: { writes: 'everything', allowMissing: 0 },
	stopAt: Date.parse('2030-01-01T00:00:00Z'),
} as const;

const BY_ASSIGNEE: Routing = { kind: 'assignee', withoutOne: 'project' };
const BY_LABEL: Routing = { kind: 'label', withoutOne: 'project' };
const ALL: Routing = { kind: 'all_projects', name: 'Plane' };

/** One stored event: which calendar, which item ('' where it is none of ours), and whether the alarm is in it. */
type Row = readonly [calendar: string, id: string, hasAlarm: boolean];

// A change of routing is some hundred requests, and servers written in Python take their time for each.
jest.setTimeout(120_000);

describe.each(SERVERS)('routes on $name', (serverCase) => {
	const server = useServer(serverCase);
	let n = 0;
	let project: PresentWorkItem['project'];
	let ada: PresentWorkItem['assignees'][number];
	let bob: PresentWorkItem['assignees'][number];
	let qa: PresentWorkItem['labels'][number];
	let ops: PresentWorkItem['labels'][number];
	let items: PresentWorkItem[];

	/** Every test has items, people, labels and a project of its own, and finds no calendars of ours. */
	beforeEach(async () => {
		await removeCalendarsOfOurs(server.context());
		n += 100;
		project = { id: uuid(n + 90), name: `Project ${n}`, identifier: 'P' };
		ada = { id: uuid(n + 80), display_name: `Ada ${n}` };
		bob = { id: uuid(n + 81), display_name: `Bob ${n}` };
		qa = { id: uuid(n + 70), name: `QA ${n}`, color: '' };
		ops = { id: uuid(n + 71), name: `Ops ${n}`, color: '' };
		items = [
			item(1, { assignees: [ada], labels: [qa] }),
			item(2, { assignees: [ada, bob], labels: [qa, ops] }),
			item(3, {}),
		];
	});

	const item = (number: number, changes: Partial<PresentWorkItem>): PresentWorkItem =>
		aWorkItem(n + number, { project, ...changes });

	const run = async (routing: Routing, context: CalDavContext = server.context()) =>
		await reconcile(context, transformSnapshot(aSnapshot(items, { project }), routing), OPTIONS);

	/** Our events of this test in all calendars of the account, and what is made by hand beside them. */
	async function rows(): Promise<Row[]> {
		const context = server.context();
		const { calendars } = await discoverCalendars(context);
		const all: Row[] = [];
		for (const calendar of calendars) {
			for (const { ics } of await listEvents(context, calendar)) {
				const id = idOfUid(uidOf(ics) ?? '', SCOPE);
				const number = Number(id?.slice(-12)) - n;
				if (number > 0 && number < 50)
					all.push([calendar.name, String(number), ics.includes('TRIGGER:-PT1H')]);
			}
		}
		return all.sort((a, b) => `${a[1]} ${a[0]}`.localeCompare(`${b[1]} ${b[0]}`));
	}

	const calendarNames = async (): Promise<unknown[]> =>
		(await rows()).map(([calendar, number]) => `${number} ${calendar}`);

	/** A person sets an alarm in an item's event in the calendar of that name. */
	async function setAlarm(number: number, calendarName: string): Promise<void> {
		const context = server.context();
		const { calendars } = await discoverCalendars(context);
		const calendar = calendars.find(({ name }) => name === calendarName);
		const objects = calendar === undefined ? [] : await listEvents(context, calendar);
		const object = objects.find(({ ics }) => idOfUid(uidOf(ics) ?? '', SCOPE) === uuid(n + number));
		if (object === undefined) throw new Error(`no event ${number} in ${calendarName}`);
		const body = object.ics.replace('END:VEVENT', [...ALARM, 'END:VEVENT'].join('\r\n'));
		const headers = { 'content-type': 'text/calendar', 'if-match': object.etag };
		const { status } = await server.send({ method: 'PUT', url: object.href, headers, body });
		if (status >= 300) throw new Error(`PUT answered ${status}`);
	}

	async function putByHand(calendar: Calendar, uid: string): Promise<string> {
		const href = hrefOfUid(calendar.url, uid);
		const headers = { 'content-type': 'text/calendar' };
		await server.send({ method: 'PUT', url: href, headers, body: anEvent(uid, 'Dentist') });
		return href;
	}

	const named = (name: string): string => `Plane: ${name}`;
	const own = (): string => named(project.name);

	const expectedFor = (routing: Routing): string[] => {
		const of = (names: ReadonlyArray<readonly string[]>) =>
			names.flatMap((calendars, index) => [...calendars].sort().map((name) => `${index + 1} ${name}`));
		const people = [named(ada.display_name), named(bob.display_name)] as const;
		const tags = [named(qa.name), named(ops.name)] as const;
		switch (routing.kind) {
			case 'project':
				return of([[own()], [own()], [own()]]);
			case 'all_projects':
				return of([['Plane'], ['Plane'], ['Plane']]);
			case 'assignee':
				return of([[people[0]], people, [own()]]);
			case 'label':
				return of([[tags[0]], tags, [own()]]);
		}
	};

	it('moves events with their alarms when the routing changes, around and back', async () => {
		await run(PER_PROJECT);
		await setAlarm(1, own());
		await setAlarm(2, own());
		await setAlarm(3, own());
		const { calendar } = await ensureCalendar(server.context(), calendarOfProject(project), SCOPE);
		const dentist = await putByHand(calendar, `dentist-${n}`);
		const before = (await readObject(server.context(), dentist))?.ics;

		for (const routing of [BY_ASSIGNEE, BY_LABEL, ALL, PER_PROJECT]) {
			const { report, missing } = await run(routing);
			const withAlarm = (await rows()).filter(([, , hasAlarm]) => hasAlarm).map(([, number]) => number);

			expect(await calendarNames()).toEqual(expectedFor(routing));
			expect([...new Set(withAlarm)]).toEqual(['1', '2', '3']);
			expect(report).toMatchObject({ complete: true, counts: { failed: 0, pending: 0 } });
			expect(missing).toEqual([]);
			expect((await run(routing)).report.counts).toMatchObject({
				...{
					unchanged: expectedFor(routing).length,
					created: 0,
					updated: 0,
					moved: 0,
					deleted: 0,
					skipped: 0,
				},
			});
		}
		expect((await readObject(server.context(), dentist))?.ics).toBe(before);
	});

	it('leaves the events of other projects in a shared calendar alone', async () => {
		await run(ALL);
		const other = { id: uuid(n + 91), name: 'Other', identifier: 'O' };
		const ofOther = aSnapshot([aWorkItem(n + 20, { project: other })], { project: other });
		await reconcile(server.context(), transformSnapshot(ofOther, ALL), OPTIONS);
		items = [];

		const { report, missing } = await run(PER_PROJECT);
		expect(report.counts).toMatchObject({ missing: 3, moved: 0, deleted: 0 });
		expect(missing.map(({ work_item_id }) => work_item_id).sort()).toEqual([1, 2, 3].map((x) => uuid(n + x)));
		expect(await calendarNames()).toContain('20 Plane');
	});

	it.each([1, 2, 3, 4, 6])('ends the same when it is cut off after %i writes', async (writes) => {
		await run(PER_PROJECT);
		for (const number of [1, 2, 3]) await setAlarm(number, own());
		await run(BY_ASSIGNEE, server.context({ send: cutOffAfter(server.send, writes) }));
		await run(BY_ASSIGNEE);
		await run(BY_ASSIGNEE);

		expect(await calendarNames()).toEqual(expectedFor(BY_ASSIGNEE));
		const withAlarm = (await rows()).filter(([, , hasAlarm]) => hasAlarm).map(([, number]) => number);
		expect([...new Set(withAlarm)]).toEqual(['1', '2', '3']);
	});

	it('empties the calendar of somebody whose last item passed to another', async () => {
		items = [item(1, { assignees: [ada] })];
		await run(BY_ASSIGNEE);
		await setAlarm(1, named(ada.display_name));
		items = [item(1, { assignees: [bob] })];
		const { report } = await run(BY_ASSIGNEE);

		expect(report.counts).toMatchObject({ moved: 1, created: 0, deleted: 0 });
		expect(await rows()).toEqual([[named(bob.display_name), '1', true]]);
	});

	it('repairs with a full reconcile what webhooks left in the calendar before', async () => {
		items = [item(1, { assignees: [ada] })];
		await run(BY_ASSIGNEE);
		items = [item(1, { assignees: [bob], updated_at: '2026-11-21T10:00:00.000000Z' })];
		for (const event of items.flatMap((now) => routeWorkItem(now, BY_ASSIGNEE))) {
			await applyEvent(server.context(), event);
			await applyEvent(server.context(), event);
		}
		expect(await calendarNames()).toEqual([`1 ${named(ada.display_name)}`, `1 ${named(bob.display_name)}`]);

		const { report } = await run(BY_ASSIGNEE);
		expect(report.operations).toMatchObject([{ operation: 'deleted', reason: 'rerouted' }]);
		expect(await calendarNames()).toEqual([`1 ${named(bob.display_name)}`]);
	});

	it.each([
		['a delivery says is gone', () => [aDeletedDelivery(n + 2)]],
		['lost its date', () => routeWorkItem(item(2, { target_date: null }), BY_LABEL)],
	])('removes all events of an item that %s', async (_, toDelete) => {
		await run(BY_LABEL);
		const [deletion] = toDelete();
		if (deletion === undefined) throw new Error('no item');
		const results = await applyEvent(server.context(), {
			...deletion,
			read_at: '2026-11-24T00:00:00.000000Z',
		});

		expect(results.map(({ operation }) => operation)).toEqual(['deleted', 'deleted']);
		expect(await calendarNames()).toEqual([`1 ${named(qa.name)}`, `3 ${own()}`]);
		expect(await applyEvent(server.context(), deletion)).toMatchObject([{ operation: 'not_found' }]);
	});

	it('moves the event a question was about under the UID of its new calendar', async () => {
		items = [item(1, { labels: [qa] })];
		await run(PER_PROJECT);
		await setAlarm(1, own());
		const present = items[0];
		items = [];
		const [question] = (await run(BY_LABEL)).missing;
		if (present === undefined || question === undefined) throw new Error('nothing was asked');
		const [answer] = routeWorkItem({ ...present, found_in: question.found_in }, BY_LABEL);
		if (answer === undefined) throw new Error('no answer');

		expect(await applyEvent(server.context(), answer)).toMatchObject([{ operation: 'moved' }]);
		expect(await rows()).toEqual([[named(qa.name), '1', true]]);
	});

	it('shares the calendar of a label among projects that spell it differently, and never renames it', async () => {
		items = [item(1, { labels: [qa] })];
		await run(BY_LABEL);
		items = [
			item(1, { labels: [{ ...qa, name: qa.name.toLowerCase() }], updated_at: '2026-11-21T10:00:00Z' }),
		];
		const { report } = await run(BY_LABEL);

		expect(report.counts).toMatchObject({ updated: 1, moved: 0 });
		expect(await calendarNames()).toEqual([`1 ${named(qa.name)}`]);
	});

	it('puts one event per item into a calendar a person chose, whichever others it would be in', async () => {
		await run(BY_LABEL);
		await setAlarm(1, named(qa.name));
		await setAlarm(2, named(ops.name));
		const wish = { name: `Chosen ${n}`, address: `chosen-${n}` };
		const chosen = (await upsertCalendar(server.context(), wish)).calendar;
		const choosing = (): CalDavContext => ({
			...server.context(),
			chosenCalendar: async () => await Promise.resolve(chosen),
		});
		await run(BY_LABEL, choosing());

		expect(await rows()).toEqual(['1', '2', '3'].map((number) => [wish.name, number, number !== '3']));
		expect((await run(BY_LABEL, choosing())).report.counts).toMatchObject({
			unchanged: 3,
			moved: 0,
			deleted: 0,
		});
		for (const event of items.flatMap((now) => routeWorkItem(now, BY_LABEL))) {
			const [result] = await applyEvent(choosing(), event);
			expect(result).toMatchObject({ operation: 'unchanged', calendar: { url: chosen.url } });
		}
	});

	it('finds the calendars again by their marks', async () => {
		const context = server.context();
		for (const target of [calendarOfAllProjects('Plane'), calendarOfLabel(qa)]) {
			if (target === null) throw new Error('no name');
			const { calendar } = await ensureCalendar(context, target, SCOPE);
			expect((await ensureCalendar(server.context(), target, SCOPE)).calendar.url).toBe(calendar.url);
			expect(calendar.description).toBe(`${target.mark} ${target.name}`);
		}
	});
});

/** As if the process was killed: after that many writes none of its requests gets through. */
function cutOffAfter(send: Send, writes: number): Send {
	let left = writes;
	return async (request) => {
		if (left === 0) throw new DavError('The network is gone.', { kind: 'network' });
		if (['PUT', 'DELETE', 'MOVE'].includes(request.method)) left--;
		return await send(request);
	};
}
