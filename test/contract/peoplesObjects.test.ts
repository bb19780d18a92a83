/**
 * What becomes of events that people delete, copy, rename, move or edit while we write, the whole way through on
 * real servers. Each test is a row of docs/people.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readObject } from '../../core/caldav/readEvent';
import type { Calendar } from '../../core/caldav/types';
import { upsertCalendar } from '../../core/caldav/upsertCalendar';
import type { ProjectBatch } from '../../core/event/types';
import { applyEvent } from '../../core/reconcile/applyEvent';
import type { PresentWorkItem } from '../../core/plane/types';
import { hrefOfUid } from '../../core/webdav/href';
import { aWorkItem, uidOfItem, uuid } from '../support/builders';
import { add, addInside, all, drop, set, stamped } from '../support/clientEdits';
import { ALARM, altering, disturbing, method, methodsOf } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';
import { usePeoplesCalendar, writesOf } from '../support/peoplesCalendar';

const PROJECT = { id: uuid(702), name: 'Objects of people', identifier: 'OBJ' };
const OTHER_PROJECT = { id: uuid(703), name: 'Other project', identifier: 'OTH' };
const SECOND = { slug: 'plane-second', name: 'Second', mark: 'plane-project:second' };

/** Milliseconds: DAViCal needs some on a machine that is busy. */
jest.setTimeout(60_000);

const withAlarm = addInside(...ALARM);

const renamed = (item: PresentWorkItem): PresentWorkItem => ({
	...item,
	name: 'Renamed',
	updated_at: '2026-11-23T08:00:00.000000Z',
});

it('docs/people.md names a test of this file in each row, and each test in a row', () => {
	const page = readFileSync(join(__dirname, '../../docs/people.md'), 'utf8');
	const table = page.slice(page.indexOf('## Events as a whole'));
	const rows = [...table.matchAll(/\| ([^|]*?) *\|$/gm)].map(([, last = '']) => last).slice(2);
	const source = readFileSync(__filename, 'utf8');
	const tests = source.slice(source.indexOf("\ndescribe.each(SERVERS)('events"));
	const names = [...tests.matchAll(/(?:\bit|^\t\]\))\('(.*?)', async/gm)].map(([, name = '']) => name);
	const isOf = (row: string) => (name: string) =>
		row.split('…').every((piece) => `moves it ${name}`.includes(piece.trim()));

	expect(rows.filter((row) => !names.some(isOf(row)))).toEqual([]);
	expect(rows).toHaveLength(names.length);
});

describe.each(SERVERS)('events as people leave them on $name', (serverCase) => {
	const server = useServer(serverCase);
	const team = usePeoplesCalendar(server, PROJECT);
	const others = usePeoplesCalendar(server, OTHER_PROJECT);
	let number = 0;

	const textAt = async (href: string): Promise<string | null> =>
		(await readObject(server.context(), href))?.ics ?? null;

	/** A work item with an event, to which its owner added an alarm. */
	async function anEvent(): Promise<{ readonly n: number; readonly href: string; readonly ics: string }> {
		const n = ++number;
		team.plane.set(n, aWorkItem(n, { project: PROJECT }));
		await team.reconcile();
		const href = await team.edit(n, withAlarm);
		return { n, href, ics: (await textAt(href)) ?? '' };
	}

	const deleteAt = async (url: string) => await server.send({ method: 'DELETE', url, headers: {} });

	async function move(from: string, to: string): Promise<void> {
		const headers = { destination: to, overwrite: 'F' };
		const { status } = await server.send({ method: 'MOVE', url: from, headers });
		if (status >= 300) throw new Error(`MOVE answered ${status}`);
	}

	async function expectSettled(turn: Parameters<typeof team.reconcile>[0] = {}): Promise<void> {
		const again = await team.reconcile(turn);
		expect(methodsOf(writesOf(again.requests))).toEqual([]);
	}

	it.each([
		['a reconcile', async (n: number) => (await team.reconcile()).of(n)],
		['a webhook', async (n: number) => (await applyEvent(team.context(), team.item(n)))[0]],
	])('deletes it: %s brings it back, without the alarm', async (_, bringBack) => {
		const { n, href } = await anEvent();
		await deleteAt(href);
		expect(await bringBack(n)).toMatchObject({ operation: 'created', href });
		expect(await textAt(href)).not.toContain('VALARM');
		await expectSettled();
	});

	it('duplicates it: the copy is theirs, whatever becomes of the work item', async () => {
		const { n, href, ics } = await anEvent();
		const copy = `${(await team.calendar()).url}copy-${n}.ics`;
		await team.put(copy, stamped(set('UID', `UID:copy-${n}@example.com`)(ics)));
		const before = await textAt(copy);
		await expectSettled();
		team.plane.delete(n);
		const { missing } = await team.reconcile();
		expect(missing.map(({ uid }) => uid)).toEqual([uidOfItem(n)]);
		expect(await textAt(copy)).toBe(before);
		await deleteAt(href);
	});

	it('copies it with its UID: the copy goes where a server takes one, its text in the report', async () => {
		const { n, href, ics } = await anEvent();
		const copy = `${(await team.calendar()).url}same-${n}.ics`;
		const status = await team.put(copy, set('LOCATION', 'LOCATION:Room 4')(ics));
		const { of, report } = await team.reconcile();
		expect(status < 300).toBe(!serverCase.quirks.refusesSecondUid);
		if (status < 300) {
			expect(of(n)).toMatchObject({ operation: 'deleted', reason: 'duplicate', href: copy });
			expect(of(n)?.before_ics).toContain('LOCATION:Room 4');
		}
		expect(report.complete).toBe(true);
		expect(await textAt(href)).toBe(ics);
		expect(await textAt(copy)).toBeNull();
		await expectSettled();
	});

	it('uses a program that gives it another name: it is updated where it is', async () => {
		const { n, href, ics } = await anEvent();
		const elsewhere = `${(await team.calendar()).url}from-a-phone-${n}.ics`;
		await deleteAt(href);
		await team.put(elsewhere, ics);
		await expectSettled();
		team.plane.set(n, renamed(aWorkItem(n, { project: PROJECT })));
		expect((await team.reconcile()).of(n)).toMatchObject({ operation: 'updated', href: elsewhere });
		expect(await textAt(elsewhere)).toContain('VALARM');
		expect(await textAt(href)).toBeNull();
	});

	describe('moves it into another calendar', () => {
		const { sameUidInTwoCalendars } = serverCase.quirks;

		/** The event is created anew, or cannot be where a server allows a UID once in an account. */
		async function expectCreatedAnew(n: number, moved: string, before: string | null): Promise<void> {
			const { of, report } = await team.reconcile();
			expect(await textAt(moved)).toBe(before);
			if (sameUidInTwoCalendars) {
				expect(of(n)).toMatchObject({ operation: 'created' });
				await expectSettled();
				return;
			}
			expect(of(n)).toMatchObject({ operation: 'failed', failure: { kind: 'conflict', retryable: false } });
			expect(decodeURIComponent(of(n)?.failure?.message ?? '')).toContain(
				decodeURIComponent(new URL(moved).pathname),
			);
			expect(report.complete).toBe(false);
		}

		it('of their own: that one is theirs, and it is created anew', async () => {
			const { n, href } = await anEvent();
			const wish = { name: 'Private', description: '', address: `private-${n}` };
			const { calendar } = await upsertCalendar(server.context(), wish);
			const moved = hrefOfUid(calendar.url, `mine-${n}`);
			await move(href, moved);
			await expectCreatedAnew(n, moved, await textAt(moved));
			await deleteAt(moved);
		});

		it('of another project: it stays there untouched, and is created anew', async () => {
			others.plane.set(900, aWorkItem(900, { project: OTHER_PROJECT }));
			await others.reconcile();
			const { n, href } = await anEvent();
			const moved = hrefOfUid((await others.calendar()).url, uidOfItem(n));
			await move(href, moved);
			const before = await textAt(moved);
			await expectCreatedAnew(n, moved, before);
			const { report, missing, requests } = await others.reconcile();
			expect([report.counts.unchanged, missing, writesOf(requests)]).toEqual([1, [], []]);
			expect(await textAt(moved)).toBe(before);
			await deleteAt(moved);
		});

		it('of the same project: it is moved back with its alarm', async () => {
			const batch = (given: ProjectBatch) => ({ ...given, targets: [...given.targets, SECOND] });
			const { n, href } = await anEvent();
			const { calendar } = await upsertCalendar(server.context(), {
				name: SECOND.name,
				description: SECOND.mark,
				address: SECOND.slug,
			});
			const second: Calendar = calendar;
			const moved = hrefOfUid(second.url, uidOfItem(n));
			await move(href, moved);
			team.context().cache.discovery = null;
			expect((await team.reconcile({ batch })).of(n)).toMatchObject({ operation: 'moved', href });
			expect(await textAt(href)).toContain('TRIGGER:-PT1H');
			expect(await textAt(moved)).toBeNull();
			await expectSettled({ batch });
		});
	});

	it('has a program that damages the text: it is created anew, the old text in the report', async () => {
		const { n, href } = await anEvent();
		await team.edit(n, addInside(...ALARM.map((line) => line.replace('Mine', 'Damaged'))));
		const broken = /(DESCRIPTION:Damaged[\s\S]*?)END:VALARM/;
		const { of, report } = await team.reconcile({
			around: (send) =>
				altering(send, method('REPORT'), (answer) => ({
					...answer,
					body: answer.body.replace(broken, '$1'),
				})),
		});
		expect(of(n)).toMatchObject({ operation: 'created', reason: 'unreadable' });
		expect(of(n)?.before_ics).toContain('DESCRIPTION:Damaged');
		expect(report).toMatchObject({ complete: true, counts: { created: 1, updated: 0 } });
		expect(await textAt(href)).not.toContain('VALARM');
		await expectSettled();
	});

	it('ends the series it made of it: the event is back on its date', async () => {
		const { n, href } = await anEvent();
		const weekly = add('RRULE:FREQ=WEEKLY');
		await team.edit(n, all(weekly, set('DTSTART', 'DTSTART;VALUE=DATE:20261202')));
		expect((await team.reconcile()).of(n)).toMatchObject({ operation: 'unchanged', reason: 'series_kept' });
		await team.edit(n, drop(/^RRULE/));
		expect((await team.reconcile()).of(n)).toMatchObject({ operation: 'updated', reason: 'reverted' });
		expect(await textAt(href)).toContain('DTSTART;VALUE=DATE:20261204');
		await expectSettled();
	});

	it('edits it while we write: the change of Plane and theirs are both there', async () => {
		const { n, href } = await anEvent();
		team.plane.set(n, renamed(aWorkItem(n, { project: PROJECT })));
		const edit = all(set('LOCATION', 'LOCATION:Room 4'), set('DTEND', 'DTEND;VALUE=DATE:20261210'));
		const { of } = await team.reconcile({
			around: (send) => disturbing(send, method('PUT'), async () => await team.edit(n, edit)),
		});
		expect(of(n)).toMatchObject({ operation: 'updated', attempts: 2 });
		expect(of(n)?.changes.map(({ property }) => property)).toEqual(['SUMMARY', 'DTEND']);
		expect(await textAt(href)).toMatch(/LOCATION:Room 4/);
		await expectSettled();
	});

	it('deletes it while we write: it is created anew', async () => {
		const { n, href } = await anEvent();
		team.plane.set(n, renamed(aWorkItem(n, { project: PROJECT })));
		const { of } = await team.reconcile({
			around: (send) => disturbing(send, method('PUT'), async () => await deleteAt(href)),
		});
		expect(of(n)).toMatchObject({ operation: 'created', attempts: 2 });
		expect(await textAt(href)).toContain('Renamed');
		await expectSettled();
	});

	it('adds to it, and its work item loses its date: the removed text is in the report', async () => {
		const { n, href } = await anEvent();
		const undated = { target_date: null, updated_at: '2026-11-23T08:00:00.000000Z', project: PROJECT };
		team.plane.set(n, aWorkItem(n, undated));
		const result = (await team.reconcile()).of(n);
		expect(result).toMatchObject({ operation: 'deleted', reason: 'no_target_date' });
		expect(result?.before_ics).toContain('TRIGGER:-PT1H');
		expect(await textAt(href)).toBeNull();
		await expectSettled();
	});
});
