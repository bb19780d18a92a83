/**
 * Reads XML into a small tree: strict about the frame (well-formed, complete, namespaces declared), lenient
 * about text, because servers hand out what people and clients typed. Knows nothing of WebDAV.
 */
import { saxParser, type QualifiedTag } from '../../vendor/dav';

export interface XmlElement {
	/** Clark notation, `{namespace}local`. */
	readonly name: string;
	/** Attributes without a namespace. */
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	/** Text and CDATA directly inside, as sent: neither trimmed nor converted. */
	readonly text: string;
}

interface OpenElement extends XmlElement {
	readonly children: XmlElement[];
	text: string;
}

/** What is no XML, with the parser's reason. Turned into a domain error by whoever knows what was read. */
export class XmlError extends Error {
	override readonly name = 'XmlError';
}

/**
 * Parses a whole document.
 *
 * @param onChildOfRoot takes each finished child of the root instead of keeping it in the tree, so that
 * a long listing is never held as one.
 * @throws {XmlError} when the document is not well-formed or ends too early.
 */
export function parseXml(text: string, onChildOfRoot?: (child: XmlElement) => void): XmlElement {
	const parser = saxParser(true, { xmlns: true, position: false });
	const open: OpenElement[] = [];
	const result: { root: XmlElement | null; problem: string | null } = { root: null, problem: null };
	const append = (part: string) => {
		const current = open.at(-1);
		if (current !== undefined) current.text += part;
	};
	parser.onerror = (error) => {
		result.problem ??= error.message;
		parser.resume();
	};
	parser.ontext = append;
	parser.oncdata = append;
	parser.onopentag = (tag) => {
		if ('uri' in tag) open.push(openElement(tag));
	};
	parser.onclosetag = () => {
		const closed = open.pop();
		const parent = open.at(-1);
		if (closed === undefined) return;
		if (parent === undefined) {
			if (result.root !== null) result.problem ??= 'Two roots.';
			result.root = closed;
		} else if (open.length === 1 && onChildOfRoot !== undefined) onChildOfRoot(closed);
		else parent.children.push(closed);
	};
	parser.write(repairReferences(text)).close();
	if (result.problem !== null) throw new XmlError(result.problem);
	if (result.root === null) throw new XmlError('No element.');
	return result.root;
}

/** Most elements of a listing have none. */
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

function openElement({ uri, local, attributes }: QualifiedTag): OpenElement {
	const own = Object.values(attributes)
		.filter(({ prefix }) => prefix === '')
		.map((attribute) => [attribute.local, attribute.value] as const);
	return {
		name: `{${uri}}${local}`,
		attributes: own.length === 0 ? NO_ATTRIBUTES : Object.fromEntries(own),
		children: [],
		text: '',
	};
}

/** A reference to a surrogate, a control character or nothing; finds a little too much, never too little. */
const SUSPECT =
	/&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]|[0-9a-f]{6,})|0*(?:[0-8]|1[124-9]|2\d|3[01]|5[5-7]\d{3}|6553[45]|\d{7,}));/i;
const CDATA_OR_REFERENCE = /<!\[CDATA\[[\s\S]*?\]\]>|&#(?:x([0-9a-f]+)|(\d+));/gi;

/**
 * Decodes references to characters XML forbids: SOGo 5.8.0 writes emoji as two surrogate references, Radicale
 * 3.1.8 and Xandikos 0.2.8 hand out control characters. CDATA is text already.
 */
function repairReferences(text: string): string {
	if (!text.includes('&#') || !SUSPECT.test(text)) return text;
	return text.replace(CDATA_OR_REFERENCE, (whole, hexadecimal?: string, decimal?: string) => {
		if (hexadecimal === undefined && decimal === undefined) return whole;
		const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
		if (code > 0x10ffff) return '\ufffd';
		return isForbidden(code) ? String.fromCharCode(code) : whole;
	});
}

function isForbidden(code: number): boolean {
	if (code < 0x20) return code !== 0x9 && code !== 0xa && code !== 0xd;
	return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
}

/** The first child of that name, or null. */
export const childOf = (element: XmlElement, name: string): XmlElement | null =>
	element.children.find((child) => child.name === name) ?? null;

/** All children of that name. */
export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
	element.children.filter((child) => child.name === name);
