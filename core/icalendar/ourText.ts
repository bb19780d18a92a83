/**
 * Which part of a stored text is ours and which people added below it. Knows where the part ends by what we
 * remember of it or, in texts that remember nothing, by the form in which it was written.
 */
import { firstValue } from './component';
import type { ContentLine } from './contentLine';
import { textAfterRemembered } from './memory';
import type { Owned, TextEnd } from './ownership';

export interface DividedText {
	readonly ours: string;
	readonly added: string;
}

/** Index behind our part, or null where the text does not have this form. */
function indexOfEnd(text: string, end: TextEnd, stored: readonly ContentLine[]): number | null {
	const lines = `\n${text}\n`;
	if ('property' in end) {
		const value = firstValue(stored, end.property)?.trim() ?? '';
		const start = value === '' ? -1 : lines.indexOf(`\n${end.line}${value}`);
		return start === -1 ? null : start + end.line.length + value.length;
	}
	const opening = lines.indexOf(`\n${end.after}`);
	const start = opening === -1 ? -1 : lines.indexOf(`\n${end.line}`, opening);
	return start === -1 ? null : lines.indexOf('\n', start + 1) - 1;
}

/**
 * The stored text divided, or null where our part cannot be made out. Of several ends the first one counts:
 * rather a line of ours is kept for a person's than the reverse.
 *
 * @param wanted our part as it is desired now.
 */
export function divideText(
	stored: readonly ContentLine[],
	wanted: string,
	{ property, memory, ends }: Owned['text'],
): DividedText | null {
	const text = firstValue(stored, property) ?? '';
	const divideAt = (index: number): DividedText => ({ ours: text.slice(0, index), added: text.slice(index) });
	const remembered = textAfterRemembered(text, firstValue(stored, memory) ?? '');
	if (remembered !== null) return divideAt(text.length - remembered.length);
	if (wanted !== '' && `${text}\n`.startsWith(`${wanted}\n`)) return divideAt(wanted.length);
	const indexes = ends.map((end) => indexOfEnd(text, end, stored)).filter((index) => index !== null);
	return indexes.length === 0 ? null : divideAt(Math.min(...indexes));
}
