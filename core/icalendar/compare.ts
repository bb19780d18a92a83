/**
 * When two spellings of a property mean the same. Servers refold, unescape, split, reorder and requote what
 * they store: a difference that is only theirs must never cause a write.
 */
import type { ContentLine } from './contentLine';
import { membersOf, piecesOf } from './list';
import { comparableText, unescapeText } from './text';

const LISTS: ReadonlySet<string> = new Set(['CATEGORIES', 'RESOURCES']);
const CASELESS: ReadonlySet<string> = new Set(['CLASS', 'COLOR', 'STATUS', 'TRANSP']);
const DATE = /^\d{8}$/;
const LOCAL_DATE_TIME = /^\d{8}T\d{6}$/;

const parameterOf = (line: ContentLine, name: string): string | undefined =>
	line.parameters.find((parameter) => parameter.name === name)?.value;

/** One value in a form in which equal values are equal texts. */
function keyOf(line: ContentLine): string {
	const value = comparableText(unescapeText(line.value));
	if (DATE.test(value)) return value;
	if (LOCAL_DATE_TIME.test(value)) return `${value} ${parameterOf(line, 'TZID') ?? ''}`;
	if (line.name === 'RRULE') return value.toUpperCase().split(';').sort().join(';');
	return CASELESS.has(line.name) ? value.toUpperCase() : value;
}

/** VALUE follows from the form of the value, TZID is part of its key; servers drop and add both. */
const isCompared = ({ name }: { readonly name: string }): boolean => name !== 'VALUE' && name !== 'TZID';

function hasParametersOf(stored: ContentLine, desired: ContentLine): boolean {
	return desired.parameters
		.filter(isCompared)
		.every(({ name, value }) => parameterOf(stored, name)?.toLowerCase() === value.toLowerCase());
}

const byKey = (lines: readonly ContentLine[]): Array<readonly [string, ContentLine]> =>
	lines
		.map((line) => [keyOf(line), line] as const)
		.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));

/** The pieces of a list property's lines, as a set. */
export function piecesOfLines(lines: readonly ContentLine[]): Set<string> {
	return new Set(membersOf(lines.map(({ value }) => value)).flatMap(piecesOf));
}

export function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
	return left.size === right.size && [...left].every((member) => right.has(member));
}

/**
 * Whether the stored lines of a property say what the desired ones do. Parameters a server added are
 * ignored, those that are desired must be there.
 */
export function isSameProperty(stored: readonly ContentLine[], desired: readonly ContentLine[]): boolean {
	if (LISTS.has(stored[0]?.name ?? '')) return isSameSet(piecesOfLines(stored), piecesOfLines(desired));
	if (stored.length !== desired.length) return false;
	const storedByKey = byKey(stored);
	return byKey(desired).every(([key, line], index) => {
		const [storedKey, storedLine] = storedByKey[index] ?? ['', line];
		return storedKey === key && hasParametersOf(storedLine, line);
	});
}

/** A property's values for people to read, or null where it is absent. */
export function displayValue(lines: readonly ContentLine[]): string | null {
	if (lines.length === 0) return null;
	if (LISTS.has(lines[0]?.name ?? '')) return membersOf(lines.map(({ value }) => value)).join(', ');
	return lines.map(({ value }) => unescapeText(value)).join('\n');
}
