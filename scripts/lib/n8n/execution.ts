/** Turns what n8n answers about an execution into plain data. It knows the shape of n8n's run data. */
import { parseFlatted } from './flatted';
import type { Execution, ExecutionSummary, NodeRun } from './types';

interface RawExecution {
	readonly id: string | number;
	readonly workflowId: string;
	readonly mode: string;
	readonly status: string;
	readonly startedAt?: string | null;
	readonly stoppedAt?: string | null;
	/** Flatted; absent in lists. */
	readonly data?: string;
}

interface RawError {
	readonly message?: string;
	readonly description?: string | null;
}

interface RawTask {
	readonly executionStatus?: string;
	readonly executionTime?: number;
	readonly error?: RawError;
	readonly data?: { readonly main?: readonly (readonly { readonly json: unknown }[] | null)[] };
}

interface RawRunData {
	readonly resultData?: {
		readonly error?: RawError;
		readonly runData?: Readonly<Record<string, readonly RawTask[]>>;
	};
}

const FINISHED: ReadonlySet<string> = new Set(['success', 'error', 'crashed', 'canceled']);

export const isFinished = ({ status }: ExecutionSummary): boolean => FINISHED.has(status);

export function parseSummary(answer: unknown): ExecutionSummary {
	const { id, workflowId, mode, status, startedAt, stoppedAt } = answer as RawExecution;
	return {
		id: String(id),
		workflowId,
		mode,
		status,
		startedAt: startedAt ?? null,
		stoppedAt: stoppedAt ?? null,
	};
}

const textOf = (error: RawError | undefined): string | null =>
	error === undefined ? null : [error.message, error.description].filter(Boolean).join(': ');

const parseTask = (task: RawTask): NodeRun => ({
	status: task.executionStatus ?? 'unknown',
	durationMs: task.executionTime ?? 0,
	error: textOf(task.error),
	outputs: (task.data?.main ?? []).map((items) => (items ?? []).map(({ json }) => json)),
});

/** Reads the answer of `GET /rest/executions/{id}`. */
export function parseExecution(answer: unknown): Execution {
	const { data } = answer as RawExecution;
	const result = (data === undefined ? {} : (parseFlatted(data) as RawRunData)).resultData;
	return {
		...parseSummary(answer),
		error: textOf(result?.error),
		runs: Object.fromEntries(
			Object.entries(result?.runData ?? {}).map(([node, tasks]) => [node, tasks.map(parseTask)]),
		),
	};
}

/** The `json` of every item a node put on one output, over all its passes; empty when it did not run. */
export function itemsOf(execution: Execution, node: string, output = 0): readonly unknown[] {
	return (execution.runs[node] ?? []).flatMap(({ outputs }) => outputs[output] ?? []);
}
