/**
 * Lets each of them sync the same work items into calendars of one server, in turn, and prints how long each took. Runs
 * alone; what to do stands in its environment.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEvents } from '../../core/caldav/listEvents';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { snapshotOfMany } from '../manyEvents';
import {
	enterPythonCaldav,
	enterReconcile,
	enterSync,
	enterVdirsyncer,
	type Contestant,
	type Name,
	type Other,
	type Ring,
} from './contestants';
import { measureThroughHelper } from './throughHelper';

export type Job = 'first' | 'unchanged' | 'changed';

/** Milliseconds, one figure a round. */
type Times = Record<Name, number[]>;

export interface PeerTimes {
	/** Without the start of a program. */
	readonly jobs: Readonly<Record<Job, Times>>;
	/** What the programs needed to start. */
	readonly starts: Times;
}

const noTimes = (): Times => ({ reconcile: [], sync: [], vdirsyncer: [], pythonCaldav: [] });

interface Size {
	readonly count: number;
	readonly changed: number;
}

/** Each round begins with calendars that are empty; who goes first changes from job to job. */
async function measurePeers(rounds: number, size: Size): Promise<PeerTimes> {
	const { PEERS: programs = '', CALDAV_URL = '', CALDAV_HOME = '' } = process.env;
	const other = otherOf(process.env);
	const folder = await mkdtemp(join(tmpdir(), 'bench-peers-'));
	const homeUrl = new URL(CALDAV_HOME, CALDAV_URL).href;
	try {
		return await measureThroughHelper(async ({ calDav }) => {
			const times: PeerTimes = {
				jobs: { first: noTimes(), unchanged: noTimes(), changed: noTimes() },
				starts: noTimes(),
			};
			for (let round = 1; round <= rounds; round++) {
				await runRound({ calDav, homeUrl, other, programs, folder }, { round, size, times });
			}
			return times;
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function otherOf({
	CALDAV_URL = '',
	OTHER_USER = '',
	OTHER_PASSWORD = '',
	OTHER_HOME = '',
}: NodeJS.ProcessEnv): Other {
	const login = { username: OTHER_USER, password: OTHER_PASSWORD };
	const send = createNodeSend(login);
	const calDav = { send, serverUrl: CALDAV_URL, cache: { discovery: null }, now: Date.now };
	return { ...login, calDav, homeUrl: new URL(OTHER_HOME, CALDAV_URL).href };
}

interface Round {
	readonly round: number;
	readonly size: Size;
	readonly times: PeerTimes;
}

async function runRound(ring: Ring, { round, size, times }: Round): Promise<void> {
	const all = [
		await enterReconcile(ring, round),
		await enterSync(ring, round),
		await enterVdirsyncer(ring, round),
		await enterPythonCaldav(ring, round),
	];
	const giveAll = async (changed: number): Promise<void> => {
		for (const { give, project } of all) await give(snapshotOfMany(size.count, { project, changed }));
	};
	const syncAll = async (job: Job, turn: number): Promise<void> => {
		for (let place = 0; place < all.length; place++) {
			const { name, sync } = all[(place + round + turn) % all.length]!;
			const { ms, startMs } = await sync();
			times.jobs[job][name].push(ms);
			if (startMs !== null) times.starts[name].push(startMs);
		}
	};
	await giveAll(0);
	await syncAll('first', 0);
	// Whoever looks first after so many writes finds a server that has to look at them itself: not timed.
	for (const { sync } of all) await sync();
	await syncAll('unchanged', 1);
	await giveAll(size.changed);
	await syncAll('changed', 2);
	for (const contestant of all) {
		await check(contestant, size);
		await contestant.calDav.send({ method: 'DELETE', url: contestant.calendarUrl, headers: {} });
	}
}

/** Whether the calendar holds what it was to hold: a program that did nothing would be the fastest. */
async function check({ name, calDav, calendarUrl }: Contestant, size: Size): Promise<void> {
	const objects = await listEvents(calDav, { url: calendarUrl, name });
	const changed = objects.filter(({ ics }) => ics.includes('Renamed')).length;
	if (objects.length !== size.count || changed !== size.changed) {
		throw new Error(
			`The calendar of ${name} holds ${objects.length} events, ${changed} of them changed; it should hold ${size.count} and ${size.changed}.`,
		);
	}
}

async function main(): Promise<void> {
	const { ROUNDS = '3', COUNT = '1000', CHANGED = '10' } = process.env;
	const figures = await measurePeers(Number(ROUNDS), { count: Number(COUNT), changed: Number(CHANGED) });
	process.stdout.write(JSON.stringify(figures));
}

void main();
