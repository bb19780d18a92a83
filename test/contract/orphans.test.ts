/** What becomes of the calendars of archived and vanished projects, on real servers. */
import { ensureCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { listEvents } from '../../core/caldav/listEvents';
import type { CalDavContext } from '../../core/caldav/types';
import type { ProjectBatch } from '../../core/event/types';
import { uidOf } from '../../core/icalendar/reader';
import { transformSnapshot } from '../../core/event/transform';
import type { PresentWorkItem, Snapshot } from '../../core/plane/types';
import { createListings, type Listings } from '../../core/reconcile/listings';
import { seenProject } from '../../core/reconcile/orphans';
import { reconcile } from '../../core/reconcile/reconcile';
import { reconcileOrphans, type OrphanOptions } from '../../core/reconcile/reconcileOrphans';
import { hrefOfUid } from '../../core/webdav/href';
import { aBatch, aSnapshot, aWorkItem, uidOfItem, uuid } from '../support/builders';
import { anEvent, answering, aResponse, method, methodsOf, recording } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';
import { removeCalendarsOfOurs } from '../support/removeOurs';

const POLICY = { writes: 'everything', allowMissing: 0 } as const;
const STOP_AT = Date.parse('2030-01-01T00:00:00Z');
const TASK =
	'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VTODO\r\nUID:task\r\n' +
	'DTSTAMP:20261123T090000Z\r\nSUMMARY:Pay\r\nEND:VTODO\r\nEND:VCALENDAR\r\n';

// DAViCal needs more than five seconds where several projects are made.
jest.setTimeout(30_000);

interface Part {
	readonly project: PresentWorkItem['project'];
	readonly items: readonly PresentWorkItem[];
}

let next = 1000;

describe.each(SERVERS)('orphan calendars on $name', (serverCase) => {
	const server = useServer(serverCase);

	/** A project with two events in its calendar. */
	async function aProject(name: string) {
		next += 10;
		const project = { id: uuid(next), name, identifier: 'P' };
		const items = [1, 2].map((k) =>
			aWorkItem(next + k, {
				project,
				url: `https://plane.example.com/acme/projects/${project.id}/issues/${uuid(next + k)}`,
			}),
		);
		const batch = (changes: Partial<Snapshot> = {}): ProjectBatch => aBatch(items, { project, ...changes });
		const full = batch();
		await reconcile(server.context(), full, { policy: POLICY, stopAt: STOP_AT });
		const [target] = full.targets;
		if (target === undefined) throw new Error('There is no target.');
		const { calendar } = await ensureCalendar(server.context(), target, full.scope);
		return { id: project.id, batch, calendar, uids: items.map(({ sequence_id: n }) => uidOfItem(n)) };
	}

	interface Settling extends Partial<OrphanOptions> {
		readonly context?: CalDavContext;
	}

	const settle = async (batches: readonly ProjectBatch[], { context, ...options }: Settling = {}) =>
		await reconcileOrphans(context ?? server.context(), batches.map(seenProject), {
			choice: 'keep',
			policy: POLICY,
			stopAt: STOP_AT,
			listings: createListings(),
			...options,
		});

	/** UIDs in a calendar, or null where the calendar is gone. */
	async function uidsIn(url: string): Promise<ReadonlyArray<string | null> | null> {
		const { calendars } = await discoverCalendars(server.context());
		const calendar = calendars.find((one) => one.url === url);
		if (calendar === undefined) return null;
		return (await listEvents(server.context(), calendar)).map(({ ics }) => uidOf(ics)).sort();
	}

	const put = async (url: string, uid: string, body: string): Promise<number> => {
		const headers = { 'content-type': 'text/calendar; charset=utf-8' };
		return (await server.send({ method: 'PUT', url: hrefOfUid(url, uid), headers, body })).status;
	};

	it('are not looked for once the time is up, and no request lasts longer', async () => {
		const { batch } = await aProject('Late');
		const { send, requests } = recording(server.context().send);
		const context = { ...server.context(), send };
		const archived = [batch({ status: 'archived' })];
		expect(await settle(archived, { context, stopAt: context.now() })).toEqual([]);
		expect(requests).toEqual([]);

		await settle(archived, { context, choice: 'delete_events' });
		expect(requests.length).toBeGreaterThan(2);
		expect(requests.every(({ deadline = Infinity }) => deadline <= STOP_AT + 30_000)).toBe(true);
	});

	it('stay where the time is up once they were read, and what is left is pending', async () => {
		const { batch, calendar, uids } = await aProject('Slow');
		const { send, requests } = recording(server.send);
		const { now, ...context } = server.context({ send });
		const isRead = () => requests.some(({ method: name }) => name === 'REPORT');
		const slow = { ...context, now: () => (isRead() ? STOP_AT : now()) };
		const reports = await settle([batch({ status: 'archived' })], { context: slow, choice: 'delete_events' });

		expect(reports).toMatchObject([
			{ complete: false, counts: { pending: 2 }, orphans: [{ outcome: 'kept' }] },
		]);
		expect(methodsOf(requests)).not.toContain('DELETE');
		expect(await uidsIn(calendar.url)).toEqual(uids);
	});

	it('are reported and kept unless something else was chosen, for no request beyond discovery', async () => {
		const { id, batch, calendar, uids } = await aProject('Old shop');
		const context = server.context();
		await discoverCalendars(context);
		const { send, requests } = recording(context.send);
		const reports = await settle([batch({ status: 'archived' })], { context: { ...context, send } });

		expect(reports).toMatchObject([
			{
				project: { id, name: 'Old shop' },
				complete: true,
				counts: { deleted: 0 },
				orphans: [{ url: calendar.url, why: 'archived', outcome: 'kept' }],
			},
		]);
		expect(requests).toEqual([]);
		expect(await uidsIn(calendar.url)).toEqual(uids);
	});

	it('lose our events and nothing else, and the report has their text', async () => {
		const { batch, calendar, uids } = await aProject('Old shop');
		await put(calendar.url, 'lunch', anEvent('lunch', 'Lunch'));
		const [report] = await settle([batch({ status: 'archived' })], { choice: 'delete_events' });

		expect(report).toMatchObject({
			complete: true,
			counts: { deleted: 2 },
			orphans: [{ outcome: 'events_deleted' }],
		});
		expect(report?.operations.map(({ uid }) => uid).sort()).toEqual(uids);
		for (const { reason, before_ics } of report?.operations ?? []) {
			expect([reason, before_ics]).toEqual(['project_archived', expect.stringContaining('BEGIN:VEVENT')]);
		}
		expect(await uidsIn(calendar.url)).toEqual(['lunch']);
		expect((await settle([batch({ status: 'archived' })], { choice: 'delete_events' }))[0]).toMatchObject({
			complete: true,
			counts: { deleted: 0 },
			orphans: [{ outcome: 'kept' }],
		});
	});

	it('go as a whole where everything in them is ours', async () => {
		const { batch, calendar } = await aProject('Old shop');
		const [report] = await settle([batch({ status: 'archived' })], { choice: 'delete_calendar' });

		expect(report).toMatchObject({
			complete: true,
			counts: { deleted: 2 },
			orphans: [{ outcome: 'calendar_deleted' }],
			operations: [{ before_ics: expect.stringContaining('BEGIN:VEVENT') }, {}],
		});
		expect(await uidsIn(calendar.url)).toBeNull();
	});

	it.each([
		['an event made by hand', 'lunch', anEvent('lunch', 'Lunch'), ['lunch']],
		['a task, which no listing of events shows', 'task', TASK, []],
	])('stay where they hold %s', async (_, uid, ics, left) => {
		const { batch, calendar } = await aProject('Old shop');
		// Some servers take no tasks into a calendar that was made for events.
		const isTaken = (await put(calendar.url, uid, ics)) === 201;
		const [report] = await settle([batch({ status: 'archived' })], { choice: 'delete_calendar' });
		const { status } = await server.send({ method: 'GET', url: hrefOfUid(calendar.url, uid), headers: {} });

		expect(report?.orphans).toMatchObject([
			isTaken
				? { outcome: 'events_deleted', note: expect.stringContaining('Other things') }
				: { outcome: 'calendar_deleted' },
		]);
		expect(await uidsIn(calendar.url)).toEqual(isTaken ? left : null);
		expect(status).toBe(isTaken ? 200 : 404);
	});

	it('of a vanished project go only when Plane lists the others, and its report comes besides', async () => {
		const [gone, first, second] = [await aProject('Gone'), await aProject('A'), await aProject('B')];
		const { calendars } = await discoverCalendars(server.context());
		const others = calendars.map(({ slug }) => slug.replace('plane-', '')).filter((id) => id !== gone.id);
		const run = [first.batch({ listed_projects: others }), second.batch()];
		const kept = await settle(run);
		const [report, ...more] = await settle(run, { choice: 'delete_calendar' });

		expect(kept).toMatchObject([
			{ project: { id: gone.id }, orphans: [{ why: 'not_listed', outcome: 'kept' }] },
		]);
		expect([report?.project, more]).toEqual([{ id: gone.id, name: 'Plane: Gone' }, []]);
		expect(report?.operations[0]?.reason).toBe('project_not_listed');
		expect(await uidsIn(gone.calendar.url)).toBeNull();
		expect(await uidsIn(first.calendar.url)).toEqual(first.uids);
	});

	it('are held back where most of the projects vanished at once, until the number is allowed', async () => {
		const [gone, left] = [await aProject('Gone'), await aProject('Left')];
		const run = [left.batch({ listed_projects: [left.id] })];
		const reports = await settle(run, { choice: 'delete_events' });
		const report = reports.find(({ project }) => project.id === gone.id);

		expect(report).toMatchObject({
			complete: false,
			counts: { deleted: 0 },
			refused: {
				missing: 2,
				of: 2,
				message: expect.stringMatching(/Plane lists only 1 of the \d+ .* enter 2 in/),
			},
			orphans: [{ outcome: 'held_back' }],
		});
		expect(await uidsIn(gone.calendar.url)).toEqual(gone.uids);

		await settle(run, { choice: 'delete_events', policy: { ...POLICY, allowMissing: 2 } });
		expect(await uidsIn(gone.calendar.url)).toEqual([]);
	});

	it('of another workspace in the same account are not touched', async () => {
		const [theirs, ours] = [await aProject('Theirs'), await aProject('Ours')];
		const { events, ...batch } = ours.batch({ listed_projects: [ours.id] });
		const moved = events.map((event) => ({
			...event,
			work_item: { ...event.work_item, url: event.work_item.url?.replace('/acme/', '/other/') ?? null },
		}));
		const allowing = { ...POLICY, allowMissing: 1000 };
		const run = [{ ...batch, events: moved }];
		const reports = await settle(run, { choice: 'delete_calendar', policy: allowing });

		expect(reports.find(({ project }) => project.id === theirs.id)?.orphans).toMatchObject([
			{ outcome: 'kept', note: expect.stringContaining('of this Plane workspace') },
		]);
		expect(await uidsIn(theirs.calendar.url)).toEqual(theirs.uids);
	});

	it.each([
		[
			'a dry run',
			{ policy: { ...POLICY, writes: 'dry_run' } },
			{
				dry_run: true,
				orphans: [{ outcome: 'calendar_deleted' }],
				counts: { deleted: 2 },
				plan: [{ action: 'delete', reason: 'project_archived', date: '2026-12-04' }, {}],
			},
		],
		[
			'create and update only',
			{ policy: { ...POLICY, writes: 'create_and_update' } },
			{ complete: true, orphans: [{ outcome: 'kept', note: expect.stringContaining('Only creating') }] },
		],
	] as const)('are only reported in %s', async (_, options, expected) => {
		const { batch, calendar, uids } = await aProject('Old shop');
		const { send, requests } = recording(server.send);
		const context = server.context({ send });
		const choice = 'delete_calendar';
		const reports = await settle([batch({ status: 'archived' })], { choice, ...options, context });

		expect(reports).toMatchObject([expected]);
		expect(methodsOf(requests)).not.toContain('DELETE');
		expect(await uidsIn(calendar.url)).toEqual(uids);
	});

	describe('that have their events in a calendar with others', () => {
		beforeEach(async () => {
			await removeCalendarsOfOurs(server.context());
		});

		/** Two projects with an event each in one calendar for all, as one run over both sees them. */
		async function twoInOne() {
			next += 10;
			const aPart = (k: number): Part => {
				const id = uuid(next + k);
				const project = { id, name: `Project ${next + k}`, identifier: 'P' };
				const url = `https://plane.example.com/acme/projects/${id}/issues/1`;
				return { project, items: [aWorkItem(next + k + 1, { project, url })] };
			};
			const [gone, left] = [aPart(0), aPart(5)];
			const listed_projects = [left.project.id];
			const batch = ({ project, items }: Part, changes: Partial<Snapshot> = {}): ProjectBatch =>
				transformSnapshot(aSnapshot(items, { project, ...changes }), { kind: 'all_projects', name: 'Plane' });
			for (const part of [gone, left])
				await reconcile(server.context(), batch(part), { policy: POLICY, stopAt: STOP_AT });
			const { calendars } = await discoverCalendars(server.context());
			const calendar = calendars.find(({ slug }) => slug.startsWith('plane-to-'));
			if (calendar === undefined) throw new Error('There is no calendar for all.');
			await put(calendar.url, `lunch-${next}`, anEvent(`lunch-${next}`, 'Lunch'));
			const uidOfPart = ({ items }: Part) => uidOfItem(items[0]?.sequence_id ?? 0);
			return {
				calendar,
				gone: { id: gone.project.id, uid: uidOfPart(gone), archived: batch(gone, { status: 'archived' }) },
				left: { uid: uidOfPart(left), seen: batch(left, { listed_projects }) },
				all: async () => (await uidsIn(calendar.url))?.filter((uid) => uid !== null) ?? [],
			};
		}

		/** What a run has read that looked at the batch. */
		async function listingsOf(batch: ProjectBatch): Promise<Listings> {
			const listings = createListings();
			await reconcile(server.context(), batch, { policy: POLICY, stopAt: STOP_AT, listings });
			return listings;
		}

		it.each(['delete_events', 'delete_calendar'] as const)(
			'lose those of a vanished project, and nothing else: %s',
			async (choice) => {
				const { calendar, gone, left, all } = await twoInOne();
				const before = await all();
				const listings = await listingsOf(left.seen);
				const policy = { ...POLICY, allowMissing: 1000 };
				const reports = await settle([left.seen], { choice, listings, policy });

				expect(reports.find(({ project }) => project.id === gone.id)).toMatchObject({
					complete: true,
					calendars: [{ url: calendar.url }],
					counts: { deleted: 1 },
					orphans: [{ url: calendar.url, why: 'not_listed', outcome: 'events_deleted' }],
					operations: [{ uid: gone.uid, reason: 'project_not_listed' }],
				});
				const kept = (uid: string): boolean =>
					!reports.some(({ operations }) => operations.some((one) => one.uid === uid));
				expect(await all()).toEqual(before.filter(kept));
				expect(await all()).toEqual(expect.arrayContaining([left.uid, `lunch-${next}`]));
			},
		);

		it('lose those of an archived one, for no listing where the run has made it already', async () => {
			const { gone, left, all } = await twoInOne();
			const listings = await listingsOf(left.seen);
			const context = server.context();
			const { send, requests } = recording(context.send);
			const run = [left.seen, gone.archived];
			const [report] = await settle(run, {
				choice: 'delete_events',
				listings,
				context: { ...context, send },
			});

			expect(report).toMatchObject({ project: { id: gone.id }, counts: { deleted: 1 } });
			expect(methodsOf(requests)).not.toContain('REPORT');
			expect(await all()).not.toContain(gone.uid);
			expect(await all()).toContain(left.uid);
		});

		it('keep them unless something else was chosen, and where nothing was listed they are not looked for', async () => {
			const { calendar, gone, left, all } = await twoInOne();
			const run = [left.seen, gone.archived];
			const before = await all();
			const kept = await settle(run, { listings: await listingsOf(left.seen) });

			expect(kept).toMatchObject([{ orphans: [{ url: calendar.url, outcome: 'kept' }] }]);
			expect(await settle(run, { choice: 'delete_events' })).toEqual([]);
			expect(await all()).toEqual(before);
		});
	});

	it('that cannot be deleted or read are reported with the failure', async () => {
		const { batch, calendar, uids } = await aProject('Old shop');
		for (const [name, choice] of [
			['DELETE', 'delete_calendar'],
			['REPORT', 'delete_events'],
		] as const) {
			const send = answering(server.send, method(name), aResponse({ status: 403 }));
			const context = server.context({ send });
			const [report] = await settle([batch({ status: 'archived' })], { choice, context });

			expect(report).toMatchObject({
				complete: false,
				failure: { kind: 'permission' },
				orphans: [{ outcome: 'kept' }],
			});
		}
		expect(await uidsIn(calendar.url)).toEqual(uids);
	});
});
