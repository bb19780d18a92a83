/** How many deliveries a second Plane Trigger takes and refuses, beside n8n's plain Webhook node in the same n8n. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8n, WorkflowJson } from '../scripts/lib/n8n';
import { createPlaneCredential } from '../scripts/lib/n8nWithPackage';
import { inRepository } from '../scripts/lib/paths';
import type { Stack } from '../scripts/lib/stack';
import { measure, median, type Measure } from './measure';

const ROUNDS = 4;
const PER_ROUND = 50;
const CONCURRENCY = 4;
/** Executions of a round end after its answers; the next round begins with a quiet n8n. */
const PAUSE_MS = 500;
const TIMEOUT_MS = 10_000;
const RECORDING = ['test', 'recordings', 'webhooks', '03-issue-created-full-api.json'];
const TRIGGER = 'n8n-nodes-plane-caldav.planeTrigger';
const WEBHOOK = 'n8n-nodes-base.webhook';
/** 0.9 times the throughput is 1.11 times the time. */
const AIM = 1.11;

type WorkflowNode = WorkflowJson['nodes'][number];

interface Target {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The status that says it did what is measured. */
	readonly status: number;
}

const workflowOf = (
	name: string,
	node: Omit<WorkflowNode, 'name'> & Pick<WorkflowNode, 'type'>,
): WorkflowJson => ({
	name,
	nodes: [{ id: name, name: 'Receive', typeVersion: 1, position: [0, 0], webhookId: name, ...node }],
	connections: {},
	settings: { executionOrder: 'v1' },
});

async function publish(n8n: N8n, workflow: WorkflowJson): Promise<void> {
	await n8n.publish((await n8n.importWorkflow(workflow)).id);
}

interface Targets {
	readonly accepted: readonly [ours: Target, plain: Target];
	readonly refused: readonly [ours: Target, plain: Target];
}

/** Three workflows of one node each: ours, a Webhook, and a Webhook that asks for a header. */
async function publishTargets({ n8n, plane }: Stack): Promise<Targets> {
	const planeApi = await createPlaneCredential(n8n, {
		apiUrl: plane.url,
		webUrl: plane.url,
		workspaceSlug: plane.workspaceSlug,
		apiKey: plane.apiKey,
		webhookSecret: plane.webhookSecret,
	});
	const httpHeaderAuth = await n8n.createCredential({
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'X-Secret', value: 'right' },
	});
	const plain = (path: string) => ({ httpMethod: 'POST', path, responseMode: 'onReceived', options: {} });
	await publish(n8n, workflowOf('bench-ours', { type: TRIGGER, parameters: {}, credentials: { planeApi } }));
	const webhook = { type: WEBHOOK, typeVersion: 2 };
	await publish(n8n, workflowOf('bench-plain', { ...webhook, parameters: plain('bench-plain') }));
	const guarded = { ...plain('bench-guarded'), authentication: 'headerAuth' };
	await publish(
		n8n,
		workflowOf('bench-guarded', { ...webhook, parameters: guarded, credentials: { httpHeaderAuth } }),
	);

	const recording: unknown = JSON.parse(await readFile(inRepository(...RECORDING), 'utf8'));
	const { bodyText: body } = (recording as { readonly request: { readonly bodyText: string } }).request;
	const signed = (secret: string): Record<string, string> => ({
		'content-type': 'application/json',
		'x-plane-event': 'issue',
		'x-plane-delivery': '00000000-0000-4000-8000-000000000001',
		'x-plane-signature': createHmac('sha256', secret).update(body).digest('hex'),
	});
	const [right, wrong] = [signed(plane.webhookSecret), signed('plane_wh_wrong')];
	const ours = n8n.webhookUrl('bench-ours/webhook');
	return {
		accepted: [
			{ url: ours, headers: right, body, status: 200 },
			{ url: n8n.webhookUrl('bench-plain'), headers: right, body, status: 200 },
		],
		refused: [
			{ url: ours, headers: wrong, body, status: 401 },
			{ url: n8n.webhookUrl('bench-guarded'), headers: right, body, status: 403 },
		],
	};
}

async function post(agent: Agent, { url, headers, body, status }: Target): Promise<void> {
	const answered = await new Promise<number | undefined>((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
			incoming.resume();
			incoming.once('end', () => resolve(incoming.statusCode));
		});
		outgoing.setTimeout(TIMEOUT_MS, () =>
			outgoing.destroy(new Error(`${url} did not answer in ${TIMEOUT_MS} ms.`)),
		);
		outgoing.once('error', reject);
		outgoing.end(body);
	});
	if (answered !== status) throw new Error(`${url} answered ${answered ?? 'nothing'}, not ${status}.`);
}

/** Milliseconds a delivery takes when several are on their way at once. */
async function timeOf(target: Target): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
	const startedAt = performance.now();
	const lanes = Array.from({ length: CONCURRENCY }, async (_, lane) => {
		for (let index = lane; index < PER_ROUND; index += CONCURRENCY) await post(agent, target);
	});
	await Promise.all(lanes);
	const milliseconds = (performance.now() - startedAt) / PER_ROUND;
	agent.destroy();
	await sleep(PAUSE_MS);
	return milliseconds;
}

/** Ours and the plain one take turns at going first, so that whatever slows the machine slows both. */
async function compare([ours, plain]: Targets['accepted']): Promise<readonly [number, number]> {
	await timeOf(ours);
	await timeOf(plain);
	const times: Array<readonly [number, number]> = [];
	for (let round = 0; round < ROUNDS; round++) {
		const isOursFirst = round % 2 === 0;
		const first = await timeOf(isOursFirst ? ours : plain);
		const second = await timeOf(isOursFirst ? plain : ours);
		times.push(isOursFirst ? [first, second] : [second, first]);
	}
	return [median(times.map(([own]) => own)), median(times.map(([, other]) => other))];
}

export async function measureDeliveries(stack: Stack): Promise<Measure[]> {
	const targets = await publishTargets(stack);
	const measures: Measure[] = [];
	for (const kind of ['accepted', 'refused'] as const) {
		const [ours, reference] = await compare(targets[kind]);
		measures.push(
			measure({
				name: `${kind} delivery, time each (ratio = reference's throughput / ours)`,
				unit: 'ms',
				ours,
				reference,
				reference_name:
					kind === 'accepted' ? 'plain Webhook node' : 'plain Webhook node refusing by Header Auth',
				aim: AIM,
				runs: ROUNDS * PER_ROUND,
			}),
		);
	}
	return measures;
}
