/** A calendar as CalPlaneBot leaves it, taken over on real servers: in place, once, nothing of people's lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { calendarAt, ensureCalendar } from '../../core/caldav/calendars';
import { listEvents } from '../../core/caldav/listEvents';
import { withRetry } from '../../core/http/retry';
import { transformSnapshot, transformWorkItem } from '../../core/event/transform';
import { parseCalendarObject } from '../../core/icalendar/component';
import { readProperty, uidOf } from '../../core/icalendar/reader';
import type { PresentWorkItem } from '../../core/plane/types';
import { applyEvent } from '../../core/reconcile/applyEvent';
import { reconcile, type Reconciled } from '../../core/reconcile/reconcile';
import type { WritePolicy } from '../../core/reconcile/types';
import { aLabel, anAbsentItem, aSnapshot, aWorkItem, PROJECT_ID } from '../core/event/aWorkItem';
import { ALARM, methodsOf, recording, SCOPE, wanted } from '../support/dav';
import { SERVERS, useServer } from '../support/davServers';

const NUMBERS = [1, 2, 3, 4, 5];
const PROJECT_NAME = 'Web application';
const NAME = `Plane: ${PROJECT_NAME}`;
const READS = ['GET', 'PROPFIND', 'REPORT'];
const NOTES = '\\n\\nBring the\\, contract';

const idOf = (number: number): string => `00000000-0000-4000-8000-00000000600${number}`;

/** Under the name CalPlaneBot gave it, and under one of another client's. */
const objectNameOf = (number: number): string =>
	number === 3 ? '5f0c3c1e.ics' : `plane-issue-${idOf(number)}%40calplanebot.ics`;

/** The recorded event; 2 with an alarm, an attendee, a category and notes of a person, 4 with an organizer. */
function recorded(number: number): string {
	const file = join(__dirname, `../recordings/calplanebot/item-${number}.ics`);
	const ics = readFileSync(file, 'utf8');
	if (number === 4) return ics.replace('END:VEVENT', 'ORGANIZER:mailto:ada@acme.example\r\nEND:VEVENT');
	if (number !== 2) return ics;
	const theirs = ['ATTENDEE;CN=Jane:mailto:jane@acme.example', 'CATEGORIES:Mine', ...ALARM, 'END:VEVENT'];
	const { lines, events } = parseCalendarObject(ics);
	const { line = -1 } = events[0]?.properties.find(({ name }) => name === 'DESCRIPTION') ?? {};
	const { raw } = lines[line] ?? { raw: '' };
	return ics
		.replace(raw, () => `${raw.trimEnd()}\r\n ${NOTES}\r\n`)
		.replace('END:VEVENT', theirs.join('\r\n'));
}

const itemOf = (number: number): PresentWorkItem =>
	aWorkItem({ id: idOf(number), sequence_id: number, labels: [aLabel('backend'), aLabel('a, b')] });

describe.each(SERVERS)('a calendar of CalPlaneBot on $name', (serverCase) => {
	const server = useServer(serverCase);
	let url = '';

	beforeAll(async () => {
		url = new URL(`${serverCase.home}9d4c7d30-cb1e-11f0-8de9-0242ac120002/`, server.url()).href;
		const byHand = wanted('x', { slug: '9d4c7d30-cb1e-11f0-8de9-0242ac120002', name: NAME, mark: '' });
		await ensureCalendar(server.context(), byHand, SCOPE);
		for (const number of NUMBERS) {
			const { status } = await server.send({
				method: 'PUT',
				url: `${url}${objectNameOf(number)}`,
				headers: { 'content-type': 'text/calendar; charset=utf-8' },
				body: recorded(number),
			});
			expect(status).toBe(201);
		}
	});

	interface RunOptions {
		readonly writes?: WritePolicy;
		readonly name?: string;
	}

	async function run(
		numbers: readonly number[],
		{ writes = 'everything', name = PROJECT_NAME }: RunOptions = {},
	) {
		const project = { id: PROJECT_ID, name, identifier: 'WEB' };
		const { send, requests } = recording(server.send);
		const patient = withRetry(send, { sleep, now: Date.now, random: Math.random });
		const batch = transformSnapshot(
			aSnapshot({ project, work_items: numbers.map((number) => ({ ...itemOf(number), project })) }),
		);
		const options = { policy: { writes, allowMissing: 0 }, stopAt: Infinity };
		const result: Reconciled = await reconcile(server.context({ send: patient }), batch, options);
		const written = new Set(methodsOf(requests).filter((name) => !READS.includes(name)));
		return { ...result, written };
	}

	const stored = async (): Promise<ReadonlyMap<string, string>> => {
		const objects = await listEvents(server.context(), await calendarAt(server.context(), url));
		return new Map(objects.map(({ href, ics }) => [href, ics]));
	};

	const eventOf = async (number: number): Promise<string> =>
		[...(await stored()).values()].find((ics) => uidOf(ics)?.includes(idOf(number))) ?? '';

	it('shows in a dry run what it would change, and writes nothing', async () => {
		const before = await stored();
		const { report, written } = await run(NUMBERS, { writes: 'dry_run' });
		expect(report.calendars).toEqual([{ url, name: NAME }]);
		expect(report).toMatchObject({ dry_run: true, counts: { updated: 5 }, operations: [] });
		expect(report.plan).toHaveLength(5);
		for (const { uid, action, reason, changes } of report.plan ?? []) {
			expect([action, reason]).toEqual(['update', uid.includes(idOf(4)) ? 'has_organizer' : 'changed']);
			expect(changes.map(({ property }) => property)).toEqual(
				expect.arrayContaining(['DTSTART', 'DTEND', 'DESCRIPTION', 'CATEGORIES']),
			);
		}
		expect(written).toEqual(new Set());
		expect(await stored()).toEqual(before);
	});

	it('updates its five events where they are and creates none', async () => {
		const before = await stored();
		const { report, missing, written } = await run(NUMBERS);
		expect(report).toMatchObject({ complete: true, counts: { updated: 5, created: 0, deleted: 0 } });
		expect(
			report.operations.flatMap(({ uid, reason }) => (reason === undefined ? [] : [uid, reason])),
		).toEqual([expect.stringContaining(idOf(4)), 'has_organizer']);
		expect(missing).toEqual([]);
		expect(written).toEqual(new Set(['PROPPATCH', 'PUT']));
		const after = await stored();
		expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
		for (const ics of after.values()) {
			expect([readProperty(ics, 'DTSTART'), readProperty(ics, 'DTEND')]).toEqual(['20261201', '20261202']);
			expect(readProperty(ics, 'X-PLANE-PROJECT')).toBe(PROJECT_ID);
			expect(ics).not.toMatch(/mailto:mailto|Priority: (?:urgent|low),|Completed/);
		}
	});

	it('keeps what people added, and marks the calendar as the project’s', async () => {
		const ics = await eventOf(2);
		expect(ics).toContain('BEGIN:VALARM');
		expect(ics).toMatch(/ATTENDEE;CN="?Jane"?:mailto:jane@acme\.example/);
		expect(ics.match(/CATEGORIES.*Mine/)).not.toBeNull();
		expect(readProperty(ics, 'DESCRIPTION')).toMatch(/\nProject: Web application\n\nBring the, contract$/);
		const { description } = await calendarAt(server.context(), url);
		expect(description).toBe(`plane-project:${PROJECT_ID} ${NAME}`);
	});

	it('has nothing to do in a second run', async () => {
		const { report, written } = await run(NUMBERS);
		expect(report).toMatchObject({ complete: true, counts: { unchanged: 5, updated: 0, created: 0 } });
		expect(written).toEqual(new Set());
	});

	it('stays the project’s calendar when the project is renamed', async () => {
		const { report } = await run(NUMBERS, { name: 'Shop' });
		expect(report).toMatchObject({ complete: true, counts: { updated: 5, created: 0 } });
		expect((await calendarAt(server.context(), url)).name).toBe('Plane: Shop');
	});
});

describe.each(SERVERS)('an event of CalPlaneBot on $name whose work item is gone', (serverCase) => {
	const server = useServer(serverCase);

	it('is asked for and then deleted, the others stay', async () => {
		const byHand = wanted('x', { slug: 'team', name: NAME, mark: '' });
		const { calendar } = await ensureCalendar(server.context(), byHand, SCOPE);
		for (const number of [1, 2]) {
			const headers = { 'content-type': 'text/calendar' };
			const target = `${calendar.url}${objectNameOf(number)}`;
			await server.send({ method: 'PUT', url: target, headers, body: recorded(number) });
		}
		const batch = transformSnapshot(aSnapshot({ work_items: [itemOf(1)] }));
		const options = { policy: { writes: 'everything', allowMissing: 0 }, stopAt: Infinity } as const;
		const { report, missing } = await reconcile(server.context(), batch, options);
		expect(report.counts).toMatchObject({ updated: 1, missing: 1, deleted: 0 });
		expect(missing).toMatchObject([{ work_item_id: idOf(2), found_in: { revision: null } }]);

		const [question] = missing;
		const answer = anAbsentItem({ id: idOf(2), ...(question && { found_in: question.found_in }) });
		const [result] = await applyEvent(server.context(), transformWorkItem(answer));
		expect(result).toMatchObject({ operation: 'deleted', before_ics: expect.stringContaining('[2]') });
		const left = await listEvents(server.context(), calendar);
		expect(left.map(({ ics }) => readProperty(ics, 'SUMMARY'))).toEqual(['[1] Plain item']);
	});
});
