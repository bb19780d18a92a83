/** How much of a calendar a reconcile reads on real servers: counted in requests, whatever their answers hold. */
import { setTimeout as sleep } from 'node:timers/promises';
import { upsertCalendar } from '../../core/caldav/upsertCalendar';
import { listEvents } from '../../core/caldav/listEvents';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import type { ProjectBatch } from '../../core/event/types';
import { withRetry } from '../../core/http/retry';
import { uidOf } from '../../core/icalendar/reader';
import type { PresentWorkItem, Snapshot } from '../../core/plane/types';
import type { Compared } from '../../core/reconcile/compared';
import { createListings, type Listings } from '../../core/reconcile/listings';
import { reconcile } from '../../core/reconcile/reconcile';
import { hrefOfUid, parentOf } from '../../core/webdav/href';
import { aBatch, anUpsert, aWorkItem, uidOfItem, uuid } from '../support/builders';
import { ALARM, methodsOf, recording } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const OPTIONS = {
	policy: { writes: 'everything', allowMissing: 0 },
	stopAt: Date.parse('2030-01-01T00:00:00Z'),
} as const;

const ITEMS = 6;

/** Project number `p` with items of its own; each test has its own project, and so its own calendar. */
function aProject(p: number) {
	const project = { id: uuid(5_000 + p), name: `Project ${p}`, identifier: `P${p}` };
	const item = (n: number, changes: Partial<PresentWorkItem> = {}) =>
		aWorkItem(p * 100 + n, { project, ...changes });
	const batch = (items: readonly PresentWorkItem[], changes: Partial<Snapshot> = {}) =>
		aBatch(items, { project, ...changes });
	const all = (): PresentWorkItem[] => Array.from({ length: ITEMS }, (_, n) => item(n));
	const uid = (n: number) => uidOfItem(p * 100 + n);
	return { project, item, batch, all, uid };
}

jest.setTimeout(60_000);

describe.each(SERVERS)('what a reconcile reads on $name', (serverCase) => {
	const server = useServer(serverCase);
	/** Xandikos asks for another try while two writes meet; those count as one request here. */
	const retrying = withRetry(server.send, { sleep, random: Math.random, now: Date.now });
	let projects = 0;
	const newProject = () => aProject(++projects);

	/** A context that has discovered everything already, and what it sends from then on. */
	async function discovered(changes: Partial<CalDavContext> = {}) {
		const { send, requests } = recording(retrying);
		const context: CalDavContext = { ...server.context({ send }), ...changes };
		await reconcile(context, aBatch([]), OPTIONS);
		requests.splice(0);
		return { context, requests };
	}

	const run = async (
		context: CalDavContext,
		batch: ProjectBatch,
		options: { readonly listings?: Listings; readonly compared?: Compared | null } = {},
	) => await reconcile(context, batch, { ...OPTIONS, ...options });

	const changed = (item: PresentWorkItem, name = 'Changed') => ({
		...item,
		name,
		updated_at: '2026-11-21T10:00:00.000000Z',
	});

	const put = async (href: string, ics: string): Promise<void> => {
		const { status } = await server.send({
			method: 'PUT',
			url: href,
			headers: { 'content-type': 'text/calendar; charset=utf-8' },
			body: ics,
		});
		expect(status).toBeLessThan(300);
	};

	describe('of a complete snapshot', () => {
		it('lists an unchanged calendar once and writes nothing', async () => {
			const { batch, all } = newProject();
			await run(server.context({ send: retrying }), batch(all()));
			const { context, requests } = await discovered();
			const { report } = await run(context, batch(all()));

			expect(methodsOf(requests)).toEqual(['REPORT']);
			expect(report).toMatchObject({ complete: true, counts: { unchanged: ITEMS }, requests: { count: 1 } });
		});

		it('writes what changed and nothing else', async () => {
			const { batch, all } = newProject();
			await run(server.context({ send: retrying }), batch(all()));
			const { context, requests } = await discovered();
			const { report } = await run(context, batch(all().map((item, n) => (n < 3 ? changed(item) : item))));

			expect(methodsOf(requests)).toEqual(['REPORT', 'PUT', 'PUT', 'PUT']);
			expect(report.counts).toMatchObject({ updated: 3, unchanged: ITEMS - 3 });
		});
	});

	describe('of what was compared before', () => {
		/** Three projects in step with Plane, and what is remembered of them. */
		async function threeCompared() {
			const three = [newProject(), newProject(), newProject()];
			const { context, requests } = await discovered();
			for (const { batch, all } of three) await run(context, batch(all()));
			const listings = createListings();
			const remembered: Array<Compared | null> = [];
			requests.splice(0);
			for (const { batch, all } of three) {
				remembered.push((await run(context, batch(all()), { listings, compared: null })).compared);
			}
			return { three, context, requests, remembered };
		}

		it('asks for change tags once, for any number of projects, and lists nothing', async () => {
			const { three, context, requests, remembered } = await threeCompared();
			expect(methodsOf(requests).filter((name) => name === 'REPORT')).toHaveLength(3);

			requests.splice(0);
			const listings = createListings();
			for (const [n, { batch, all }] of three.entries()) {
				const compared = remembered[n] ?? null;
				const again = await run(context, batch(all().reverse()), { listings, compared });

				expect(again.report).toMatchObject({ complete: true, counts: { unchanged: ITEMS } });
				expect(again.report.calendars).toHaveLength(1);
				expect(again.compared).toEqual(compared);
			}
			expect(methodsOf(requests)).toEqual(['PROPFIND']);
		});

		it('plans nothing in a dry run where nothing moved', async () => {
			const { three, context, requests, remembered } = await threeCompared();
			const [first] = three;
			requests.splice(0);
			const { report } = await reconcile(context, first?.batch(first.all()) ?? aBatch([]), {
				...OPTIONS,
				policy: { ...OPTIONS.policy, writes: 'dry_run' },
				listings: createListings(),
				compared: remembered[0] ?? null,
			});

			expect(report).toMatchObject({ complete: true, plan: [], counts: { unchanged: ITEMS } });
			expect(methodsOf(requests)).toEqual(['PROPFIND']);
		});

		it('lists the calendar in which a person did something, and the one whose items changed', async () => {
			const { three, context, requests, remembered } = await threeCompared();
			const [dragged, edited] = three;
			if (dragged === undefined || edited === undefined) throw new Error('no projects');
			const urls = remembered.map((compared) => Object.keys(compared?.calendars ?? {})[0] ?? '');
			const ics = anUpsert(dragged.item(0)).ics.replace(
				/DTSTART;VALUE=DATE:\d+/,
				'DTSTART;VALUE=DATE:20261201',
			);
			await put(hrefOfUid(urls[0] ?? '', dragged.uid(0)), ics);
			requests.splice(0);
			const listings = createListings();
			const counts = [];
			for (const [n, { batch, all }] of three.entries()) {
				const items = all().map((item, k) => (n === 1 && k === 0 ? changed(item) : item));
				const { report, compared } = await run(context, batch(items), {
					listings,
					compared: remembered[n] ?? null,
				});
				counts.push(report.counts);
				// What was just written is compared by the next run.
				expect(compared === null).toBe(n < 2);
			}

			expect(counts).toMatchObject([
				{ reverted: 1, unchanged: ITEMS - 1 },
				{ updated: 1, unchanged: ITEMS - 1 },
				{ updated: 0, unchanged: ITEMS },
			]);
			expect(requests.map(({ method, url }) => [method, url.startsWith(urls[2] ?? '?')])).toEqual([
				['PROPFIND', false],
				['REPORT', false],
				['PUT', false],
				['REPORT', false],
				['PUT', false],
			]);
		});

		it.each<[string, (context: CalDavContext, href: string) => Promise<unknown>]>([
			[
				'added an alarm',
				async (_context, href) => {
					const { body } = await server.send({ method: 'GET', url: href, headers: {} });
					await put(href, body.replace('END:VEVENT', [...ALARM, 'END:VEVENT'].join('\r\n')));
				},
			],
			[
				'deleted an event',
				async (_context, href) => await server.send({ method: 'DELETE', url: href, headers: {} }),
			],
			[
				'copied an event',
				async (_context, href) => {
					const { body } = await server.send({ method: 'GET', url: href, headers: {} });
					await put(`${parentOf(href)}copy.ics`, body.replace(/^UID:.*$/m, 'UID:copy@example.com'));
				},
			],
		])('lists a calendar in which a person %s', async (_, act) => {
			const { batch, all, uid } = newProject();
			const { context, requests } = await discovered();
			await run(context, batch(all()));
			const { compared } = await run(context, batch(all()), { listings: createListings(), compared: null });
			const [url = ''] = Object.keys(compared?.calendars ?? {});
			await act(context, hrefOfUid(url, uid(3)));
			requests.splice(0);
			await run(context, batch(all()), { listings: createListings(), compared });

			expect(methodsOf(requests).slice(0, 2)).toEqual(['PROPFIND', 'REPORT']);
		});
	});

	describe('of a snapshot of changes', () => {
		const CHANGES = { status: 'changes' } as const;

		it('is nothing where nothing changed, even with nothing discovered', async () => {
			const { batch } = newProject();
			const { send, requests } = recording(retrying);
			const { report } = await run(server.context({ send }), batch([], CHANGES));

			expect(report.complete).toBe(true);
			expect(requests).toEqual([]);
		});

		it('is the changed events alone: one request, and one write for each', async () => {
			const { batch, all, item, uid } = newProject();
			await run(server.context({ send: retrying }), batch(all()));
			const { context, requests } = await discovered();
			const { report } = await run(
				context,
				batch([changed(item(1)), item(2), { ...item(3), target_date: null }, item(ITEMS)], CHANGES),
			);

			expect(report).toMatchObject({
				complete: true,
				counts: { updated: 1, unchanged: 1, deleted: 1, created: 1, missing: 0 },
			});
			expect(methodsOf(requests).sort()).toEqual(['DELETE', 'PUT', 'PUT', 'REPORT']);
			expect(requests[0]?.body).toContain('calendar-multiget');
			expect(requests[0]?.body).toContain(encodeURIComponent(uid(1)));
		});

		it('is one request per hundred', async () => {
			const { batch, item } = newProject();
			const { calendars } = (await run(server.context({ send: retrying }), batch([item(0)]))).report;
			const { context, requests } = await discovered();
			const undated = Array.from({ length: 250 }, (_, n) =>
				aWorkItem(40_000 + n, { project: item(0).project, target_date: null }),
			);
			const { report } = await run(context, batch(undated, CHANGES));

			expect(methodsOf(requests)).toEqual(['REPORT', 'REPORT', 'REPORT']);
			expect(report).toMatchObject({ complete: true, counts: { deleted: 0 }, calendars });
		});

		it('finds an event in another calendar that is marked as the project’s, and moves it', async () => {
			const { batch, item, project } = newProject();
			const { calendars } = (await run(server.context({ send: retrying }), batch([item(0)]))).report;
			const { calendar: old } = await upsertCalendar(server.context(), {
				name: 'Old',
				description: `plane-project:${project.id} Old`,
				address: `old-${project.id}`,
			});
			const { uid, ics } = anUpsert(item(1));
			await put(hrefOfUid(old.url, uid), ics);
			const { context, requests } = await discovered();
			const { report } = await run(context, batch([item(1)], CHANGES));

			expect(report).toMatchObject({ complete: true, counts: { moved: 1, created: 0 } });
			expect(report.operations).toMatchObject([{ operation: 'moved', calendar: { url: calendars[0]?.url } }]);
			expect(requests.slice(0, 2).map(({ body }) => body?.includes('calendar-multiget'))).toEqual([
				true,
				true,
			]);
		});
	});

	describe('of a chosen calendar', () => {
		let chosen: Calendar;
		const choosing = { chosenCalendar: async () => await Promise.resolve(chosen) };

		beforeEach(async () => {
			const address = `shared-${Math.random().toString(36).slice(2)}`;
			chosen = (await upsertCalendar(server.context(), { name: 'Shared', description: '', address }))
				.calendar;
		});

		const uidsIn = async (calendar: Calendar) =>
			(await listEvents(server.context(), calendar)).map(({ ics }) => uidOf(ics));

		it('is listed once for five projects', async () => {
			const five = Array.from({ length: 5 }, newProject);
			const { context, requests } = await discovered(choosing);
			const listings = createListings();
			const counts = [];
			for (const { batch, all } of five) {
				counts.push((await run(context, batch(all()), { listings })).report.counts);
			}

			expect(counts).toMatchObject(five.map(() => ({ created: ITEMS, failed: 0 })));
			expect(methodsOf(requests).filter((name) => name === 'REPORT')).toHaveLength(1);
			expect(await uidsIn(chosen)).toHaveLength(5 * ITEMS);
		});

		it('is searched for a changed event that has another name', async () => {
			const { batch, item, uid } = newProject();
			await put(`${chosen.url}named-by-a-phone.ics`, anUpsert(item(1)).ics);
			const { context, requests } = await discovered(choosing);
			const { report } = await run(context, batch([changed(item(1)), item(2)], { status: 'changes' }));

			expect(report.counts).toMatchObject({ updated: 1, created: 1 });
			expect(methodsOf(requests).filter((name) => name === 'REPORT')).toHaveLength(3);
			expect((await uidsIn(chosen)).sort()).toEqual([uid(1), uid(2)]);
		});
	});
});
