/**
 * What becomes of people's edits, the whole way through on real servers: by a reconcile alone, by one that meets a
 * change in Plane as well, and by the webhook's way. Each row is one of docs/people.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredObject } from '../../core/caldav/types';
import type { EventItem } from '../../core/event/types';
import { isOverride, readComponents, readVevent, type EventView } from '../../core/icalendar/eventView';
import type { PresentWorkItem } from '../../core/plane/types';
import { applyEvent } from '../../core/reconcile/applyEvent';
import type { Result } from '../../core/reconcile/types';
import { anUpsert, aWorkItem, uidOfItem, uuid } from '../support/builders';
import { linesOf, otherLinesOf, ownLinesOf } from '../support/clientEdits';
import { SERVERS, useServer } from '../support/davServers';
import { usePeoplesCalendar, writesOf, type Run } from '../support/peoplesCalendar';
import { PEOPLES_EDITS, type PeoplesEdit } from '../support/peoplesEdits';

const PROJECT = { id: uuid(701), name: 'People', identifier: 'PPL' };

const label = (name: string) => ({ id: name, name, color: '' });

const anItem = (n: number): PresentWorkItem =>
	aWorkItem(n, {
		project: PROJECT,
		description: 'First line.\nSecond line.',
		priority: 'high',
		labels: [label('bug'), label('docs')],
		assignees: [{ id: 'a', display_name: 'Anna' }],
	});

/** The same item after somebody was at work in Plane. */
const changed = (item: PresentWorkItem): PresentWorkItem => ({
	...item,
	name: 'Renamed',
	description: 'New text.',
	target_date: '2026-12-18',
	priority: 'urgent',
	labels: [label('docs'), label('new')],
	updated_at: '2026-11-23T08:00:00.000000Z',
});

/** Who meets the edit first; each has its own events. */
const WAYS = ['reconcile', 'reconcile after a change in Plane', 'webhook', 'webhook without Plane'] as const;
type Way = (typeof WAYS)[number];

/** What a reconcile may change in an event; every other line is somebody else's. */
const OURS: ReadonlySet<string> = new Set([
	...['SUMMARY', 'DTSTART', 'DTEND', 'DURATION', 'STATUS', 'URL', 'DESCRIPTION', 'CATEGORIES', 'COLOR'],
	...['DTSTAMP', 'LAST-MODIFIED', 'SEQUENCE', 'X-CALPLANEBOT-COLOR', 'X-PLANE-PROJECT'],
	...['X-PLANE-UPDATED-AT', 'X-PLANE-LABELS', 'X-PLANE-TEXT'],
]);

function viewOf(ics: string): EventView {
	const master = readComponents(ics)?.find((component) => !isOverride(component));
	if (master === undefined) throw new Error('ical.js cannot read the event');
	return readVevent(master).view;
}

const sequenceOf = (ics: string): number =>
	Number(
		ownLinesOf(ics)
			.find((line) => line.startsWith('SEQUENCE:'))
			?.slice(9) ?? 0,
	);

/** What of the event must be as Plane has it. */
function mirrored(ics: string, { isSeries = false }: PeoplesEdit) {
	const { summary, start, end, all_day, status, url, description } = viewOf(ics);
	const text = description.slice(0, description.indexOf('Project: People') + 15);
	return { summary, status, url, text, ...(isSeries ? {} : { start, end, all_day }) };
}

/** What happened to one event. */
interface Story {
	readonly edited: StoredObject;
	readonly result: Result | undefined;
	readonly after: StoredObject;
	readonly item: PresentWorkItem;
}

/** How the report column begins. */
function reported({ setBack = [], reason, isSeries = false }: PeoplesEdit): string {
	if (isSeries) return '`series_kept`';
	if (setBack.length === 0) return '`unchanged`';
	return reason === null ? '`updated`' : '`reverted`';
}

it('docs/people.md has a row for each edit with what is reported of it, and none of another', () => {
	const page = readFileSync(join(__dirname, '../../docs/people.md'), 'utf8');
	const table = page.slice(page.indexOf('## Changes inside'), page.indexOf('## Events as a whole'));
	const rows = [...table.matchAll(/^\| (.*?) +\| .*? +\| (`\w+`)/gm)].map(([, does, report]) => [
		does,
		report,
	]);
	expect(rows).toEqual(PEOPLES_EDITS.map((row) => [row.does, reported(row)]));
});

describe.each(SERVERS)('what people do in the calendar on $name', (serverCase) => {
	const server = useServer(serverCase);
	const team = usePeoplesCalendar(server, PROJECT);
	const applied = new Map<number, Result | undefined>();
	let edited: ReadonlyMap<string, StoredObject> = new Map();
	let after: ReadonlyMap<string, StoredObject> = new Map();
	let first: Run;
	let second: Run;

	const numberOf = (way: Way, row: PeoplesEdit): number =>
		(WAYS.indexOf(way) + 1) * 100 + PEOPLES_EDITS.indexOf(row);
	const everyRow = (way: Way): ReadonlyArray<readonly [number, PeoplesEdit]> =>
		PEOPLES_EDITS.map((row) => [numberOf(way, row), row] as const);

	async function applyTo(way: Way, itemOf: (item: PresentWorkItem) => EventItem): Promise<void> {
		for (const [n] of everyRow(way)) {
			const [result] = await applyEvent(team.context(), itemOf(anItem(n)));
			applied.set(n, result);
		}
	}

	beforeAll(async () => {
		for (const [n] of WAYS.flatMap(everyRow)) team.plane.set(n, anItem(n));
		await team.reconcile();
		for (const [n, { edit }] of WAYS.flatMap(everyRow)) await team.edit(n, edit);
		edited = await team.contents();
		for (const [n] of everyRow('reconcile after a change in Plane')) team.plane.set(n, changed(anItem(n)));
		await applyTo('webhook', anUpsert);
		await applyTo('webhook without Plane', (item) =>
			anUpsert({ ...item, source: 'delivery', read_at: item.updated_at }),
		);
		first = await team.reconcile();
		after = await team.contents();
		second = await team.reconcile();
	}, 300_000);

	function storyOf(way: Way, row: PeoplesEdit): Story {
		const n = numberOf(way, row);
		const [before, now, item] = [edited.get(uidOfItem(n)), after.get(uidOfItem(n)), team.plane.get(n)];
		if (before === undefined || now === undefined || item === undefined) throw new Error(`no event ${n}`);
		return { edited: before, after: now, item, result: applied.get(n) ?? first.of(n) };
	}

	function expectMirrored({ after: { ics }, edited: before, item }: Story, row: PeoplesEdit): void {
		const { stays = [], goes = [] } = row;
		const lines = linesOf(ics);
		expect(mirrored(ics, row)).toEqual(mirrored(anUpsert(item).ics, row));
		expect(foreignLines(ics)).toEqual(foreignLines(before.ics));
		for (const text of stays) expect([text, lines.some((line) => line.includes(text))]).toEqual([text, true]);
		for (const text of goes) expect([text, lines.some((line) => line.includes(text))]).toEqual([text, false]);
		expect(sequenceOf(ics)).toBeGreaterThanOrEqual(sequenceOf(before.ics));
	}

	/** On a server that asks attendees again that is the server's doing, and shown by a test of its own. */
	const foreignLines = (ics: string): string[] =>
		otherLinesOf(ics, OURS).map((line) =>
			serverCase.quirks.asksAttendeesAgain ? line.replace(/PARTSTAT=[A-Z-]+/, '') : line,
		);

	/** The same rule for the reconcile and for the webhook that asked Plane. */
	function expectFate(story: Story, row: PeoplesEdit): void {
		const { setBack = [], reason = setBack.length > 0 ? 'reverted' : null } = row;
		const { result, edited: before, after: now } = story;
		expectMirrored(story, row);
		if (setBack.length > 0) {
			expect(result).toMatchObject({ operation: 'updated', attempts: 1 });
			expect(result?.reason ?? null).toBe(reason);
			expect(result?.changes.map(({ property }) => property).sort()).toEqual([...setBack].sort());
			return;
		}
		expect([now.etag, now.ics]).toEqual([before.etag, before.ics]);
	}

	describe.each(PEOPLES_EDITS.map((row) => [row.does, row] as const))('a person %s', (_does, row) => {
		const { setBack = [], reason = null, reasonWithPlane = null } = row;

		it('and a reconcile does what the table says', () => {
			const story = storyOf('reconcile', row);
			expectFate(story, row);
			if (setBack.length > 0) return;
			// Of what was left alone only a series at other times is news.
			expect(story.result?.reason ?? null).toBe(reason === 'series_kept' ? reason : null);
		});

		it('and a reconcile brings what changed in Plane, and what a person may decide stays', () => {
			const story = storyOf('reconcile after a change in Plane', row);
			expectMirrored(story, row);
			expect(story.result).toMatchObject({ operation: 'updated', attempts: 1 });
			expect(story.result?.reason ?? null).toBe(reasonWithPlane);
		});

		it('and a webhook that asks Plane does the same', () => {
			const story = storyOf('webhook', row);
			expectFate(story, row);
			if (setBack.length === 0)
				expect([story.result?.operation, story.result?.reason ?? null]).toEqual(['unchanged', reason]);
			expect(first.of(numberOf('webhook', row))?.operation).not.toBe('updated');
		});

		it('and a delivery by itself, which may be older than the event, sets nothing back', () => {
			const story = storyOf('webhook without Plane', row);
			expectMirrored(story, row);
			expect(story.result?.operation).toBe(row.reason === null ? 'updated' : 'unchanged');
		});
	});

	it(`${serverCase.quirks.asksAttendeesAgain ? 'asks' : 'does not ask'} the people of a meeting again`, () => {
		const row = PEOPLES_EDITS.find(({ reason }) => reason === 'has_organizer');
		const ics = row && storyOf('reconcile after a change in Plane', row).after.ics;
		const [answer] = /PARTSTAT=[A-Z-]+/.exec(ics ?? '') ?? [];
		expect(answer).toBe(`PARTSTAT=${serverCase.quirks.asksAttendeesAgain ? 'NEEDS-ACTION' : 'ACCEPTED'}`);
	});

	it('the reconcile counts what it set back', () => {
		const setBack = first.report.operations.filter(({ reason }) => reason === 'reverted');
		expect(setBack.length).toBeGreaterThan(2);
		expect(first.report.counts.reverted).toBe(setBack.length);
		expect(first.report.operations.filter(({ failure }) => failure)).toEqual([]);
		expect(first.report.complete).toBe(true);
	});

	it('a second reconcile writes nothing', () => {
		expect(writesOf(second.requests)).toEqual([]);
		expect(second.report.counts).toMatchObject({ unchanged: team.plane.size, updated: 0, failed: 0 });
	});
});
