/** Reading untrusted JSON: which values are what, and what of a record may be passed on. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper parts are replaced by null: Plane's rich text nests some three levels per list level. */
export const MAXIMUM_DEPTH = 200;

/** Keys that reach an object's prototype when they are assigned. */
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What Plane says of a person beyond the name. */
const PERSONAL_KEYS: ReadonlySet<string> = new Set(['email', 'avatar', 'avatar_url']);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string that is not empty, else null. */
export const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/** The id of a relation: a bare id, or a record with one; null for null and for the `{}` of an expanded null. */
export const idOf = (value: unknown): string | null => textOrNull(isObject(value) ? value['id'] : value);

/** A copy without e-mail addresses, avatars and prototype keys, at every depth; too deep parts become null. */
export function withoutPersonalData(value: JsonObject): JsonObject;
export function withoutPersonalData(value: unknown): unknown;
export function withoutPersonalData(value: unknown): unknown {
	return copy(value, 0);
}

function copy(value: unknown, depth: number): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= MAXIMUM_DEPTH) return null;
	if (Array.isArray(value)) return value.map((member: unknown) => copy(member, depth + 1));
	const kept = Object.entries(value).filter(([key]) => !PROTOTYPE_KEYS.has(key) && !PERSONAL_KEYS.has(key));
	return Object.fromEntries(kept.map(([key, member]) => [key, copy(member, depth + 1)]));
}
