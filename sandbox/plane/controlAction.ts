/** What one control action is: the arguments it takes, each with its reader, and what it does with them. */
import type { JsonObject } from './readJson';
import * as read from './readJson';
import { SandboxError } from './references';
import type { Control } from './standIn';

/** Reads one value, or refuses it by its name. */
export type Reader<Value> = (name: string, value: unknown) => Value;

export type Readers<Given> = { readonly [Key in keyof Given]: Reader<Given[Key]> };

type OptionalKey<Given> = {
	[Key in keyof Given]: undefined extends Given[Key] ? Key : never;
}[keyof Given];

/** What was read; optional arguments that were not given have no key. */
export type Read<Given> = { readonly [Key in Exclude<keyof Given, OptionalKey<Given>>]: Given[Key] } & {
	readonly [Key in OptionalKey<Given>]?: Exclude<Given[Key], undefined>;
};

/** Does one thing; the name is the one under which it was called. */
export type Action = (control: Control, name: string, given: JsonObject) => unknown;

export const optional =
	<Value>(reader: Reader<Value>): Reader<Value | undefined> =>
	(name, value) =>
		value === undefined ? undefined : reader(name, value);

export const nullable =
	<Value>(reader: Reader<Value>): Reader<Value | null> =>
	(name, value) =>
		value === null ? null : reader(name, value);

export const choice =
	<const Value extends string | number>(values: readonly Value[]): Reader<Value> =>
	(name, value) =>
		read.oneOf(name, value, values);

/** Those that were given come first and as they came: the keys of a patch make deliveries in that order. */
const inOrder = (given: JsonObject, known: readonly string[]): string[] => [
	...new Set([...Object.keys(given), ...known]),
];

/**
 * Reads every argument. One that is not known is refused: misspelled, it would change nothing and say so
 * to nobody.
 *
 * @throws {SandboxError} naming the argument.
 */
export function readArguments<Given>(what: string, readers: Readers<Given>, given: JsonObject): Read<Given> {
	const known = Object.keys(readers);
	const other = Object.keys(given).find((key) => !known.includes(key));
	if (other !== undefined) {
		const takes = known.length === 0 ? 'It takes nothing.' : `It takes ${known.join(', ')}.`;
		throw new SandboxError(`"${what}" takes no "${other}". ${takes}`);
	}
	const readerOf = new Map(Object.entries<Reader<unknown>>(readers));
	const values = inOrder(given, known).map(
		(name) => [name, readerOf.get(name)?.(name, given[name])] as const,
	);
	return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Read<Given>;
}

/** An action from the readers of its arguments and what it does with what they read. */
export const action =
	<Given>(readers: Readers<Given>, run: (control: Control, given: Read<Given>) => unknown): Action =>
	(control, name, given) =>
		run(control, readArguments(name, readers, given));

/** An object of named values, such as a patch; nothing else may be in it. */
export const record =
	<Given>(readers: Readers<Given>): Reader<Read<Given>> =>
	(name, value) =>
		readArguments(name, readers, read.object(name, value));

/** Who does it: the key's owner where nobody is named. */
export const WHO = { by: optional(read.text) };

/** Who does it, and whether keys are spelled as the web app or as the API spells them. */
export const AUTHOR = { ...WHO, via: optional(choice(['app', 'api'])) };
