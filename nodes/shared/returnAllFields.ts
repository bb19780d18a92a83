/** The fields that bound a list and the form of its rows: Return All, Limit, Simplify. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../../core/errors';

interface ListOf {
	readonly displayOptions: { readonly show: { readonly resource: string[]; readonly operation: string[] } };
}

/** Where there is no Return All. */
export const limitField = ({ displayOptions }: Pick<INodeProperties, 'displayOptions'>): INodeProperties => ({
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	placeholder: 'e.g. 50',
	description: 'Max number of results to return',
	...(displayOptions && { displayOptions }),
});

export const returnAllFields = ({ displayOptions }: ListOf): INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions,
	},
	limitField({ displayOptions: { show: { ...displayOptions.show, returnAll: [false] } } }),
];

export const simplifyField = ({ displayOptions }: ListOf): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions,
});

/** How many rows are wanted; Infinity for all. @throws {InputError} for a limit that is no number or below 1. */
export function limitOf(context: IExecuteFunctions, itemIndex: number): number {
	const returnsAll = context.getNodeParameter('returnAll', itemIndex, false) === true;
	return returnsAll ? Infinity : readLimit(context, itemIndex);
}

/** The field Limit, where there is no Return All. @throws {InputError} for a limit that is no number or below 1. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	const value: unknown = context.getNodeParameter('limit', itemIndex, 50);
	const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1) return limit;
	throw new InputError(`"Limit" is "${String(value).slice(0, 60)}". It has to be a whole number, 1 or more.`);
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
