/**
 * Plane's rich text as readable plain text: same HTML and names, same text. It knows the editor's own elements
 * (mentions, task lists, image components) and nothing of where the text goes.
 */
import { compileHtmlToText } from '../../vendor/dav';
import { formatters, MENTION, selectors } from './descriptionFormat';

/** Longer HTML is cut before it is read; some 100 printed pages. */
export const MAXIMUM_HTML_LENGTH = 300_000;

/** HTML nested deeper than this is stripped of its tags instead of laid out; some 20 levels of lists. */
export const MAXIMUM_NESTING = 60;

/** Longer text is cut: indentation and quoting can make much of little HTML. */
export const MAXIMUM_TEXT_LENGTH = 100_000;

/** What the longest HTML may become when its brackets are written as entities. */
const MAXIMUM_LAYOUT_LENGTH = 5 * MAXIMUM_HTML_LENGTH;

const CUT_NOTE = '[… description cut, see Plane for the rest]';
const EMPTY = /^\s*(?:<p[^>]*>\s*<\/p>\s*)?$/;
const TAG = /<(\/?)([a-z][a-z0-9-]{0,40})/gi;
const VOID_ELEMENTS: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input', 'wbr', 'col', 'source']);

const layOut = compileHtmlToText({
	wordwrap: false,
	limits: { maxDepth: MAXIMUM_NESTING, maxInputLength: MAXIMUM_LAYOUT_LENGTH, ellipsis: '…' },
	formatters,
	selectors,
});

/**
 * @param names display names by user id, for mentions; anybody else is `@mention`.
 */
export function readDescription(html: string, names: ReadonlyMap<string, string> = new Map()): string {
	if (EMPTY.test(html)) return '';
	const text = toText(
		html.length > MAXIMUM_HTML_LENGTH ? withoutHalfTag(html.slice(0, MAXIMUM_HTML_LENGTH)) : html,
	);
	const named = text.replace(MENTION, (_, id: string) => `@${names.get(id) ?? 'mention'}`);
	const tidied = tidy(named);
	const isCut = html.length > MAXIMUM_HTML_LENGTH || tidied.length > MAXIMUM_TEXT_LENGTH;
	if (!isCut) return tidied;
	return `${withoutHalfCharacter(tidied.slice(0, MAXIMUM_TEXT_LENGTH))}\n${CUT_NOTE}`.trimStart();
}

const withoutHalfTag = (html: string): string =>
	html.lastIndexOf('<') > html.lastIndexOf('>') ? html.slice(0, html.lastIndexOf('<')) : html;

const withoutHalfCharacter = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');

function toText(html: string): string {
	if (nestingOf(html) > MAXIMUM_NESTING) return stripTags(html);
	try {
		return layOut(html);
	} catch (error) {
		if (error instanceof RangeError) return stripTags(html);
		throw error;
	}
}

/** Deepest level of open tags, never closed ones included: an upper bound that costs one pass. */
function nestingOf(html: string): number {
	let depth = 0;
	let deepest = 0;
	for (const [, closing, name = ''] of html.matchAll(TAG)) {
		if (VOID_ELEMENTS.has(name.toLowerCase())) continue;
		depth = closing === '/' ? Math.max(0, depth - 1) : depth + 1;
		deepest = Math.max(deepest, depth);
	}
	return deepest;
}

/** Up to its end tag or, without one, to the end of the text. */
const HIDDEN = /<(script|style)\b[^<]*(?:<(?!\/\1)[^<]*)*(?:<\/\1\s*>|$)/gi;

/** The lines of HTML that is too deep for a layout; what is left of it holds no tag, only entities. */
function stripTags(html: string): string {
	const text = html
		.replace(HIDDEN, '')
		.replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote|pre)>/gi, '\n')
		.replace(/<!--.*?(?:-->|$)|<[^<>]*>/gs, '')
		.replaceAll('<', '&lt;');
	return layOut(`<pre>${text}</pre>`);
}

function tidy(text: string): string {
	const lines = text.replace(/\u00a0/g, ' ').split(/\r\n|\r|\n/);
	const trimmed = lines.map((line) => line.trimEnd()).join('\n');
	return trimmed
		.replace(/\n{3,}/g, '\n\n')
		.replace(/^\n+/, '')
		.trimEnd();
}
