/**
 * Values of type TEXT (RFC 5545 §3.3.11): escape, unescape, and make untrusted text safe to store. Knows no
 * property.
 */
import { octetLength } from './contentLine';

/** Longer texts are cut: servers and clients choke on them, and nobody reads them in a calendar. */
export const MAX_TEXT_OCTETS = 64 * 1024;

const CUT_NOTICE = '\n[Cut here: the text is longer than 64 kB.]';

/** A text as the value of a TEXT property. */
export function escapeText(text: string): string {
	return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** The text a TEXT value stands for; the escaped quotes and colons of older writers are read as well. */
export function unescapeText(value: string): string {
	if (!value.includes('\\')) return value;
	return value.replace(/\\([\\;,":nN])/g, (_, escaped: string) =>
		escaped === 'n' || escaped === 'N' ? '\n' : escaped,
	);
}

/**
 * A text in a form in which texts that a server may have made of each other are equal: Xandikos 0.4.10 gives back
 * a backslash before an N as a line break, others trim.
 */
export const comparableText = (text: string): string => text.replace(/\\[nN]/g, '\n').trim();

/**
 * Text without what breaks a calendar: control characters, lone surrogates, U+FFFE and U+FFFF make a whole
 * REPORT invalid XML (Radicale 3.1.8, Xandikos 0.2.8). Every kind of line break becomes a line feed, since
 * servers written in Python also break lines at U+0085, U+2028 and U+2029; a tab becomes a space.
 */
export function sanitizeText(text: string): string {
	return text
		.replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
		.replace(/\t/g, ' ')
		.replace(/(?!\n)[\p{Cc}\ufffe\uffff]/gu, '')
		.replace(/\p{Surrogate}/gu, '');
}

/** The same for a text that must be one line: line breaks and runs of blanks become one space. */
export function sanitizeLine(text: string): string {
	return sanitizeText(text).split(/\s+/).filter(Boolean).join(' ');
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as one character, an emoji of many parts say, is looked for this far around a cut. */
const GRAPHEME_UNITS = 100;

/** The text up to an index, less what is left of a character that people see as one. */
export function cutText(text: string, index: number): string {
	const from = Math.max(0, index - GRAPHEME_UNITS);
	const around = graphemes.segment(text.slice(from, index + GRAPHEME_UNITS));
	const start = around.containing(index - from)?.index ?? 0;
	return text.slice(0, start === 0 ? index : from + start);
}

/** The text itself, or its beginning and a line that says it was cut, together at most `maxOctets`. */
export function capText(text: string, maxOctets: number = MAX_TEXT_OCTETS): string {
	if (octetLength(text) <= maxOctets) return text;
	const room = maxOctets - octetLength(CUT_NOTICE);
	let octets = 0;
	let end = 0;
	for (const character of text) {
		octets += octetLength(character);
		if (octets > room) break;
		end += character.length;
	}
	return cutText(text, end).trimEnd() + CUT_NOTICE;
}
