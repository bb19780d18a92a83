/** The fields that bound a list and the form of its rows: Return All, Limit, Simplify. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

interface ListOf {
	readonly displayOptions: { readonly show: { readonly resource: string[]; readonly operation: string[] } };
}

export const returnAllFields = ({ displayOptions }: ListOf): INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions,
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		placeholder: 'e.g. 50',
		description: 'Max number of results to return',
		displayOptions: { show: { ...displayOptions.show, returnAll: [false] } },
	},
];

export const simplifyField = ({ displayOptions }: ListOf): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions,
});

/** How many rows are wanted; Infinity for all. */
export function limitOf(context: IExecuteFunctions, itemIndex: number): number {
	return context.getNodeParameter('returnAll', itemIndex, false) === true
		? Infinity
		: Number(context.getNodeParameter('limit', itemIndex, 50));
}

/** What a row is handed out as: what people want to know, or all that Plane says. */
export function inForm<Details extends object>(
	context: IExecuteFunctions,
	itemIndex: number,
	rows: ReadonlyArray<{ readonly details: Details; readonly record: object }>,
): object[] {
	const isSimple = context.getNodeParameter('simplify', itemIndex, true) === true;
	return rows.map(({ details, record }) => (isSimple ? details : record));
}
