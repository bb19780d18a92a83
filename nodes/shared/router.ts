/** Dispatch from resource and operation to the file of that name, for every node that has them. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { toNodeError } from './toNodeError';

export type Execute = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** @param operations by `{resource}:{operation}`. */
export async function routeOperation(
	context: IExecuteFunctions,
	operations: Readonly<Record<string, Execute>>,
): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const execute = operations[`${resource}:${operation}`];
	try {
		if (execute === undefined) {
			throw new InputError(
				`This node has no operation "${operation}" for "${resource}". Choose one from the list.`,
			);
		}
		return await execute(context);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}
