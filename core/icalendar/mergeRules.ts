/**
 * What each rule of ownership makes of one property: the lines it should have, or nothing where
 * the stored ones may stay. Knows values, not where they stand in the object.
 */
import { displayValue, isSameProperty, isSameSet, piecesOfLines } from './compare';
import { firstValue } from './component';
import { contentLine, type ContentLine } from './contentLine';
import { membersOf, packList, piecesOf } from './list';
import { rememberedSet, textAfterRemembered } from './memory';
import type { Owned, PropertyChange } from './ownership';
import { escapeText } from './text';

/** The properties of the event as stored and as desired. */
export interface Sides {
	readonly stored: readonly ContentLine[];
	readonly desired: readonly ContentLine[];
}

/** A property that must change, and the lines it gets; none = it is removed. */
export interface Proposal extends PropertyChange {
	readonly lines: readonly ContentLine[];
}

export const linesOf = (lines: readonly ContentLine[], name: string): ContentLine[] =>
	lines.filter((line) => line.name === name);

function proposal(property: string, stored: readonly ContentLine[], lines: readonly ContentLine[]): Proposal {
	return { property, before: displayValue(stored), after: displayValue(lines), lines };
}

/** The property becomes what is desired, or goes where nothing is. */
export function proposeReplace({ stored, desired }: Sides, property: string): Proposal[] {
	const current = linesOf(stored, property);
	const wanted = linesOf(desired, property);
	return isSameProperty(current, wanted) ? [] : [proposal(property, current, wanted)];
}

/** The same, but only while the stored value is one of ours; an absent one counts as ours. */
export function proposeIfOurs(sides: Sides, property: string, ours: readonly string[]): Proposal[] {
	const isKnown = ({ value }: ContentLine): boolean =>
		ours.some((known) => known.toLowerCase() === value.trim().toLowerCase());
	return linesOf(sides.stored, property).every(isKnown) ? proposeReplace(sides, property) : [];
}

function afterLastLine(text: string, lastLine: string): string {
	if (lastLine === '') return '';
	const start = text.startsWith(lastLine) ? 0 : -1;
	const later = text.lastIndexOf(`\n${lastLine}`);
	const found = later === -1 ? start : later + 1;
	const end = found === -1 ? -1 : text.indexOf('\n', found);
	return end === -1 ? '' : text.slice(end);
}

interface StoredText {
	readonly text: string;
	/** Our part as it is desired now. */
	readonly ours: string;
	readonly memory: string | null;
	readonly lastLine: string;
}

/** What people added below our part of a stored text; '' where our part cannot be made out. */
function addedBelow({ text, ours, memory, lastLine }: StoredText): string {
	const remembered = memory === null ? null : textAfterRemembered(text, memory);
	if (remembered !== null) return remembered;
	if (ours !== '' && `${text}\n`.startsWith(`${ours}\n`)) return text.slice(ours.length);
	return afterLastLine(text, lastLine);
}

/** Our part of the text is exchanged, what people added below it stays. */
export function proposeText({ stored, desired }: Sides, rule: Owned['text']): Proposal[] {
	const current = linesOf(stored, rule.property);
	const before = firstValue(current, rule.property) ?? '';
	const ours = firstValue(desired, rule.property) ?? '';
	const added = addedBelow({
		text: before,
		ours,
		memory: firstValue(stored, rule.memory),
		lastLine: rule.last_line,
	});
	const after = ours === '' ? added.trimStart() : ours + added;
	if (current.length <= 1 && after.trim() === before.trim()) return [];
	const lines = after === '' ? [] : [contentLine(rule.property, escapeText(after))];
	return [proposal(rule.property, current, lines)];
}

/**
 * The pieces of the set that we put there, or null where nothing tells. An event that remembers a text of
 * ours but no set had no members of ours.
 */
function rememberedPieces({ stored, desired }: Sides, owned: Owned): Set<string> | null {
	const memory = firstValue(stored, owned.set.memory);
	const members = memory === null ? null : rememberedSet(memory);
	const isWrittenByUs = firstValue(stored, owned.text.memory) !== null;
	if (members === null && !isWrittenByUs) return null;
	const wanted = piecesOfLines(linesOf(desired, owned.set.property));
	return new Set([...(members ?? []).flatMap(piecesOf), ...wanted]);
}

/** Our members of the set are exchanged, those that people added stay, after ours. */
export function proposeSet(sides: Sides, owned: Owned): Proposal[] {
	const { property } = owned.set;
	const current = linesOf(sides.stored, property);
	const wanted = linesOf(sides.desired, property);
	const ours = rememberedPieces(sides, owned);
	const isAdded = (member: string): boolean =>
		ours !== null && piecesOf(member).some((piece) => !ours.has(piece));
	const added = membersOf(current.map(({ value }) => value)).filter(isAdded);
	const members = [...membersOf(wanted.map(({ value }) => value)), ...new Set(added)];
	const lines = packList(members).map((value) => contentLine(property, value));
	return isSameSet(piecesOfLines(current), piecesOfLines(lines)) ? [] : [proposal(property, current, lines)];
}
