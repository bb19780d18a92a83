/**
 * Runs one of our nodes in n8n's real execution engine with its real HTTP helper; only the database behind
 * credentials is replaced. Input items come from a node of this file.
 */
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export interface NodeRunOptions {
	readonly node: INodeType;
	readonly parameters: INodeParameters;
	readonly items?: readonly object[];
	/** Credential types with what a person filled in, by type name. */
	readonly credentials?: Readonly<
		Record<string, { readonly type: ICredentialType; readonly data: ICredentialDataDecryptedObject }>
	>;
	readonly onError?: INode['onError'];
	/** What n8n keeps with the workflow: the node reads it and writes into it. */
	readonly staticData?: IDataObject;
}

export interface NodeRunResult {
	/** Items by output. */
	readonly outputs: readonly (readonly INodeExecutionData[])[];
	readonly error: { readonly message: string; readonly description?: string | null | undefined } | null;
}

const URLS = [
	'restApiUrl',
	'instanceBaseUrl',
	'formBaseUrl',
	'formWaitingBaseUrl',
	'formTestBaseUrl',
	'webhookBaseUrl',
	'webhookWaitingBaseUrl',
	'webhookTestBaseUrl',
	'mcpBaseUrl',
	'mcpTestBaseUrl',
] as const;

/** A node that hands out the given items. */
const sourceOf = (items: readonly object[]): INodeType => ({
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	execute: async () => [items.map((json) => ({ json: json as INodeExecutionData['json'] }))],
});

function workflowOf(options: NodeRunOptions): Workflow {
	const { node, parameters, items = [{}], credentials = {}, onError, staticData } = options;
	const types: Record<string, INodeType> = { source: sourceOf(items), tested: node };
	const picked = Object.keys(credentials).map((name) => [name, { id: name, name }]);
	return new Workflow({
		id: 'test',
		active: false,
		...(staticData && { staticData }),
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: '1', name: 'Source', type: 'source', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: '2',
				name: 'Tested',
				type: 'tested',
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: Object.fromEntries(picked),
				...(onError && { onError }),
			},
		],
		connections: { Source: { main: [[{ node: 'Tested', type: NodeConnectionTypes.Main, index: 0 }]] } },
		nodeTypes: {
			getByName: (name) => types[name] as INodeType,
			getByNameAndVersion: (name) => types[name] as INodeType,
			getKnownTypes: () => ({}),
		},
	});
}

function additionalDataOf(options: NodeRunOptions, workflow: Workflow): IWorkflowExecuteAdditionalData {
	const credentialOf = (name: string) => options.credentials?.[name] ?? { type: null, data: {} };
	const credentialsHelper = {
		getDecrypted: async (_: unknown, __: unknown, name: string) => ({ ...credentialOf(name).data }),
		getCredentialsProperties: (name: string) => credentialOf(name).type?.properties ?? [],
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: async () => undefined,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			name: string,
			request: IHttpRequestOptions,
		) => {
			const authenticate = credentialOf(name).type?.authenticate;
			return typeof authenticate === 'function' ? await authenticate(data, request) : request;
		},
	};
	return {
		...Object.fromEntries(URLS.map((name) => [name, 'http://127.0.0.1/'])),
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', '1', { ...workflow, connections: {}, nodes: [] } as never),
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId: '1',
	} as unknown as IWorkflowExecuteAdditionalData;
}

export interface StartedRun {
	/** Stops the run as the button in the editor does. */
	readonly cancel: () => void;
	/** Resolves when n8n is done with the run, which after `cancel` is before the node is. */
	readonly ended: Promise<IRun>;
}

/** Starts the node once with all items. */
export function startNode(options: NodeRunOptions): StartedRun {
	const workflow = workflowOf(options);
	const startNode = workflow.getNode('Source') as INode;
	const run = new WorkflowExecute(additionalDataOf(options, workflow), 'manual').run({ workflow, startNode });
	return { cancel: () => run.cancel(), ended: run };
}

/** Runs the node once with all items and returns what came out of it. */
export async function runNode(options: NodeRunOptions): Promise<NodeRunResult> {
	const run = await startNode(options).ended;
	const { error, runData } = run.data.resultData;
	const [task] = runData.Tested ?? [];
	return {
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		error: error ?? task?.error ?? null,
	};
}
