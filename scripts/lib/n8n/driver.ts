/** What a person does in n8n's editor, over the REST calls the editor makes (n8n 2.41.1). */
import { waitFor, type WaitOptions } from '../waitFor';
import { isFinished, parseExecution, parseSummary } from './execution';
import { N8nRefusal, type Session } from './session';
import type {
	Credential,
	CredentialTest,
	Execution,
	ExecutionSummary,
	NewCredential,
	NodeType,
	StoredWorkflow,
	WorkflowJson,
} from './types';
import { findManualStart } from './workflow';

const PUBLISH_TIMEOUT_MS = 60_000;
const LIST_LIMIT = 100;

export interface Owner {
	readonly email: string;
	/** At least eight characters with a digit and a capital letter, or n8n refuses it. */
	readonly password: string;
}

export interface RunOptions extends WaitOptions {
	/** Name of the trigger node to start from; else the Manual or Schedule Trigger. */
	readonly trigger?: string;
}

export interface N8nDriver {
	/** Creates the owner of a new n8n, or logs in as the owner of one that was set up before. */
	readonly setupOwner: (owner: Owner) => Promise<void>;
	readonly createCredential: (credential: NewCredential) => Promise<Credential>;
	/** Runs the test of a stored credential with what is filled in, as the editor does when it is saved. */
	readonly testCredential: (credential: Credential & Pick<NewCredential, 'data'>) => Promise<CredentialTest>;
	readonly importWorkflow: (workflow: WorkflowJson) => Promise<StoredWorkflow>;
	readonly getWorkflow: (id: string) => Promise<StoredWorkflow>;
	/** Makes its webhooks and schedules live, and resolves when they are. @throws {Error} with n8n's reason. */
	readonly publish: (id: string) => Promise<void>;
	/** Resolves when its webhooks and schedules are live: after a restart n8n takes a moment. */
	readonly waitUntilPublished: (id: string) => Promise<void>;
	/** Takes its webhooks and schedules down, and resolves when they are. */
	readonly unpublish: (id: string) => Promise<void>;
	/**
	 * "Execute workflow": runs it now, as a manual run, and resolves with the finished execution. Such a run uses
	 * sample data where the workflow has any, keeps no static data and wakes no Error Trigger.
	 */
	readonly runWorkflow: (id: string, options?: RunOptions) => Promise<Execution>;
	/** Newest first, at most 100. */
	readonly executions: (filter?: { readonly workflowId?: string }) => Promise<readonly ExecutionSummary[]>;
	readonly execution: (id: string) => Promise<Execution>;
	/** Waits for the first finished execution of a workflow that fits, and resolves with it. */
	readonly waitForExecution: (
		workflowId: string,
		fits?: (execution: ExecutionSummary) => boolean,
		wait?: WaitOptions,
	) => Promise<Execution>;
	/** Every node type that is loaded; versions of one type are one entry. */
	readonly nodeTypes: () => Promise<readonly NodeType[]>;
}

interface PublicationStatus {
	readonly status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	readonly triggers: readonly { readonly errorMessage: string | null }[];
}

interface RawNodeType {
	readonly name: string;
	readonly displayName: string;
	readonly credentials?: readonly { readonly name: string }[];
}

const ownerCalls = ({ request }: Session): Pick<N8nDriver, 'setupOwner'> => ({
	setupOwner: async ({ email, password }) => {
		const settings = (await request('GET', '/rest/settings')) as {
			readonly userManagement?: { readonly showSetupOnFirstLoad?: boolean };
		};
		if (settings.userManagement?.showSetupOnFirstLoad === true) {
			await request('POST', '/rest/owner/setup', {
				email,
				password,
				firstName: 'Sandbox',
				lastName: 'Owner',
			});
		}
		await request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	},
});

const credentialCalls = ({ request }: Session): Pick<N8nDriver, 'createCredential' | 'testCredential'> => ({
	createCredential: async (credential) => {
		const { id, name, type } = (await request('POST', '/rest/credentials', credential)) as Credential;
		return { id, name, type };
	},
	testCredential: async ({ id, name, type, data }) =>
		(await request('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		})) as CredentialTest,
});

type WorkflowCalls = Pick<
	N8nDriver,
	'importWorkflow' | 'getWorkflow' | 'publish' | 'waitUntilPublished' | 'unpublish'
>;

function workflowCalls({ request }: Session): WorkflowCalls {
	const getWorkflow = async (id: string): Promise<StoredWorkflow> =>
		(await request('GET', `/rest/workflows/${id}`)) as StoredWorkflow;

	const waitForStatus = async (id: string, wanted: 'published' | 'not_published'): Promise<void> => {
		const look = async (): Promise<true | null> => {
			const answer = await request('GET', `/rest/workflows/${id}/publication-status`);
			const { status, triggers } = answer as PublicationStatus;
			if (status === wanted) return true;
			if (status === 'failed' || status === 'partial') {
				const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
				throw new Error(`n8n could not publish workflow ${id}: ${reasons.join('; ') || status}.`);
			}
			return null;
		};
		await waitFor(`A change of workflow ${id} to "${wanted}"`, look, { timeoutMs: PUBLISH_TIMEOUT_MS });
	};
	const waitUntilPublished = async (id: string): Promise<void> => await waitForStatus(id, 'published');

	return {
		importWorkflow: async (workflow) =>
			(await request('POST', '/rest/workflows', workflow)) as StoredWorkflow,
		getWorkflow,
		publish: async (id) => {
			const { versionId } = await getWorkflow(id);
			await request('POST', `/rest/workflows/${id}/activate`, { versionId });
			await waitUntilPublished(id);
		},
		waitUntilPublished,
		unpublish: async (id) => {
			await request('POST', `/rest/workflows/${id}/deactivate`, {});
			await waitForStatus(id, 'not_published');
		},
	};
}

type ExecutionCalls = Pick<N8nDriver, 'runWorkflow' | 'executions' | 'execution' | 'waitForExecution'>;

function executionCalls({ request }: Session, getWorkflow: N8nDriver['getWorkflow']): ExecutionCalls {
	const execution = async (id: string): Promise<Execution> =>
		parseExecution(await request('GET', `/rest/executions/${id}`));

	const executions: N8nDriver['executions'] = async (filter = {}) => {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(LIST_LIMIT) });
		const answer = await request('GET', `/rest/executions?${query.toString()}`);
		return (answer as { readonly results: readonly unknown[] }).results.map(parseSummary);
	};

	const waitForExecution: N8nDriver['waitForExecution'] = async (
		workflowId,
		fits = () => true,
		wait = {},
	) => {
		const look = async (): Promise<ExecutionSummary | null> =>
			(await executions({ workflowId })).findLast((summary) => isFinished(summary) && fits(summary)) ?? null;
		const { id } = await waitFor(`The expected execution of workflow ${workflowId}`, look, wait);
		return await execution(id);
	};

	const runWorkflow: N8nDriver['runWorkflow'] = async (id, { trigger, ...wait } = {}) => {
		const start = trigger ?? findManualStart(await getWorkflow(id));
		if (start === null)
			throw new Error(`Workflow ${id} has no Manual or Schedule Trigger to start a run from.`);
		const answer = await request('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: start },
		});
		const { executionId } = answer as { readonly executionId?: string };
		if (executionId === undefined)
			throw new Error(`"${start}" of workflow ${id} waits for a call: call its test URL.`);
		return await waitForExecution(id, (summary) => summary.id === executionId, wait);
	};

	return { runWorkflow, executions, execution, waitForExecution };
}

const typeCalls = ({ request }: Session): Pick<N8nDriver, 'nodeTypes'> => ({
	nodeTypes: async () => {
		const types = new Map<string, NodeType>();
		for (const { name, displayName, credentials = [] } of (await request(
			'GET',
			'/types/nodes.json',
		)) as RawNodeType[]) {
			const known = types.get(name)?.credentials ?? [];
			const names = new Set([...known, ...credentials.map((credential) => credential.name)]);
			types.set(name, { name, displayName, credentials: [...names] });
		}
		return [...types.values()];
	},
});

/** Everything a test or the demonstration does in a running n8n. */
export function createDriver(session: Session): N8nDriver {
	const workflows = workflowCalls(session);
	return {
		...ownerCalls(session),
		...credentialCalls(session),
		...workflows,
		...executionCalls(session, workflows.getWorkflow),
		...typeCalls(session),
	};
}

/** Whether n8n refused because the thing is already there: a webhook path in use, a name taken. */
export const isConflict = (error: unknown): boolean => error instanceof N8nRefusal && error.status === 409;
