/**
 * Reads the body of a work-item POST or PATCH and refuses it in Django REST's words. Columns that a client
 * may not write are ignored, as Plane does.
 */
import { htmlStoredByApi } from './html';
import { isDay } from './instants';
import type { PythonObject, PythonValue } from './pythonJson';
import type { ProjectBox, World } from './store';
import { findItem } from './store';
import { PRIORITIES } from './types';
import type { ItemFields, Priority } from './types';

export type Validated =
	| { readonly kind: 'valid'; readonly fields: ItemFields }
	| { readonly kind: 'invalid'; readonly body: PythonObject };

type Read<Value> = { readonly value: Value } | { readonly error: PythonValue };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NOT_NULL: PythonValue = ['This field may not be null.'];
const BAD_DATE: PythonValue = ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'];
const MAX_TEXT = 255;

function readText(sent: unknown): Read<string> {
	if (sent === null) return { error: NOT_NULL };
	if (typeof sent !== 'string' && typeof sent !== 'number') return { error: ['Not a valid string.'] };
	const value = String(sent).trim();
	if ([...value].length > MAX_TEXT) {
		return { error: [`Ensure this field has no more than ${MAX_TEXT} characters.`] };
	}
	return { value };
}

function readName(sent: unknown): Read<string> {
	const text = readText(sent);
	return 'value' in text && text.value === '' ? { error: ['This field may not be blank.'] } : text;
}

const readNullableText = (sent: unknown): Read<string | null> =>
	sent === null ? { value: null } : readText(sent);

function readHtml(sent: unknown): Read<string> {
	if (sent === null) return { error: NOT_NULL };
	return typeof sent === 'string' ? { value: htmlStoredByApi(sent) } : { error: ['Not a valid string.'] };
}

function readPriority(sent: unknown): Read<Priority> {
	if (sent === null) return { error: NOT_NULL };
	const value = PRIORITIES.find((priority) => priority === sent);
	return value ? { value } : { error: [`"${String(sent)}" is not a valid choice.`] };
}

function readDate(sent: unknown): Read<string | null> {
	if (sent === null) return { value: null };
	return typeof sent === 'string' && isDay(sent) ? { value: sent } : { error: BAD_DATE };
}

function readNumber(sent: unknown): Read<number> {
	const value = typeof sent === 'string' && sent.trim() !== '' ? Number(sent) : sent;
	return typeof value === 'number' && Number.isFinite(value)
		? { value }
		: { error: ['A valid number is required.'] };
}

function readFlag(sent: unknown): Read<boolean> {
	if (sent === null) return { error: NOT_NULL };
	return typeof sent === 'boolean' ? { value: sent } : { error: ['Must be a valid boolean.'] };
}

const badId = (sent: unknown): PythonValue => [`“${String(sent)}” is not a valid UUID.`];
const unknownId = (sent: string): PythonValue => [`Invalid pk "${sent}" - object does not exist.`];

/** A reference by id: it must exist somewhere, whether in this project is asked later. */
const readId =
	(exists: (id: string) => boolean) =>
	(sent: unknown): Read<string | null> => {
		if (sent === null) return { value: null };
		if (typeof sent !== 'string' || !UUID.test(sent)) return { error: badId(sent) };
		const value = sent.toLowerCase();
		return exists(value) ? { value } : { error: unknownId(sent) };
	};

const readIds =
	(exists: (id: string) => boolean) =>
	(sent: unknown): Read<readonly string[]> => {
		if (sent === null) return { error: NOT_NULL };
		if (!Array.isArray(sent))
			return { error: [`Expected a list of items but got type "${typeName(sent)}".`] };
		const read = sent.map(readId(exists));
		const errors = read.flatMap((one, index) =>
			'error' in one ? [[String(index), one.error] as const] : [],
		);
		if (errors.length > 0) return { error: Object.fromEntries(errors) };
		return { value: read.flatMap((one) => ('value' in one && one.value !== null ? [one.value] : [])) };
	};

const typeName = (sent: unknown): string =>
	typeof sent === 'string'
		? 'str'
		: typeof sent === 'object'
			? 'dict'
			: typeof sent === 'boolean'
				? 'bool'
				: 'int';

const WRITABLE: Readonly<Record<keyof ItemFields, true>> = {
	...{ name: true, description_html: true, priority: true, state: true, labels: true, assignees: true },
	...{ start_date: true, target_date: true, parent: true, estimate_point: true, sort_order: true },
	...{ external_source: true, external_id: true, is_draft: true },
};

/** What a client may write, as the API spells it. */
export const ITEM_KEYS: readonly string[] = Object.keys(WRITABLE);

type Readers = {
	readonly [Key in keyof ItemFields]-?: (sent: unknown) => Read<NonNullable<ItemFields[Key]> | null>;
};

function readersFor(world: World): Readers {
	const inAnyProject = (has: (box: ProjectBox) => boolean): boolean => [...world.projects.values()].some(has);
	return {
		name: readName,
		description_html: readHtml,
		priority: readPriority,
		start_date: readDate,
		target_date: readDate,
		sort_order: readNumber,
		is_draft: readFlag,
		external_source: readNullableText,
		external_id: readNullableText,
		state: readId((id) => inAnyProject((box) => box.states.has(id))),
		parent: readId((id) => findItem(world, id) !== undefined),
		assignees: readIds((id) => world.users.has(id)),
		estimate_point: readId((id) => inAnyProject((box) => box.estimatePoints.has(id))),
		labels: readIds((id) => inAnyProject((box) => box.labels.has(id))),
	};
}

/** Rules that look at more than one value; Plane stops at the first. */
function firstObjection(box: ProjectBox, fields: ItemFields): string | null {
	const { start_date: start, target_date: target, state, parent } = fields;
	if (start && target && start > target) return 'Start date cannot exceed target date';
	if (state && !box.states.has(state)) return 'State is not valid please pass a valid state_id';
	if (parent && !box.items.has(parent)) return 'Parent is not valid issue_id please pass a valid issue_id';
	return null;
}

/**
 * Checks a body, spelled as the API spells it.
 *
 * @param partial true for PATCH, where no key is required.
 */
export function validateItem(
	world: World,
	box: ProjectBox,
	{ body, partial }: { readonly body: Readonly<Record<string, unknown>>; readonly partial: boolean },
): Validated {
	const values: Record<string, unknown> = {};
	const errors: Record<string, PythonValue> = {};
	if (!partial && body['name'] === undefined) errors['name'] = ['This field is required.'];
	for (const [key, read] of Object.entries(readersFor(world))) {
		if (body[key] === undefined) continue;
		const result: Read<unknown> = read(body[key]);
		if ('error' in result) errors[key] = result.error;
		else values[key] = result.value;
	}
	if (Object.keys(errors).length > 0) return { kind: 'invalid', body: errors };
	const fields = values as ItemFields;
	const objection = firstObjection(box, fields);
	if (objection !== null) return { kind: 'invalid', body: { non_field_errors: [objection] } };
	return { kind: 'valid', fields };
}
