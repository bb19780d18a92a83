/** What goes into n8n's REST API and what comes out of it, as far as the commands and tests use it. */

export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

export interface Credential extends CredentialReference {
	/** Name of the credential type: `calDavApi`. */
	readonly type: string;
}

export interface NewCredential {
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

export interface CredentialTest {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

export interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly credentials?: Readonly<Record<string, CredentialReference>>;
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly [key: string]: unknown;
}

/** A workflow as a template file holds it and as n8n stores it. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly [key: string]: unknown;
}

export interface StoredWorkflow extends WorkflowJson {
	readonly id: string;
	readonly versionId: string;
}

export interface NodeType {
	/** With its package: `n8n-nodes-plane-caldav.calDav`. */
	readonly name: string;
	readonly displayName: string;
	/** Names of the credential types it can use. */
	readonly credentials: readonly string[];
}

export interface ExecutionSummary {
	readonly id: string;
	readonly workflowId: string;
	/** `manual`, `webhook`, `trigger` (a schedule), `error`, … */
	readonly mode: string;
	/** `success`, `error`, `crashed`, `canceled`; before its end `new`, `running`, `waiting`. */
	readonly status: string;
	readonly startedAt: string | null;
	readonly stoppedAt: string | null;
}

/** One pass of one node. */
export interface NodeRun {
	readonly status: string;
	readonly durationMs: number;
	readonly error: string | null;
	/** The `json` of the items, by output. */
	readonly outputs: readonly (readonly unknown[])[];
}

export interface Execution extends ExecutionSummary {
	readonly error: string | null;
	/** By name of the node, in the order of its passes. */
	readonly runs: Readonly<Record<string, readonly NodeRun[]>>;
}
