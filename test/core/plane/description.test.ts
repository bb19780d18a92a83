import fc from 'fast-check';
import { MAXIMUM_HTML_LENGTH, MAXIMUM_TEXT_LENGTH, readDescription } from '../../../core/plane/description';
import { webhook } from './support';

const mei = 'e3656446-cb3d-4ede-84c0-2dffb211a595';
const recordedHtml = (
	JSON.parse(webhook('03-issue-created-full-api').bodyText) as { data: { description_html: string } }
).data.description_html;

/** What grows with the square of the text takes many minutes; any machine reads it within this. */
const GRINDING_MS = 60_000;

const deep = (html: string): string => '<div>'.repeat(100) + html + '</div>'.repeat(100);

describe('readDescription', () => {
	it('lays out everything the editor of Plane can write', () => {
		expect(readDescription(recordedHtml, new Map([[mei, 'Mei-Ling 陳']])).split('\n')).toEqual([
			'Ziel – 目标 🎯',
			'',
			"Hello team, café & naïve <tag> “quotes” it's 5 €; see spec (https://acme.example/spec?a=1&b=2). @Mei-Ling 陳 please review 👩‍💻.",
			'',
			'• first, item',
			'• second; item',
			'  • nested',
			'',
			'1. one',
			'2. two',
			'',
			'[x] done box',
			'[ ] open box',
			'',
			'Browser | Version',
			'Firefox | ≥ 128',
			'',
			'> A quote',
			'> with a break',
			'',
			'const a = "x" < 1;',
			'',
			'* * *',
			'',
			'logo',
		]);
	});

	it.each([
		['nothing', '', ''],
		['an empty paragraph', '<p></p>', ''],
		['an empty paragraph with a class', ' <p class="x"></p>\n', ''],
		['a plain word', 'word', 'word'],
		['two paragraphs', '<p>a</p><p>b</p>', 'a\n\nb'],
		['many empty paragraphs', '<p>a</p><p></p><p><br></p><p></p><p>b</p>', 'a\n\nb'],
		['no-break spaces', '<p>5&nbsp;€&nbsp;</p>', '5 €'],
		['a list that starts later', '<ol start="3"><li>c</li><li>d</li></ol>', '3. c\n4. d'],
		['a list that starts nowhere', '<ol start="1e99" type="I"><li>c</li></ol>', '1. c'],
		['an unknown mention', '<mention-component entity_identifier="u-9"></mention-component>', '@mention'],
		['a labelled mention', '<mention-component label="Ada"></mention-component>', '@Ada'],
		[
			'a link that says its address',
			'<a href="https://a.example/">https://a.example</a>',
			'https://a.example',
		],
		['a link without text', '<a href="https://a.example/"></a>', 'https://a.example/'],
		['a link to mail', '<a href="mailto:a@b.example">write</a>', 'write (a@b.example)'],
		['a link that runs something', '<a href="javascript:alert(1)">click</a>', 'click'],
		['an image without words', '<p>a<img src="https://a.example/x.png"></p>', 'a'],
		['a script', '<p>a</p><script>alert(1)</script>', 'a'],
		[
			'a table with spans',
			'<table><tr><td colspan="9999999">a</td><td rowspan="99">b</td></tr></table>',
			'a | b',
		],
		[
			'lists in lists',
			'<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>',
			'• a\n  1. b\n• c\n  d',
		],
		[
			'tasks in tasks, as another editor nests them',
			'<ul data-type="taskList"><li data-checked="true"><label><input></label><div><p>a</p>' +
				'<ul data-type="taskList"><li><div><p>b</p></div></li></ul></div></li></ul>',
			'[x] a\n    [ ] b',
		],
		['a list in a list through a block', '<ul><li><div>a<ul><li>b</li></ul></div></li></ul>', '• a\n  • b'],
		[
			'a list in a cell',
			'<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>',
			'• a / • b | c',
		],
		[
			'code and its line breaks',
			'<pre><code>if (a &lt; b) {\n  x();\n}</code></pre>',
			'if (a < b) {\n  x();\n}',
		],
		['code within a line', '<p>run <code>npm i</code> now</p>', 'run npm i now'],
		[
			'an image’s words',
			'<p>a <img src="x" alt="A chart"></p><image-component src="y"></image-component>',
			'a A chart',
		],
		['a formatted link', '<a href="https://a.example/"><b>a</b> b</a>', 'a b (https://a.example/)'],
		['tags closed in the wrong order', '<p>a<b>b<i>c</p></b>d</i></ul></td>', 'abc\n\nd'],
		['brackets that are none', '<p>5 < 6 && 7 > 3 <!-- x --></p><p unclosed', '5 < 6 && 7 > 3'],
		['a comment and a script left open', 'a<!-- b <script>c', 'a'],
		['text from right to left', '<p dir="rtl">שלום <b>עולם</b></p>', 'שלום עולם'],
		[
			'entities in HTML that is too deep',
			deep('&euro; &#128640; &lt;b&gt; &amp;amp; 1 < 2<br>x <b y'),
			'€ 🚀 <b> &amp; 1 < 2\nx <b y',
		],
		[
			'code to run in HTML that is too deep',
			deep('a<script>b("<p>")</script><style>c{}</style><!-- d -->e'),
			'ae',
		],
		['code to run, left open, in HTML that is too deep', deep('a<script>b'), 'a'],
		['entities', '<p>&lt;b&gt; &amp;amp; &#128640;</p>', '<b> &amp; 🚀'],
	])('reads %s', (_, html, text) => {
		expect(readDescription(html)).toBe(text);
	});

	it.each([
		['20,000 nested blocks', '<div>'.repeat(20_000) + 'deep' + '</div>'.repeat(20_000)],
		['20,000 tags left open', '<b>'.repeat(20_000) + 'deep'],
		['20,000 nested lists', '<ul><li>'.repeat(20_000) + 'deep'],
	])('survives %s', (_, html) => expect(readDescription(html)).toBe('deep'));

	it.each([
		['open brackets', '<'.repeat(MAXIMUM_HTML_LENGTH)],
		['begun tags', '<a '.repeat(MAXIMUM_HTML_LENGTH / 3)],
		['begun tags beyond the cap', '<p'.repeat(MAXIMUM_HTML_LENGTH)],
		['spaces in preformatted text', `<pre>${' '.repeat(MAXIMUM_HTML_LENGTH - 10)}x`],
		['spaces in a cell', `<table><tr><td><pre>${' '.repeat(MAXIMUM_HTML_LENGTH - 50)}x`],
		['quotes of many lines', '<blockquote>'.repeat(50) + 'x<br>'.repeat(50_000)],
		['scripts left open in HTML that is too deep', `${'<div>'.repeat(100)}${'<script '.repeat(30_000)}`],
		['comments left open in HTML that is too deep', `${'<div>'.repeat(100)}${'<!-- '.repeat(50_000)}`],
		['a megabyte of paragraphs', '<p>lorem ipsum</p>'.repeat(60_000)],
		['a megabyte in an attribute', `<p class="${'x'.repeat(1_000_000)}">a</p>`],
		['a megabyte of links', '<a href="https://a.example/x">x</a>'.repeat(30_000)],
		['entities', '&amp;'.repeat(MAXIMUM_HTML_LENGTH / 5)],
	])(
		'does not grind on %s',
		(_, html) => expect(readDescription(html).length).toBeLessThan(MAXIMUM_TEXT_LENGTH + 100),
		GRINDING_MS,
	);

	it('says so when it cuts', () => {
		const text = readDescription(`<p>${'long '.repeat(MAXIMUM_HTML_LENGTH / 5)}</p>`);
		expect(text).toMatch(/^long long .*\n\[… description cut, see Plane for the rest\]$/s);
	});

	it('does not cut a character in two', () => {
		const text = readDescription(`<p>x${'🚀'.repeat(MAXIMUM_TEXT_LENGTH / 2)}</p>`);
		expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
	});

	it('leaves no trailing space, no third line break and no private character, whatever the HTML', () => {
		const piece = fc.constantFrom(
			'<p>',
			'</p>',
			'<ul>',
			'<li>',
			'<pre>',
			'<br>',
			' ',
			'\n',
			'a',
			'&nbsp;',
			'<td>',
		);
		const mention = '<mention-component entity_identifier="u"></mention-component>';
		fc.assert(
			fc.property(fc.array(fc.oneof(piece, fc.constant(mention)), { maxLength: 40 }), (pieces) => {
				expect(readDescription(pieces.join(''))).not.toMatch(/[ \t\u00a0]$|\n{3}|[\uE000\uE001]/m);
			}),
		);
	});
});
