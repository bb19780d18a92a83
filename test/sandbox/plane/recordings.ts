/** Reads what was recorded from a running Plane CE 1.3.1, and compares shapes with it. */
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { pythonFloat } from '../../../sandbox/plane/pythonJson';
import type { PythonValue } from '../../../sandbox/plane/pythonJson';

const ROOT = join(__dirname, '..', '..', 'recordings');

export interface Exchange {
	readonly request: { readonly method: string; readonly path: string };
	readonly response: {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly bodyText: string;
	};
}

export interface RecordedDelivery {
	readonly secret: string;
	readonly request: { readonly headers: Readonly<Record<string, string>>; readonly bodyText: string };
}

const read = (folder: string, name: string) => JSON.parse(readFileSync(join(ROOT, folder, name), 'utf8'));

/** The exchanges of one file of `rest/`, named by its number. */
export function recordedExchanges(number: string): Exchange[] {
	const name = readdirSync(join(ROOT, 'rest')).find((file) => file.startsWith(`${number}-`));
	if (name === undefined) throw new Error(`There is no recording rest/${number}-….json.`);
	const recording = read('rest', name);
	return recording.sequence ?? [recording];
}

export function recordedAnswer(number: string): Exchange['response'] {
	const [exchange] = recordedExchanges(number);
	if (!exchange) throw new Error(`The recording rest/${number} is empty.`);
	return exchange.response;
}

export const deliveryNames = (): string[] => readdirSync(join(ROOT, 'webhooks'));

export const recordedDelivery = (name: string): RecordedDelivery => read('webhooks', name);

interface RecordedChange {
	readonly change: string;
	readonly deliveries: ReadonlyArray<{ event: string; action: string; activityField: string | null }>;
}

/** What a change sent when it was recorded: event, action and changed key of every delivery. */
export function recordedDeliveries(change: string): string[] {
	const changes: RecordedChange[] = read('.', 'deliveries-per-change.json').changes;
	const found = changes.find((one) => one.change === change);
	if (!found) throw new Error(`The change "${change}" was not recorded.`);
	return found.deliveries.map(
		({ event, action, activityField }) => `${event} ${action} ${activityField ?? '-'}`,
	);
}

const FLOAT_KEYS = new Set(['sort_order', 'sequence', 'view_props']);

/** Parsed JSON with the numbers that Python held as floats marked as such again; JSON.parse forgets it. */
export function withFloats(value: unknown, key = ''): PythonValue {
	if (typeof value === 'number') return FLOAT_KEYS.has(key) ? pythonFloat(value) : value;
	if (Array.isArray(value)) return value.map((one) => withFloats(one, key));
	if (typeof value !== 'object' || value === null) return value as PythonValue;
	const { field } = value as { field?: unknown };
	const keyOf = (name: string): string => (typeof field === 'string' && /_value$/.test(name) ? field : name);
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withFloats(one, keyOf(name))]));
}

/** Objects that Plane fills with whatever the web app stored. */
const FREE_OBJECTS = new Set(['logo_props', 'description_json']);

const kindOf = (value: unknown): string =>
	Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;

/**
 * Where the shape of a value leaves that of a recorded one: other keys, another order, other types. A null
 * fits anything, lists are compared by their first entries.
 */
export function shapeDifferences(ours: unknown, recorded: unknown, path = ''): string[] {
	const [left, right] = [kindOf(ours), kindOf(recorded)];
	if (left === 'null' || right === 'null') return [];
	if (left !== right) return [`${path}: ${left} instead of ${right}`];
	if (Array.isArray(ours) && Array.isArray(recorded)) {
		if (ours.length === 0 || recorded.length === 0) return [];
		return shapeDifferences(ours[0], recorded[0], `${path}[0]`);
	}
	if (left !== 'object') return [];
	const [ourRow, recordedRow] = [ours as Record<string, unknown>, recorded as Record<string, unknown>];
	const [ourKeys, recordedKeys] = [Object.keys(ourRow).join(), Object.keys(recordedRow).join()];
	if (ourKeys !== recordedKeys) return [`${path}: keys ${ourKeys} instead of ${recordedKeys}`];
	return Object.keys(ourRow)
		.filter((key) => !FREE_OBJECTS.has(key))
		.flatMap((key) => shapeDifferences(ourRow[key], recordedRow[key], `${path}.${key}`));
}
