/** What people and expressions write: references, dates and plain text. */
import { readInputDate } from '../../../core/plane/inputDate';
import { searchWorkItems } from '../../../core/plane/searchWorkItems';
import { textToHtml } from '../../../core/plane/textToHtml';
import { parseWorkItemReference } from '../../../core/plane/workItemReference';
import { CHECKOUT, MARKETING, WEB, planeOf, recorded } from './support';

const byId = { kind: 'id', id: CHECKOUT, projectId: WEB };
const page = `https://plane.example/acme/projects/${WEB}/issues`;

describe('parseWorkItemReference', () => {
	it.each([
		['an id', ` ${CHECKOUT.toUpperCase()} `, { ...byId, projectId: null }],
		['a key', 'web-42', { kind: 'key', key: 'WEB-42' }],
		['a page', `${page}/${CHECKOUT}/?x=1`, byId],
		['a peek', `${page}?peekIssueId=${CHECKOUT}&y=2`, byId],
		['a browse page', 'https://plane.example/acme/browse/WEB-42/#a', { kind: 'key', key: 'WEB-42' }],
		['the page of a project', `${page}/`, null],
		['a word', 'checkout', null],
		['nothing', '', null],
		['a path in a key', '../WEB-42', null],
	])('reads %s', (_, text, expected) => {
		expect(parseWorkItemReference(text)).toEqual(expected);
	});
});

describe('readInputDate', () => {
	it.each([
		['a date', '2027-01-31', '2027-01-31'],
		['a date with a time, as it is written', '2027-01-31T23:59:00+02:00', '2027-01-31'],
		['a Date', new Date('2027-01-31T12:00:00Z'), '2027-01-31'],
	])('takes %s', (_, value, expected) => {
		expect(readInputDate(value, 'Target Date')).toBe(expected);
	});

	it.each(['2027-02-30', '31.01.2027', 'tomorrow', '2027-1-1', null, {}])('refuses %p', (value) => {
		expect(() => readInputDate(value, 'Target Date')).toThrow(/"Target Date" is .* no date/);
	});
});

describe('textToHtml', () => {
	it.each([
		['escapes markup', '<b>1 & "2"</b>', '<p>&lt;b&gt;1 &amp; &quot;2&quot;&lt;/b&gt;</p>'],
		['keeps lines', 'a\r\nb', '<p>a<br>b</p>'],
		['begins paragraphs at empty lines', 'a\n \n\nb\n', '<p>a</p><p>b</p>'],
	])('%s', (_, text, html) => {
		expect(textToHtml(text)).toBe(html);
	});
});

describe('searchWorkItems', () => {
	it('adds key and address to what Plane finds', async () => {
		const { context } = planeOf(recorded('74-search'));
		const hits = await searchWorkItems(context, 'checkout', { limit: 2 });

		expect(hits).toMatchObject([
			{ key: 'WEB-49', project: { id: WEB, identifier: 'WEB' } },
			{ key: 'WEB-48', id: CHECKOUT, url: `${page}/${CHECKOUT}` },
		]);
	});

	it('leaves out hits in other projects when asked for one', async () => {
		const { context } = planeOf(recorded('74-search'));

		expect(await searchWorkItems(context, 'checkout', { limit: 9, projectId: MARKETING })).toEqual([]);
	});
});
