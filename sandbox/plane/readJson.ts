/** Readers of single JSON values for the control API; each names the value it refuses. */
import { SandboxError } from './references';

export type JsonObject = Readonly<Record<string, unknown>>;

const wrong = (name: string, wanted: string): SandboxError =>
	new SandboxError(`"${name}" must be ${wanted}.`);

/** @throws {SandboxError} when the value is another one; so do all the others here. */
export function object(name: string, value: unknown): JsonObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, 'an object');
	return Object.fromEntries(Object.entries(value));
}

export function list(name: string, value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw wrong(name, 'a list');
	return value;
}

export function text(name: string, value: unknown): string {
	if (typeof value !== 'string' || value === '') throw wrong(name, 'a text');
	return value;
}

export const texts = (name: string, value: unknown): readonly string[] =>
	list(name, value).map((one) => text(name, one));

export function flag(name: string, value: unknown): boolean {
	if (typeof value !== 'boolean') throw wrong(name, 'true or false');
	return value;
}

/** @param smallest 1 unless told otherwise. */
export function wholeNumber(name: string, value: unknown, smallest = 1): number {
	if (typeof value !== 'number' || !Number.isInteger(value) || value < smallest) {
		throw wrong(name, `a whole number from ${smallest}`);
	}
	return value;
}

export function oneOf<Value extends string | number>(
	name: string,
	value: unknown,
	values: readonly Value[],
): Value {
	const found = values.find((one) => one === value);
	if (found === undefined) throw wrong(name, `one of ${values.join(', ')}`);
	return found;
}

/** The entry of a table, or a refusal that lists the names there are. */
export function named<Entry>(table: Readonly<Record<string, Entry>>, name: string, what: string): Entry {
	const entry = Object.hasOwn(table, name) ? table[name] : undefined;
	if (entry === undefined) {
		throw new SandboxError(`There is no ${what} "${name}". There are: ${Object.keys(table).join(', ')}.`);
	}
	return entry;
}
