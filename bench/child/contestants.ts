/**
 * Who makes a calendar equal to the same work items: our reconcile of everything and our sync that remembers,
 * vdirsyncer, and a script with python-caldav.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CalDavContext } from '../../core/caldav/types';
import { transformSnapshot } from '../../core/event/transform';
import type { Snapshot } from '../../core/plane/types';
import type { Compared } from '../../core/reconcile/compared';
import { reconcile, type Reconciled } from '../../core/reconcile/reconcile';
import { inRepository } from '../../scripts/lib/paths';
import { batchOfMany, slugOfMany, upsertsOf } from '../manyEvents';
import { timeOf } from './figures';

export type Name = 'reconcile' | 'sync' | 'vdirsyncer' | 'pythonCaldav';

export interface Contestant {
	readonly name: Name;
	/** Whose work items it is given. */
	readonly project: number;
	readonly calendarUrl: string;
	/** Whose calendar it is: for a look at it, and to remove it. */
	readonly calDav: CalDavContext;
	/** Tells what the calendar is to hold from now on. */
	readonly give: (snapshot: Snapshot) => Promise<void>;
	/** Makes it so. */
	readonly sync: () => Promise<Duration>;
}

export interface Duration {
	/** Milliseconds, without the start of a program. */
	readonly ms: number;
	/** Milliseconds until the program began with its work; null where there is none to start. */
	readonly startMs: number | null;
}

export interface Ring {
	/** Ours, with the address of our calendars, with trailing slash. */
	readonly calDav: CalDavContext;
	readonly homeUrl: string;
	/** The others have a home of their own: change tags are those of all calendars in ours. */
	readonly other: Other;
	/** Programs of the peers. */
	readonly programs: string;
	/** Where sources and memories are kept. */
	readonly folder: string;
}

export interface Other {
	readonly calDav: CalDavContext;
	readonly homeUrl: string;
	readonly username: string;
	readonly password: string;
}

const run = promisify(execFile);

async function makeCalendar({ other }: Ring, slug: string): Promise<string> {
	const url = `${other.homeUrl}${slug}/`;
	await other.calDav.send({ method: 'MKCALENDAR', url, headers: {} });
	return url;
}

/** A folder of .ics files and how to fill it. */
async function makeSource(folder: string): Promise<Contestant['give']> {
	await mkdir(folder, { recursive: true });
	return async (snapshot) => {
		for (const { uid, ics } of upsertsOf(transformSnapshot(snapshot)))
			await writeFile(join(folder, `${uid}.ics`), ics);
	};
}

const OPTIONS = { policy: { writes: 'everything', allowMissing: 0 }, stopAt: Infinity } as const;

/** What the three-node template runs: all work items become events, and the events are reconciled. */
export async function enterReconcile(ring: Ring, round: number): Promise<Contestant> {
	const { calDav } = ring;
	let given: Snapshot | null = null;
	return {
		...(await enterOurs(ring, 'reconcile', 2 * round)),
		give: async (snapshot) => {
			given = snapshot;
		},
		sync: async () =>
			await durationOf(async () => await reconcile(calDav, transformSnapshot(someOf(given)), OPTIONS)),
	};
}

/**
 * What the sync in one step runs: once everything was read, Plane is asked for what changed, and a calendar that was
 * compared is not listed while nothing moved. vdirsyncer remembers as much.
 */
export async function enterSync(ring: Ring, round: number): Promise<Contestant> {
	const { calDav } = ring;
	let given: Snapshot | null = null;
	let compared: Compared | null = null;
	return {
		...(await enterOurs(ring, 'sync', 2 * round + 1)),
		give: async (snapshot) => {
			given = given === null ? snapshot : changesOf(given, snapshot);
		},
		sync: async () =>
			await durationOf(async () => {
				const done = await reconcile(calDav, transformSnapshot(someOf(given)), { ...OPTIONS, compared });
				compared = done.compared ?? compared;
				return done;
			}),
	};
}

const changesOf = (before: Snapshot, after: Snapshot): Snapshot => {
	const known = new Map(before.work_items.map(({ id, updated_at: updatedAt }) => [id, updatedAt]));
	const changed = after.work_items.filter(({ id, updated_at: updatedAt }) => known.get(id) !== updatedAt);
	return { ...after, status: 'changes', changed_since: before.taken_at, work_items: changed };
};

/** The calendar itself is made before the clock runs, as for the others. */
async function enterOurs(
	{ calDav, homeUrl }: Ring,
	name: Name,
	project: number,
): Promise<Pick<Contestant, 'name' | 'project' | 'calDav' | 'calendarUrl'>> {
	await reconcile(calDav, batchOfMany(0, { project }), OPTIONS);
	return { name, project, calDav, calendarUrl: `${homeUrl}${slugOfMany(project)}/` };
}

function someOf(given: Snapshot | null): Snapshot {
	if (given === null) throw new Error('There is nothing to reconcile.');
	return given;
}

async function durationOf(work: () => Promise<Reconciled>): Promise<Duration> {
	const ms = await timeOf(async () => {
		const { report } = await work();
		if (!report.complete) throw new Error(`The reconcile failed: ${JSON.stringify(report.counts)}.`);
	});
	return { ms, startMs: null };
}

/** As its manual says, for one folder and one calendar; only the folder is ever changed. */
export async function enterVdirsyncer(ring: Ring, round: number): Promise<Contestant> {
	const { username, password, calDav } = ring.other;
	const folder = join(ring.folder, `vdirsyncer-${round}`);
	const source = join(folder, 'source');
	const give = await makeSource(source);
	const calendarUrl = await makeCalendar(ring, `vdirsyncer-${round}`);
	const settings = join(folder, 'config');
	const quoted = (value: string): string => JSON.stringify(value);
	await writeFile(
		settings,
		[
			'[general]',
			`status_path = ${quoted(join(folder, 'status'))}`,
			'[pair events]',
			'a = "source"',
			'b = "calendar"',
			'collections = null',
			'conflict_resolution = "a wins"',
			'[storage source]',
			'type = "filesystem"',
			`path = ${quoted(source)}`,
			'fileext = ".ics"',
			'[storage calendar]',
			'type = "caldav"',
			`url = ${quoted(calendarUrl)}`,
			`username = ${quoted(username)}`,
			`password = ${quoted(password)}`,
			'',
		].join('\n'),
		{ mode: 0o600 },
	);
	const program = join(ring.programs, 'vdirsyncer');
	await run(program, ['--config', settings, 'discover']);
	return {
		name: 'vdirsyncer',
		project: 2 * round,
		calDav,
		calendarUrl,
		give,
		sync: async () => {
			const wholeMs = await timeOf(async () => await run(program, ['--config', settings, 'sync']));
			const startMs = await timeOf(async () => await run(program, ['--version']));
			return { ms: wholeMs - startMs, startMs };
		},
	};
}

export async function enterPythonCaldav(ring: Ring, round: number): Promise<Contestant> {
	const source = join(ring.folder, `python-caldav-${round}`);
	const give = await makeSource(source);
	const calendarUrl = await makeCalendar(ring, `python-caldav-${round}`);
	const script = inRepository('bench', 'peers', 'sync_folder.py');
	const { username, password, calDav } = ring.other;
	const env = { ...process.env, CALDAV_USER: username, CALDAV_PASSWORD: password };
	return {
		name: 'pythonCaldav',
		project: 2 * round,
		calDav,
		calendarUrl,
		give,
		sync: async () => {
			let ms = 0;
			const wholeMs = await timeOf(async () => {
				const { stdout } = await run(join(ring.programs, 'python'), [script, source, calendarUrl], { env });
				ms = (JSON.parse(stdout) as { readonly milliseconds: number }).milliseconds;
			});
			return { ms, startMs: wholeMs - ms };
		},
	};
}
