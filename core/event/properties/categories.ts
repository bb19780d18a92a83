/** CATEGORIES: the names of the labels. */
import { contentLine, type ContentLine } from '../../icalendar/contentLine';
import { MAX_LIST_CHARACTERS, packList } from '../../icalendar/list';
import { cutText, escapeText, sanitizeLine } from '../../icalendar/text';
import type { PresentWorkItem } from '../../plane/types';

/** A name that alone would be too long for a line of a list is cut. */
function fitted(name: string): string {
	if (escapeText(name).length <= MAX_LIST_CHARACTERS) return name;
	const room = MAX_LIST_CHARACTERS - 1;
	let end = 0;
	let characters = 0;
	for (const character of name) {
		characters += escapeText(character).length;
		if (characters > room) break;
		end += character.length;
	}
	return `${cutText(name, end).trimEnd()}…`;
}

/** The labels' names as the event has them: one line each, none blank, none twice, in Plane's order. */
export function labelNames({ labels }: PresentWorkItem): string[] {
	const names = labels.map(({ name }) => fitted(sanitizeLine(name))).filter(Boolean);
	return [...new Set(names)];
}

export const categories = (item: PresentWorkItem): ContentLine[] =>
	packList(labelNames(item)).map((value) => contentLine('CATEGORIES', value));
