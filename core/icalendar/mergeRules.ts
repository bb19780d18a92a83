/**
 * What each rule of ownership makes of one property: the lines it should have, or nothing where
 * the stored ones may stay. Knows values, not where they stand in the object.
 */
import { displayValue, isSameProperty, isSameSet, piecesOfLines } from './compare';
import { firstValue } from './component';
import { contentLine, type ContentLine } from './contentLine';
import { membersOf, packList, piecesOf } from './list';
import { rememberedSet, textAfterRemembered } from './memory';
import { divideText } from './ourText';
import type { Owned, PropertyChange } from './ownership';
import { comparableText, escapeText } from './text';

/** The properties of the event as stored and as desired. */
export interface Sides {
	readonly stored: readonly ContentLine[];
	readonly desired: readonly ContentLine[];
}

/** A property that must change, and the lines it gets; none = it is removed. */
export interface Proposal extends PropertyChange {
	readonly lines: readonly ContentLine[];
	/** Whether what we wrote there last is there no more, or must have been changed since if the revision was not. */
	readonly isEdited: boolean;
}

export const linesOf = (lines: readonly ContentLine[], name: string): ContentLine[] =>
	lines.filter((line) => line.name === name);

interface Replacement {
	readonly stored: readonly ContentLine[];
	readonly lines: readonly ContentLine[];
	readonly isEdited: boolean;
}

function proposal(property: string, { stored, lines, isEdited }: Replacement): Proposal {
	return { property, before: displayValue(stored), after: displayValue(lines), lines, isEdited };
}

/** The property becomes what is desired, or goes where nothing is. */
export function proposeReplace({ stored, desired }: Sides, property: string): Proposal[] {
	const current = linesOf(stored, property);
	const wanted = linesOf(desired, property);
	if (isSameProperty(current, wanted)) return [];
	return [proposal(property, { stored: current, lines: wanted, isEdited: true })];
}

/** The same, but only while the stored value is one of ours; an absent one counts as ours. */
export function proposeIfOurs(sides: Sides, property: string, ours: readonly string[]): Proposal[] {
	const isKnown = ({ value }: ContentLine): boolean =>
		ours.some((known) => known.toLowerCase() === value.trim().toLowerCase());
	return linesOf(sides.stored, property).every(isKnown) ? proposeReplace(sides, property) : [];
}

/** Lines of the property whose value holds the text go; the others are somebody else's. */
export function proposeDiscard({ stored }: Sides, property: string, text: string): Proposal[] {
	const current = linesOf(stored, property);
	const kept = current.filter(({ value }) => !value.includes(text));
	if (kept.length === current.length) return [];
	return [proposal(property, { stored: current, lines: kept, isEdited: false })];
}

/** Whether the stored text does not begin with what we remember to have written. */
function isTextEdited(stored: readonly ContentLine[], rule: Owned['text']): boolean {
	const memory = firstValue(stored, rule.memory);
	return memory !== null && textAfterRemembered(firstValue(stored, rule.property) ?? '', memory) === null;
}

/** Our part of the text is exchanged, what people added below it stays. */
export function proposeText({ stored, desired }: Sides, rule: Owned['text']): Proposal[] {
	const current = linesOf(stored, rule.property);
	const before = firstValue(current, rule.property) ?? '';
	const ours = firstValue(desired, rule.property) ?? '';
	const added = divideText(stored, ours, rule)?.added ?? '';
	const after = ours === '' ? added.trimStart() : ours + added;
	if (current.length <= 1 && comparableText(after) === comparableText(before)) return [];
	const lines = after === '' ? [] : [contentLine(rule.property, escapeText(after))];
	return [proposal(rule.property, { stored: current, lines, isEdited: isTextEdited(stored, rule) })];
}

/** What the last line that starts so says behind it; '' where there is none. */
function restOfLine(text: string, start: string): string {
	const line = text.split('\n').findLast((candidate) => candidate.startsWith(start));
	return line?.slice(start.length) ?? '';
}

/**
 * The members of the set that we put there, or null where nothing tells. An event that remembers a text of
 * ours but no set had no members of ours; one that remembers neither names them in its text.
 */
function membersOfOurs({ stored, desired }: Sides, { set, text }: Owned): readonly string[] | null {
	const remembered = rememberedSet(firstValue(stored, set.memory) ?? '');
	if (remembered !== null) return remembered;
	if (firstValue(stored, text.memory) !== null) return [];
	const divided = divideText(stored, firstValue(desired, text.property) ?? '', text);
	return divided === null ? null : [restOfLine(divided.ours, set.line), ...set.formerly];
}

/** Our members of the set are exchanged, those that people added stay, after ours. */
export function proposeSet(sides: Sides, owned: Owned): Proposal[] {
	const { property } = owned.set;
	const current = linesOf(sides.stored, property);
	const wanted = linesOf(sides.desired, property);
	const members = membersOfOurs(sides, owned);
	const ours = new Set([...piecesOfLines(wanted), ...(members ?? []).flatMap(piecesOf)]);
	const isAdded = (member: string): boolean =>
		members !== null && piecesOf(member).some((piece) => !ours.has(piece));
	const added = membersOf(current.map(({ value }) => value)).filter(isAdded);
	const after = [...membersOf(wanted.map(({ value }) => value)), ...new Set(added)];
	const lines = packList(after).map((value) => contentLine(property, value));
	const pieces = piecesOfLines(current);
	if (isSameSet(pieces, piecesOfLines(lines))) return [];
	const remembered = rememberedSet(firstValue(sides.stored, owned.set.memory) ?? '') ?? [];
	const isEdited = remembered.flatMap(piecesOf).some((piece) => !pieces.has(piece));
	return [proposal(property, { stored: current, lines, isEdited })];
}
