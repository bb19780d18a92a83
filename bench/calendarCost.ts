/** What writing and reading a calendar costs beside a bare loop of the same requests, on a Radicale of its own. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRadicale, type CalendarServer } from '../scripts/lib/calendarServers';
import { inRepository, repositoryRoot } from '../scripts/lib/paths';
import { aWorkItem, anUpsert } from '../test/support/builders';
import type { CalendarTimes } from './child/calendarCost';
import { measure, median, type Measure } from './measure';

const CREATE_ROUNDS = 4;
const CREATES_A_ROUND = 250;
const READ_ROUNDS = 9;
const LIMIT_MB = 150;
const LONGEST_MS = 30 * 60 * 1000;
const USER = 'anna';

async function runChild(
	server: CalendarServer,
	env: Readonly<Record<string, string>>,
): Promise<CalendarTimes> {
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--expose-gc', '--import', 'tsx', inRepository('bench', 'child', 'calendarCost.ts')],
		{
			cwd: repositoryRoot,
			timeout: LONGEST_MS,
			env: {
				...process.env,
				CALDAV_URL: server.url,
				CALDAV_USER: server.username,
				CALDAV_PASSWORD: server.password,
				CALDAV_HOME: `/${USER}/`,
				...env,
			},
		},
	);
	return JSON.parse(stdout) as CalendarTimes;
}

/** A calendar of so many events, put where Radicale keeps them. */
async function loadCalendar(dataFolder: string, count: number): Promise<string> {
	const name = `loaded-${count}`;
	const folder = join(dataFolder, 'collections', 'collection-root', USER, name);
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, '.Radicale.props'),
		JSON.stringify({
			tag: 'VCALENDAR',
			'D:displayname': name,
			'C:supported-calendar-component-set': 'VEVENT',
		}),
	);
	for (let index = 1; index <= count; index++) {
		const { uid, ics } = anUpsert(aWorkItem(index));
		await writeFile(join(folder, `${uid}.ics`), ics);
	}
	return name;
}

export async function measureCalendarCost(): Promise<Measure[]> {
	const dataFolder = await mkdtemp(join(tmpdir(), 'bench-radicale-'));
	const server = await startRadicale({ dataFolder });
	try {
		return [...(await measureCreates(server)), ...(await measureReads(server, dataFolder))];
	} finally {
		await server.stop();
		await rm(dataFolder, { recursive: true, force: true });
	}
}

async function measureCreates(server: CalendarServer): Promise<Measure[]> {
	const env = { ROUNDS: String(CREATE_ROUNDS), COUNT: String(CREATES_A_ROUND) };
	const { ours, bare, tsdav } = await runChild(server, env);
	const common = {
		name: `${CREATE_ROUNDS * CREATES_A_ROUND} creates by Reconcile, ms each`,
		unit: 'ms',
		ours: median(ours) / CREATES_A_ROUND,
		aim: 1.1,
		runs: CREATE_ROUNDS,
	};
	return [
		measure({
			...common,
			reference: median(bare) / CREATES_A_ROUND,
			reference_name: 'bare loop of the same PUTs',
		}),
		measure({
			...common,
			reference: median(tsdav) / CREATES_A_ROUND,
			reference_name: "loop of tsdav's createObject",
		}),
	];
}

async function measureReads(server: CalendarServer, dataFolder: string): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const count of [1000, 10_000]) {
		const name = await loadCalendar(dataFolder, count);
		const CALENDAR = new URL(`/${USER}/${name}/`, server.url).href;
		const { ours, bare, rssMb } = await runChild(server, { ROUNDS: String(READ_ROUNDS), CALENDAR });
		measures.push(
			measure({
				name: `reading ${count} events`,
				unit: 'ms',
				ours: median(ours),
				reference: median(bare),
				reference_name: 'bare request for the same listing',
				aim: 1.3,
				runs: READ_ROUNDS,
			}),
		);
		if (count !== 10_000) continue;
		measures.push(
			measure({
				name: `reading ${count} events, peak RSS`,
				unit: 'MB',
				ours: rssMb,
				reference: LIMIT_MB,
				reference_name: 'limit of 150 MB above idle',
				aim: 1,
				runs: 1,
			}),
		);
	}
	return measures;
}
