import fc from 'fast-check';
import { cleanText, escapeXml } from '../../../core/webdav/requestBodies';
import { parseXml, XmlError } from '../../../core/webdav/xml';

const textIn = (content: string): string => parseXml(`<a xmlns="urn:x">${content}</a>`).text;

describe('parseXml', () => {
	it('names elements by namespace, whatever their prefix', () => {
		const root = parseXml('<D:multi xmlns:D="DAV:" xmlns="urn:x"><b k="v"/><D:c/></D:multi>');
		expect(root.name).toBe('{DAV:}multi');
		expect(root.children.map(({ name }) => name)).toEqual(['{urn:x}b', '{DAV:}c']);
		expect(root.children[0]?.attributes).toEqual({ k: 'v' });
	});

	it.each([
		['entities', 'R&amp;D &lt;x&gt;', 'R&D <x>'],
		['CDATA', '<![CDATA[<b> & &amp;]]>', '<b> & &amp;'],
		['text and CDATA mixed', 'a<![CDATA[&]]>b', 'a&b'],
		['text around children', 'a<b/>c', 'ac'],
		['an emoji as two surrogate references', '&#55357;&#56960;', '🚀'],
		['an emoji as hexadecimal surrogate references', '&#xD83D;&#xde80;', '🚀'],
		['an emoji as one reference', '&#128640;', '🚀'],
		['half a surrogate pair', 'x&#55357;y', 'x\ud83dy'],
		['a reference to a control character', 'a&#1;b', 'a\u0001b'],
		['a raw control character', 'a\u0001b', 'a\u0001b'],
		['a reference beyond Unicode', '&#9999999;', '\ufffd'],
		['references inside CDATA', '<![CDATA[&#1;]]>', '&#1;'],
		['numbers and white space as they are', ' 007 ', ' 007 '],
		['line breaks', 'a&#13;\nb', 'a\r\nb'],
	])('rule 23: reads %s', (_name, content, text) => {
		expect(textIn(content)).toBe(text);
	});

	it.each([
		['nothing', ''],
		['text', 'hello'],
		['a document that ends early', '<a><b></b>'],
		['an open tag', '<a><b'],
		['crossed tags', '<a><b></a></b>'],
		['two roots', '<a/><b/>'],
		['text after the root', '<a/>x'],
		['a prefix without namespace', '<d:a/>'],
		['an unknown entity', '<a>&what;</a>'],
	])('refuses %s', (_name, document) => {
		expect(() => parseXml(document)).toThrow(XmlError);
	});

	it('hands over the children of the root instead of keeping them', () => {
		const names: string[] = [];
		const root = parseXml('<a xmlns=""><b><c/></b><d/></a>', ({ name, children }) => {
			names.push(name, ...children.map((child) => child.name));
		});
		expect(names).toEqual(['{}b', '{}c', '{}d']);
		expect(root.children).toEqual([]);
	});

	it('reads back whatever text is written', () => {
		const anyText = fc.string({ unit: 'binary' });
		fc.assert(fc.property(anyText, (text) => textIn(escapeXml(text)) === cleanText(text)));
	});

	it('ends with a tree or an XmlError on any text', () => {
		const piece = fc.constantFrom(
			'<a>',
			'</a>',
			'<a',
			'&#',
			';',
			'55357',
			'<![CDATA[',
			']]>',
			'&',
			'x',
			'"',
			'<!--',
		);
		const soup = fc.array(piece).map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(soup, (text) => {
				try {
					return typeof parseXml(text).name === 'string';
				} catch (error) {
					return error instanceof XmlError;
				}
			}),
		);
	});
});
