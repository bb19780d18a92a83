/** What people and expressions write: references, dates and plain text. */
import { readInputDate } from '../../../core/plane/inputDate';
import { searchWorkItems } from '../../../core/plane/searchWorkItems';
import type { SearchOptions } from '../../../core/plane/searchWorkItems';
import { textToHtml } from '../../../core/plane/textToHtml';
import { parseWorkItemReference } from '../../../core/plane/workItemReference';
import { CHECKOUT, MARKETING, WEB, answer, planeOf, recorded } from './support';

const byId = { kind: 'id', id: CHECKOUT, projectId: WEB, workspaceSlug: 'acme' };
const byKey = { kind: 'key', key: 'WEB-42', workspaceSlug: null };
const page = `https://plane.example/acme/projects/${WEB}/issues`;

describe('parseWorkItemReference', () => {
	it.each([
		['an id', ` ${CHECKOUT.toUpperCase()} `, { ...byId, projectId: null, workspaceSlug: null }],
		['a key', 'web-42', byKey],
		['a page', `${page}/${CHECKOUT}/?x=1`, byId],
		['a page of a newer release', `https://plane.example/acme/projects/${WEB}/work-items/${CHECKOUT}`, byId],
		[
			'a page with its IDs in capitals',
			page.replace(WEB, WEB.toUpperCase()) + `/${CHECKOUT.toUpperCase()}`,
			byId,
		],
		[
			'a key in an address with signs',
			'https://a.example/b/browse/%C3%84-1/',
			{ kind: 'key', key: 'Ä-1', workspaceSlug: 'b' },
		],
		['a page whose ID goes on', `${page}/${CHECKOUT}0`, null],
		['a peek', `${page}?peekIssueId=${CHECKOUT}&y=2`, byId],
		['a browse page', 'https://plane.example/acme/browse/WEB-42/#a', { ...byKey, workspaceSlug: 'acme' }],
		['a page below a path', page.replace('/acme/', '/plane/acme/') + `/${CHECKOUT}`, byId],
		[
			'a page of a workspace with an encoded name',
			`${page.replace('acme', '%C3%A4')}/${CHECKOUT}`,
			{ ...byId, workspaceSlug: 'ä' },
		],
		['a page of another tracker, which names no workspace', 'https://jira.example/browse/WEB-42', null],
		['an address in the query of another', `https://sso.example/login?next=${page}/${CHECKOUT}`, null],
		['an address that is none', 'https://[acme/browse/WEB-42', null],
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
		['a date and a time with a space between', ' 2027-01-31 10:00 ', '2027-01-31'],
		['a Date', new Date('2027-01-31T12:00:00Z'), '2027-01-31'],
	])('takes %s', (_, value, expected) => {
		expect(readInputDate(value, 'Target Date')).toBe(expected);
	});

	it.each(['2027-02-30', '31.01.2027', 'tomorrow', '2027-1-1', '2027-01-31st', new Date(NaN), null, {}])(
		'refuses %p',
		(value) => {
			expect(() => readInputDate(value, 'Target Date')).toThrow(/"Target Date" is .* no date/);
		},
	);
});

it('repeats little of what is no date', () => {
	expect(() => readInputDate('x'.repeat(1000), 'Target Date')).toThrow(/is "x{60}", which/);
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

	it.each<[string, SearchOptions, string]>([
		['as many hits as are wanted', { limit: 7 }, '?search=a%26b&limit=7'],
		[
			'more where it may have to leave out some',
			{ limit: 7, projectId: WEB },
			`?search=a%26b&limit=200&project_id=${WEB}&workspace_search=false`,
		],
		[
			'all that are wanted of one project',
			{ limit: 500, projectId: WEB },
			`?search=a%26b&limit=500&project_id=${WEB}&workspace_search=false`,
		],
	])('asks for %s', async (_, options, query) => {
		const plane = planeOf(recorded('74-search'));
		await searchWorkItems(plane.context, ' a&b ', options);

		expect(plane.sent.map(({ url }) => new URL(url).search)).toEqual([query]);
	});

	it('asks nothing for an empty text', async () => {
		const plane = planeOf({});

		expect(await searchWorkItems(plane.context, '  ', { limit: 9 })).toEqual([]);
		expect(plane.sent).toEqual([]);
	});

	it.each([
		['no list', {}],
		['a hit without a project', { issues: [{ id: CHECKOUT, name: 'x', sequence_id: 1 }] }],
		['a hit whose ID is none', { issues: [{ id: '1', name: 'x', sequence_id: 1, project_id: WEB }] }],
	])('fails where the answer has %s', async (_, body) => {
		const { context } = planeOf({ 'work-items/search': answer(200, body) });

		await expect(searchWorkItems(context, 'x', { limit: 9 })).rejects.toMatchObject({
			kind: 'invalid_response',
		});
	});
});
