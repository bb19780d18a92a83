/** Faults and switches do over HTTP what they do in process: armed by one call, seen from outside. */
import { ITEM } from './changeTable';
import { stepOutside } from './outside';
import type { Outside } from './outside';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

let receiver: Receiver;
let plane: TestStandIn;
let outside: Outside;
beforeEach(async () => {
	receiver = await startReceiver();
	plane = await startForTest({ webhookUrl: receiver.url, retryWaitMs: 1 });
	outside = await stepOutside(plane.url);
});
afterEach(async () => {
	await plane.close();
	await receiver.close();
});

const bodies = (): Json[] => receiver.received.map(({ body }) => JSON.parse(body));

describe('a fault of deliveries armed over HTTP', () => {
	it.each([
		['late', { nth: 1, delayMs: 150 }, 'bcda'],
		['lost', { nth: 2 }, 'acd'],
		['doubled', { nth: 2, copies: 3 }, 'abbbcd'],
		['reordered', { nth: 1, behind: 2, longestMs: 1000 }, 'bcad'],
		['stale', { nth: 3, age: 2 }, 'abcad'],
		['unreachable', { nth: 1, attempts: 2 }, 'bcda'],
	])('makes one %s', async (kind, how, arrivals) => {
		await outside.act('faults', { deliveries: [{ kind, ...how }] });
		// Let go at once, so that no slow machine puts a wait between them.
		await outside.act('hold-deliveries');
		for (const name of ['a', 'b', 'c', 'd'])
			await outside.act('update-item', { item: ITEM, patch: { name } });
		expect((await outside.act('release-deliveries')).json).toEqual({ released: 4 });
		await outside.act('drain');
		expect(bodies().map(({ data }) => data.name)).toEqual([...arrivals]);
		expect((await outside.read('faults')).fired).toMatchObject([{ kind }]);
	});
});

/** What a client sees of one request. */
async function ask(): Promise<string> {
	try {
		const response = await fetch(`${plane.apiUrl}/users/me/`, {
			headers: { 'X-API-Key': plane.apiKey },
			signal: AbortSignal.timeout(400),
		});
		const text = await response.text();
		return `${response.status} ${response.headers.get('content-type')} ${text.slice(0, 12)}`;
	} catch (error) {
		return error instanceof Error ? error.name : String(error);
	}
}

describe('a fault of answers armed over HTTP', () => {
	const right = expect.stringMatching(/^200 application\/json \{"id":/);

	it.each([
		['rate_limited', { retryAfterSeconds: 2 }, /^429 application\/json \{"error_code/],
		['server_error', {}, /^500 application\/json \{"error"/],
		['server_error', { status: 503, when: 'after' }, /^503 text\/html.* <html>/s],
		['time_out', { when: 'after' }, /^TimeoutError/],
		['reset', { when: 'before' }, /fetch failed$/],
		['cut_body', { bytes: 5 }, /terminated$/],
		['cut_body', { bytes: 5, whole: true }, /^200 application\/json \{"id"$/],
		['login_page', {}, /^200 text\/html.* <!DOCTYPE/i],
		['wrong_content_type', { type: 'text/plain' }, /^200 text\/plain \{"id":/],
	])('makes the second request a %s %j', async (kind, how, seen) => {
		await outside.act('faults', { answers: [{ kind, nth: 2, path: '/users/me/', ...how }] });
		const told = [await ask(), await ask(), await ask()];
		expect(told).toEqual([right, expect.stringMatching(seen), right]);
	});

	it('makes the second request slow', async () => {
		await outside.act('faults', { answers: [{ kind: 'slow', nth: 2, delayMs: 120 }] });
		const times: number[] = [];
		for (let count = 0; count < 2; count += 1) {
			const started = Date.now();
			expect(await ask()).toEqual(right);
			times.push(Date.now() - started);
		}
		expect(times[1]).toBeGreaterThanOrEqual(115);
	});

	it('keeps every choice that was sent', async () => {
		const which = { nth: [2, 5], every: 3, share: 0.5, seed: 'x', times: 4 };
		const about = { event: 'issue', action: 'updated', field: 'name', entityId: 'x' };
		const deliveries = [{ kind: 'reordered', behind: 2, longestMs: 50, ...which, ...about }];
		const answers = [{ kind: 'login_page', ...which, method: 'GET', path: 'work-items' }];
		await outside.act('faults', { deliveries, answers });
		const armed = (await outside.read('faults')).armed.map(({ fault }: Json) => fault);
		expect(armed).toEqual([...deliveries, ...answers]);
	});
});

describe('a switch thrown over HTTP', () => {
	const told = () =>
		bodies().map(({ event, action, activity }) => `${event} ${action ?? ''} ${activity?.field ?? ''}`.trim());

	it.each([
		[{}, ['issue updated state_id']],
		[{ doubledDeliveries: true }, ['issue updated state', 'issue updated state_id']],
		[{ sendDeletes: true }, ['issue updated state_id', 'issue deleted']],
		[{ sendDeletes: true, olderActions: true }, ['issue update state_id', 'issue delete']],
		[{ payloadVersion: 2 }, ['workitem.updated', 'workitem.deleted']],
		[
			{ payloadVersion: 2, documentedOddities: true },
			['WebhookScope.ScopeChoices.WORK_ITEM_UPDATED', 'WebhookScope.ScopeChoices.WORK_ITEM_DELETED'],
		],
	])('%j makes a change of state and a delete send %j', async (switches, expected) => {
		await outside.act('switches', switches);
		await outside.act('update-item', { item: ITEM, patch: { state: 'Done' } });
		await outside.act('delete-item', { item: ITEM });
		await outside.act('drain');
		expect(told()).toEqual(expected);
	});
});
