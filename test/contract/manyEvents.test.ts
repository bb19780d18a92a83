/** Many events of other automations written at once, on real servers: what is asked for, and what is stored then. */
import { setTimeout } from 'node:timers/promises';
import { ensureCalendar } from '../../core/caldav/calendars';
import { listEvents } from '../../core/caldav/listEvents';
import type { Calendar } from '../../core/caldav/types';
import { withRetry } from '../../core/http/retry';
import type { Send } from '../../core/http/types';
import { readProperty, uidOf } from '../../core/icalendar/reader';
import { upsertEvents } from '../../core/reconcile/upsertEvents';
import { readEventText } from '../../core/reconcile/writeEvents';
import {
	ALARM,
	anEvent,
	answering,
	aResponse,
	method,
	methodsOf,
	recording,
	SCOPE,
	wanted,
} from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const SIX = Array.from({ length: 6 }, (_, index) => index);

type Wish = readonly [uid: string, summary: string];

// DAViCal takes its time on a busy machine.
jest.setTimeout(20_000);

describe.each(SERVERS)('upsertEvents on $name', (serverCase) => {
	const server = useServer(serverCase);
	let number = 0;

	const aNewCalendar = async (): Promise<Calendar> =>
		(await ensureCalendar(server.context(), wanted(`many-${++number}`), SCOPE)).calendar;

	async function write(
		calendar: Calendar,
		wishes: readonly Wish[],
		{ send = server.send, stopsAtFailure = false }: { send?: Send; stopsAtFailure?: boolean } = {},
	) {
		// Xandikos locks a calendar for each write.
		const recorded = recording(
			withRetry(send, { attempts: 1, sleep: setTimeout, random: Math.random, now: Date.now }),
		);
		const writes = wishes.map(([uid, summary]) => ({
			calendar,
			event: readEventText({ ics: anEvent(uid, summary) }),
		}));
		const upserted = await upsertEvents(server.context({ send: recorded.send }), writes, { stopsAtFailure });
		return {
			operations: upserted.map(({ result }) => result.operation),
			results: upserted.map(({ result }) => result),
			requests: methodsOf(recorded.requests).sort(),
		};
	}

	/** UID and title of all that is stored, duplicates too. */
	const stored = async (calendar: Calendar): Promise<Wish[]> =>
		(await listEvents(server.context(), calendar))
			.map(({ ics }): Wish => [uidOf(ics) ?? '', readProperty(ics, 'SUMMARY') ?? ''])
			.sort();

	const putByHand = async (calendar: Calendar, name: string, ics: string): Promise<void> => {
		const headers = { 'content-type': 'text/calendar' };
		await server.send({ method: 'PUT', url: `${calendar.url}${name}.ics`, headers, body: ics });
	};

	/** Other UIDs for each calendar: Cyrus takes one in one calendar only. */
	const uidOfEvent = (index: number): string => `event-${index}-of-${number}@example.com`;
	const all = (summary: string): Wish[] => SIX.map((index) => [uidOfEvent(index), summary]);
	const times = (name: string, count: number): string[] => Array.from({ length: count }, () => name);

	it('creates six with eight requests, finds them equal with one, and writes only what changed', async () => {
		const calendar = await aNewCalendar();
		const created = await write(calendar, all('First'));
		const same = await write(calendar, all('First'));
		const wishes = all('First').map(([uid, summary], index): Wish => [uid, index < 3 ? 'Second' : summary]);
		const changed = await write(calendar, wishes);

		expect(created.operations).toEqual(times('created', 6));
		expect(created.requests).toEqual([...times('PUT', 6), 'REPORT', 'REPORT']);
		expect(same).toMatchObject({ operations: times('unchanged', 6), requests: ['REPORT'] });
		expect(changed.operations).toEqual([...times('updated', 3), ...times('unchanged', 3)]);
		expect(changed.requests).toEqual([...times('PUT', 3), 'REPORT']);
		expect(changed.results[0]?.changes).toEqual([{ property: 'SUMMARY', before: 'First', after: 'Second' }]);
		expect(await stored(calendar)).toEqual(wishes);
	});

	it('searches for a few that are new without listing the calendar', async () => {
		const calendar = await aNewCalendar();
		await write(calendar, all('Same').slice(0, 4));
		const { operations, requests } = await write(calendar, all('Same'));

		expect(operations).toEqual([...times('unchanged', 4), ...times('created', 2)]);
		expect(requests).toEqual([...times('PUT', 2), ...times('REPORT', 3)]);
		expect(await stored(calendar)).toEqual(all('Same'));
	});

	it('looks for few events one by one', async () => {
		const calendar = await aNewCalendar();
		const { requests } = await write(calendar, all('Few').slice(0, 4));

		expect(requests).toEqual([...times('GET', 4), ...times('PUT', 4), ...times('REPORT', 4)]);
	});

	it.each([
		['all', 6],
		['a few', 2],
	])('updates %s that another program named, with their alarms', async (_, count) => {
		const calendar = await aNewCalendar();
		await write(calendar, all('Before').slice(count));
		for (const index of SIX.slice(0, count)) {
			await putByHand(calendar, `phone-${index}`, anEvent(uidOfEvent(index), 'From a phone', ALARM));
		}
		const { operations } = await write(calendar, all('After'));

		expect(operations).toEqual(times('updated', 6));
		expect(await stored(calendar)).toEqual(all('After'));
		const texts = (await listEvents(server.context(), calendar)).map(({ ics }) => ics);
		expect(texts.filter((ics) => ics.includes('BEGIN:VALARM'))).toHaveLength(count);
	});

	it('writes events of one UID one after the other, so that the last one stays', async () => {
		const calendar = await aNewCalendar();
		const wishes = all('First').flatMap(([uid, first]): Wish[] => [
			[uid, first],
			[uid, 'Second'],
		]);
		const { operations, requests } = await write(calendar, wishes);

		expect(operations).toEqual(SIX.flatMap(() => ['created', 'updated']));
		// The second is read again: nothing is written on what was known before the first.
		expect(requests).toEqual([...times('GET', 6), ...times('PUT', 12), 'REPORT', 'REPORT']);
		expect(await stored(calendar)).toEqual(all('Second'));
	});

	it('fails them all when the calendar cannot be listed, and writes nothing', async () => {
		const calendar = await aNewCalendar();
		const send = answering(server.send, method('REPORT'), aResponse({ status: 500 }));
		const { results, requests } = await write(calendar, all('Never'), { send });

		expect(results.map(({ failure }) => failure?.kind)).toEqual(times('server', 6));
		expect(requests).toEqual(['REPORT']);
	});

	it('begins nothing more after a failure where it is to stop', async () => {
		const calendar = await aNewCalendar();
		const isThird: Parameters<typeof answering>[1] = ({ method: verb, url }) =>
			verb === 'PUT' && url.includes('event-2-');
		const send = answering(server.send, isThird, aResponse({ status: 400 }));
		const { results } = await write(calendar, all('Some'), { send, stopsAtFailure: true });

		expect(results[2]).toMatchObject({ operation: 'failed', failure: { kind: 'invalid_data' } });
		expect(results.at(-1)).toMatchObject({ operation: 'pending', reason: 'earlier_failure' });
		const created = results.filter(({ operation }) => operation === 'created');
		expect(await stored(calendar)).toHaveLength(created.length);
	});
});
