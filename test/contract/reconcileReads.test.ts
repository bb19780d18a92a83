/** How much of a calendar a reconcile reads on real servers: counted in requests, whatever their answers hold. */
import { upsertCalendar } from '../../core/caldav/upsertCalendar';
import { listEvents } from '../../core/caldav/listEvents';
import type { Calendar } from '../../core/caldav/types';
import { uidOf } from '../../core/icalendar/reader';
import { createListings } from '../../core/reconcile/listings';
import { hrefOfUid } from '../../core/webdav/href';
import { anUpsert, aWorkItem } from '../support/builders';
import { changed, countRequests, ITEMS, run } from '../support/countRequests';
import { methodsOf } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

jest.setTimeout(60_000);

describe.each(SERVERS)('what a reconcile reads on $name', (serverCase) => {
	const server = useServer(serverCase);
	const { newProject, fresh, discovered, put } = countRequests(server);

	describe('of a complete snapshot', () => {
		it('lists an unchanged calendar once and writes nothing', async () => {
			const { batch, all } = newProject();
			await run(fresh().context, batch(all()));
			const { context, requests } = await discovered();
			const { report } = await run(context, batch(all()));

			expect(methodsOf(requests)).toEqual(['REPORT']);
			expect(report).toMatchObject({ complete: true, counts: { unchanged: ITEMS }, requests: { count: 1 } });
		});

		it('writes what changed and nothing else', async () => {
			const { batch, all } = newProject();
			await run(fresh().context, batch(all()));
			const { context, requests } = await discovered();
			const { report } = await run(context, batch(all().map((item, n) => (n < 3 ? changed(item) : item))));

			expect(methodsOf(requests)).toEqual(['REPORT', 'PUT', 'PUT', 'PUT']);
			expect(report.counts).toMatchObject({ updated: 3, unchanged: ITEMS - 3 });
		});
	});

	describe('of a snapshot of changes', () => {
		const CHANGES = { status: 'changes' } as const;

		it('is nothing where nothing changed, even with nothing discovered', async () => {
			const { batch } = newProject();
			const { context, requests } = fresh();
			const { report } = await run(context, batch([], CHANGES));

			expect(report.complete).toBe(true);
			expect(requests).toEqual([]);
		});

		it('is the changed events alone: one request, and one write for each', async () => {
			const { batch, all, item, uid } = newProject();
			await run(fresh().context, batch(all()));
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
			const { calendars } = (await run(fresh().context, batch([item(0)]))).report;
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
			const { calendars } = (await run(fresh().context, batch([item(0)]))).report;
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
