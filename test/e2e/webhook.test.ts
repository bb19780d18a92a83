/** Changes in Plane by webhook, through a real n8n, to a real calendar. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureOf } from '../../sandbox/plane/webhooks';
import type { LooseItem } from '../../sandbox/plane/controlItems';
import { startStack, uidOf, type Stack } from '../../scripts/lib/stack';

const START_TIMEOUT_MS = 300_000;

let stack: Stack;

beforeAll(async () => {
	stack = await startStack();
}, START_TIMEOUT_MS);

afterAll(async () => await stack.stop(), 60_000);

const newItem = (fields: LooseItem = {}) =>
	stack.plane.control.createItem('WEB', { name: 'Write the contract', target_date: '2027-03-01', ...fields });

const update = (id: string, patch: LooseItem) => stack.plane.control.updateItem(id, patch);

/** An item whose event is already in the calendar. */
async function itemWithEvent(fields: LooseItem = {}) {
	const item = newItem(fields);
	await stack.waitForEvent(item.id, (event) => event !== null);
	return item;
}

/** Resolves when n8n has finished every run the deliveries so far have started. */
async function settled(): Promise<void> {
	await stack.plane.control.drain();
	const { n8n, webhook } = stack;
	for (;;) {
		const executions = await n8n.executions({ workflowId: webhook.workflow.id });
		if (executions.every(({ status }) => !['new', 'running', 'waiting'].includes(status))) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

const countExecutions = async () =>
	(await stack.n8n.executions({ workflowId: stack.webhook.workflow.id })).length;

describe('the webhook workflow', () => {
	it('makes an all-day event of a new item with a date', async () => {
		const item = newItem({ labels: ['bug'], priority: 'high' });
		const event = await stack.waitForEvent(item.id, (found) => found !== null);

		expect(event).toMatchObject({ summary: `[${item.sequence_id}] Write the contract`, start: '20270301' });
		expect(event?.ics).toContain('DTEND;VALUE=DATE:20270302');
		expect(event?.ics).toContain('COLOR:darkorange');
	}, 30_000);

	it('renames the event', async () => {
		const item = await itemWithEvent();
		update(item.id, { name: 'Sign the contract; today, "really" 🎉' });

		await stack.waitForEvent(
			item.id,
			(event) => event?.summary === `[${item.sequence_id}] Sign the contract; today, "really" 🎉`,
		);
	}, 30_000);

	it('moves the event to another day', async () => {
		const item = await itemWithEvent();
		update(item.id, { target_date: '2027-04-09' });

		await stack.waitForEvent(item.id, (event) => event?.start === '20270409');
	}, 30_000);

	it('removes the event when the item loses its date', async () => {
		const item = await itemWithEvent();
		update(item.id, { target_date: null });

		await stack.waitForEvent(item.id, (event) => event === null);
	}, 30_000);

	it('cancels the event when the item is completed', async () => {
		const item = await itemWithEvent();
		update(item.id, { state: 'Done' });

		await stack.waitForEvent(item.id, (event) => event?.status === 'CANCELLED');
	}, 30_000);

	it('removes the event on a signed "deleted", which names no project', async () => {
		const item = await itemWithEvent();
		const body = {
			event: 'issue',
			action: 'deleted',
			webhook_id: item.id,
			workspace_id: item.id,
			data: { id: item.id },
			activity: null,
		};

		expect(await stack.plane.control.deliver(JSON.stringify(body))).toBe(200);
		await stack.waitForEvent(item.id, (event) => event === null);
	}, 30_000);

	it('lets two edits within one second both arrive', async () => {
		const item = await itemWithEvent();
		update(item.id, { name: 'First edit' });
		update(item.id, { target_date: '2027-05-05' });

		await stack.waitForEvent(
			item.id,
			(event) => event?.start === '20270505' && event.summary.endsWith('First edit'),
		);
	}, 30_000);

	it('does not let a late older delivery win', async () => {
		const item = await itemWithEvent();
		update(item.id, { name: 'Older' });
		await settled();
		const older = stack.plane.control.deliveries().findLast(({ entityId }) => entityId === item.id);
		update(item.id, { name: 'Newer' });
		await stack.waitForEvent(item.id, (event) => event?.summary.endsWith('Newer') === true);
		await stack.plane.control.deliver(older?.body ?? '');
		await settled();

		expect((await stack.calendar.find(uidOf(item.id)))?.summary).toMatch(/Newer$/);
	}, 30_000);

	it('keeps an alarm and the text a person added, and what they chose', async () => {
		const item = await itemWithEvent({ description_html: '<p>Call the lawyer</p>' });
		const event = await stack.waitForEvent(item.id, (found) => found !== null);
		const { context } = stack.calendar;
		const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n';
		const edited = (event?.ics ?? '')
			.replace(/(DESCRIPTION:(?:.*\r?\n[ \t])*.*)(\r?\n)/, '$1\\nBring the red folder$2')
			.replace('END:VEVENT', `${alarm}X-MINE;X-P="a:b":kept\r\nEND:VEVENT`);
		const { status } = await context.send({
			method: 'PUT',
			url: event?.href ?? '',
			headers: { 'content-type': 'text/calendar; charset=utf-8', 'if-match': event?.etag ?? '' },
			body: edited,
		});
		update(item.id, { name: 'Renamed after the edit' });
		const renamed = await stack.waitForEvent(
			item.id,
			(found) => found?.summary.endsWith('Renamed after the edit') === true,
		);

		expect(status).toBeLessThan(300);
		expect(renamed?.ics).toContain('TRIGGER:-P1D');
		expect(renamed?.ics).toContain('kept');
		expect(renamed?.ics.replace(/\r?\n[ \t]/g, '')).toMatch(
			/DESCRIPTION:Call the lawyer.*Bring the red folder/,
		);
	}, 30_000);

	it('leaves no failed execution behind', async () => {
		await settled();
		const executions = await stack.n8n.executions({ workflowId: stack.webhook.workflow.id });

		expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
	});
});

describe('Plane Trigger', () => {
	const BODY = JSON.stringify({
		event: 'issue',
		action: 'deleted',
		data: { id: '00000000-0000-4000-8000-00000000dead' },
	});

	const post = async (body: string, headers: Record<string, string>) => {
		const before = await countExecutions();
		const response = await fetch(stack.webhook.webhookUrl ?? '', {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body,
		});
		const text = await response.text();
		await new Promise((resolve) => setTimeout(resolve, 500));
		return { status: response.status, text, started: (await countExecutions()) - before };
	};

	const signed = (body: string, prefix = '') => ({
		'X-Plane-Signature': `${prefix}${signatureOf(body, stack.plane.webhookSecret)}`,
	});

	it('refuses a wrong signature without an execution', async () => {
		expect(await post(BODY, signed(`${BODY} `))).toMatchObject({ status: 401, started: 0 });
	}, 20_000);

	it('refuses a missing signature without an execution', async () => {
		const { status, text, started } = await post(BODY, {});

		expect({ status, started }).toEqual({ status: 401, started: 0 });
		expect(text).toContain('X-Plane-Signature');
	}, 20_000);

	it('accepts a signature with the prefix sha256=', async () => {
		const text = '{"received":true}';

		expect(await post(BODY, signed(BODY, 'sha256='))).toEqual({ status: 200, text, started: 1 });
	}, 20_000);

	it.each([
		['JSON', 'application/json', 400],
		['text', 'text/plain', 415],
		['XML', 'application/xml', 415],
		['a form', 'multipart/form-data; boundary=x', 415],
	])(
		'answers a signed body that is no JSON, sent as %s, and starts nothing',
		async (_, type, status) => {
			const headers = { ...signed('not json'), 'content-type': type };
			const answer = await post('not json', headers);

			expect(answer).toMatchObject({ status, started: 0 });
			expect(answer.text).toContain('"error"');
		},
		20_000,
	);

	it('answers a body above n8n’s limit with 413 and starts nothing', async () => {
		const body = JSON.stringify({ text: 'x'.repeat(17 * 1024 * 1024) });

		expect(await post(body, signed(body))).toMatchObject({ status: 413, started: 0 });
	}, 20_000);

	it('answers a body nested a million levels deep and starts nothing', async () => {
		const body = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;

		expect(await post(body, signed(body))).toMatchObject({ status: 400, started: 0 });
	}, 20_000);

	it('answers a change no calendar shows with 200 and starts nothing', async () => {
		const body = BODY.replace('deleted', 'updated').replace(
			'"data"',
			'"activity":{"field":"sort_order"},"data"',
		);

		expect(await post(body, signed(body))).toMatchObject({ status: 200, started: 0 });
	}, 20_000);

	it('tells the log why it refuses, without a secret', async () => {
		const lines = (await readFile(stack.n8n.log, 'utf8')).split('\n');
		const told = lines.filter((line) => line.includes('Plane Trigger refused a delivery'));

		expect(told.length).toBeGreaterThan(0);
		expect(told.length).toBeLessThan(4);
		expect(told.join()).not.toMatch(/plane_wh|dead/);
	});

	it('answers signed JSON that is no delivery with 400 and starts nothing', async () => {
		expect(await post('[1]', signed('[1]'))).toMatchObject({ status: 400, started: 0 });
	}, 20_000);

	it('answers an event it does not listen to with 200 and starts nothing', async () => {
		const body = JSON.stringify({
			event: 'cycle',
			action: 'created',
			data: { id: '00000000-0000-4000-8000-00000000beef' },
		});

		expect(await post(body, signed(body))).toMatchObject({ status: 200, started: 0 });
	}, 20_000);

	it('listens for a test event, refuses a wrong one, and takes a recorded delivery', async () => {
		const { n8n, webhook } = stack;
		const { request } = JSON.parse(
			await readFile('test/recordings/webhooks/08-issue-updated-name-api.json', 'utf8'),
		) as { request: { bodyText: string } };
		const testUrl = (webhook.webhookUrl ?? '').replace('/webhook/', '/webhook-test/');
		const deliver = async (headers: Record<string, string>) =>
			await fetch(testUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: request.bodyText,
			});
		const listening = n8n.runWorkflow(webhook.workflow.id, { trigger: 'Plane Trigger' });
		await expect(listening).rejects.toThrow('call its test URL');

		expect((await deliver(signed('another body'))).status).toBe(401);
		const accepted = await deliver(signed(request.bodyText));
		expect({ status: accepted.status, body: await accepted.json() }).toEqual({
			status: 200,
			body: { received: true },
		});
	}, 30_000);
});

describe('the credentials', () => {
	const answerOf = async (type: string, data: Record<string, unknown>) => {
		const credential = await stack.n8n.createCredential({ name: type, type, data });
		return await stack.n8n.testCredential({ ...credential, data });
	};

	const calDav = async (changes: object) => {
		const { serverUrl, username, password } = stack.calDavData;
		return await answerOf('calDavApi', { serverUrl, username, password, ...changes });
	};

	const plane = async (changes: object) => {
		const { url, workspaceSlug, apiKey } = stack.plane;
		return await answerOf('planeApi', {
			apiUrl: url,
			webUrl: url,
			workspaceSlug,
			apiKey,
			requestsPerMinute: 60,
			...changes,
		});
	};

	it.each(['', '/', '/api/v1', '/api/v1/'])(
		'accept Plane with "%s" at the end of its address',
		async (end) => {
			expect(await plane({ apiUrl: `${stack.plane.url}${end}` })).toMatchObject({ status: 'OK' });
		},
	);

	it('tell a key or workspace that Plane refuses', async () => {
		const refused = { status: 'Error', message: expect.stringMatching(/key.*workspace/s) };

		expect(await plane({ apiKey: 'plane_api_wrong' })).toMatchObject(refused);
		expect(await plane({ workspaceSlug: 'nobody' })).toMatchObject(refused);
	});

	it('tell a log-in page from Plane', async () => {
		const page = createServer((_, response) => {
			response.setHeader('content-type', 'text/html').end('<!doctype html><form>Sign in</form>');
		});
		await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
		const { port } = page.address() as AddressInfo;

		expect(await plane({ apiUrl: `http://127.0.0.1:${port}` })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/not Plane's API/),
		});
		page.close();
	});

	it('tell a wrong password from a wrong address', async () => {
		expect(await calDav({})).toMatchObject({ status: 'OK' });
		expect(await calDav({ password: 'wrong' })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/password/),
		});
		expect(await calDav({ serverUrl: `${stack.plane.url}/api/v1/` })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/has nothing there.*Enter the CalDAV address/),
		});
	});
});
