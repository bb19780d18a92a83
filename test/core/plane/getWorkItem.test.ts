import { CancelledError, TransportError } from '../../../core/errors';
import type { HttpResponse } from '../../../core/http/types';
import { forOneExecution, getWorkItems } from '../../../core/plane/getWorkItem';
import type { WorkItemRequest } from '../../../core/plane/getWorkItem';
import { parseDelivery } from '../../../core/plane/parseDelivery';
import type { FoundIn, PlaneEvent } from '../../../core/plane/types';
import {
	ARCHIVED_ITEM,
	CHECKOUT,
	DELETED,
	UNKNOWN_ID,
	WEB,
	answer,
	exchange,
	planeOf,
	recorded,
	toAnswer,
	webhook,
} from './support';
import type { Answers } from './support';

const itemPath = (id: string, project = WEB) => `projects/${project}/work-items/${id}`;
const asked = (id: string, more: Partial<WorkItemRequest> = {}): WorkItemRequest => ({
	id,
	project: { id: WEB },
	...more,
});
const IS_NOT_THERE = 'The requested resource does not exist.';
const notFound = toAnswer(exchange('39-work-item-404-deleted'));
const present = recorded('27-work-item-detail-expanded');
const foundIn: FoundIn = {
	calendar: { url: 'https://dav.example/ada/web/', name: 'Plane: Web application' },
	href: 'https://dav.example/ada/web/1.ics',
	etag: '"1"',
	revision: null,
};

function eventOf(name: string): PlaneEvent {
	const { bodyText, headers } = webhook(name);
	const delivery = parseDelivery({
		body: JSON.parse(bodyText),
		headers,
		receivedAt: Date.UTC(2026, 10, 22, 19),
	});
	if (delivery.kind === 'invalid') throw new Error(delivery.reason);
	return delivery.event;
}

const update = eventOf('08-issue-updated-name-api');
const deletion: PlaneEvent = {
	...update,
	action: 'deleted',
	project_id: null,
	activity: null,
	data: { id: CHECKOUT },
};

async function statusOf(answers: Answers, request = asked(DELETED)) {
	const plane = planeOf(answers);
	const [item] = await getWorkItems(plane.context, [request]);
	return { item, paths: plane.paths() };
}

describe('getWorkItems', () => {
	it('reads a work item with its names in one request', async () => {
		const plane = planeOf(present);
		const [item] = await getWorkItems(plane.context, [asked(CHECKOUT, { found_in: foundIn })]);
		expect(item).toMatchObject({
			status: 'present',
			name: 'Checkout v3',
			state: { name: 'Done', group: 'completed' },
			project: { name: 'Web application', identifier: 'WEB' },
			source: 'plane',
			read_at: '2026-11-22T18:25:20.000000Z',
			found_in: foundIn,
		});
		expect(plane.sent.map(({ url }) => new URL(url).search)).toEqual([
			'?expand=state,labels,assignees,project',
		]);
	});

	it('gives a deleted work item as gone once its project is seen to be there', async () => {
		const project = recorded('07-project-detail');
		const { item, paths } = await statusOf(
			{ ...recorded('39-work-item-404-deleted'), ...project },
			asked(DELETED, { found_in: foundIn }),
		);
		expect(item).toMatchObject({
			status: 'gone',
			source: 'plane',
			project: { id: WEB, name: 'Web application' },
		});
		expect(item).toMatchObject({ found_in: foundIn });
		expect(paths).toEqual([itemPath(DELETED), `projects/${WEB}`]);
	});

	it.each([
		['as an older Plane says', { error: 'The required object does not exist.' }],
		["as Plane's framework says by itself", { detail: 'Not found.' }],
	])('knows the words of other releases: %s', async (_, words) => {
		const answers = { [itemPath(DELETED)]: answer(404, words), ...recorded('07-project-detail') };
		expect((await statusOf(answers)).item).toMatchObject({ status: 'gone' });
	});

	it('gives an archived work item as gone, for Plane hides it alike', async () => {
		const answers = { ...recorded('40-work-item-404-archived'), ...recorded('07-project-detail') };
		expect((await statusOf(answers, asked(ARCHIVED_ITEM))).item).toMatchObject({ status: 'gone' });
	});

	const detailWith = (fields: object) =>
		answer(200, { ...(JSON.parse(exchange('07-project-detail').response.bodyText) as object), ...fields });

	it.each([
		['is archived', detailWith({ archived_at: '2026-11-22T18:22:11.894361Z' }), 'not_found'],
		['is not joined', detailWith({ is_member: false }), 'not_found'],
		['does not say who is a member', detailWith({ is_member: undefined }), 'not_found'],
		['is unknown or secret', toAnswer(exchange('11-project-detail-unknown')), 'not_found'],
		['is another one', detailWith({ id: UNKNOWN_ID }), 'invalid_response'],
		['is refused', answer(403, { detail: 'Given API token is not valid' }), 'auth'],
		['is a page of a proxy', answer(200, '<html>'), 'invalid_response'],
		['fails', answer(500, { error: 'x' }), 'server'],
		['does not answer', new TransportError('refused', { kind: 'network' }), 'network'],
	])('concludes nothing from a 404 where the project %s', async (_, project, kind) => {
		const { item } = await statusOf({ [itemPath(DELETED)]: notFound, [`projects/${WEB}`]: project });
		expect(item).toMatchObject({ status: 'unavailable', failure: { kind } });
	});

	it.each([
		['a 403', answer(403, { detail: 'You do not have permission to perform this action.' }), 'permission'],
		['a 500', answer(500, { error: 'x' }), 'server'],
		['no answer', new TransportError('refused', { kind: 'network' }), 'network'],
		['a time-out', new TransportError('late', { kind: 'timeout' }), 'timeout'],
		['a route that Plane does not have', toAnswer(exchange('64-unknown-route-404')), 'invalid_response'],
		["a proxy's 404", answer(404, '<h1>Not Found</h1>'), 'invalid_response'],
		["a gateway's 404", answer(404, { message: 'no Route matched with those values' }), 'invalid_response'],
		["a framework's 404", answer(404, { detail: 'Not Found' }), 'invalid_response'],
		["Plane's words with others", answer(404, { error: IS_NOT_THERE, path: '/api' }), 'invalid_response'],
		["Plane's words as a text", answer(404, JSON.stringify(IS_NOT_THERE)), 'invalid_response'],
		['a 410', answer(410, { error: IS_NOT_THERE }), 'invalid_response'],
		['a login page', answer(200, '<html>'), 'invalid_response'],
		['a broken record', answer(200, { id: DELETED }), 'invalid_response'],
		['another work item', toAnswer(exchange('27-work-item-detail-expanded')), 'invalid_response'],
	])('concludes nothing from %s, and does not ask for the project', async (_, given, kind) => {
		const oldPath = itemPath(DELETED).replace('work-items', 'issues');
		const answers = { [itemPath(DELETED)]: given, [oldPath]: given, ...recorded('07-project-detail') };
		const { item, paths } = await statusOf(answers);
		expect(item).toMatchObject({ status: 'unavailable', failure: { kind } });
		expect(paths).not.toContain(`projects/${WEB}`);
	});

	it('settles all 404s of a project with one look at it, after all work items', async () => {
		const plane = planeOf({
			[itemPath(DELETED)]: notFound,
			[itemPath(UNKNOWN_ID)]: notFound,
			...present,
			...recorded('07-project-detail'),
		});
		const items = await getWorkItems(plane.context, [asked(DELETED), asked(CHECKOUT), asked(UNKNOWN_ID)]);
		expect(items.map(({ id, status }) => [id, status])).toEqual([
			[DELETED, 'gone'],
			[CHECKOUT, 'present'],
			[UNKNOWN_ID, 'gone'],
		]);
		expect(plane.paths()).toEqual([
			...[DELETED, CHECKOUT, UNKNOWN_ID].map((id) => itemPath(id)),
			`projects/${WEB}`,
		]);
	});

	it('takes a deletion that names no project at its word, without a request', async () => {
		const { item, paths } = await statusOf({}, { id: CHECKOUT, project: null, event: deletion });
		expect(item).toEqual({
			id: CHECKOUT,
			status: 'gone',
			source: 'delivery',
			read_at: deletion.received_at,
			project: null,
		});
		expect(paths).toEqual([]);
	});

	it('asks about a deletion that names its project', async () => {
		const { item } = await statusOf(present, asked(CHECKOUT, { event: { ...deletion, payload_version: 2 } }));
		expect(item).toMatchObject({ status: 'present', source: 'plane' });
	});

	it.each([
		['an update', { event: update }],
		['a deleted comment', { event: { ...deletion, event: 'comment' } }],
		['a deletion of something else', { event: { ...deletion, id: UNKNOWN_ID } }],
		['nobody', {}],
	])('knows nothing of a work item without a project, whoever asks: %s', async (_, more) => {
		const { item, paths } = await statusOf({}, { id: CHECKOUT, project: null, ...more });
		expect(item).toMatchObject({ status: 'unavailable', failure: { kind: 'invalid_data' } });
		expect(paths).toEqual([]);
	});

	it.each([
		['of the work item', asked('../projects')],
		['of the project', asked(CHECKOUT, { project: { id: '../members' } })],
	])('sends no id %s that is none', async (_, request) => {
		const { item, paths } = await statusOf({}, request);
		expect(item).toMatchObject({ status: 'unavailable', failure: { kind: 'invalid_data' } });
		expect(paths).toEqual([]);
	});

	it('passes a cancellation on', async () => {
		await expect(statusOf({ [itemPath(DELETED)]: new CancelledError() })).rejects.toThrow(CancelledError);
	});
});

describe('getWorkItems, when the rate is used up', () => {
	const named = { id: WEB, name: 'Web application', identifier: 'WEB' };

	async function burst(requests: readonly WorkItemRequest[], limitPerMinute = 1) {
		const plane = planeOf(present, { limitPerMinute });
		await plane.context.pace.acquire({ kind: 'single' });
		return { plane, items: await getWorkItems(plane.context, requests) };
	}

	it("takes the delivery's own record", async () => {
		const { plane, items } = await burst([
			asked(CHECKOUT, { project: named, event: update, found_in: foundIn }),
		]);
		expect(items[0]).toMatchObject({
			status: 'present',
			source: 'delivery',
			name: 'Checkout: one-page flow (v2)',
			project: named,
			read_at: update.data['updated_at'],
			found_in: foundIn,
		});
		expect(plane.sent).toEqual([]);
	});

	it('knows the name of the project from an item read before', async () => {
		const { items } = await burst(
			[asked(CHECKOUT, { event: update }), asked(CHECKOUT, { event: update })],
			2,
		);
		expect(items.map(({ source }) => source)).toEqual(['plane', 'delivery']);
	});

	it.each([
		['without a delivery', {}],
		['without the name of the project', { event: update }],
		[
			'with a delivery of another item',
			{ event: { ...update, id: UNKNOWN_ID, data: { ...update.data, id: UNKNOWN_ID } }, project: named },
		],
		[
			'with an intake item',
			{ event: eventOf('80-intake-item-patched-by-work-item-route-api'), project: named },
		],
		['with a delivery of version 2', { event: { ...update, payload_version: 2 as const }, project: named }],
		[
			'with a delivery that lacks its labels',
			{ event: { ...update, data: { ...update.data, labels: undefined } }, project: named },
		],
		[
			'with an archived item',
			{ event: { ...update, data: { ...update.data, archived_at: '2026-11-20' } }, project: named },
		],
		['with a deletion', { event: { ...deletion, project_id: WEB }, project: named }],
	])('defers %s', async (_, more) => {
		const { items } = await burst([asked(CHECKOUT, more)]);
		expect(items[0]).toMatchObject({
			status: 'deferred',
			failure: { kind: 'rate_limited', retryable: true },
		});
	});

	it('keeps a place for the look at the project, so that as many 404s as fit are settled', async () => {
		const ids = Array.from({ length: 9 }, (_, n) => DELETED.replace(/.$/, String(n)));
		const answers = Object.fromEntries(ids.map((id) => [itemPath(id), notFound]));
		const plane = planeOf({ ...answers, ...recorded('07-project-detail') }, { limitPerMinute: 5 });
		const items = await getWorkItems(
			plane.context,
			ids.map((id) => asked(id)),
		);
		expect(items.map(({ status }) => status)).toEqual([
			...Array<string>(4).fill('gone'),
			...Array<string>(5).fill('deferred'),
		]);
		expect(plane.sent).toHaveLength(5);
	});

	it('settles one project after the other', async () => {
		const other = '50b2da4e-a961-4ad1-ad1d-ba2d3c8d27e4';
		const plane = planeOf({
			[itemPath(DELETED)]: notFound,
			[itemPath(UNKNOWN_ID)]: notFound,
			[itemPath(DELETED, other)]: notFound,
			...recorded('07-project-detail'),
		});
		await getWorkItems(plane.context, [
			asked(DELETED),
			asked(DELETED, { project: { id: other } }),
			asked(UNKNOWN_ID),
		]);
		expect(plane.paths()).toEqual([
			itemPath(DELETED),
			itemPath(UNKNOWN_ID),
			`projects/${WEB}`,
			itemPath(DELETED, other),
			`projects/${other}`,
		]);
	});

	it('defers a 404 that it could not settle', async () => {
		const plane = planeOf({ [itemPath(DELETED)]: notFound }, { limitPerMinute: 1 });
		const event = { ...update, id: DELETED, data: { ...update.data, id: DELETED } };
		const [item] = await getWorkItems(plane.context, [asked(DELETED, { event, project: named })]);
		expect(item).toMatchObject({ status: 'deferred' });
	});

	it.each([
		[5000, 'present'],
		[5001, 'deferred'],
	])('given a place in %d ms, has the item as %s', async (milliseconds, status) => {
		const plane = planeOf(present, { limitPerMinute: 1 });
		await plane.context.pace.acquire({ kind: 'single' });
		plane.clock.advance(60_500 - milliseconds);
		expect(await getWorkItems(plane.context, [asked(CHECKOUT)])).toMatchObject([{ status }]);
	});

	it('waits at most five seconds for all together', async () => {
		const plane = planeOf({ ...present, ...recorded('07-project-detail') }, { limitPerMinute: 1 });
		await plane.context.pace.acquire({ kind: 'single' });
		plane.clock.advance(57_000);
		const start = plane.clock.now();
		const items = await getWorkItems(plane.context, [asked(CHECKOUT), asked(CHECKOUT), asked(CHECKOUT)]);
		expect(items.map(({ status }) => status)).toEqual(['present', 'deferred', 'deferred']);
		expect(plane.clock.now() - start).toBeLessThanOrEqual(5000);
	});

	it('obeys a recorded 429 without sleeping it out', async () => {
		const limited = answer(
			429,
			{ error_code: 5900, error_message: 'RATE_LIMIT_EXCEEDED' },
			{ 'retry-after': '53' },
		);
		const plane = planeOf({ [itemPath(CHECKOUT)]: limited });
		const items = await getWorkItems(plane.context, [
			asked(CHECKOUT, { event: update, project: named }),
			asked(CHECKOUT),
		]);
		expect(items.map(({ status, source }) => [status, source])).toEqual([
			['present', 'delivery'],
			['deferred', 'plane'],
		]);
		expect(plane.sent).toHaveLength(1);
		expect(plane.clock.waits).toEqual([]);
	});
});

describe('getWorkItems, of a Plane that is out of order', () => {
	const ids = Array.from({ length: 200 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
	const all = ids.map((id) => asked(id));
	const everything = (given: HttpResponse | Error | ReadonlyArray<HttpResponse | Error>): Answers =>
		Object.fromEntries(ids.map((id) => [itemPath(id), given]));
	const refusedKey = toAnswer(exchange('52-work-items-403-bad-key'));

	it.each([
		['it cannot be reached', new TransportError('refused', { kind: 'network' }), 3, 'network'],
		['it takes too long', new TransportError('late', { kind: 'timeout' }), 3, 'timeout'],
		['it fails', answer(503, { error: 'x' }), 3, 'server'],
		['it refuses the key', refusedKey, 1, 'auth'],
	])('stops asking where %s, and says so of the rest', async (_, given, requests, kind) => {
		const plane = planeOf(everything(given), { limitPerMinute: 60 });
		const items = await getWorkItems(plane.context, all);
		const failures = items.map((item) => (item.status === 'unavailable' ? item.failure : undefined));
		expect(plane.sent).toHaveLength(requests);
		expect(failures.map((failure) => failure?.kind)).toEqual(ids.map(() => kind));
		expect(failures[requests - 1]?.message).not.toMatch(/not asked/);
		expect(failures[requests]?.message).toMatch(/^Plane was not asked any more, for .* before\. /);
	});

	it('goes on after single failures', async () => {
		const failing = answer(503, { error: 'x' });
		const answers = Object.fromEntries(ids.map((id, n) => [itemPath(id), n % 3 === 2 ? notFound : failing]));
		const plane = planeOf({ ...answers, ...recorded('07-project-detail') });
		const items = await getWorkItems(plane.context, all);
		expect(plane.sent).toHaveLength(ids.length + 1);
		expect(items.filter(({ status }) => status === 'gone')).toHaveLength(66);
	});

	it('gives up together in all calls of one execution', async () => {
		const plane = planeOf(everything(refusedKey));
		const together = forOneExecution(plane.context);
		await getWorkItems(together, all.slice(0, 1));
		await getWorkItems(together, all.slice(1));
		expect(plane.sent).toHaveLength(1);
	});
});
