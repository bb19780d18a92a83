/** What the fields of Create and Update ask Plane to write. */
import { InputError } from '../../core/errors';
import type { PlaneContext } from '../../core/plane/client';
import { readInputDate } from '../../core/plane/inputDate';
import { isObject, isUuid } from '../../core/plane/json';
import { textToHtml } from '../../core/plane/textToHtml';
import type { Priority } from '../../core/plane/types';
import type { WorkItemFields } from '../../core/plane/writeWorkItem';
import { findWorkItemByKey } from '../../core/plane/workItemByKey';
import { readReference } from './workItemLocator';

/** The collection as n8n hands it over; expressions put anything into it. */
export type FieldValues = Readonly<Record<string, unknown>>;

export interface FieldReading {
	/** Whether a field that is there and empty is cleared; otherwise it counts as absent. */
	readonly clearsEmpty: boolean;
}

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

/**
 * @throws {InputError} for a value that cannot be used, with the field's name or what is wrong with an address.
 * @throws {PlaneError} where the parent is given by a key that Plane does not have.
 */
export async function readWorkItemFields(
	plane: PlaneContext,
	values: FieldValues,
	{ clearsEmpty }: FieldReading,
): Promise<WorkItemFields> {
	const given = Object.entries(values)
		.map(([name, value]) => [name, plain(value)] as const)
		.filter(([, value]) => clearsEmpty || !isEmpty(value));
	const read: WorkItemFields[] = [];
	for (const [name, value] of given) read.push(await readField(plane, { name, value }, values));
	return Object.assign({}, ...read) as WorkItemFields;
}

interface Field {
	readonly name: string;
	readonly value: unknown;
}

async function readField(
	plane: PlaneContext,
	{ name, value }: Field,
	values: FieldValues,
): Promise<WorkItemFields> {
	switch (name) {
		case 'name':
			return { name: String(value ?? '').trim() };
		case 'description':
			return { description_html: readHtml(value, values['descriptionFormat']) };
		case 'assignees':
			return { assignees: readIds(value, 'Assignee Names or IDs') };
		case 'labels':
			return { labels: readIds(value, 'Label Names or IDs') };
		case 'state':
			return { state: readState(value) };
		case 'priority':
			return { priority: readPriority(value) };
		case 'startDate':
			return { start_date: isEmpty(value) ? null : readInputDate(value, 'Start Date') };
		case 'targetDate':
			return { target_date: isEmpty(value) ? null : readInputDate(value, 'Target Date') };
		case 'parent':
			return { parent: isEmpty(value) ? null : await readParent(plane, value) };
		default:
			return {};
	}
}

/** A resource locator's value, or the value itself. */
const plain = (value: unknown): unknown =>
	isObject(value) && 'mode' in value && 'value' in value ? value['value'] : value;

const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(Array.isArray(value) && value.length === 0);

function readHtml(value: unknown, format: unknown): string {
	if (isEmpty(value)) return '<p></p>';
	return format === 'html' ? String(value) : textToHtml(String(value));
}

/**
 * Ids from a list, or from text with commas, as an expression may give them; in small letters, as Plane has them.
 *
 * @throws {InputError} for anything that is no id.
 */
export function readIds(value: unknown, field: string): string[] {
	const all: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	const ids = all.map((id) => String(isObject(id) ? id['id'] : id).trim()).filter((id) => id !== '');
	const wrong = ids.map((id) => id.slice(0, 60)).filter((id) => !isUuid(id));
	if (wrong.length === 0) return [...new Set(ids.map((id) => id.toLowerCase()))];
	throw new InputError(
		`"${field}" has "${wrong.join(', ')}", which is no ID. Choose from the list, or give the ID that Plane uses.`,
	);
}

function readState(value: unknown): string {
	const [id] = readIds(value, 'State Name or ID');
	if (id !== undefined) return id;
	throw new InputError(
		'"State Name or ID" is empty. A work item always has a state: choose one, or leave the field out.',
	);
}

function readPriority(value: unknown): Priority {
	if (isEmpty(value)) return 'none';
	const priority = PRIORITIES.find((known) => known === String(value).toLowerCase());
	if (priority !== undefined) return priority;
	throw new InputError(
		`"Priority" is "${String(value).slice(0, 60)}". It has to be one of ${PRIORITIES.join(', ')}.`,
	);
}

async function readParent(plane: PlaneContext, value: unknown): Promise<string> {
	const reference = readReference(plane, value, 'Parent');
	return reference.kind === 'id' ? reference.id : (await findWorkItemByKey(plane, reference.key)).id;
}
