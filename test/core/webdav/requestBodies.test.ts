import { CALDAV, NAMES } from '../../../core/webdav/names';
import {
	calendarQueryBody,
	escapeXml,
	multigetBody,
	propfindBody,
	proppatchBody,
} from '../../../core/webdav/requestBodies';
import { childOf, parseXml, type XmlElement } from '../../../core/webdav/xml';

const HARD = 'Zoë 🚀 R&D / <x> "\'';

function find(element: XmlElement, name: string): XmlElement | null {
	if (element.name === name) return element;
	for (const child of element.children) {
		const found = find(child, name);
		if (found !== null) return found;
	}
	return null;
}

describe('request bodies', () => {
	it('ask for properties in their namespaces', () => {
		const asked = childOf(parseXml(propfindBody([NAMES.displayName, NAMES.ctag, NAMES.color])), NAMES.prop);
		expect(asked?.children.map(({ name }) => name)).toEqual([NAMES.displayName, NAMES.ctag, NAMES.color]);
	});

	it('set text as it is', () => {
		const body = parseXml(proppatchBody(new Map([[NAMES.calendarDescription, HARD]])));
		expect(find(body, NAMES.calendarDescription)?.text).toBe(HARD);
	});

	it('ask for all events, or for one UID among them', () => {
		const match = `{${CALDAV}}text-match`;
		expect(find(parseXml(calendarQueryBody()), match)).toBeNull();
		expect(find(parseXml(calendarQueryBody(HARD)), match)).toMatchObject({
			text: HARD,
			attributes: { collation: 'i;octet' },
		});
	});

	it('name objects by their path', () => {
		expect(find(parseXml(multigetBody(['/a/b&c.ics'])), NAMES.href)?.text).toBe('/a/b&c.ics');
	});
});

describe('escapeXml', () => {
	it('leaves out what XML forbids', () => {
		expect(escapeXml('a\u0000b\u001f\ufffe\ud800c\td\r\n\u007f')).toBe('abc\td\r\n');
	});
});
