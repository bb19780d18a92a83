/**
 * How many deliveries a second Plane Trigger takes and refuses, beside two nodes of n8n's own in the same n8n: its
 * Webhook, which alone n8n spares an expression isolate for each request, and its Slack Trigger, which reads a
 * credential and verifies an HMAC as ours does.
 */
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
const SLACK_TRIGGER = 'n8n-nodes-base.slackTrigger';
const SLACK_SECRET = 'right';
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

/** Two targets to compare, and what the measure is called. */
interface Pair {
	readonly kind: 'accepted' | 'refused';
	readonly reference_name: string;
	readonly ours: Target;
	readonly reference: Target;
}

/** The recorded delivery, signed as Plane signs. */
async function readDelivery(): Promise<(secret: string) => Pick<Target, 'headers' | 'body'>> {
	const recording: unknown = JSON.parse(await readFile(inRepository(...RECORDING), 'utf8'));
	const { bodyText: body } = (recording as { readonly request: { readonly bodyText: string } }).request;
	return (secret) => ({
		body,
		headers: {
			'content-type': 'application/json',
			'x-plane-event': 'issue',
			'x-plane-delivery': '00000000-0000-4000-8000-000000000001',
			'x-plane-signature': hmac(secret, body),
		},
	});
}

const hmac = (secret: string, text: string): string =>
	createHmac('sha256', secret).update(text).digest('hex');

/** The same content as Slack would send it. */
function signAsSlack(content: string, secret: string): Pick<Target, 'headers' | 'body'> {
	const body = `{"type":"event_callback","event":{"type":"message","content":${content}}}`;
	const timestamp = Math.floor(Date.now() / 1000).toString();
	const signature = `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`;
	return {
		body,
		headers: {
			'content-type': 'application/json',
			'x-slack-request-timestamp': timestamp,
			'x-slack-signature': signature,
		},
	};
}

async function publishOurs({ n8n, plane }: Stack): Promise<string> {
	const planeApi = await createPlaneCredential(n8n, {
		apiUrl: plane.url,
		webUrl: plane.url,
		workspaceSlug: plane.workspaceSlug,
		apiKey: plane.apiKey,
		webhookSecret: plane.webhookSecret,
	});
	await publish(n8n, workflowOf('bench-ours', { type: TRIGGER, parameters: {}, credentials: { planeApi } }));
	return n8n.webhookUrl('bench-ours/webhook');
}

/** A Webhook open to all, one that asks for a header, and a Slack Trigger. */
async function publishReferences(n8n: N8n): Promise<Record<'plain' | 'guarded' | 'slack', string>> {
	const httpHeaderAuth = await n8n.createCredential({
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'X-Secret', value: 'right' },
	});
	const slackApi = await n8n.createCredential({
		name: 'Slack',
		type: 'slackApi',
		data: { accessToken: 'none', signatureSecret: SLACK_SECRET },
	});
	const plain = (path: string) => ({ httpMethod: 'POST', path, responseMode: 'onReceived', options: {} });
	const webhook = { type: WEBHOOK, typeVersion: 2 };
	await publish(n8n, workflowOf('bench-plain', { ...webhook, parameters: plain('bench-plain') }));
	const guarded = { ...plain('bench-guarded'), authentication: 'headerAuth' };
	await publish(
		n8n,
		workflowOf('bench-guarded', { ...webhook, parameters: guarded, credentials: { httpHeaderAuth } }),
	);
	const slack = { trigger: ['any_event'], watchWorkspace: true, options: {} };
	await publish(
		n8n,
		workflowOf('bench-slack', { type: SLACK_TRIGGER, parameters: slack, credentials: { slackApi } }),
	);
	return {
		plain: n8n.webhookUrl('bench-plain'),
		guarded: n8n.webhookUrl('bench-guarded'),
		slack: n8n.webhookUrl('bench-slack/webhook'),
	};
}

async function publishTargets(stack: Stack): Promise<readonly Pair[]> {
	const url = await publishOurs(stack);
	const { plain, guarded, slack } = await publishReferences(stack.n8n);
	const deliver = await readDelivery();
	const right = deliver(stack.plane.webhookSecret);
	const accepted: Target = { url, status: 200, ...right };
	const refused: Target = { url, status: 401, ...deliver('plane_wh_wrong') };
	return [
		{
			kind: 'accepted',
			reference_name: 'plain Webhook node',
			ours: accepted,
			reference: { url: plain, status: 200, ...right },
		},
		{
			kind: 'accepted',
			reference_name: 'Slack Trigger',
			ours: accepted,
			reference: { url: slack, status: 200, ...signAsSlack(right.body, SLACK_SECRET) },
		},
		{
			kind: 'refused',
			reference_name: 'plain Webhook node refusing by Header Auth',
			ours: refused,
			reference: { url: guarded, status: 403, ...right },
		},
		{
			kind: 'refused',
			reference_name: 'Slack Trigger',
			ours: refused,
			reference: { url: slack, status: 401, ...signAsSlack(right.body, 'wrong') },
		},
	];
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

/** Ours and the reference take turns at going first, so that whatever slows the machine slows both. */
async function compare({ ours, reference }: Pair): Promise<readonly [number, number]> {
	await timeOf(ours);
	await timeOf(reference);
	const times: Array<readonly [number, number]> = [];
	for (let round = 0; round < ROUNDS; round++) {
		const isOursFirst = round % 2 === 0;
		const first = await timeOf(isOursFirst ? ours : reference);
		const second = await timeOf(isOursFirst ? reference : ours);
		times.push(isOursFirst ? [first, second] : [second, first]);
	}
	return [median(times.map(([own]) => own)), median(times.map(([, other]) => other))];
}

export async function measureDeliveries(stack: Stack): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const pair of await publishTargets(stack)) {
		const [ours, reference] = await compare(pair);
		measures.push(
			measure({
				name: `${pair.kind} delivery, time each (ratio = reference's throughput / ours)`,
				unit: 'ms',
				ours,
				reference,
				reference_name: pair.reference_name,
				aim: AIM,
				runs: ROUNDS * PER_ROUND,
			}),
		);
	}
	return measures;
}
