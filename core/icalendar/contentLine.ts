/**
 * Content lines (RFC 5545 §3.1): split and unfold, read, write, fold. Knows no property by name and no
 * component.
 */

export interface Parameter {
	/** In upper case. */
	readonly name: string;
	/** Without quotes. */
	readonly value: string;
}

export interface ContentLine {
	/** In upper case. */
	readonly name: string;
	readonly parameters: readonly Parameter[];
	/** As it stands in the text: TEXT values are still escaped. */
	readonly value: string;
}

/** One unfolded line together with exactly the characters it was made of, line breaks included. */
export interface LogicalLine {
	readonly raw: string;
	readonly text: string;
}

/** RFC 5545 §3.1: octets of UTF-8 in a physical line, the line break not counted. */
export const MAX_LINE_OCTETS = 75;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Index behind the last character before the line break of a physical line. */
function endBeforeBreak(text: string, start: number, next: number): number {
	let end = next;
	if (end > start && text.charCodeAt(end - 1) === LINE_FEED) end--;
	if (end < next && end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
	return end;
}

/** The logical lines of a text; CRLF, LF and a mixture are read, and the raw texts joined are the text. */
export function splitLines(text: string): LogicalLine[] {
	const lines: LogicalLine[] = [];
	let unfolded = '';
	let lineStart = 0;
	let start = 0;
	while (start < text.length) {
		const lineFeed = text.indexOf('\n', start);
		const next = lineFeed === -1 ? text.length : lineFeed + 1;
		const from = start === lineStart ? start : start + 1;
		unfolded += text.slice(from, endBeforeBreak(text, start, next));
		if (next === text.length || !isBlank(text.charCodeAt(next))) {
			lines.push({ raw: text.slice(lineStart, next), text: unfolded });
			unfolded = '';
			lineStart = next;
		}
		start = next;
	}
	return lines;
}

/** The line break a text uses, judged by its first one; CRLF where it has none. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
	const lineFeed = text.indexOf('\n');
	return lineFeed === -1 || text.charCodeAt(lineFeed - 1) === CARRIAGE_RETURN ? '\r\n' : '\n';
}

const NAME = /^[A-Za-z0-9-]+(?=[;:])/;

/** The name an unfolded line begins with, in upper case; null where it is no content line. */
export function nameOfLine(text: string): string | null {
	const name = NAME.exec(text)?.[0];
	return name === undefined ? null : name.toUpperCase();
}

const PARAMETER = /;([^=;:"]+)=((?:"[^"]*"|[^";:]+)*)/y;

/**
 * Name, parameters and value of an unfolded line, or null where it is no content line. Where the parameters
 * are malformed, whatever follows the first colon counts as the value.
 */
export function parseContentLine(text: string): ContentLine | null {
	const name = nameOfLine(text);
	if (name === null) return null;
	const parameters: Parameter[] = [];
	let position = name.length;
	while (text[position] === ';') {
		PARAMETER.lastIndex = position;
		const match = PARAMETER.exec(text);
		if (match === null) break;
		parameters.push({
			name: (match[1] ?? '').toUpperCase(),
			value: (match[2] ?? '').replaceAll('"', ''),
		});
		position = PARAMETER.lastIndex;
	}
	if (text[position] === ':') {
		return { name, parameters, value: text.slice(position + 1) };
	}
	const colon = text.indexOf(':', name.length);
	return colon === -1 ? null : { name, parameters: [], value: text.slice(colon + 1) };
}

/** A line without parameters. */
export const contentLine = (name: string, value: string): ContentLine => ({ name, parameters: [], value });

/** The unfolded text of a line; line breaks, which would end it, are left out. */
export function formatContentLine({ name, parameters, value }: ContentLine): string {
	const written = parameters.map((parameter) => {
		const plain = parameter.value.replaceAll('"', '');
		return `;${parameter.name}=${/[,;:]/.test(plain) ? `"${plain}"` : plain}`;
	});
	return `${name}${written.join('')}:${value}`.replace(/[\r\n]/g, '');
}

function octetsOf(codePoint: number): number {
	if (codePoint < 0x80) return 1;
	if (codePoint < 0x800) return 2;
	return codePoint < 0x10000 ? 3 : 4;
}

/** The octets a text has in UTF-8; a lone surrogate counts as the three of its replacement. */
export function octetLength(text: string): number {
	let octets = 0;
	for (const character of text) octets += octetsOf(character.codePointAt(0) ?? 0);
	return octets;
}

/** A line's physical lines, each ended by the line break; no character is ever split (RFC 5545 §3.1). */
export function foldLine(text: string, lineBreak: string): string {
	const physical: string[] = [];
	let start = 0;
	let index = 0;
	let octets = 0;
	for (const character of text) {
		const size = octetsOf(character.codePointAt(0) ?? 0);
		if (octets + size > MAX_LINE_OCTETS) {
			physical.push(text.slice(start, index));
			start = index;
			octets = 1;
		}
		octets += size;
		index += character.length;
	}
	physical.push(text.slice(start));
	return physical.join(`${lineBreak} `) + lineBreak;
}
