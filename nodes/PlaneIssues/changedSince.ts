/** The field that asks for changes only, and what is read from it. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { isObject } from '../../core/plane/json';
import { instantOf } from '../shared/instantField';

type Show = Readonly<Record<string, string[]>>;

export const changedSinceField = (show: Show): INodeProperties => ({
	displayName: 'Changed Since',
	name: 'changedSince',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-11-22T18:25:23Z',
	description:
		'Get only work items changed since this instant, also those without a date (status <code>changes</code>). Take <code>taken_at</code> of the last run that succeeded. Empty: everything with a date. An expression may give an object with an instant per project ID; projects it does not name are read in full. Deleted work items are in no list of changes: where <code>total_count</code> fell, read the project in full.',
	displayOptions: { show },
});

/**
 * The normalised instant for each project, undefined where everything is to be read.
 *
 * @throws {InputError} when the field holds something else.
 */
export function readChangedSince(
	context: IExecuteFunctions,
	itemIndex: number,
): (projectId: string) => string | undefined {
	const value: unknown = context.getNodeParameter('changedSince', itemIndex, '');
	const timeZone = context.getTimezone();
	if (!isObject(value) || isDate(value)) {
		const instant = readInstant(value, timeZone);
		return () => instant;
	}
	const instants = new Map(
		Object.entries(value).map(([id, since]) => [id.toLowerCase(), readInstant(since, timeZone)]),
	);
	return (projectId) => instants.get(projectId);
}

/** A `Date`, or a luxon DateTime of whichever copy of luxon. */
const isDate = (value: object): boolean => value instanceof Date || 'toISO' in value;

function readInstant(value: unknown, timeZone: string): string | undefined {
	if (value === '' || value === null || value === undefined) return undefined;
	const instant = instantOf(value, timeZone);
	if (instant !== null) return instant;
	throw new InputError(
		`"Changed Since" has "${String(value).slice(0, 60)}", which is no date and time. Use an instant such as 2026-11-22T18:25:23Z, an object with one per project ID, or leave it empty.`,
	);
}
