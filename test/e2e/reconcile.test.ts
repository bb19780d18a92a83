/** The reconcile workflow in a real n8n against a real calendar: it repairs, and it never harms. */
import { itemsOf } from '../../scripts/lib/n8n';
import { reportsOf, startStack, uidOf, type Stack } from '../../scripts/lib/stack';

const START_TIMEOUT_MS = 300_000;

let stack: Stack;

beforeAll(async () => {
	stack = await startStack();
	await stack.reconcile();
}, START_TIMEOUT_MS);

afterAll(async () => await stack.stop(), 60_000);

/** Plane's clock shows whole seconds: what changed in the second of a snapshot is left to the next one. */
const nextSecond = async () => await new Promise((resolve) => setTimeout(resolve, 1100));

const countEvents = async (project: string) => {
	const calendars = await stack.calendar.look();
	return calendars.find(({ calendar }) => calendar.name === `Plane: ${project}`)?.events.length;
};

describe('the reconcile workflow', () => {
	it('fills one calendar per project with dated items', async () => {
		const calendars = await stack.calendar.look();

		expect(calendars.map(({ calendar }) => calendar.name)).toEqual([
			'Plane: Mobile app',
			'Plane: Website relaunch',
		]);
		expect(await countEvents('Website relaunch')).toBe(12);
		expect(await countEvents('Mobile app')).toBe(11);
	});

	it('writes nothing when nothing changed', async () => {
		stack.proxy.reset();
		const execution = await stack.reconcile();

		expect(execution.status).toBe('success');
		expect(stack.proxy.counts()).toEqual({ REPORT: 2 });
		expect(
			reportsOf(execution).map(({ counts, complete }) => ({ unchanged: counts.unchanged, complete })),
		).toEqual(
			expect.arrayContaining([
				{ unchanged: 12, complete: true },
				{ unchanged: 11, complete: true },
			]),
		);
	}, 60_000);

	it('removes the event of an item that was deleted without a webhook, after asking Plane', async () => {
		const { control } = stack.plane;
		const item = control.createItem('WEB', { name: 'Short-lived', target_date: '2027-03-01' });
		await stack.waitForEvent(item.id, (event) => event !== null);
		control.deleteItem(item.id);
		await nextSecond();
		const execution = await stack.reconcile();

		expect(itemsOf(execution, 'Ask Plane About Missing')).toMatchObject([{ id: item.id, status: 'gone' }]);
		expect(itemsOf(execution, 'Apply Answers')).toMatchObject([
			{ operation: 'deleted', uid: uidOf(item.id), before_ics: expect.stringContaining('Short-lived') },
		]);
		expect(await stack.calendar.find(uidOf(item.id))).toBeNull();
	}, 60_000);

	it('brings a date that was dragged in the Gantt view, of which Plane says nothing', async () => {
		const { control } = stack.plane;
		const item = control.createItem('WEB', { name: 'Dragged', target_date: '2027-03-01' });
		await stack.waitForEvent(item.id, (event) => event !== null);
		control.ganttDrag(item.id, { target_date: '2027-03-08' });
		await stack.reconcile();

		expect((await stack.calendar.find(uidOf(item.id)))?.start).toBe('20270308');
	}, 60_000);

	it('loses nothing when a project is archived, although each of its items answers 404', async () => {
		const { control } = stack.plane;
		const before = await countEvents('Mobile app');
		control.archiveProject('APP');
		await nextSecond();
		stack.proxy.reset();
		const execution = await stack.reconcile();
		control.unarchiveProject('APP');

		expect(execution.status).toBe('success');
		expect(await countEvents('Mobile app')).toBe(before);
		expect(stack.proxy.counts()).not.toHaveProperty('DELETE');
	}, 60_000);

	it('never touches an event that somebody made by hand in the same calendar', async () => {
		const calendars = await stack.calendar.look();
		const url = `${calendars[0]?.calendar.url}lunch.ics`;
		const { send } = stack.calendar.context;
		const lunch = [
			'BEGIN:VCALENDAR',
			'VERSION:2.0',
			'PRODID:-//Somebody//Calendar//EN',
			'BEGIN:VEVENT',
			'UID:lunch@example.com',
			'DTSTAMP:20261101T000000Z',
			'DTSTART;VALUE=DATE:20270301',
			'DTEND;VALUE=DATE:20270302',
			'SUMMARY:Lunch',
			'END:VEVENT',
			'END:VCALENDAR',
			'',
		].join('\r\n');
		await send({
			method: 'PUT',
			url,
			headers: { 'content-type': 'text/calendar; charset=utf-8' },
			body: lunch,
		});
		const before = await send({ method: 'GET', url, headers: {} });
		await stack.reconcile();
		const after = await send({ method: 'GET', url, headers: {} });

		expect(after).toMatchObject({ status: 200, body: before.body, headers: { etag: before.headers.etag } });
	}, 60_000);

	it('sets back an event that somebody dragged to another day, and says so', async () => {
		const calendars = await stack.calendar.look();
		const event = calendars[0]?.events.find(({ uid }) => uid.startsWith('plane-issue-'));
		const { send } = stack.calendar.context;
		const dragged = (event?.ics ?? '')
			.replace(/DTSTART;VALUE=DATE:\d+/, 'DTSTART;VALUE=DATE:20280101')
			.replace(/DTEND;VALUE=DATE:\d+/, 'DTEND;VALUE=DATE:20280102');
		await send({
			method: 'PUT',
			url: event?.href ?? '',
			headers: { 'content-type': 'text/calendar; charset=utf-8' },
			body: dragged,
		});
		const execution = await stack.reconcile();

		expect(reportsOf(execution).flatMap(({ operations }) => operations)).toMatchObject([
			{ operation: 'updated', reason: 'reverted', uid: event?.uid },
		]);
		expect((await stack.calendar.find(event?.uid ?? ''))?.start).toBe(event?.start);
	}, 60_000);

	it('holds back a mass of missing events and fails with the numbers', async () => {
		const { control } = stack.plane;
		const items = Array.from({ length: 40 }, (_, index) =>
			control.createItem('WEB', { name: `Bulk ${index}`, target_date: '2027-06-01' }),
		);
		await control.drain();
		await stack.reconcile();
		const before = await countEvents('Website relaunch');
		for (const { id } of items) control.deleteItem(id);
		await nextSecond();
		const execution = await stack.reconcile();

		expect(execution).toMatchObject({
			status: 'error',
			error: expect.stringMatching(/40 of \d+ events are missing/),
		});
		expect(await countEvents('Website relaunch')).toBe(before);
	}, 120_000);
});
