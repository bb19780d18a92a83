/** UIDs that other programs make and that are no good names of files, through the life of an event on real servers. */
import { ensureCalendar } from '../../core/caldav/calendars';
import { listEvents } from '../../core/caldav/listEvents';
import type { Calendar } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import { uidOf } from '../../core/icalendar/reader';
import { deleteEvent, moveEvent, readEventText, upsertEvent } from '../../core/reconcile/writeEvents';
import { sameHref } from '../../core/webdav/href';
import { ALARM, anEvent, SCOPE, wanted } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const AWKWARD = [
	['a URN', 'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a'],
	['an address with a query', 'https://example.com/x/y?z=1&t=2#part'],
	['a space', 'a b'],
	['300 characters', 'long-'.repeat(60)],
	['an emoji and an accent', 'zoë-🚀@example.com'],
	['percent signs', '100%25%zz'],
	['a leading dot', '.hidden'],
	['a trailing tilde', 'backup~'],
	['the way to another folder', '../../team/x'],
	['a quote and angle brackets', `"<a>'`],
	['the form of a digest', 'd'.repeat(40)],
	['plus and equals signs', 'a+b=c_d@e.f'],
] as const;

// DAViCal takes its time on a busy machine.
jest.setTimeout(20_000);

describe.each(SERVERS)('awkward UIDs on $name', (serverCase) => {
	const server = useServer(serverCase);
	let team: Calendar;
	let travel: Calendar;
	beforeAll(async () => {
		team = (await ensureCalendar(server.context(), wanted('team'), SCOPE)).calendar;
		travel = (await ensureCalendar(server.context(), wanted('travel'), SCOPE)).calendar;
	});

	async function find(calendar: Calendar, uid: string) {
		const [object = null] = await findByUid(server.context(), calendar, uid);
		return { calendar, name: uid, object };
	}

	const uidsIn = async (calendar: Calendar): Promise<(string | null)[]> =>
		(await listEvents(server.context(), calendar)).map(({ ics }) => uidOf(ics));

	const write = async (uid: string, summary: string) =>
		await upsertEvent(server.context(), {
			calendar: team,
			event: readEventText({ ics: anEvent(uid, summary) }),
		});

	it.each(AWKWARD)('creates, finds, updates, moves and deletes an event with %s', async (_, uid) => {
		const created = await write(uid, 'First');
		const same = await write(uid, 'First');
		const updated = await write(uid, 'Second');
		expect([created, same, updated].map(({ operation }) => operation)).toEqual([
			'created',
			'unchanged',
			'updated',
		]);
		expect(sameHref(updated.href ?? '', created.href ?? '')).toBe(true);
		expect(await uidsIn(team)).toEqual([uid]);

		const moved = await moveEvent(server.context(), await find(team, uid), travel);
		expect(moved).toMatchObject({ operation: 'moved', uid });
		expect(await uidsIn(team)).toEqual([]);
		expect(await uidsIn(travel)).toEqual([uid]);

		const there = await find(travel, uid);
		expect(there.object?.ics).toContain('SUMMARY:Second');
		expect(await deleteEvent(server.context(), there)).toMatchObject({ operation: 'deleted', uid });
		expect(await uidsIn(travel)).toEqual([]);
	});

	it.each(AWKWARD)('finds an event with %s under the name another program gave it', async (_, uid) => {
		const url = `${team.url}from-a-phone.ics`;
		const headers = { 'content-type': 'text/calendar' };
		await server.send({ method: 'PUT', url, headers, body: anEvent(uid, 'From a phone', ALARM) });
		const updated = await write(uid, 'Ours');

		expect(updated.operation).toBe('updated');
		expect(sameHref(updated.href ?? '', url)).toBe(true);
		expect((await find(team, uid)).object?.ics).toContain('BEGIN:VALARM');
		await deleteEvent(server.context(), await find(team, uid));
		expect(await uidsIn(team)).toEqual([]);
	});
});
