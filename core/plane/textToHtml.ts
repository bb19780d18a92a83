/** Plain text as the HTML of Plane's editor. Pure. */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A paragraph for each part between empty lines, a line break for each line; nothing in it is markup. */
export function textToHtml(text: string): string {
	const paragraphs = text
		.replace(/\r\n?/g, '\n')
		.trim()
		.split(/\n[^\S\n]*\n\s*/);
	return paragraphs.map((paragraph) => `<p>${escape(paragraph).replace(/\n/g, '<br>')}</p>`).join('');
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
