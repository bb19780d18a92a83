/** What the tests of docs/missing.md share: a world for each row, its usual beginnings, and the rows themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../core/reconcile/types';
import { startRadicale, type CalendarServer } from '../../scripts/lib/calendarServers';
import type { Control } from '../../sandbox/plane/standIn';
import { startMissingWorld, type ChainRun, type MissingWorld } from './missingWorld';

const START_TIMEOUT_MS = 60_000;
/** 500 events are written one after the other. */
const ROW_TIMEOUT_MS = 300_000;
/** One account for each row, so that none sees the calendars of another. */
const USERS = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`user${n}`, `secret${n}`]));

export const FIRST_DAY = '2027-03-01';
/** Plane's `network` of projects that only their members see, and of those that all see. */
export const SECRET = 0;
export const PUBLIC = 2;

let world: MissingWorld | null = null;

export const theWorld = (): MissingWorld => {
	if (world === null) throw new Error('The world does not turn yet.');
	return world;
};
export const control = (): Control => theWorld().plane().control;
export const idOf = (project: string): string => control().project(project).id;

type Rows = Readonly<Record<string, () => Promise<void>>>;

/** One test for each row of a section of the page, under the row's first cell, in a world of its own. */
export function testRows(section: string, rows: Rows): void {
	describe(`docs/missing.md, ${section}`, () => {
		let server: CalendarServer;
		let users = 0;

		beforeAll(async () => {
			server = await startRadicale({ users: USERS });
		}, START_TIMEOUT_MS);
		afterAll(async () => await server.stop());
		beforeEach(async () => {
			const username = `user${users++}`;
			world = await startMissingWorld({ url: server.url, username, password: USERS[username] ?? '' });
			const { reports } = await world.run();
			expect(reports.map(({ complete }) => complete)).not.toContain(false);
		}, START_TIMEOUT_MS);
		afterEach(async () => {
			jest.restoreAllMocks();
			await theWorld().stop();
		});

		it.each(Object.entries(rows))('%s', async (_, row) => await row(), ROW_TIMEOUT_MS);

		it('has these rows and no others', () => {
			expect(rowsOf(section)).toEqual(Object.keys(rows));
		});
	});
}

/** First cells of the table under a heading. */
function rowsOf(section: string): string[] {
	const page = readFileSync(join(__dirname, '..', '..', 'docs', 'missing.md'), 'utf8');
	const [, part = ''] = page.split(`## ${section}\n`);
	const lines = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(2).map((line) => (line.split('|')[1] ?? '').trim());
}

export const reportOf = ({ reports }: ChainRun, projectId: string): Report | undefined =>
	reports.find(({ project }) => project.id === projectId);

/** What Plane's answers came to, and what became of the events. */
export const outcome = ({ answers, results }: ChainRun): readonly [readonly string[], readonly string[]] => [
	answers.map(({ status }) => status),
	results.map(({ operation, reason }) => (reason === undefined ? operation : `${operation} ${reason}`)),
];

export const titlesOf = async (projectId: string): Promise<readonly string[] | null> =>
	await theWorld().titles(projectId);

/** So many more work items in WEB, with their events. */
export async function withItems(count: number) {
	const items = Array.from({ length: count }, (_, n) =>
		control().createItem('WEB', { name: `Extra ${n}`, target_date: FIRST_DAY }),
	);
	await theWorld().run();
	const id = idOf('WEB');
	const titles = (await titlesOf(id)) ?? [];
	expect(titles.filter((title) => title.includes('Extra'))).toHaveLength(count);
	return {
		id,
		ids: items.map((item) => item.id),
		titles,
		without: titles.filter((title) => !title.includes('Extra')),
	};
}

/** One work item of WEB that is deleted, so that the next run asks about it. */
export async function withDeleted() {
	const { id, ids, titles } = await withItems(1);
	control().bulkDelete(ids);
	return { id, titles };
}

/** Another project, EXT, with one event. */
export async function withProject(network: typeof SECRET | typeof PUBLIC) {
	const { apiUrl, workspaceSlug, apiKey } = theWorld().plane();
	const response = await fetch(`${apiUrl}/workspaces/${workspaceSlug}/projects/`, {
		method: 'POST',
		headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
		body: JSON.stringify({ name: 'Extra', identifier: 'EXT', network }),
	});
	expect(response.status).toBe(201);
	control().createItem('EXT', { name: 'First', target_date: FIRST_DAY });
	await theWorld().run();
	const id = idOf('EXT');
	const titles = await titlesOf(id);
	expect(titles).toHaveLength(1);
	return { id, titles };
}

/** A question that Plane does not answer, because of what happened after the snapshot: the event stays. */
export async function expectHeld(meanwhile: () => void, failure: object): Promise<void> {
	const { id, titles } = await withDeleted();
	const run = await theWorld().run({ meanwhile });

	expect(run.questions).toHaveLength(1);
	expect(run.answers).toMatchObject([{ status: 'unavailable', failure }]);
	expect(outcome(run)[1]).toEqual(['skipped unavailable']);
	expect(await titlesOf(id)).toEqual(titles);
}

/** A run that got no snapshot of WEB: nothing is asked and its events stay. */
export async function expectNothingAsked(prepare: () => void, error: RegExp): Promise<void> {
	const { id, titles } = await withDeleted();
	prepare();
	const run = await theWorld().run();

	expect(run).toMatchObject({ error: expect.stringMatching(error), reports: [], questions: [] });
	expect(await titlesOf(id)).toEqual(titles);
}
