/** Matches paths against route patterns. Knows neither keys nor records. */

export interface Pattern {
	readonly pieces: readonly RegExp[];
	readonly names: readonly (string | null)[];
}

/** Django accepts lower-case UUIDs only; anything else is no such page. */
const KINDS: Readonly<Record<string, RegExp>> = {
	uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
	key: /^[^/]+-\d+$/,
	text: /^[^/]+$/,
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Reads a pattern such as `workspaces/{slug:text}/projects/{project:uuid}`; without slashes at its ends.
 *
 * @throws {Error} for a placeholder of an unknown kind.
 */
export function parsePattern(pattern: string): Pattern {
	const pieces: RegExp[] = [];
	const names: (string | null)[] = [];
	for (const piece of pattern.split('/')) {
		const placeholder = /^\{(\w+):(\w+)\}$/.exec(piece);
		const kind = placeholder ? KINDS[placeholder[2] ?? ''] : new RegExp(`^(?:${escape(piece)})$`);
		if (!kind) throw new Error(`The route pattern ${pattern} names a kind that does not exist: ${piece}`);
		pieces.push(kind);
		names.push(placeholder?.[1] ?? null);
	}
	return { pieces, names };
}

/** The placeholders of a path that fits, or null. @param path without slashes at its ends. */
export function matchPattern({ pieces, names }: Pattern, path: string): Record<string, string> | null {
	const given = path.split('/');
	if (given.length !== pieces.length) return null;
	const parameters: Record<string, string> = {};
	for (const [index, piece] of pieces.entries()) {
		const text = given[index] ?? '';
		if (!piece.test(text)) return null;
		const name = names[index];
		if (name) parameters[name] = text;
	}
	return parameters;
}
