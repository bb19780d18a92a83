/** What a reconcile spares where neither side moved since they were compared, on real servers. */
import type { CalDavContext } from '../../core/caldav/types';
import type { Compared } from '../../core/reconcile/compared';
import { createListings } from '../../core/reconcile/listings';
import { hrefOfUid, parentOf } from '../../core/webdav/href';
import { aBatch, anUpsert } from '../support/builders';
import { changed, countRequests, ITEMS, run } from '../support/countRequests';
import { ALARM, methodsOf } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

jest.setTimeout(60_000);

describe.each(SERVERS)('a reconcile of what was compared before on $name', (serverCase) => {
	const server = useServer(serverCase);
	const { newProject, discovered, put } = countRequests(server);

	/** Three projects in step with Plane, and what is remembered of them. */
	async function threeCompared() {
		const three = [newProject(), newProject(), newProject()];
		const { context, requests } = await discovered();
		for (const { batch, all } of three) await run(context, batch(all()));
		const listings = createListings();
		const remembered: Array<Compared | null> = [];
		const urls: string[] = [];
		requests.splice(0);
		for (const { batch, all } of three) {
			const { compared, report } = await run(context, batch(all()), { listings, compared: null });
			remembered.push(compared);
			urls.push(report.calendars[0]?.url ?? '');
		}
		return { three, context, requests, remembered, urls };
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
		const { report } = await run(context, first?.batch(first.all()) ?? aBatch([]), {
			writes: 'dry_run',
			listings: createListings(),
			compared: remembered[0] ?? null,
		});

		expect(report).toMatchObject({ complete: true, plan: [], counts: { unchanged: ITEMS } });
		expect(methodsOf(requests)).toEqual(['PROPFIND']);
	});

	it('lists the calendar in which a person did something, and the one whose items changed', async () => {
		const { three, context, requests, remembered, urls } = await threeCompared();
		const [dragged, edited] = three;
		if (dragged === undefined || edited === undefined) throw new Error('no projects');
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
		const first = await run(context, batch(all()), { listings: createListings(), compared: null });
		const { compared } = first;
		await act(context, hrefOfUid(first.report.calendars[0]?.url ?? '', uid(3)));
		requests.splice(0);
		await run(context, batch(all()), { listings: createListings(), compared });

		expect(methodsOf(requests).slice(0, 2)).toEqual(['PROPFIND', 'REPORT']);
	});
});
