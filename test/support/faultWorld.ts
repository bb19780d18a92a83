/**
 * The two calendars of the fault tests, with events of people in them, and what must be true of them whatever
 * happens between us and the server.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCalendar } from '../../core/caldav/calendars';
import { listEvents } from '../../core/caldav/listEvents';
import type { CalDavContext, Calendar } from '../../core/caldav/types';
import { DomainError } from '../../core/errors';
import { withRetry } from '../../core/http/retry';
import { decodedPath, hrefOfUid } from '../../core/webdav/href';
import { readEvent } from '../../core/icalendar/reader';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import type { CalendarServer } from '../../scripts/lib/calendarServers';
import { aContext, ALARM, anEvent, SCOPE, wanted } from './dav';
import { startFaultProxy, type ArmedFault, type FaultProxy } from './faultProxy';

/** Milliseconds at most between two tries: long enough for another write of ours to end. */
const LONGEST_WAIT_MS = 40;
/** Long for a server on loopback, short for a test that waits for it. */
const TIMEOUT_MS = 1_500;

/** What people and their clients add, and nobody may take away. */
export const PEOPLES_LINES: readonly string[] = [
	'X-PERSON-NOTE:Bring the cable\\, please',
	'ATTENDEE;CN=Ben;PARTSTAT=ACCEPTED:mailto:ben@example.com',
	...ALARM,
];

/** Texts by decoded path. */
export type Contents = ReadonlyMap<string, string>;

export interface World {
	readonly proxy: FaultProxy;
	/** Without the proxy. */
	readonly direct: CalDavContext;
	/** Through the proxy, with the retry layer; its cache is its own. */
	readonly client: () => CalDavContext;
	readonly a: Calendar;
	readonly b: Calendar;
	/** The same calendar seen through the proxy. */
	readonly seen: (calendar: Calendar) => Calendar;
	readonly contents: () => Promise<Contents>;
	readonly store: (calendarUrl: string, uid: string, ics: string) => Promise<string>;
	/** Removes all events but those it began with. */
	readonly clear: () => Promise<void>;
	readonly stop: () => Promise<void>;
}

export async function openWorld(server: CalendarServer): Promise<World> {
	const proxy = await startFaultProxy(server.url);
	const send = createNodeSend(server);
	const direct = aContext(send, server.url);
	const { calendar: a } = await ensureCalendar(direct, wanted('a'), SCOPE);
	const { calendar: b } = await ensureCalendar(direct, wanted('b'), SCOPE);

	const store = async (calendarUrl: string, uid: string, ics: string): Promise<string> => {
		const url = hrefOfUid(calendarUrl, uid);
		const headers = { 'content-type': 'text/calendar; charset=utf-8' };
		const answer = await send({ method: 'PUT', url, headers, body: ics });
		if (answer.status >= 300) throw new Error(`PUT answered ${answer.status}: ${answer.body}`);
		return url;
	};
	const contents = async (): Promise<Contents> => {
		const objects = [...(await listEvents(direct, a)), ...(await listEvents(direct, b))];
		return new Map(objects.map(({ href, ics }) => [decodedPath(href), ics]));
	};
	await store(a.url, 'dentist@example.com', anEvent('dentist@example.com', 'Dentist', PEOPLES_LINES));
	await store(b.url, 'lunch@example.com', anEvent('lunch@example.com', 'Lunch', PEOPLES_LINES));

	const keep = await contents();

	return {
		proxy,
		direct,
		a,
		b,
		seen: (calendar) => ({ ...calendar, url: new URL(new URL(calendar.url).pathname, proxy.url).href }),
		client: () => {
			const plain = createNodeSend(server);
			const retrying = withRetry((request) => plain({ ...request, timeoutMs: TIMEOUT_MS }), {
				sleep: () => sleep(LONGEST_WAIT_MS * Math.random()),
				random: () => 0,
				now: () => 0,
			});
			return aContext(retrying, proxy.url);
		},
		contents,
		store,
		clear: async () => {
			for (const path of (await contents()).keys())
				if (!keep.has(path)) {
					const url = new URL(path, server.url).href;
					await send({ method: 'DELETE', url, headers: {} });
				}
		},
		stop: async () => await proxy.stop(),
	};
}

/** An operation from a prepared state to a wanted one. */
export interface Prepared {
	/** Runs it once; what it resolves with must be true, and what it cannot do it says with a `DomainError`. */
	readonly run: (context: CalDavContext) => Promise<void>;
	/** Fails unless the calendars are as the operation wants them. */
	readonly check: (after: Contents) => Promise<void> | void;
	/** Removes what `clear` does not see. */
	readonly tidy?: () => Promise<void>;
	/** Paths that the operation may change or remove. */
	readonly own: readonly string[];
}

export interface Scenario {
	readonly name: string;
	readonly prepare: (world: World, n: number) => Promise<Prepared>;
}

/** Runs the operation and takes a refusal of ours for an answer; a defect of ours goes through. */
async function attempt(prepared: Prepared, context: CalDavContext): Promise<void> {
	try {
		await prepared.run(context);
	} catch (error) {
		if (!(error instanceof DomainError)) throw error;
	}
}

export interface Drive {
	readonly scenario: Scenario;
	readonly armed: ArmedFault | null;
	readonly n: number;
}

/** How many requests the operation sends where nothing goes wrong. */
export async function countRequests(world: World, scenario: Scenario, n: number): Promise<number> {
	return (await drive(world, { scenario, armed: null, n })).length;
}

/** The fault, then a run without it: everything the tests promise is checked here. */
export async function drive(world: World, { scenario, armed, n }: Drive) {
	const prepared = await scenario.prepare(world, n);
	try {
		return await runTwice(world, prepared, armed);
	} finally {
		world.proxy.arm(null);
		await prepared.tidy?.();
		await world.clear();
	}
}

async function runTwice(world: World, prepared: Prepared, armed: ArmedFault | null) {
	const before = await world.contents();
	const context = world.client();
	world.proxy.arm(armed);
	await attempt(prepared, context);
	const requests = [...world.proxy.requests()];
	expectNoRepeatAfter401(requests);
	expectForeignKept(before, await world.contents(), prepared.own);
	world.proxy.arm(null);
	await prepared.run(context);
	const after = await world.contents();
	expectForeignKept(before, after, prepared.own);
	expectNoDuplicates(after);
	await prepared.check(after);
	return requests;
}

function expectForeignKept(before: Contents, after: Contents, own: readonly string[]): void {
	const ours = new Set(own.map(decodedPath));
	for (const [path, ics] of before) if (!ours.has(path)) expect([path, after.get(path)]).toEqual([path, ics]);
	// The lines of people in our own events survive wherever those are.
	for (const ics of after.values()) if (ics.includes('X-PERSON-NOTE')) expectPeoplesLines(ics);
}

export function expectPeoplesLines(ics: string): void {
	expect(ics).toMatch(/X-PERSON-NOTE:Bring the cable/);
	expect(ics.replace(/\r?\n[ \t]/g, '')).toMatch(/ATTENDEE[^\n]*PARTSTAT=ACCEPTED[^\n]*ben@example\.com/);
	expect(ics).toMatch(/BEGIN:VALARM[\s\S]*TRIGGER:-PT1H[\s\S]*END:VALARM/);
}

function expectNoDuplicates(after: Contents): void {
	const uids = [...after.values()].map((ics) => readEvent(ics).uid);
	expect(uids).toEqual([...new Set(uids)]);
}

type Seen = ReturnType<FaultProxy['requests']>;

function expectNoRepeatAfter401(requests: Seen): void {
	for (const [index, { method, path, status }] of requests.entries()) {
		if (status !== 401) continue;
		const again = requests.slice(index + 1).filter((later) => later.method === method && later.path === path);
		expect(again).toEqual([]);
	}
}
