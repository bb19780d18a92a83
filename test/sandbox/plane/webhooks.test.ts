import { createHmac } from 'crypto';
import { createWebhooks } from '../../../sandbox/plane/webhooks';
import { startReceiver } from './receiver';
import { startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

const stops: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const stop of stops.splice(0)) await stop();
});

const receive = async (...respond: Parameters<typeof startReceiver>) => {
	const receiver = await startReceiver(...respond);
	stops.push(receiver.close);
	return receiver;
};

const start = async (...options: Parameters<typeof startForTest>): Promise<TestStandIn> => {
	const plane = await startForTest(...options);
	stops.push(plane.close);
	return plane;
};

describe('a delivery', () => {
	it('is signed over its exact bytes and carries the headers of Plane', async () => {
		const receiver = await receive();
		const plane = await start({ webhookUrl: receiver.url });
		plane.control.updateItem('WEB-5', { name: 'größer 🎉' });
		await plane.control.drain();
		const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
		const expected = createHmac('sha256', plane.webhookSecret).update(body).digest('hex');
		expect(plane.webhookSecret).toMatch(/^plane_wh_[0-9a-f]{32}$/);
		expect(body).toContain('"name": "gr\\u00f6\\u00dfer \\ud83c\\udf89"');
		expect(headers).toMatchObject({
			'user-agent': 'Autopilot',
			'x-plane-event': 'issue',
			'x-plane-signature': expected,
			'x-plane-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	it.each([500, 404, 204])('counts as made whatever the receiver answers: %i', async (status) => {
		const receiver = await receive((response) => void response.writeHead(status).end());
		const plane = await start({ webhookUrl: receiver.url, retryWaitMs: 1 });
		plane.control.updateItem('WEB-3', { name: 'x' });
		await plane.control.drain();
		expect(plane.control.deliveries().map((one) => [one.status, one.attempt])).toEqual([[status, 1]]);
		expect(plane.control.webhookIsActive()).toBe(true);
	});

	it('is tried again after a connection error with the same old body and a new delivery id', async () => {
		const receiver = await receive((response, position) => {
			if (position === 0) response.destroy();
			else response.end();
		});
		const plane = await start({ webhookUrl: receiver.url, retryWaitMs: 30 });
		plane.control.updateItem('WEB-3', { name: 'first' });
		plane.control.updateItem('WEB-3', { name: 'second' });
		await plane.control.drain();
		const [lost, newer, retried] = receiver.received;
		expect(newer?.body).toContain('"name": "second"');
		expect(retried?.body).toBe(lost?.body);
		expect(retried?.headers['x-plane-delivery']).not.toBe(lost?.headers['x-plane-delivery']);
	});

	it('is given up after six attempts, and then the webhook is off', async () => {
		const receiver = await receive((response) => void response.destroy());
		const plane = await start({ webhookUrl: receiver.url, retryWaitMs: 1 });
		plane.control.updateItem('WEB-3', { name: 'first' });
		await plane.control.drain();
		plane.control.updateItem('WEB-3', { name: 'second' });
		await plane.control.drain();
		expect(receiver.received).toHaveLength(6);
		expect(plane.control.webhookIsActive()).toBe(false);
	});

	it('waits before each attempt as long as it is told, the last wait again and again', async () => {
		const webhooks = createWebhooks({
			secret: 'plane_wh_x',
			retryWaitsMs: [5, 90, 5],
			maxAttempts: { 1: 5, 2: 5 },
			timeoutMs: 1_000,
			refusalOf: () => null,
			faultsFor: () => [{ kind: 'unreachable', attempts: 5 }],
		});
		webhooks.setUrl('http://127.0.0.1:9/');
		const message = { event: 'issue', action: 'created', field: null, entityId: 'x', write: () => '{}' };
		webhooks.publish({ version: 1, ...message });
		await webhooks.drain();
		const times = webhooks.log().map(({ at }) => Date.parse(at));
		const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0) >= 80);
		expect(waits).toEqual([false, true, false, false]);
	});

	it('counts a silent receiver as a connection error', async () => {
		const receiver = await receive((response, position) => void (position > 0 && response.end()));
		const plane = await start({ webhookUrl: receiver.url, retryWaitMs: 1, deliveryTimeoutMs: 40 });
		plane.control.updateItem('WEB-3', { name: 'x' });
		await plane.control.drain();
		expect(plane.control.deliveries().map((one) => one.status)).toEqual([null, 200]);
	});

	it.each([
		[302, 'GET', ''],
		[307, 'POST', 'body'],
	])('follows a %i with a %s', async (status, method, kept) => {
		const receiver = await receive((response, _, path) => {
			if (path === '/elsewhere') response.end();
			else response.writeHead(status, { location: '/elsewhere' }).end();
		});
		const plane = await start({ webhookUrl: receiver.url });
		plane.control.updateItem('WEB-3', { name: 'x' });
		await plane.control.drain();
		const [first, second] = receiver.received;
		expect([second?.method, second?.body]).toEqual([method, kept === '' ? '' : first?.body]);
		expect(plane.control.deliveries().map((one) => one.status)).toEqual([200]);
	});
});

describe('holdDeliveries', () => {
	const namesOf = (received: ReadonlyArray<{ body: string }>): string[] =>
		received.map(({ body }) => JSON.parse(body).data.name);

	it.each([
		['as they came', undefined, ['first', 'second', 'third']],
		['backwards', 'reversed', ['third', 'second', 'first']],
		['doubled and with one lost', [2, 0, 0], ['third', 'first', 'first']],
	] as const)('lets them go later, %s', async (_, order, expected) => {
		const receiver = await receive();
		const plane = await start({ webhookUrl: receiver.url });
		plane.control.holdDeliveries();
		for (const name of ['first', 'second', 'third']) plane.control.updateItem('WEB-3', { name });
		await plane.control.drain();
		expect(receiver.received).toEqual([]);
		plane.control.releaseDeliveries(order);
		await plane.control.drain();
		expect(namesOf(receiver.received)).toEqual(expected);
	});
});

describe('deliver', () => {
	it('signs any body and adds headers', async () => {
		const receiver = await receive();
		const plane = await start({ webhookUrl: receiver.url });
		const status = await plane.control.deliver('{"x":  1}', { 'X-Plane-Event': 'cycle' });
		const [got] = receiver.received;
		expect([status, got?.body, got?.headers['x-plane-event']]).toEqual([200, '{"x":  1}', 'cycle']);
		expect(got?.headers['x-plane-signature']).toBe(
			createHmac('sha256', plane.webhookSecret).update('{"x":  1}').digest('hex'),
		);
	});

	it('says so when there is no address', async () => {
		const plane = await start();
		await expect(async () => plane.control.deliver('{}')).rejects.toThrow(/no address/);
	});
});

describe('setWebhook', () => {
	it('switches the webhook on again at another address', async () => {
		const receiver = await receive();
		const plane = await start({ webhookUrl: 'http://127.0.0.1:9/', retryWaitMs: 1 });
		plane.control.updateItem('WEB-3', { name: 'lost' });
		await plane.control.drain();
		plane.control.setWebhook(receiver.url);
		plane.control.updateItem('WEB-3', { name: 'found' });
		await plane.control.drain();
		expect(receiver.received).toHaveLength(1);
	});
});
