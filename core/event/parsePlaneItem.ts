/**
 * Work items and snapshots as they arrive in a node: people can connect anything, so what the mapper relies
 * on is checked at the door. The types are in `core/plane/types.ts`.
 */
import { InputError } from '../errors';
import type { AbsentKey, PresentWorkItem, Snapshot, WorkItem } from '../plane/types';

type Json = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isString: Check = (value) => typeof value === 'string';
const isStringOrNull: Check = (value) => value === null || isString(value);
const oneOf =
	(...values: readonly string[]): Check =>
	(value) =>
		values.some((known) => known === value);
const record =
	(checks: Readonly<Record<string, Check>>): Check =>
	(value) =>
		isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]));
const listOf =
	(check: Check): Check =>
	(value) =>
		Array.isArray(value) && value.every(check);

const ALWAYS: Readonly<Record<string, Check>> = {
	id: isString,
	read_at: isString,
	source: oneOf('plane', 'delivery'),
};

const PRESENT: Readonly<Record<string, Check>> = {
	...ALWAYS,
	sequence_id: Number.isInteger,
	name: isString,
	description: isString,
	state: record({ name: isString, group: isString }),
	priority: oneOf('urgent', 'high', 'medium', 'low', 'none'),
	target_date: isStringOrNull,
	assignees: listOf(record({ id: isString, display_name: isString })),
	labels: listOf(record({ name: isString })),
	project: record({ id: isString, name: isString, identifier: isString }),
	url: isString,
	updated_at: isString,
	archived_at: isStringOrNull,
};

const ABSENT: Readonly<Record<string, Check>> = {
	...ALWAYS,
	project: (value) => value === null || record({ id: isString })(value),
};

/** Asked for by a key: nobody knows the id. */
const ABSENT_KEY: Readonly<Record<string, Check>> = {
	...ABSENT,
	id: (value) => value === null,
	key: isString,
};

const SNAPSHOT: Readonly<Record<string, Check>> = {
	project: record({ id: isString, name: isString }),
	status: oneOf('complete', 'changes', 'incomplete', 'archived', 'unavailable'),
	taken_at: isString,
	work_items: Array.isArray,
	all_projects: (value) => typeof value === 'boolean',
	listed_projects: (value) => value === undefined || listOf(isString)(value),
};

const lackOf = (value: Json, checks: Readonly<Record<string, Check>>): string | null =>
	Object.entries(checks).find(([key, check]) => !check(value[key]))?.[0] ?? null;

const CHECKS_BY_STATUS: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map([
	['present', PRESENT],
	['gone', ABSENT],
	['unavailable', ABSENT],
	['deferred', ABSENT],
]);

function checksFor({ id, key, status }: Json): Readonly<Record<string, Check>> | undefined {
	const checks = CHECKS_BY_STATUS.get(status);
	return checks === ABSENT && id === null && key !== undefined ? ABSENT_KEY : checks;
}

/** @throws {InputError} naming the first key that is missing or wrong. */
export function parseWorkItem(json: unknown): WorkItem | AbsentKey {
	const checks = isObject(json) ? checksFor(json) : undefined;
	const lack = isObject(json) && checks !== undefined ? lackOf(json, checks) : 'status';
	if (lack === null) return json as PresentWorkItem;
	throw new InputError(
		`The input is no work item: "${lack}" is missing or wrong. Connect Plane Issues: Get or Get Snapshot and pass its items on as they are.`,
	);
}

/**
 * A snapshot, its work items not looked at: each is checked when it is transformed.
 *
 * @throws {InputError} naming the first key that is missing or wrong.
 */
export function parseSnapshot(json: unknown): Snapshot {
	const lack = isObject(json) ? lackOf(json, SNAPSHOT) : 'project';
	if (lack === null) return json as Snapshot;
	throw new InputError(
		`The input is no snapshot: "${lack}" is missing or wrong. Connect Plane Issues: Get Snapshot and pass its items on as they are.`,
	);
}

/** Whether an item is meant as a snapshot. */
export const isSnapshot = (json: unknown): boolean => isObject(json) && 'work_items' in json;
