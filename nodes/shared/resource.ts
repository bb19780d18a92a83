/** How resources and their operations become a node: the one place where both drop-downs are built. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { toNodeError } from './toNodeError';

/** What a file `<operation>.operation.ts` exports. */
export interface Operation {
	readonly option: INodePropertyOptions;
	readonly description: INodeProperties[];
	readonly execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

export interface Resource {
	readonly name: string;
	readonly value: string;
	/** The operation a new node starts with. */
	readonly defaultOperation: Operation;
	readonly operations: readonly Operation[];
}

/** @returns the resource with its operations in the order of their names, as n8n wants them. */
export const resourceOf = (resource: Resource): Resource => ({
	...resource,
	operations: [...resource.operations].sort((a, b) => a.option.name.localeCompare(b.option.name)),
});

/** The node's fields: resource, operation, and the fields of each operation. */
export function describeResources(
	resources: readonly Resource[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: defaultResource,
		},
		...resources.map(operationsOf),
		...resources.flatMap(({ operations }) => operations.flatMap(({ description }) => description)),
	];
}

function operationsOf({ value, defaultOperation, operations }: Resource): INodeProperties {
	const start = defaultOperation.option.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(({ option }) => option),
		default: start,
	};
}

/** Runs the operation that is chosen in the node. */
export async function routeOperation(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const chosen = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ option }) => option.value === operation);
	try {
		if (chosen === undefined) {
			throw new InputError(
				`This node has no operation "${operation}" for "${resource}". Choose one from the list.`,
			);
		}
		return await chosen.execute(context);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}
