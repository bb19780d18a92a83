/**
 * Values that are lists of texts, such as CATEGORIES (RFC 5545 §3.8.1.2): read them as servers leave them,
 * write them as servers take them.
 */
import { comparableText, escapeText, unescapeText } from './text';

/** Longer lines are divided: SOGo 5.8.0 answers 500 to a CATEGORIES line much above 250 characters. */
export const MAX_LIST_CHARACTERS = 200;

/** The members of a list value, still escaped: divided at the commas that are not escaped. */
export function splitOnCommas(value: string): string[] {
	const members: string[] = [];
	let start = 0;
	for (let index = 0; index < value.length; index++) {
		if (value[index] === '\\') {
			index++;
		} else if (value[index] === ',') {
			members.push(value.slice(start, index));
			start = index + 1;
		}
	}
	members.push(value.slice(start));
	return members;
}

/** The members of several list values as texts, blank ones left out. */
export function membersOf(values: readonly string[]): string[] {
	return values
		.flatMap(splitOnCommas)
		.map((member) => unescapeText(member).trim())
		.filter(Boolean);
}

/**
 * A text's parts between commas. Lists are compared by these: Cyrus 3.6.1 splits a member at its
 * escaped comma and Xandikos 0.2.8 unescapes it, so that members cannot be told apart afterwards.
 */
export function piecesOf(text: string): string[] {
	return text.split(',').map(comparableText).filter(Boolean);
}

/** List values that hold the members in order, each within `maxCharacters` unless one member alone is longer. */
export function packList(members: readonly string[], maxCharacters: number = MAX_LIST_CHARACTERS): string[] {
	const values: string[] = [];
	let value = '';
	for (const member of members.map(escapeText)) {
		const longer = value === '' ? member : `${value},${member}`;
		if (value !== '' && longer.length > maxCharacters) {
			values.push(value);
			value = member;
		} else {
			value = longer;
		}
	}
	return value === '' ? values : [...values, value];
}
