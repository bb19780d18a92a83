/** The nastiest events there are, stored on real servers and read back: valid, accepted, and the same to us. */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventFromWorkItem } from '../../core/event/eventFromWorkItem';
import { transformSnapshot } from '../../core/event/transform';
import { uidForWorkItem } from '../../core/event/uid';
import { withRetry } from '../../core/http/retry';
import { octetLength } from '../../core/icalendar/contentLine';
import { readDescription } from '../../core/plane/description';
import type { PresentWorkItem } from '../../core/plane/types';
import { reconcile } from '../../core/reconcile/reconcile';
import { aLabel, aSnapshot, aWorkItem } from '../core/event/aWorkItem';
import { methodsOf, recording } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const FAMILY = '👩‍👩‍👧‍👦';
const CONTROLS = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('a');

const NASTY: ReadonlyArray<readonly [string, Partial<PresentWorkItem>]> = [
	['the first day', { target_date: '0001-01-01' }],
	['the last day', { target_date: '9998-12-31' }],
	['a leap day', { target_date: '2028-02-29' }],
	['separators', { name: 'a,b;c:d\\n\\N\\, "e" \\', description: '\\n,;:"\n\\\n;\n,\nEND:VEVENT\n X:1' }],
	[
		'paths of Windows',
		{
			name: 'C:\\New\\notes',
			description: 'C:\\New\\notes',
			labels: [aLabel('C:\\New\\notes'), aLabel('a')],
		},
	],
	['control characters', { name: CONTROLS, description: CONTROLS, labels: [aLabel(CONTROLS)] }],
	[
		'lone surrogates',
		{ name: 'a\ud800b\udc00c\ufffe\uffff', description: '\ud83d', labels: [aLabel('\udc00x')] },
	],
	[
		'line breaks of every kind',
		{ name: 'a\r\nb\u2028c\u2029d\u0085e\u000bf', description: 'a\r\n\r\rb\u2028c\u0085d' },
	],
	[
		'emoji',
		{ name: FAMILY.repeat(40), description: FAMILY.repeat(3000), labels: [aLabel(FAMILY.repeat(50))] },
	],
	['right to left', { name: '\u202eשלום\u202c עולם, مرحبا', description: '\u200fשלום; 123\u2067x\u2069' }],
	['combining marks', { name: `e${'\u0301'.repeat(200)}`, description: 'Z\u0351\u036b'.repeat(5000) }],
	['a text too long', { description: 'Zeichen, die zählen; 🚀\n'.repeat(10_000) }],
	['one endless word', { name: 'x'.repeat(255), description: 'é'.repeat(60_000) }],
	['labels with separators', { labels: [aLabel('a, b'), aLabel('"c"; d'), aLabel('e\\'), aLabel(',')] }],
	['a label of 500 characters', { labels: [aLabel('é,'.repeat(250))] }],
	['a thousand labels', { labels: Array.from({ length: 1000 }, (_, n) => aLabel(`label "${n}", 🚀`)) }],
	['20,000 nested tags', { description: readDescription('<ul><li>'.repeat(10_000) + 'deep') }],
	['a megabyte of HTML', { description: readDescription('<p>a, <b>b</b>; c</p>'.repeat(50_000)) }],
	['an address with everything', { url: 'https://plane.example/a b;c,d\\e?f="g"&h=ü#🚀' }],
	['no words at all', { name: '', description: ' \n\t', labels: [aLabel(' ')] }],
];

const ITEMS = NASTY.map(([, different], index) =>
	aWorkItem({ id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, ...different }),
);

describe.each(NASTY.map(([name], index) => [name, ITEMS[index]] as const))('the event with %s', (_, item) => {
	const ics = item === undefined ? '' : eventFromWorkItem(item);

	it('is read by ical.js', async () => {
		const { default: ICAL } = await import('ical.js');
		const event = new ICAL.Component(ICAL.parse(ics)).getFirstSubcomponent('vevent');
		// ical.js 2.2.1 writes the year 1 with one digit.
		expect(String(event?.getFirstPropertyValue('dtstart')).padStart(10, '0')).toBe(item?.target_date);
		expect(event?.getAllProperties('uid')).toHaveLength(1);
	});

	it('holds nothing that breaks an answer, in lines of at most 75 octets', () => {
		expect(ics).toMatch(/^[\r\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
		expect(Math.max(...ics.split('\r\n').map(octetLength))).toBeLessThanOrEqual(75);
	});
});

describe.each(SERVERS)('the nastiest events on $name', (serverCase) => {
	const server = useServer(serverCase);

	async function run() {
		const { send, requests } = recording(server.send);
		const patient = withRetry(send, { sleep, now: Date.now, random: Math.random });
		const options = { policy: { writes: 'everything', allowMissing: 0 }, stopAt: Infinity } as const;
		const batch = transformSnapshot(aSnapshot({ work_items: ITEMS }));
		const { report } = await reconcile(server.context({ send: patient }), batch, options);
		return { report, methods: methodsOf(requests) };
	}

	const [firstYear, lastYear] = serverCase.quirks.years;
	const tooFar = ITEMS.filter(({ target_date: date }) => {
		const year = Number(date?.slice(0, 4));
		return year < firstYear || year > lastYear;
	}).map(({ id }) => uidForWorkItem(id));

	it('are stored, and a second run finds them as they should be', async () => {
		const first = await run();
		const notCreated = first.report.operations.filter(({ operation }) => operation !== 'created');
		expect(notCreated.map(({ uid, failure }) => [uid, failure?.status])).toEqual(
			tooFar.map((uid) => [uid, 500]),
		);
		expect(first.report.counts.created).toBe(NASTY.length - tooFar.length);

		const second = await run();
		expect(second.report.counts).toMatchObject({
			unchanged: NASTY.length - tooFar.length,
			failed: tooFar.length,
			created: 0,
			updated: 0,
			skipped: 0,
		});
		expect(second.methods.includes('PUT')).toBe(tooFar.length > 0);
	}, 120_000);
});
