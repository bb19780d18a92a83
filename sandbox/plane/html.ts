/** What Plane does to description HTML: one root for the API, glued plain text for webhooks. */

const VOID_TAGS = new Set(['br', 'hr', 'img', 'input', 'image-component']);
const TAG = /<(\/?)([a-zA-Z][\w-]*)[^>]*?(\/?)>/g;

interface Roots {
	readonly elements: number;
	readonly looseText: boolean;
}

function countRoots(html: string): Roots {
	let depth = 0;
	let elements = 0;
	let end = 0;
	let looseText = false;
	for (const match of html.matchAll(TAG)) {
		if (depth === 0 && html.slice(end, match.index).trim() !== '') looseText = true;
		end = match.index + match[0].length;
		if (match[1] === '/') {
			depth = Math.max(0, depth - 1);
			continue;
		}
		if (depth === 0) elements += 1;
		const closesItself = match[3] === '/' || VOID_TAGS.has((match[2] ?? '').toLowerCase());
		if (!closesItself) depth += 1;
	}
	return { elements, looseText: looseText || html.slice(end).trim() !== '' };
}

/**
 * The HTML the API stores: several roots are wrapped into a `<div>`, bare text into a `<p>`. The web app
 * stores what it was given.
 *
 * @see Plane CE 1.3.1, recordings `webhooks/03-issue-created-full-api.json`
 */
export function htmlStoredByApi(html: string): string {
	if (html.trim() === '') return html;
	const { elements, looseText } = countRoots(html);
	if (elements === 0) return `<p>${html}</p>`;
	return elements > 1 || looseText ? `<div>${html}</div>` : html;
}

const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
};

function decodeEntity(whole: string, name: string): string {
	if (!name.startsWith('#')) return NAMED[name] ?? whole;
	const hex = /^#x/i.test(name);
	const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Plane's `description_stripped`: tags gone, entities decoded, blocks glued together without a space. */
export const stripTags = (html: string): string =>
	html.replace(/<[^>]*>/g, '').replace(/&(#x?[0-9a-fA-F]+|[a-zA-Z]+);/g, decodeEntity);

/** Text made safe for an HTML page. */
export const escapeHtml = (text: string): string =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
