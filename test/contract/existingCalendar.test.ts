/** One calendar that a person chose, for several projects, on real servers. */
import { deleteCalendar, ensureCalendar } from '../../core/caldav/calendars';
import { discoverCalendars } from '../../core/caldav/discovery';
import { readCalendar } from '../../core/caldav/makeCalendar';
import { listEvents } from '../../core/caldav/listEvents';
import { upsertCalendar } from '../../core/caldav/upsertCalendar';
import type { Calendar, CalDavContext } from '../../core/caldav/types';
import type { Send } from '../../core/http/types';
import { uidOf } from '../../core/icalendar/reader';
import { applyEvent } from '../../core/reconcile/applyEvent';
import { reconcile } from '../../core/reconcile/reconcile';
import { hrefOfUid } from '../../core/webdav/href';
import { aBatch, aDeletedDelivery, anUpsert, aWorkItem, uidOfItem, uuid } from '../support/builders';
import { ALARM, anEvent, methodsOf, recording } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const OTHER = { id: uuid(777), name: 'Mobile app', identifier: 'MOB' };

const OPTIONS = {
	policy: { writes: 'everything', allowMissing: 0 },
	stopAt: Date.parse('2030-01-01T00:00:00Z'),
} as const;

const ofOther = (n: number) => aWorkItem(n, { project: OTHER });

describe.each(SERVERS)('an existing calendar for all projects on $name', (serverCase) => {
	const server = useServer(serverCase);
	let chosen: Calendar;

	beforeEach(async () => {
		const wish = {
			name: 'Our team',
			description: 'By Anna',
			address: `team-${Math.random().toString(36).slice(2)}`,
		};
		chosen = (await upsertCalendar(server.context(), wish)).calendar;
	});

	// An account of Cyrus holds each UID once: what a test left would be in the way of the next.
	afterEach(async () => {
		const { calendars } = await discoverCalendars(server.context());
		for (const calendar of calendars) await deleteCalendar(server.context(), calendar);
	});

	const choosing = (send: Send = server.send): CalDavContext => ({
		...server.context({ send }),
		chosenCalendar: async () => await Promise.resolve(chosen),
	});

	const run = async (batch: ReturnType<typeof aBatch>, context = choosing()) =>
		await reconcile(context, batch, OPTIONS);

	const uidsIn = async (calendar: Calendar): Promise<Array<string | null>> =>
		(await listEvents(server.context(), calendar)).map(({ ics }) => uidOf(ics)).sort();

	const putByHand = async (uid: string): Promise<void> => {
		const headers = { 'content-type': 'text/calendar' };
		const body = anEvent(uid, 'Dentist');
		await server.send({ method: 'PUT', url: hrefOfUid(chosen.url, uid), headers, body });
	};

	it('holds the events of two projects and of people, and each run asks only about its own', async () => {
		await putByHand('dentist');
		await run(aBatch([aWorkItem(1), aWorkItem(2)]));
		await run(aBatch([ofOther(3)], { project: OTHER }));
		const again = await run(aBatch([aWorkItem(1)]));

		expect(again.report).toMatchObject({
			counts: { unchanged: 1, missing: 1 },
			calendars: [{ url: chosen.url }],
		});
		expect(again.missing.map(({ uid }) => uid)).toEqual([uidOfItem(2)]);
		expect(await uidsIn(chosen)).toEqual(['dentist', uidOfItem(1), uidOfItem(2), uidOfItem(3)]);
	});

	it('is neither renamed nor marked, and no calendar is made beside it', async () => {
		const { send, requests } = recording(server.send);
		await run(aBatch([aWorkItem(1)]), choosing(send));
		await applyEvent(choosing(send), anUpsert(aWorkItem(4)));
		const now = await readCalendar(server.context(), chosen.url, 'reading it again');

		expect(methodsOf(requests)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/MKCAL|PROPPATCH/)]),
		);
		expect(now).toMatchObject({ name: 'Our team', description: 'By Anna' });
		expect(await uidsIn(chosen)).toEqual([uidOfItem(1), uidOfItem(4)]);
	});

	it('takes over the events of the calendar the project had before, alarms and all', async () => {
		const item = anUpsert(aWorkItem(1));
		const { calendar: before } = await ensureCalendar(server.context(), item.calendar, item.scope);
		await applyEvent(server.context(), item);
		const [object] = await listEvents(server.context(), before);
		await server.send({
			method: 'PUT',
			url: object?.href ?? '',
			headers: { 'content-type': 'text/calendar', 'if-match': object?.etag ?? '' },
			body: (object?.ics ?? '').replace('END:VEVENT', [...ALARM, 'END:VEVENT'].join('\r\n')),
		});
		const { report } = await run(aBatch([aWorkItem(1)]));
		const [moved] = await listEvents(server.context(), chosen);

		expect(report.counts).toMatchObject({ moved: 1, created: 0, failed: 0 });
		expect(moved?.ics).toContain('TRIGGER:-PT1H');
		expect(await uidsIn(before)).toEqual([]);
	});

	it('takes the events of several targets and leaves them alone the next time', async () => {
		const label = { slug: 'plane-label', name: 'Label', mark: 'plane-project:label' };
		const batch = aBatch([aWorkItem(1)]);
		const both = {
			...batch,
			targets: [...batch.targets, label],
			events: [...batch.events, { ...anUpsert(aWorkItem(2)), calendar: label }],
		};
		await run(both);

		expect((await run(both)).report.counts).toMatchObject({ unchanged: 2, moved: 0, created: 0, deleted: 0 });
	});

	it('is searched for the event of a work item that a delivery says is gone', async () => {
		await applyEvent(choosing(), anUpsert(aWorkItem(5)));
		const results = await applyEvent(choosing(), aDeletedDelivery(5));

		expect(results).toMatchObject([{ operation: 'deleted', calendar: { url: chosen.url } }]);
		expect(await uidsIn(chosen)).toEqual([]);
	});
});
