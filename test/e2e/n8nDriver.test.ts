/** The driver the other end-to-end tests stand on, against a real n8n with its own nodes only. */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { itemsOf, startN8n, withScheduleEvery, type N8n, type WorkflowJson } from '../../scripts/lib/n8n';
import { freePort } from '../../scripts/lib/ports';
import { setUpN8n } from '../../scripts/lib/setup';

const START_TIMEOUT_MS = 240_000;
const OWNER = { email: 'owner@sandbox.example', password: 'Sandbox-owner-1' };

const webhookNode = (webhookPath: string) => ({
	id: 'webhook',
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	webhookId: '6b3b6f0e-9c1f-4f7e-9a43-000000000001',
	parameters: { path: webhookPath, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
});

const scheduleNode = {
	id: 'schedule',
	name: 'Schedule',
	type: 'n8n-nodes-base.scheduleTrigger',
	typeVersion: 1.2,
	position: [0, 0],
	parameters: { rule: { interval: [{ field: 'hours', hoursInterval: 12 }] } },
};

const setNode = (value: string) => ({
	id: 'set',
	name: 'Set',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [220, 0],
	parameters: { mode: 'raw', jsonOutput: value },
});

type TriggerNode = WorkflowJson['nodes'][number];

const aWorkflow = (trigger: TriggerNode, value: string): WorkflowJson => ({
	name: `Workflow of ${trigger.name}`,
	nodes: [trigger, setNode(value)],
	connections: { [trigger.name]: { main: [[{ node: 'Set', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

const call = async (url: string, body: object): Promise<number> => {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return response.status;
};

describe('startN8n', () => {
	let n8n: N8n;
	let userFolder: string;

	beforeAll(async () => {
		userFolder = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-driver-'));
		const [program, port, brokerPort] = [await setUpN8n(), await freePort(), await freePort()];
		n8n = await startN8n({ program, userFolder, port, brokerPort });
		await n8n.setupOwner(OWNER);
	}, START_TIMEOUT_MS);

	afterAll(async () => {
		await n8n.stop();
		await fs.rm(userFolder, { recursive: true, force: true });
	}, START_TIMEOUT_MS);

	it('publishes a webhook, hands over what was sent, and takes it down again', async () => {
		const { id } = await n8n.importWorkflow(aWorkflow(webhookNode('echo'), '={{ { got: $json.body } }}'));
		await n8n.publish(id);
		expect(await call(n8n.webhookUrl('echo'), { text: 'Änderung' })).toBe(200);

		const execution = await n8n.waitForExecution(id);
		expect(execution).toMatchObject({ mode: 'webhook', status: 'success', error: null });
		expect(itemsOf(execution, 'Set')).toEqual([{ got: { text: 'Änderung' } }]);

		await n8n.unpublish(id);
		expect(await call(n8n.webhookUrl('echo'), {})).toBe(404);
	}, 60_000);

	it('runs a scheduled workflow by hand', async () => {
		const { id } = await n8n.importWorkflow(aWorkflow(scheduleNode, '={{ { ran: true } }}'));
		const execution = await n8n.runWorkflow(id);
		expect(execution).toMatchObject({ mode: 'manual', status: 'success' });
		expect(itemsOf(execution, 'Set')).toEqual([{ ran: true }]);
	}, 60_000);

	it('runs a scheduled workflow by its schedule', async () => {
		const { id } = await n8n.importWorkflow(withScheduleEvery(aWorkflow(scheduleNode, '={{ {} }}'), 1));
		await n8n.publish(id);
		expect(await n8n.waitForExecution(id)).toMatchObject({ mode: 'trigger', status: 'success' });
		await n8n.unpublish(id);
	}, 60_000);

	it('tells why a node failed', async () => {
		const { id } = await n8n.importWorkflow(aWorkflow(scheduleNode, '={{ $json.not.there }}'));
		const execution = await n8n.runWorkflow(id);
		expect(execution.status).toBe('error');
		expect(execution.runs.Set?.[0]?.error).toContain('undefined');
	}, 60_000);

	it(
		'keeps its owner, its workflows and what is published over a restart',
		async () => {
			const { id } = await n8n.importWorkflow(aWorkflow(webhookNode('still-here'), '={{ {} }}'));
			await n8n.publish(id);
			await n8n.stop();
			const [program, port, brokerPort] = [await setUpN8n(), await freePort(), await freePort()];
			n8n = await startN8n({ program, userFolder, port, brokerPort });
			await n8n.setupOwner(OWNER);
			await n8n.waitUntilPublished(id);
			expect(await call(n8n.webhookUrl('still-here'), {})).toBe(200);
		},
		START_TIMEOUT_MS,
	);

	it('knows the node types that are loaded and the credentials they take', async () => {
		const types = await n8n.nodeTypes();
		expect(types.find(({ name }) => name === 'n8n-nodes-base.httpRequest')?.credentials).toContain(
			'httpBasicAuth',
		);
	}, 60_000);

	it('stores a credential and says that a type without a test has none', async () => {
		const data = { user: 'anna', password: 'secret' };
		const credential = await n8n.createCredential({ name: 'Basic', type: 'httpBasicAuth', data });
		expect(await n8n.testCredential({ ...credential, data: {} })).toMatchObject({ status: 'Error' });
	}, 60_000);
});
