/**
 * What an event remembers of what we wrote into it, so that people's additions can be told apart. The values
 * hold nothing but letters, digits, `-`, `_` and `.`: servers cut, split or drop others.
 */
import { createHash } from 'crypto';

const DIGEST_CHARACTERS = 22;
const TEXT_MEMORY = /^(\d{1,9})\.([\w-]+)$/;

const digestOf = (text: string): string =>
	createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, DIGEST_CHARACTERS);

const codePointsOf = (text: string): number =>
	text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** Index after that many code points, or null where the text has fewer. */
function indexAfter(text: string, codePoints: number): number | null {
	if (text.length < codePoints) return null;
	let index = 0;
	let left = codePoints;
	for (const character of text) {
		if (left === 0) break;
		left--;
		index += character.length;
	}
	return left === 0 ? index : null;
}

/** `{length in code points}.{digest}` of a text. */
export const rememberText = (text: string): string => `${codePointsOf(text)}.${digestOf(text)}`;

/** What follows the remembered text, or null where the text does not begin with it. */
export function textAfterRemembered(text: string, memory: string): string | null {
	const match = TEXT_MEMORY.exec(memory.trim());
	if (match === null) return null;
	const end = indexAfter(text, Number(match[1]));
	if (end === null || digestOf(text.slice(0, end)) !== match[2]) return null;
	return text.slice(end);
}

/** The members of a set as base64url of their JSON. */
export const rememberSet = (members: readonly string[]): string =>
	Buffer.from(JSON.stringify(members), 'utf8').toString('base64url');

/** The remembered members, or null where the value is no memory of ours. */
export function rememberedSet(memory: string): string[] | null {
	try {
		const members: unknown = JSON.parse(Buffer.from(memory.trim(), 'base64url').toString('utf8'));
		return Array.isArray(members) && members.every((member) => typeof member === 'string') ? members : null;
	} catch {
		return null;
	}
}
