/**
 * The rules every CalDAV client of ours follows, by their numbers, where no other test shows one. The others
 * bear their number in their own place: `rule 6: recognises a lost answer …`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { deleteCalendar, ensureCalendar } from '../../core/caldav/calendars';
import { findByUid } from '../../core/caldav/uidQuery';
import { writeObject } from '../../core/caldav/writeEvent';
import { readEvent } from '../../core/icalendar/reader';
import { decideUpsert } from '../../core/reconcile/decide';
import { readEventText, upsertEvent } from '../../core/reconcile/writeEvents';
import { hrefOfUid } from '../../core/webdav/href';
import { inRepository } from '../../scripts/lib/paths';
import { anUpsert, aWorkItem } from '../support/builders';
import { anEvent, recording, SCOPE, wanted } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

/** Every name of a rule in a test, for the last test of this file. */
const RULE = /'rule (\d+): /g;
const LAST_RULE = 23;

const sources = (folder: string): readonly string[] =>
	readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => readFileSync(inRepository(folder, name), 'utf8'));

it('rule 1: no code of the package opens a connection but through n8n’s helper', () => {
	const opens =
		/from '(?:node:)?(?:https?|net|tls|http2|axios|undici)'|\brequire\(|globalThis\.fetch|(?<![.\w])fetch\(/;
	for (const text of [...sources('core'), ...sources('nodes'), ...sources('credentials')])
		expect(opens.exec(text)?.[0]).toBeUndefined();
});

it('has a test that names each rule', () => {
	const named = new Set(
		sources('test').flatMap((text) => [...text.matchAll(RULE)].map(([, n]) => Number(n))),
	);
	const wantedRules = Array.from({ length: LAST_RULE }, (_, index) => index + 1);
	expect(wantedRules.filter((rule) => !named.has(rule))).toEqual([]);
});

describe.each(SERVERS)('client rules on $name', (serverCase) => {
	const server = useServer(serverCase);

	it('rule 10: writes into a calendar that is given by its address', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('given'), SCOPE);
		const { send, requests } = recording(server.send);
		const context = server.context({ send, serverUrl: calendar.url });
		const ensured = await ensureCalendar(context, wanted('given'), SCOPE);
		expect(ensured).toMatchObject({ created: false, calendar: { url: calendar.url } });
		expect(requests.map(({ method }) => method)).not.toContain('MKCALENDAR');
		await deleteCalendar(server.context(), calendar);
	});

	it('rule 18: writes no METHOD, organizer or clock of its own', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('stamps'), SCOPE);
		const item = anUpsert(aWorkItem(801, { updated_at: '2026-11-20T10:00:00Z' }));
		const href = hrefOfUid(calendar.url, item.uid);
		await writeObject(server.context(), { href, decide: (stored) => decideUpsert(stored, item) });
		const [object] = await findByUid(server.context(), calendar, item.uid);
		const text = object?.ics ?? '';
		expect(text).not.toMatch(/^(METHOD|ORGANIZER|ATTENDEE)/m);
		expect(text).toMatch(/^DTSTAMP:20261120T100000Z/m);
		expect(text).toMatch(/^LAST-MODIFIED:20261120T100000Z/m);
		expect(text).toMatch(/^DTSTART;VALUE=DATE:20261204/m);
		expect(text).toMatch(/^DTEND;VALUE=DATE:20261205/m);
		const message = anEvent('message@example.com', 'Sent').replace('PRODID', 'METHOD:REQUEST\r\nPRODID');
		expect(
			await upsertEvent(server.context(), { calendar, event: readEventText({ ics: message }) }),
		).toMatchObject({
			operation: 'created',
		});
		const [stored] = await findByUid(server.context(), calendar, 'message@example.com');
		expect(stored?.ics).not.toContain('METHOD');
	});

	it('rule 19: leaves a calendar readable whatever characters a title holds', async () => {
		const { calendar } = await ensureCalendar(server.context(), wanted('characters'), SCOPE);
		const name = 'a\u0000b\u0007c\u001bd\ud800e\uffff 🚀';
		const item = anUpsert(aWorkItem(802, { name }));
		const href = hrefOfUid(calendar.url, item.uid);
		await writeObject(server.context(), { href, decide: (stored) => decideUpsert(stored, item) });
		const [object] = await findByUid(server.context(), calendar, item.uid);
		expect(readEvent(object?.ics ?? '').properties.get('SUMMARY') ?? object?.ics).toMatch(/abcde.* 🚀/);
	});
});
