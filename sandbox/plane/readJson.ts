/** Readers of single JSON values for the control API; each names the value it refuses. */
import { isDay } from './instants';
import { SandboxError } from './references';

export type JsonObject = Readonly<Record<string, unknown>>;

function wrong(name: string, value: unknown, wanted: string): SandboxError {
	const what = value === undefined ? `"${name}" is missing: it` : `"${name}"`;
	return new SandboxError(`${what} must be ${wanted}.`);
}

/** @throws {SandboxError} when the value is another one; so do all the others here. */
export function object(name: string, value: unknown): JsonObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw wrong(name, value, 'an object');
	return Object.fromEntries(Object.entries(value));
}

export function list(name: string, value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw wrong(name, value, 'a list');
	return value;
}

export function text(name: string, value: unknown): string {
	if (typeof value !== 'string' || value === '') throw wrong(name, value, 'a text');
	return value;
}

/** A text that may be empty. */
export function anyText(name: string, value: unknown): string {
	if (typeof value !== 'string') throw wrong(name, value, 'a text');
	return value;
}

/** A day that exists, `YYYY-MM-DD`. */
export function day(name: string, value: unknown): string {
	if (typeof value !== 'string' || !isDay(value)) throw wrong(name, value, 'a day such as 2027-01-15');
	return value;
}

/** An absolute address. */
export function address(name: string, value: unknown): string {
	if (typeof value !== 'string' || !URL.canParse(value))
		throw wrong(name, value, 'an address such as https://…');
	return value;
}

export const texts = (name: string, value: unknown): readonly string[] =>
	list(name, value).map((one) => text(name, one));

export function flag(name: string, value: unknown): boolean {
	if (typeof value !== 'boolean') throw wrong(name, value, 'true or false');
	return value;
}

/** @param smallest 1 unless told otherwise. */
export function wholeNumber(name: string, value: unknown, smallest = 1): number {
	if (typeof value !== 'number' || !Number.isInteger(value) || value < smallest) {
		throw wrong(name, value, `a whole number from ${smallest}`);
	}
	return value;
}

export function oneOf<const Value extends string | number>(
	name: string,
	value: unknown,
	values: readonly Value[],
): Value {
	const found = values.find((one) => one === value);
	if (found === undefined) throw wrong(name, value, `one of ${values.join(', ')}`);
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
