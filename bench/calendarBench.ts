/** A Radicale of its own for one group of measures, calendars put into it as files, and a child that measures there. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { UpsertItem } from '../core/event/types';
import { startRadicale, type CalendarServer } from '../scripts/lib/calendarServers';
import { inRepository, repositoryRoot } from '../scripts/lib/paths';

const LONGEST_MS = 60 * 60 * 1000;
const USER = 'anna';
/** Somebody with a home of their own, for those that ours are measured beside. */
const OTHER = 'ben';
const USERS = { [USER]: 'correct horse', [OTHER]: 'battery staple' };

export interface CalendarBench {
	readonly server: CalendarServer;
	/** Address of a calendar of the server's user. */
	readonly calendarUrl: (slug: string) => string;
	/** Puts a calendar of these events where Radicale keeps calendars. */
	readonly load: (slug: string, events: ReadonlyArray<Pick<UpsertItem, 'uid' | 'ics'>>) => Promise<void>;
	/** Runs `bench/child/{name}.ts` to its end; what it prints is its figures. */
	readonly runChild: <Figures>(name: string, env?: Readonly<Record<string, string>>) => Promise<Figures>;
}

export async function withCalendarBench<Result>(
	work: (bench: CalendarBench) => Promise<Result>,
): Promise<Result> {
	const dataFolder = await mkdtemp(join(tmpdir(), 'bench-radicale-'));
	const server = await startRadicale({ dataFolder, users: USERS });
	try {
		return await work({
			server,
			calendarUrl: (slug) => new URL(`/${USER}/${slug}/`, server.url).href,
			load: async (slug, events) => await loadCalendar(join(dataFolder, ...HOME, slug), events),
			runChild: async (name, env = {}) => await runChild(server, name, env),
		});
	} finally {
		await server.stop();
		await rm(dataFolder, { recursive: true, force: true });
	}
}

const HOME = ['collections', 'collection-root', USER];

async function loadCalendar(
	folder: string,
	events: ReadonlyArray<Pick<UpsertItem, 'uid' | 'ics'>>,
): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, '.Radicale.props'),
		JSON.stringify({ tag: 'VCALENDAR', 'C:supported-calendar-component-set': 'VEVENT' }),
	);
	for (const { uid, ics } of events) await writeFile(join(folder, `${uid}.ics`), ics);
}

async function runChild<Figures>(
	server: CalendarServer,
	name: string,
	env: Readonly<Record<string, string>>,
): Promise<Figures> {
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--expose-gc', '--import', 'tsx', inRepository('bench', 'child', `${name}.ts`)],
		{
			cwd: repositoryRoot,
			timeout: LONGEST_MS,
			env: {
				...process.env,
				CALDAV_URL: server.url,
				CALDAV_USER: server.username,
				CALDAV_PASSWORD: server.password,
				CALDAV_HOME: `/${USER}/`,
				OTHER_USER: OTHER,
				OTHER_PASSWORD: USERS[OTHER],
				OTHER_HOME: `/${OTHER}/`,
				...env,
			},
		},
	);
	return JSON.parse(stdout) as Figures;
}
