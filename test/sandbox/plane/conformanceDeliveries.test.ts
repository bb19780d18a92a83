/** Every recorded change, made over HTTP, sends the deliveries that Plane sent for it, in their order, or nothing. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { expectTaken, prepare, stepOutside } from './outside';
import { CHANGES, NOT_KEPT } from './recordedChanges';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { recordedDelivery, shapeDifferences } from './recordings';
import { startForTest } from './standInForTests';
import type { Json } from './standInForTests';

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

interface Made {
	/** What the receiver got. */
	readonly bodies: readonly Json[];
	/** What REST answers afterwards, next to what it should. */
	readonly answers: ReadonlyArray<{ readonly told: unknown; readonly expected: unknown }>;
}

/** Makes a change over HTTP alone: the stand-in gives its address, and nothing else of it is touched. */
async function make(name: string): Promise<Made> {
	const change = CHANGES.get(name);
	if (!change) throw new Error(`Nothing tells how to make the change ${name}.`);
	const receiver: Receiver = await startReceiver((response) => {
		response.statusCode = statusFor(name);
		response.end();
	});
	const { url, close } = await startForTest();
	try {
		const outside = await stepOutside(url);
		await outside.act('webhook', { url: receiver.url });
		await prepare(outside, change);
		receiver.received.length = 0;
		expectTaken(change.call, await outside.call(change.call), change.refused ?? false);
		await outside.act('drain');
		const answers = [];
		for (const answer of change.after) answers.push(await outside.compare(answer));
		return { bodies: receiver.received.map(({ body }) => JSON.parse(body)), answers };
	} finally {
		await close();
		await receiver.close();
	}
}

describe('a recorded change', () => {
	it.each(rows)('made over HTTP sends what %s did, and REST shows it', async (change, expected) => {
		const { bodies, answers } = await make(change);
		const told = bodies.map(({ event, action, activity }) => `${event} ${action} ${activity.field ?? '-'}`);
		expect(inOrder(change, told)).toEqual(inOrder(change, expected));
		expect(answers.map((answer) => answer.told)).toMatchObject(answers.map((answer) => answer.expected));
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
		const { bodies } = await make(change);
		expect(shapeDifferences(bodies[0], JSON.parse(recordedDelivery(file).request.bodyText))).toEqual([]);
	});
});
