/** Every recorded change sends the deliveries that Plane sent for it, in their order, or nothing. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { CHANGES, NOT_KEPT } from './recordedChanges';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { recordedDelivery, shapeDifferences } from './recordings';
import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

interface Recorded {
	readonly change: string;
	readonly deliveries: ReadonlyArray<{ event: string; action: string; activityField: string | null }>;
}

const FILE = join(__dirname, '..', '..', 'recordings', 'deliveries-per-change.json');
const RECORDED: readonly Recorded[] = JSON.parse(readFileSync(FILE, 'utf8')).changes;

const rows = RECORDED.filter(({ change }) => !NOT_KEPT.has(change)).map(
	({ change, deliveries }) =>
		[
			change,
			deliveries.map(({ event, action, activityField }) => `${event} ${action} ${activityField ?? '-'}`),
		] as const,
);

/** Whoever receives answers 200; the one change recorded with a 500 counts as delivered all the same. */
const statusFor = (change: string): number => (change === 'issue-updated-answered-500' ? 500 : 200);

/** Plane's workers sent these at once: they came in another order than the keys were sent in. */
const UNORDERED = new Set(['issue-updated-kanban-drag-with-swimlane-app']);

const inOrder = (change: string, sent: readonly string[]): readonly string[] =>
	UNORDERED.has(change) ? [...sent].sort() : sent;

/** A silence counts only if the request behind it was taken, or refused where Plane refused it. */
function expectTaken(change: string, result: unknown): void {
	if (typeof result !== 'object' || result === null || !('status' in result)) return;
	if (typeof result.status !== 'number') return;
	expect([change, result.status < 400]).toEqual([change, !change.includes('refused')]);
}

async function bodiesSentBy(name: string): Promise<Json[]> {
	const change = CHANGES.get(name);
	if (!change) throw new Error(`Nothing tells how to make the change ${name}.`);
	const receiver: Receiver = await startReceiver((response) => {
		response.statusCode = statusFor(name);
		response.end();
	});
	const plane: TestStandIn = await startForTest({ webhookUrl: receiver.url });
	try {
		const prepared = await change.prepare?.(plane);
		await plane.control.drain();
		receiver.received.length = 0;
		expectTaken(name, await change.run(plane, typeof prepared === 'string' ? prepared : ''));
		await plane.control.drain();
		return receiver.received.map(({ body }) => JSON.parse(body));
	} finally {
		await plane.close();
		await receiver.close();
	}
}

describe('a recorded change', () => {
	it.each(rows)('sends what %s did', async (change, expected) => {
		const sent = await bodiesSentBy(change);
		const told = sent.map(({ event, action, activity }) => `${event} ${action} ${activity.field ?? '-'}`);
		expect(inOrder(change, told)).toEqual(inOrder(change, expected));
	});

	it('is in the table, but for what the stand-in keeps nothing of', () => {
		expect(rows.length + NOT_KEPT.size).toBe(RECORDED.length);
		const silent = RECORDED.filter(({ change }) => NOT_KEPT.has(change));
		expect(silent.flatMap(({ deliveries }) => deliveries)).toEqual([]);
	});
});

describe('a delivery about something beside items and projects', () => {
	it.each([
		['57-comment-created-api.json', 'comment-created-api'],
		['58-comment-updated-api.json', 'comment-updated-api'],
		['59-comment-created-app.json', 'comment-created-app'],
		['61-cycle-created-api.json', 'cycle-created-api'],
		['62-cycle-updated-api.json', 'cycle-updated-api'],
		['63-cycle-created-app.json', 'cycle-created-app'],
		['65-module-created-api.json', 'module-created-api'],
		['66-module-updated-api.json', 'module-updated-api'],
	])('has the shape of webhooks/%s', async (file, change) => {
		const [sent] = await bodiesSentBy(change);
		expect(shapeDifferences(sent, JSON.parse(recordedDelivery(file).request.bodyText))).toEqual([]);
	});
});
