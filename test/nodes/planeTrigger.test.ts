import { createHmac } from 'crypto';
import { request } from 'http';
import { gzipSync } from 'zlib';
import { planeMemoryOf } from '../../nodes/shared/planeMemory';
import { webhook, webhooks } from '../core/plane/support';
import { CREDENTIALS, startTrigger } from './planeTriggerServer';
import type { RunningTrigger, TriggerOptions } from './planeTriggerServer';

const { webhookSecret: SECRET } = CREDENTIALS;
const ID = 'd69744e8-e692-4ffd-8723-268648705d08';
const PROJECT = '70cd25e3-c519-439e-883c-ff5fad301b44';
const OTHER_PROJECT = 'db3b00ad-adee-428f-8e45-119c39a68013';
const JSON_TYPE = { 'content-type': 'application/json' };

let running: RunningTrigger[] = [];

afterEach(async () => {
	await Promise.all(running.map(async (trigger) => await trigger.stop()));
	running = [];
});

async function trigger(options: TriggerOptions = {}): Promise<RunningTrigger> {
	const started = await startTrigger(options);
	running.push(started);
	return started;
}

const signatureOf = (body: string | Buffer, secret = SECRET): string =>
	createHmac('sha256', secret).update(body).digest('hex');

const signed = (body: string | Buffer, secret = SECRET) => ({
	...JSON_TYPE,
	'X-Plane-Delivery': '0de1b0c6-4c2f-4c57-9d4c-3f1a3b6f5c11',
	'X-Plane-Signature': signatureOf(body, secret),
});

const issue = (overrides: object = {}, data: object = {}): string =>
	JSON.stringify({
		event: 'issue',
		action: 'updated',
		data: { id: ID, project: PROJECT, ...data },
		activity: { field: 'name', old_value: 'a', new_value: 'b' },
		...overrides,
	});

/** One post to a new node. */
async function post(body: string | Buffer, options: TriggerOptions = {}) {
	return await (await trigger(options)).post(body, signed(body));
}

const ACCEPTED = { status: 200, json: { received: true }, items: expect.any(Array) };

describe('Plane Trigger', () => {
	const all = { events: ['work_item', 'project', 'comment', 'cycle', 'module'], onlyCalendarChanges: false };

	it('starts the workflow with every recorded delivery, from its exact bytes and headers', async () => {
		const secrets = [...new Set(webhooks.map(({ secret }) => secret))].join(',');
		const { post: deliver } = await trigger({
			parameters: all,
			credentials: { ...CREDENTIALS, webhookSecret: secrets },
		});
		for (const { name, bodyText, headers } of webhooks) {
			const own = Object.entries(headers).filter(([key]) =>
				/^(?:content-type|user-agent|x-plane)/i.test(key),
			);
			const { items, ...answer } = await deliver(Buffer.from(bodyText, 'latin1'), Object.fromEntries(own));
			const { data } = JSON.parse(bodyText) as { data: { id: string } };
			expect({ name, items, ...answer }).toMatchObject({ name, ...ACCEPTED });
			expect(items).toMatchObject([{ json: { id: data.id, payload_version: 1 } }]);
		}
	});

	it('hands over the event with the keys of the item in its documentation', async () => {
		const { items } = await post(issue());

		expect(Object.keys(items?.[0]?.json ?? {}).sort()).toEqual(
			[
				...['action', 'activity', 'data', 'delivery_id', 'event', 'id'],
				...['payload_version', 'project_id', 'received_at', 'workspace_id'],
			].sort(),
		);
		expect(items?.[0]?.json).toMatchObject({
			activity: { field: 'name', old_value: 'a', new_value: 'b' },
			data: { id: ID, project: PROJECT },
		});
	});

	it.each([
		['separated by a comma', `plane_wh_old, ${SECRET}`],
		['separated by a new line', `plane_wh_old\n${SECRET}\n`],
		['alone, with white space around it', ` ${SECRET} `],
	])('accepts a secret %s', async (_, webhookSecret) => {
		const answer = await post(issue(), { credentials: { ...CREDENTIALS, webhookSecret } });

		expect(answer).toMatchObject(ACCEPTED);
	});

	it('reads headers in any case, and a signature with sha256= before it', async () => {
		const { post: deliver } = await trigger();
		const answer = await deliver(issue(), {
			...JSON_TYPE,
			'X-PLANE-SIGNATURE': `sha256=${signatureOf(issue())}`,
			'x-plane-DELIVERY': 'abc',
		});

		expect(answer).toMatchObject({ ...ACCEPTED, items: [{ json: { delivery_id: 'abc' } }] });
	});

	it('reads a compressed body, whose signature is that of the text', async () => {
		const { post: deliver } = await trigger();
		const headers = { ...signed(issue()), 'content-encoding': 'gzip' };

		expect(await deliver(gzipSync(issue()), headers)).toMatchObject(ACCEPTED);
	});
});

describe('Plane Trigger, choosing', () => {
	const ignored = (reason: RegExp) => ({
		status: 200,
		json: { received: true, ignored: expect.stringMatching(reason) },
		items: null,
	});

	it('answers an event it does not listen to with 200 and starts nothing', async () => {
		const cycle = JSON.stringify({ event: 'cycle', action: 'created', data: { id: ID } });

		expect(await post(cycle)).toMatchObject(ignored(/cycle/));
	});

	it.each(['', ' , '])('listens to every project where the text "%s" names none', async (projects) => {
		expect(await post(issue(), { parameters: { projects } })).toMatchObject(ACCEPTED);
	});

	it('starts nothing for another project, whether the projects are a list or text', async () => {
		for (const projects of [[OTHER_PROJECT], `${OTHER_PROJECT}, x`]) {
			expect(await post(issue(), { parameters: { projects } })).toMatchObject(ignored(/project/));
		}
	});

	it('lets its projects through, and a deletion that names none', async () => {
		const deleted = JSON.stringify({ event: 'issue', action: 'deleted', data: { id: ID } });
		const own = { projects: [OTHER_PROJECT, PROJECT.toUpperCase()] };
		const ownAsText = { projects: `${OTHER_PROJECT}, ${PROJECT}` };

		expect(await post(issue(), { parameters: own })).toMatchObject(ACCEPTED);
		expect(await post(issue(), { parameters: ownAsText })).toMatchObject(ACCEPTED);
		expect(await post(deleted, { parameters: own })).toMatchObject(ACCEPTED);
	});

	it('drops a change no calendar shows, unless told otherwise', async () => {
		const { bodyText, secret } = webhook('84-issue-updated-kanban-drag-same-column-app');
		const body = Buffer.from(bodyText, 'latin1');
		const credentials = { ...CREDENTIALS, webhookSecret: secret };
		const deliver = async (parameters: TriggerOptions['parameters'] = {}) =>
			await (await trigger({ credentials, parameters })).post(body, signed(body, secret));

		expect(await deliver()).toMatchObject(ignored(/calendar/));
		expect(await deliver({ onlyCalendarChanges: false })).toMatchObject(ACCEPTED);
	});
});

describe('Plane Trigger, maximum age', () => {
	const parameters = { settings: { maximumAge: 600 } };
	const ageOf = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

	it('refuses an older change', async () => {
		expect(await post(issue({}, { updated_at: ageOf(700) }), { parameters })).toMatchObject({
			status: 400,
			json: { error: expect.stringMatching(/older than the 600 seconds/) },
			items: null,
		});
	});

	it.each([
		['a newer change', { updated_at: ageOf(500) }],
		['a change of a clock ahead of ours', { updated_at: ageOf(-500) }],
		['a delivery that tells no time', {}],
	])('accepts %s', async (_, data) => {
		expect(await post(issue({}, data), { parameters })).toMatchObject(ACCEPTED);
	});

	it('accepts any age when it is not set', async () => {
		expect(await post(issue({}, { updated_at: '2020-01-01T00:00:00Z' }))).toMatchObject(ACCEPTED);
	});
});

describe('Plane Trigger, refusing', () => {
	const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

	it.each<[string, string, number, RegExp]>([
		['no JSON', 'not json', 400, /not JSON/],
		['JSON that is cut', issue().slice(0, -9), 400, /not JSON/],
		['nothing', '', 400, /empty/],
		['a list', '[1]', 400, /no JSON object/],
		['null', 'null', 400, /no JSON object/],
		['text', '"x"', 400, /no JSON object/],
		['an object that is no delivery', '{}', 400, /no event/],
		['brackets nested a million levels deep', '['.repeat(1_000_000), 400, /not JSON/],
		['an id that leads elsewhere', issue({ data: { id: '../x' } }), 400, /UUID/],
	])('refuses %s although it is signed', async (_, body, status, reason) => {
		const answer = await post(body);

		expect(answer).toMatchObject({ status, json: { error: expect.stringMatching(reason) }, items: null });
	});

	it('survives data nested a hundred thousand levels deep', async () => {
		const body = issue().replace('"activity"', `"deep":${deep},"activity"`);

		expect(await post(body)).toMatchObject(ACCEPTED);
	});

	it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json-seq', ''])(
		'refuses the content type "%s" without reading the body',
		async (type) => {
			const { post: deliver } = await trigger();
			const answer = await deliver(issue(), { ...signed(issue()), 'content-type': type });

			expect(answer).toMatchObject({ status: 415, items: null, isBodyRead: false });
		},
	);

	it('refuses a missing signature without reading the body', async () => {
		const { post: deliver } = await trigger();

		expect(await deliver(issue(), JSON_TYPE)).toMatchObject({
			status: 401,
			json: { error: expect.stringContaining('X-Plane-Signature') },
			items: null,
			isBodyRead: false,
		});
	});

	it('refuses everything when no secret is set', async () => {
		const credentials = { ...CREDENTIALS, webhookSecret: ' , ' };
		const { post: deliver } = await trigger({ credentials });

		expect(await deliver(issue(), signed(issue(), ' , '))).toMatchObject({
			status: 401,
			json: { error: expect.stringMatching(/secret is not set/) },
			items: null,
			isBodyRead: false,
		});
	});

	it('refuses a wrong secret, also for a body that is no JSON', async () => {
		for (const body of [issue(), 'not json']) {
			const { post: deliver } = await trigger();

			expect(await deliver(body, signed(body, 'plane_wh_other'))).toMatchObject({ status: 401, items: null });
		}
	});

	it.each([
		['as it is', 'x'.repeat(2000), {}],
		['compressed', gzipSync('x'.repeat(1_000_000)), { 'content-encoding': 'gzip' }],
	])('refuses a body that is too large, %s', async (_, body, headers) => {
		const { post: deliver } = await trigger({ maximumBytes: 1000 });

		expect(await deliver(body, { ...signed(body), ...headers })).toMatchObject({ status: 413, items: null });
	});

	it('lets the sender of a too large body finish, so that it can read the answer', async () => {
		const { url } = await trigger({ maximumBytes: 1000 });
		const headers = { ...signed('x'), 'transfer-encoding': 'chunked' };
		const sending = request(url, { method: 'POST', headers });
		const answered = new Promise<number | undefined>((resolve, reject) => {
			sending.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
		});
		await new Promise<void>((resolve) => sending.end(Buffer.alloc(30_000_000), resolve));

		expect(await answered).toBe(413);
	});

	it('refuses a body that is not compressed as it says', async () => {
		const { post: deliver } = await trigger();
		const headers = { ...signed(issue()), 'content-encoding': 'gzip' };

		expect(await deliver(issue(), headers)).toMatchObject({ status: 400, items: null });
	});
});

describe('Plane Trigger, log', () => {
	it('writes one line with reason and delivery id, and neither content nor secret', async () => {
		const { post: deliver, log } = await trigger({ workflowId: 'one line' });
		for (let count = 0; count < 3; count++) await deliver(issue(), signed(issue(), 'plane_wh_other'));

		expect(log).toHaveLength(1);
		expect(log[0]).toContain('signature does not match');
		expect(log[0]).toContain('0de1b0c6-4c2f-4c57-9d4c-3f1a3b6f5c11');
		expect(log[0]).toContain('{"workflowId":"one line","nodeName":"Plane Trigger"}');
		expect(log[0]).not.toMatch(/plane_wh|d69744e8/);
	});

	it('writes a line for each node of a workflow', async () => {
		for (const nodeId of ['first', 'second']) {
			const { post: deliver, log } = await trigger({ workflowId: 'two nodes', nodeId });
			await deliver(issue(), JSON_TYPE);

			expect(log).toHaveLength(1);
		}
	});

	it('writes nothing of what it accepts or drops', async () => {
		const { post: deliver, log } = await trigger({ workflowId: 'silent' });
		const cycle = JSON.stringify({ event: 'cycle', action: 'created', data: { id: ID } });
		for (const body of [issue(), cycle]) await deliver(body, signed(body));

		expect(log).toEqual([]);
	});

	it('takes no text of a stranger for a delivery id', async () => {
		const { post: deliver, log } = await trigger({ workflowId: 'stranger' });
		await deliver(issue(), { ...JSON_TYPE, 'X-Plane-Delivery': 'a b; drop your guard' });

		expect(log[0]).toContain('(without an ID)');
	});
});

describe('Plane Trigger, project news', () => {
	const project = { id: PROJECT, name: 'Web', identifier: 'WEB' };
	const news = JSON.stringify({ event: 'project', action: 'updated', data: { id: PROJECT, name: 'New' } });
	const remember = (credentials: typeof CREDENTIALS) => {
		const { cache } = planeMemoryOf(credentials);
		cache.rememberProject(project);
		return cache;
	};

	it('forgets the name of that project and no other, whatever the workflow listens to', async () => {
		const credentials = { ...CREDENTIALS, workspaceSlug: 'news' };
		const cache = remember(credentials);
		const other = { ...project, id: OTHER_PROJECT };
		cache.rememberProject(other);
		await post(news, { credentials, parameters: { events: ['work_item'] } });

		expect(cache.findProject(PROJECT)).toBeNull();
		expect(cache.findProject(OTHER_PROJECT)).toEqual(other);
	});

	it('forgets nothing on a delivery that is not Plane’s', async () => {
		const credentials = { ...CREDENTIALS, workspaceSlug: 'no news' };
		const cache = remember(credentials);
		const { post: deliver } = await trigger({ credentials });
		await deliver(news, signed(news, 'plane_wh_other'));

		expect(cache.findProject(PROJECT)).toEqual(project);
	});
});
