/** Moving events between calendars on real servers: nothing a person wrote is lost on the way. */
import { ensureCalendar } from '../../core/caldav/calendars';
import { moveObject } from '../../core/caldav/moveEvent';
import { readObject } from '../../core/caldav/readEvent';
import type { Calendar, StoredObject } from '../../core/caldav/types';
import { hrefOfUid } from '../../core/webdav/href';
import {
	ALARM,
	anEvent,
	answering,
	aResponse,
	disturbing,
	losingAnswer,
	method,
	methodsOf,
	recording,
	SCOPE,
	uidOfNumber,
	wanted,
	wantSummary,
} from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

describe.each(SERVERS)('moveObject on $name', (serverCase) => {
	const server = useServer(serverCase);
	let a: Calendar;
	let b: Calendar;
	let number = 0;
	beforeAll(async () => {
		a = (await ensureCalendar(server.context(), wanted('a'), SCOPE)).calendar;
		b = (await ensureCalendar(server.context(), wanted('b'), SCOPE)).calendar;
	});

	async function store(href: string, ics: string): Promise<StoredObject> {
		const headers = { 'content-type': 'text/calendar' };
		const { status } = await server.send({ method: 'PUT', url: href, headers, body: ics });
		if (status !== 201 && status !== 204) throw new Error(`PUT answered ${status}`);
		const object = await readObject(server.context(), href);
		if (object === null) throw new Error('not stored');
		return object;
	}

	async function inCalendarA(): Promise<{
		readonly uid: string;
		readonly from: StoredObject;
		readonly target: string;
	}> {
		const uid = uidOfNumber(++number);
		const from = await store(hrefOfUid(a.url, uid), anEvent(uid, 'Same', [...ALARM, 'X-NOTE:Mine']));
		return { uid, from, target: hrefOfUid(b.url, uid) };
	}

	const textAt = async (href: string): Promise<string | null> =>
		(await readObject(server.context(), href))?.ics ?? null;

	it('rule 13: keeps every byte of an event that is as it should be', async () => {
		const { uid, from, target } = await inCalendarA();
		const { send, requests } = recording(server.send);
		const outcome = await moveObject(server.context({ send }), {
			from,
			to: b,
			uid,
			decide: wantSummary(uid, 'Same'),
		});
		expect(outcome).toMatchObject({ operation: 'moved', href: target, attempts: 1, changes: [] });
		expect(methodsOf(requests)).toEqual(['GET', 'REPORT', 'GET', 'MOVE', 'GET']);
		expect(await textAt(target)).toBe(from.ics);
		expect(await textAt(from.href)).toBeNull();
	});

	it('only writes an event that is in the target already', async () => {
		const { uid, from } = await inCalendarA();
		const { send, requests } = recording(server.send);
		const outcome = await moveObject(server.context({ send }), {
			from,
			to: a,
			uid,
			decide: wantSummary(uid, 'New'),
		});
		expect(outcome).toMatchObject({ operation: 'updated', href: from.href });
		expect(methodsOf(requests)).toEqual(['GET', 'PUT']);
		expect(await textAt(from.href)).toMatch(/SUMMARY:New/);
	});

	it('looks at the target only by its listing where the caller has one', async () => {
		const { uid, from } = await inCalendarA();
		const { send, requests } = recording(server.send);
		const move = { from, to: b, uid, decide: wantSummary(uid, 'Same'), targetIsFree: true };
		await moveObject(server.context({ send }), move);
		expect(methodsOf(requests)).toEqual(['GET', 'MOVE', 'GET']);
	});

	it('brings the moved event up to date and keeps its alarm', async () => {
		const { uid, from, target } = await inCalendarA();
		const outcome = await moveObject(server.context(), { from, to: b, uid, decide: wantSummary(uid, 'New') });
		expect(outcome.changes).toEqual([{ property: 'SUMMARY', before: 'Same', after: 'New' }]);
		expect(await textAt(target)).toMatch(/BEGIN:VALARM/);
		expect(await textAt(target)).toMatch(/SUMMARY:New/);
	});

	it('leaves an event where it is that is not to be written', async () => {
		const { uid, from, target } = await inCalendarA();
		const decide = () => ({ kind: 'skip', reason: 'stale' }) as const;
		const outcome = await moveObject(server.context(), { from, to: b, uid, decide });
		expect(outcome).toMatchObject({ operation: 'skipped', reason: 'stale', href: from.href });
		expect(await textAt(target)).toBeNull();
	});

	it.each([
		['refuses MOVE', aResponse({ status: 405 })],
		['fails at MOVE', aResponse({ status: 502 })],
	])('rule 13: copies and then deletes where the server %s', async (_name, answer) => {
		const { uid, from, target } = await inCalendarA();
		const { send, requests } = recording(answering(server.send, method('MOVE'), answer));
		const outcome = await moveObject(server.context({ send }), {
			from,
			to: b,
			uid,
			decide: wantSummary(uid, 'Same'),
		});
		expect(outcome).toMatchObject({ operation: 'moved', href: target });
		expect(methodsOf(requests).slice(-2)).toEqual(
			serverCase.quirks.sameUidInTwoCalendars ? ['PUT', 'DELETE'] : ['DELETE', 'PUT'],
		);
		expect(await textAt(target)).toBe(from.ics);
		expect(await textAt(from.href)).toBeNull();
	});

	it('keeps the source when the copy cannot be stored', async () => {
		const { uid, from } = await inCalendarA();
		const withoutMove = answering(server.send, method('MOVE'), aResponse({ status: 405 }));
		const send = answering(withoutMove, method('PUT'), aResponse({ status: 507 }));
		const move = moveObject(server.context({ send }), { from, to: b, uid, decide: wantSummary(uid, 'Same') });
		await expect(move).rejects.toMatchObject({ kind: 'capacity' });
		expect(await textAt(from.href)).toBe(from.ics);
	});

	it('takes along what somebody wrote while the event was copied', async () => {
		const { uid, from, target } = await inCalendarA();
		const edit = async () => await store(from.href, anEvent(uid, 'Same', ['X-NOTE:Newer']));
		const withoutMove = answering(server.send, method('MOVE'), aResponse({ status: 405 }));
		const send = disturbing(withoutMove, method('DELETE'), edit);
		const outcome = await moveObject(server.context({ send }), {
			from,
			to: b,
			uid,
			decide: wantSummary(uid, 'Same'),
		});
		expect(outcome).toMatchObject({ operation: 'moved', attempts: 2 });
		expect(await textAt(target)).toContain('X-NOTE:Newer');
		expect(await textAt(from.href)).toBeNull();
	});

	it('recognises its own finished move when the answer was lost', async () => {
		const { uid, from, target } = await inCalendarA();
		const context = server.context({ send: losingAnswer(server.send, method('MOVE')) });
		const outcome = await moveObject(context, { from, to: b, uid, decide: wantSummary(uid, 'Same') });
		expect(outcome).toMatchObject({ operation: 'moved', href: expect.stringMatching(/calplanebot\.ics$/) });
		expect(await textAt(target)).toBe(from.ics);
	});

	const { sameUidInTwoCalendars } = serverCase.quirks;
	const whereAllowed = sameUidInTwoCalendars ? it : () => undefined;

	it(`${sameUidInTwoCalendars ? 'lets' : 'does not let'} two calendars hold the same UID`, async () => {
		const { uid } = await inCalendarA();
		const copy = store(`${b.url}copy-${number}.ics`, anEvent(uid, 'Copy'));
		if (sameUidInTwoCalendars) await expect(copy).resolves.toMatchObject({ etag: expect.any(String) });
		else await expect(copy).rejects.toThrow('403');
	});

	whereAllowed('ends with one copy where the target has the UID under another href', async () => {
		const { uid, from } = await inCalendarA();
		const there = await store(`${b.url}from-a-phone-${number}.ics`, anEvent(uid, 'Old'));
		const outcome = await moveObject(server.context(), {
			from,
			to: b,
			uid,
			decide: wantSummary(uid, 'Same'),
		});
		expect(outcome).toMatchObject({ operation: 'moved', before_ics: from.ics });
		expect(await textAt(there.href)).toContain('SUMMARY:Same');
		expect(await textAt(from.href)).toBeNull();
	});

	whereAllowed('finds the UID in the target although a listing did not show it', async () => {
		const { uid, from } = await inCalendarA();
		const there = await store(`${b.url}late-${number}.ics`, anEvent(uid, 'Old'));
		const move = { from, to: b, uid, decide: wantSummary(uid, 'Same'), targetIsFree: true };
		const outcome = await moveObject(server.context(), move);
		expect(await textAt(from.href)).toBeNull();
		if (!serverCase.quirks.refusesSecondUid) {
			// The second copy is for the next reconcile to remove: it knows which of the two is ours.
			expect(outcome).toMatchObject({ operation: 'moved', href: hrefOfUid(b.url, uid), attempts: 1 });
			expect(await textAt(there.href)).toContain('SUMMARY:Old');
			return;
		}
		expect(outcome).toMatchObject({ operation: 'moved', attempts: 2 });
		expect(await textAt(there.href)).toContain('SUMMARY:Same');
	});

	it('does not overwrite another event in its place', async () => {
		const { uid, from, target } = await inCalendarA();
		await store(target, anEvent('dentist', 'Dentist'));
		const move = moveObject(server.context(), { from, to: b, uid, decide: wantSummary(uid, 'Same') });
		await expect(move).rejects.toMatchObject({ kind: 'conflict' });
		expect(await textAt(target)).toContain('Dentist');
		expect(await textAt(from.href)).toBe(from.ics);
	});

	describe('under another UID', () => {
		/** An event in calendar A that is to be a copy in another one. */
		async function aCopyOf(to: Calendar) {
			const { uid: formerUid, from } = await inCalendarA();
			const uid = formerUid.replace('@', '.copy@');
			const decide = wantSummary(uid, 'Same');
			return { move: { from, to, uid, formerUid, decide }, target: hrefOfUid(to.url, uid) };
		}

		it.each([
			['another calendar', () => b],
			['its own calendar', () => a],
		])('keeps every other byte on the way into %s', async (_name, to) => {
			const { move, target } = await aCopyOf(to());
			const { from, formerUid, uid } = move;
			const { send, requests } = recording(server.send);
			const outcome = await moveObject(server.context({ send }), move);
			expect(outcome).toMatchObject({ operation: 'moved', href: target, attempts: 1, changes: [] });
			expect(methodsOf(requests)).toEqual(['GET', 'REPORT', 'GET', 'PUT', 'DELETE']);
			expect(await textAt(target)).toBe(from.ics.replace(formerUid, uid));
			expect(await textAt(from.href)).toBeNull();
		});

		it('is brought up to date on the way', async () => {
			const { move, target } = await aCopyOf(b);
			await moveObject(server.context(), { ...move, decide: wantSummary(move.uid, 'New') });
			expect(await textAt(target)).toMatch(/SUMMARY:New[^]*BEGIN:VALARM/);
		});

		it('takes along what somebody wrote while it was copied', async () => {
			const { move, target } = await aCopyOf(b);
			const { from, formerUid } = move;
			const edit = async () => await store(from.href, anEvent(formerUid, 'Same', ['X-NOTE:Newer']));
			const context = server.context({ send: disturbing(server.send, method('DELETE'), edit) });
			expect(await moveObject(context, move)).toMatchObject({ operation: 'moved', attempts: 2 });
			expect(await textAt(target)).toContain('X-NOTE:Newer');
			expect(await textAt(from.href)).toBeNull();
		});

		it.each(['PUT', 'DELETE'] as const)('is there once when the answer to %s was lost', async (name) => {
			const { move, target } = await aCopyOf(b);
			const { from, formerUid, uid } = move;
			const context = server.context({ send: losingAnswer(server.send, method(name)) });
			const outcome = await moveObject(context, { ...move, targetIsFree: true });
			expect(outcome).toMatchObject({ operation: 'moved' });
			expect(await textAt(target)).toBe(from.ics.replace(formerUid, uid));
			expect(await textAt(from.href)).toBeNull();
		});

		it('never overwrites what came into the target meanwhile', async () => {
			const { move, target } = await aCopyOf(b);
			const come = async () => await store(target, anEvent(move.uid, 'Old', ['X-NOTE:There']));
			const context = server.context({ send: disturbing(server.send, method('PUT'), come) });
			const outcome = await moveObject(context, { ...move, targetIsFree: true });
			expect(outcome).toMatchObject({ operation: 'moved', before_ics: move.from.ics, attempts: 2 });
			expect(await textAt(target)).toMatch(/SUMMARY:Same[^]*X-NOTE:There/);
		});

		it('stays where it is when the copy cannot be stored', async () => {
			const { move } = await aCopyOf(b);
			const send = answering(server.send, method('PUT'), aResponse({ status: 507 }));
			await expect(moveObject(server.context({ send }), move)).rejects.toMatchObject({ kind: 'capacity' });
			expect(await textAt(move.from.href)).toBe(move.from.ics);
		});
	});

	it('creates the event where somebody deleted it meanwhile', async () => {
		const { uid, from, target } = await inCalendarA();
		await server.send({ method: 'DELETE', url: from.href, headers: {} });
		const outcome = await moveObject(server.context(), {
			from,
			to: b,
			uid,
			decide: wantSummary(uid, 'Same'),
		});
		expect(outcome).toMatchObject({ operation: 'created', href: target });
	});
});
