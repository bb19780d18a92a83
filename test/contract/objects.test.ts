/** Reading and writing calendar objects on real servers, races and lost answers included. */
import { deleteCalendar, ensureCalendar } from '../../core/caldav/calendars';
import { listEvents, readObjects } from '../../core/caldav/listEvents';
import { readObject } from '../../core/caldav/readEvent';
import type { Calendar } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import { writeObject } from '../../core/caldav/writeEvent';
import type { Send } from '../../core/http/types';
import { hrefOfUid, sameHref } from '../../core/webdav/href';
import {
	ALARM,
	anEvent,
	disturbing,
	losingAnswer,
	method,
	methodsOf,
	recording,
	SCOPE,
	uidOfNumber,
	wanted,
	wantGone,
	wantSummary,
} from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

describe.each(SERVERS)('calendar objects on $name', (serverCase) => {
	const server = useServer(serverCase);
	let calendar: Calendar;
	let number = 0;
	beforeAll(async () => {
		({ calendar } = await ensureCalendar(server.context(), wanted('objects'), SCOPE));
	});

	/** A UID and href no other test has. */
	function fresh(): { readonly uid: string; readonly href: string } {
		number += 1;
		const uid = uidOfNumber(number);
		return { uid, href: hrefOfUid(calendar.url, uid) };
	}

	async function putByHand(href: string, ics: string): Promise<void> {
		const headers = { 'content-type': 'text/calendar' };
		const { status } = await server.send({ method: 'PUT', url: href, headers, body: ics });
		expect([201, 204]).toContain(status);
	}

	/** An event that is there, with an alarm of its owner. */
	async function stored(summary: string): Promise<{ readonly uid: string; readonly href: string }> {
		const place = fresh();
		await putByHand(place.href, anEvent(place.uid, summary, ALARM));
		return place;
	}

	const textAt = async (href: string): Promise<string> =>
		(await readObject(server.context(), href))?.ics ?? '';

	const recorded = (send: Send = server.send) => {
		const { send: counting, requests } = recording(send);
		return { context: server.context({ send: counting }), requests };
	};

	it('creates an event with two requests', async () => {
		const { uid, href } = fresh();
		const { context, requests } = recorded();
		const outcome = await writeObject(context, { href, decide: wantSummary(uid, 'Zoë 🚀') });
		expect(outcome).toMatchObject({ operation: 'created', href, attempts: 1 });
		expect(methodsOf(requests)).toEqual(['GET', 'PUT']);
		expect(await textAt(href)).toContain('SUMMARY:Zoë 🚀');
	});

	it('creates an event with one request where a listing showed that it is not there', async () => {
		const { uid, href } = fresh();
		const { context, requests } = recorded();
		const outcome = await writeObject(context, { href, known: null, decide: wantSummary(uid, 'A') });
		expect(outcome.operation).toBe('created');
		expect(methodsOf(requests)).toEqual(['PUT']);
	});

	it('updates an event with two requests and keeps the alarm', async () => {
		const { uid, href } = await stored('Before');
		const { context, requests } = recorded();
		const outcome = await writeObject(context, { href, decide: wantSummary(uid, 'After') });
		expect(outcome.operation).toBe('updated');
		expect(outcome.changes).toEqual([{ property: 'SUMMARY', before: 'Before', after: 'After' }]);
		expect(methodsOf(requests)).toEqual(['GET', 'PUT']);
		expect(await textAt(href)).toMatch(/SUMMARY:After[\s\S]*BEGIN:VALARM|BEGIN:VALARM[\s\S]*SUMMARY:After/);
	});

	it('leaves an equal event alone with one request', async () => {
		const { uid, href } = await stored('Same');
		const { context, requests } = recorded();
		const outcome = await writeObject(context, { href, decide: wantSummary(uid, 'Same') });
		expect(outcome).toMatchObject({ operation: 'unchanged', changes: [] });
		expect(methodsOf(requests)).toEqual(['GET']);
	});

	it('deletes an event and hands back its text', async () => {
		const { href } = await stored('Doomed');
		const outcome = await writeObject(server.context(), { href, decide: wantGone });
		expect(outcome).toMatchObject({ operation: 'deleted', etag: null });
		expect(outcome.before_ics).toContain('SUMMARY:Doomed');
		expect(await readObject(server.context(), href)).toBeNull();
	});

	it('answers not_found when an event to delete is gone already', async () => {
		const { href } = fresh();
		const outcome = await writeObject(server.context(), { href, decide: () => ({ kind: 'delete' }) });
		expect(outcome.operation).toBe('not_found');
		const known = { etag: '"old"', ics: 'x' };
		const second = await writeObject(server.context(), { href, known, decide: () => ({ kind: 'delete' }) });
		expect(second.operation).toBe('not_found');
	});

	it('rule 15: decides again when somebody edits the event meanwhile, and keeps their alarm', async () => {
		const { uid, href } = fresh();
		await putByHand(href, anEvent(uid, 'Before'));
		const edit = async () => await putByHand(href, anEvent(uid, 'Theirs', ALARM));
		const context = server.context({ send: disturbing(server.send, method('PUT'), edit) });
		const outcome = await writeObject(context, { href, decide: wantSummary(uid, 'Ours') });
		expect(outcome).toMatchObject({ operation: 'updated', attempts: 2 });
		expect(outcome.changes).toEqual([{ property: 'SUMMARY', before: 'Theirs', after: 'Ours' }]);
		const text = await textAt(href);
		expect(text).toContain('SUMMARY:Ours');
		expect(text).toContain('BEGIN:VALARM');
	});

	it('does not delete what somebody edited meanwhile without deciding again', async () => {
		const { uid, href } = await stored('Before');
		const edit = async () => await putByHand(href, anEvent(uid, 'Theirs'));
		const context = server.context({ send: disturbing(server.send, method('DELETE'), edit) });
		const outcome = await writeObject(context, {
			href,
			decide: (text) => (text?.includes('Theirs') ? { kind: 'skip', reason: 'newer' } : { kind: 'delete' }),
		});
		expect(outcome).toMatchObject({ operation: 'skipped', reason: 'newer' });
		expect(await textAt(href)).toContain('Theirs');
	});

	it('rule 15: gives up as a conflict when the event changes each time', async () => {
		const { uid, href } = await stored('0');
		let edits = 0;
		const send: Send = async (request) => {
			if (request.method === 'PUT') await putByHand(href, anEvent(uid, `${++edits}`));
			return await server.send(request);
		};
		const write = writeObject(server.context({ send }), { href, decide: wantSummary(uid, 'Ours') });
		await expect(write).rejects.toMatchObject({ kind: 'conflict' });
		expect(edits).toBe(4);
		expect(await textAt(href)).toContain('SUMMARY:4');
	});

	it('rule 12: follows a UID that is stored under another href of the calendar', async () => {
		const { uid, href } = fresh();
		const elsewhere = `${calendar.url}made-by-a-phone-${uid.length}-${number}.ics`;
		await putByHand(elsewhere, anEvent(uid, 'From a phone', ALARM));
		const outcome = await writeObject(server.context(), { href, decide: wantSummary(uid, 'Ours') });
		expect(await textAt(elsewhere)).toContain('BEGIN:VALARM');
		if (!serverCase.quirks.refusesSecondUid) {
			expect(outcome).toMatchObject({ operation: 'created', href });
			return;
		}
		expect(outcome.operation).toBe('updated');
		expect(sameHref(outcome.href ?? '', elsewhere)).toBe(true);
		expect(await readObject(server.context(), href)).toBeNull();
	});

	it('looks for the UID before creating where others write too', async () => {
		const { uid, href } = fresh();
		const elsewhere = `${calendar.url}other-${number}.ics`;
		await putByHand(elsewhere, anEvent(uid, 'Same'));
		const { context, requests } = recorded();
		const outcome = await writeObject(context, { href, lookupUid: uid, decide: wantSummary(uid, 'Same') });
		expect(outcome.operation).toBe('unchanged');
		expect(methodsOf(requests)).toEqual(['GET', 'REPORT']);
	});

	it('rule 22: finds a UID exactly, not those that contain it', async () => {
		const { uid, href } = await stored('Exact');
		await putByHand(`${calendar.url}longer-${number}.ics`, anEvent(`x-${uid}`, 'Longer'));
		const found = await findByUid(server.context(), calendar, uid);
		expect(found.map((object) => sameHref(object.href, href))).toEqual([true]);
	});

	it.each([
		['create', 'created', 'PUT', null],
		['update', 'updated', 'PUT', 'Before'],
	])('rule 6: recognises a lost answer to its own %s', async (_name, operation, verb, before) => {
		const { uid, href } = before === null ? fresh() : await stored(before);
		const context = server.context({ send: losingAnswer(server.send, method(verb)) });
		const outcome = await writeObject(context, { href, decide: wantSummary(uid, 'Ours') });
		expect(outcome.operation).toBe(operation);
		expect(outcome.changes).toHaveLength(before === null ? 0 : 1);
		expect(outcome.etag).not.toBeNull();
	});

	it('rule 6: recognises a lost answer to its own delete', async () => {
		const { href } = await stored('Doomed');
		const context = server.context({ send: losingAnswer(server.send, method('DELETE')) });
		const outcome = await writeObject(context, { href, decide: wantGone });
		expect(outcome.operation).toBe('deleted');
		expect(outcome.before_ics).toContain('Doomed');
	});

	it('replaces an object that cannot be used and hands back its text', async () => {
		const { uid, href } = await stored('Broken');
		const ics = anEvent(uid, 'Anew');
		const outcome = await writeObject(server.context(), {
			href,
			decide: () => ({ kind: 'create', ics, changes: [] }),
		});
		expect(outcome.operation).toBe('created');
		expect(outcome.before_ics).toContain('Broken');
		expect(await textAt(href)).toContain('Anew');
	});

	it('names text that is no event as invalid data', async () => {
		const { href } = fresh();
		const write = writeObject(server.context(), {
			href,
			decide: () => ({ kind: 'create', ics: 'no calendar', changes: [] }),
		});
		await expect(write).rejects.toMatchObject({ kind: serverCase.quirks.badData });
	});

	it('reads the version again when a listing gave none', async () => {
		const { uid, href } = await stored('Before');
		const { context, requests } = recorded();
		const known = { etag: '', ics: anEvent(uid, 'Outdated') };
		const outcome = await writeObject(context, { href, known, decide: wantSummary(uid, 'After') });
		expect(outcome.changes[0]?.before).toBe('Before');
		expect(requests.at(-1)?.headers['if-match']).toBeTruthy();
	});

	it('rule 20: lists all events with text and version in one request', async () => {
		const { calendar: own } = await ensureCalendar(server.context(), wanted('listing'), SCOPE);
		for (let n = 1; n <= 3; n++) {
			const { uid } = fresh();
			await putByHand(hrefOfUid(own.url, uid), anEvent(uid, `E ${n} <&> 🚀`));
		}
		const { context, requests } = recorded();
		const objects = await listEvents(context, own);
		expect(methodsOf(requests)).toEqual(['REPORT']);
		expect(objects.map(({ ics }) => /SUMMARY:(.*)/.exec(ics)?.[1]?.trim()).sort()).toEqual(
			[1, 2, 3].map((n) => `E ${n} <&> 🚀`),
		);
		for (const object of objects) expect(object).toEqual(await readObject(context, object.href));
	});

	it('reads certain events and leaves out those that are not there', async () => {
		const { href } = await stored('Here');
		const objects = await readObjects(server.context(), calendar, [href, fresh().href]);
		expect(objects.map((object) => sameHref(object.href, href))).toEqual([true]);
	});

	it('says that the calendar is gone, and forgets what it knew of it', async () => {
		const context = server.context();
		const { calendar: gone } = await ensureCalendar(context, wanted('gone'), SCOPE);
		await deleteCalendar(server.context(), gone);
		expect(context.cache.discovery).not.toBeNull();
		const { uid } = fresh();
		const write = writeObject(context, { href: hrefOfUid(gone.url, uid), decide: wantSummary(uid, 'A') });
		await expect(write).rejects.toMatchObject({ kind: 'not_found' });
		expect(context.cache.discovery).toBeNull();
	});
});
