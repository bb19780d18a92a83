/**
 * Plane Trigger behind a real HTTP server, with n8n's own webhook context and workflow around it. The few lines
 * of n8n that decide whether a body is parsed, that read it, and that answer, are written after n8n 2.41.1.
 */
import 'reflect-metadata';
import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import { createGunzip } from 'zlib';
import { WebhookContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWebhookData,
	IWebhookFunctions,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { PlaneTrigger } from '../../nodes/PlaneTrigger/PlaneTrigger.node';

export const CREDENTIALS = {
	apiUrl: 'https://plane.example.com',
	webUrl: 'https://plane.example.com',
	workspaceSlug: 'acme',
	apiKey: 'plane_api_key',
	webhookSecret: 'plane_wh_0123456789abcdef0123456789abcdef',
	requestsPerMinute: 60,
};

export interface TriggerOptions {
	readonly parameters?: INodeParameters;
	readonly credentials?: ICredentialDataDecryptedObject;
	/** What this n8n accepts as a body. */
	readonly maximumBytes?: number;
	/** So that each test has a node of its own in the log. */
	readonly workflowId?: string;
	readonly nodeId?: string;
}

export interface Posted {
	readonly status: number;
	readonly json: unknown;
	/** What an execution was started with, or null where none was. */
	readonly items: readonly INodeExecutionData[] | null;
	/** Whether anything of the body was read into memory. */
	readonly isBodyRead: boolean;
}

export interface RunningTrigger {
	readonly url: string;
	readonly post: (body: string | Buffer, headers: Record<string, string>) => Promise<Posted>;
	/** Lines in n8n's log, with what stands beside them. */
	readonly log: readonly string[];
	readonly stop: () => Promise<void>;
}

type Request = IncomingMessage & { rawBody?: Buffer; readRawBody?: () => Promise<void> };

class TooLarge extends Error {
	readonly type = 'entity.too.large';
}

function addRawBodyReader(request: Request, maximumBytes: number): void {
	request.readRawBody = async () => {
		if (Number(request.headers['content-length'] ?? 0) > maximumBytes) throw new TooLarge();
		const isGzip = request.headers['content-encoding'] === 'gzip';
		const stream = isGzip ? request.pipe(createGunzip()) : request;
		request.rawBody = await new Promise<Buffer>((resolve, reject) => {
			const chunks: Buffer[] = [];
			let size = 0;
			stream.on('data', (chunk: Buffer) => {
				size += chunk.length;
				chunks.push(chunk);
				if (size <= maximumBytes) return;
				stream.pause().removeAllListeners('data');
				reject(new TooLarge());
			});
			stream.on('end', () => resolve(Buffer.concat(chunks)));
			stream.on('error', reject);
		});
	};
}

/** The part of Express that the node uses. */
const expressResponse = (response: ServerResponse) => ({
	status: (code: number) => {
		response.statusCode = code;
		return {
			json: (value: unknown) =>
				response.setHeader('content-type', 'application/json').end(JSON.stringify(value)),
		};
	},
});

function workflowOf(
	{ parameters = {}, workflowId = 'w', nodeId = 'n1' }: TriggerOptions,
	type: PlaneTrigger,
): Workflow {
	const node: INode = {
		id: nodeId,
		name: 'Plane Trigger',
		type: 'planeTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { planeApi: { id: '1', name: 'Plane' } },
	};
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	return new Workflow({ id: workflowId, active: true, nodes: [node], connections: {}, nodeTypes });
}

export async function startTrigger(options: TriggerOptions = {}): Promise<RunningTrigger> {
	const { credentials = CREDENTIALS, maximumBytes = 16 * 1024 * 1024 } = options;
	const type = new PlaneTrigger();
	const workflow = workflowOf(options, type);
	const node = workflow.getNode('Plane Trigger') as INode;
	const log: string[] = [];
	let last: Pick<Posted, 'items' | 'isBodyRead'> = { items: null, isBodyRead: false };

	const handle = async (request: Request, response: ServerResponse): Promise<void> => {
		addRawBodyReader(request, maximumBytes);
		const asked = '={{$parameter["options"]["binaryData"]}}';
		const isLeftAlone = workflow.expression.getSimpleParameterValue(node, asked, 'webhook', {});
		if (!isLeftAlone) throw new Error('n8n would parse the body before the node sees it.');
		const additionalData = {
			httpRequest: request,
			httpResponse: expressResponse(response),
			credentialsHelper: {
				getDecrypted: async () => ({ ...credentials }),
				isCredentialUsableByNode: () => true,
			},
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = { webhookDescription: type.description.webhooks?.[0] } as unknown as IWebhookData;
		const context = new WebhookContext(workflow, node, additionalData, 'webhook', webhookData, [], null);
		const warn = (line: string, details: object) => log.push(`${line} ${JSON.stringify(details)}`);
		Object.defineProperty(context, 'logger', { value: { warn } });
		const result = await type.webhook.call(context as unknown as IWebhookFunctions);
		last = { items: result.workflowData?.[0] ?? null, isBodyRead: Buffer.isBuffer(request.rawBody) };
		if (result.noWebhookResponse !== true) {
			const { responseData = 'firstEntryJson' } = type.description.webhooks?.[0] ?? {};
			const ownWord = last.items === null ? '' : responseData;
			expressResponse(response)
				.status(200)
				.json(ownWord === '' ? result.webhookResponse : ownWord);
		}
	};

	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			last = { items: [{ json: { error: String(error) } }], isBodyRead: true };
			expressResponse(response)
				.status(500)
				.json({ error: String(error) });
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

	return {
		url,
		log,
		post: async (body, headers) => {
			last = { items: null, isBodyRead: false };
			const response = await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });
			return { status: response.status, json: await response.json(), ...last };
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
