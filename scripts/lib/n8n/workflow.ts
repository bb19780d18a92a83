/** Changes to a workflow before it is imported: pure functions over its JSON. */
import type { Credential, NodeType, WorkflowJson, WorkflowNode } from './types';

const SCHEDULE_TRIGGER = 'n8n-nodes-base.scheduleTrigger';
const STARTED_BY_HAND: readonly string[] = ['n8n-nodes-base.manualTrigger', SCHEDULE_TRIGGER];

const mapNodes = (workflow: WorkflowJson, change: (node: WorkflowNode) => WorkflowNode): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map(change),
});

/** Picks these credentials in every node that can use one of their types, as a person does in the editor. */
export function withCredentials(
	workflow: WorkflowJson,
	credentials: readonly Credential[],
	nodeTypes: readonly NodeType[],
): WorkflowJson {
	const typesByName = new Map(nodeTypes.map(({ name, credentials: names }) => [name, names]));
	return mapNodes(workflow, (node) => {
		const usable = credentials.filter(({ type }) => typesByName.get(node.type)?.includes(type));
		if (usable.length === 0) return node;
		const picked = Object.fromEntries(usable.map(({ type, id, name }) => [type, { id, name }]));
		return { ...node, credentials: { ...node.credentials, ...picked } };
	});
}

/** Without sample data, which manual runs would use in place of what a node gives. */
export function withoutPinData(workflow: WorkflowJson): WorkflowJson {
	return { ...workflow, pinData: {} };
}

/**
 * With every Schedule Trigger firing each so many seconds. Published, it runs by schedule within that time:
 * unlike a manual run that keeps static data and wakes an Error Trigger.
 */
export function withScheduleEvery(workflow: WorkflowJson, seconds: number): WorkflowJson {
	const rule = { interval: [{ field: 'seconds', secondsInterval: seconds }] };
	return mapNodes(workflow, (node) =>
		node.type === SCHEDULE_TRIGGER ? { ...node, parameters: { ...node.parameters, rule } } : node,
	);
}

/** The node a manual run starts from: the first Manual Trigger, else the first Schedule Trigger. */
export function findManualStart(workflow: WorkflowJson): string | null {
	for (const type of STARTED_BY_HAND) {
		const node = workflow.nodes.find((candidate) => candidate.type === type && candidate.disabled !== true);
		if (node !== undefined) return node.name;
	}
	return null;
}
