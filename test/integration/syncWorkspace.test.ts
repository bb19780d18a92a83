/** Sync to Calendar in n8n's engine, from the stand-in into a real Radicale: what a run asks, writes and remembers. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { ProjectReport } from '../../core/sync/runReport';
import type { RunReport } from '../../core/sync/types';
import { removeObject } from '../../core/caldav/objectRequests';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { startRadicale, type CalendarServer } from '../../scripts/lib/calendarServers';
import { createCalendarView, type CalendarView } from '../../scripts/lib/calendarView';
import { startCountingProxy, type CountingProxy } from '../../scripts/lib/countingProxy';
import { runNode } from '../support/engine';

// Each test starts two servers and runs the node several times.
jest.setTimeout(60_000);

const MINUTE_MS = 60_000;

let plane: RunningStandIn;
let server: CalendarServer;
let proxy: CountingProxy;
let view: CalendarView;
/** How far Plane's clock is behind ours: each run is ten minutes after the one before. */
let behindMs: number;
/** What n8n keeps with the workflow. */
let staticData: IDataObject;

beforeEach(async () => {
	behindMs = 300 * MINUTE_MS;
	staticData = {};
	plane = await startStandIn({ rateLimit: null, secondBumpMs: null, now: () => Date.now() - behindMs });
	server = await startRadicale();
	proxy = await startCountingProxy(server.url);
	view = createCalendarView(server);
});

afterEach(async () => {
	await plane.close();
	await proxy.stop();
	await server.stop();
});

const PARAMETERS: INodeParameters = {
	resource: 'project',
	operation: 'sync',
	projects: 'all',
	leaveOutSecret: false,
	writes: 'everything',
	allowMissing: 0,
	useExistingCalendar: false,
	fullScanEvery: 6000,
	timeBudget: 60,
	stopAt: '',
	options: { attempts: 1 },
};

interface RunOptions {
	readonly parameters?: INodeParameters;
	readonly password?: string;
	readonly requestsPerMinute?: number;
}

async function run(options: RunOptions = {}) {
	const { parameters = {}, password = server.password, requestsPerMinute = 6000 } = options;
	behindMs -= 10 * MINUTE_MS;
	plane.control.resetRequests();
	proxy.reset();
	const { url, workspaceSlug, apiKey } = plane;
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters: { ...PARAMETERS, ...parameters },
		staticData,
		credentials: {
			planeApi: {
				type: new PlaneApi(),
				data: { apiUrl: url, webUrl: url, workspaceSlug, apiKey, webhookSecret: '', requestsPerMinute },
			},
			calDavApi: {
				type: new CalDavApi(),
				data: { serverUrl: proxy.url, username: server.username, password, ignoreSslIssues: false },
			},
		},
	});
	const [first, ...others] = (outputs[0] ?? []).map(({ json }) => json);
	return {
		error,
		report: first as unknown as RunReport,
		reports: others as unknown as ProjectReport[],
		toPlane: plane.control.requests().total,
		toCalendar: proxy.counts(),
	};
}

const joined = ['WEB', 'APP'];
const memory = (): string => JSON.stringify(staticData);

const titles = async (): Promise<string[]> =>
	(await view.look()).flatMap(({ events }) => events.map(({ summary }) => summary)).sort();

describe('Sync to Calendar', () => {
	it('fills the calendars, then asks each project once for its changes and the calendar for nothing', async () => {
		const first = await run();
		expect(first.error).toBeNull();
		expect(first.report).toMatchObject({
			run: 'sync',
			complete: true,
			projects: { full: joined.length, changes: 0, waiting: 0 },
			failures_by_kind: {},
		});
		expect(first.report.counts.created).toBeGreaterThan(10);
		expect((await titles()).length).toBe(first.report.counts.created);
		expect(first.reports.map(({ counts }) => counts.created).every((count) => count > 0)).toBe(true);

		const before = memory();
		const second = await run();
		expect(second.report).toMatchObject({
			complete: true,
			projects: { full: 0, changes: joined.length, waiting: 0 },
			counts: { created: 0, updated: 0, deleted: 0, missing: 0 },
		});
		expect(second.reports).toEqual([]);
		expect(second.toPlane).toBe(1 + joined.length);
		expect(second.toCalendar).toEqual({});
		expect(memory()).toBe(before);
	});

	it('writes what changed and reads nothing else', async () => {
		await run();
		plane.control.updateItem('WEB-1', { name: 'Quite another name' });
		const { report, reports, toCalendar } = await run();
		expect(report.counts).toMatchObject({ created: 0, updated: 1, deleted: 0 });
		expect(reports.map(({ project }) => project.name)).toEqual([plane.control.project('WEB').name]);
		expect(toCalendar).toMatchObject({ PUT: 1 });
		expect(await titles()).toContainEqual(expect.stringContaining('Quite another name'));

		await run();
		const quiet = await run();
		expect(quiet.report.counts).toMatchObject({ updated: 0, unchanged: 0 });
		expect(quiet.toCalendar).toEqual({});
	});

	it('removes an event whose work item lost its date', async () => {
		await run();
		const before = await titles();
		plane.control.updateItem('WEB-1', { target_date: null });
		const { report } = await run();
		expect(report.counts).toMatchObject({ deleted: 1, created: 0, updated: 0 });
		expect((await titles()).length).toBe(before.length - 1);
	});

	it('finds a deletion by the number of work items, asks Plane and removes the event', async () => {
		await run();
		const before = await titles();
		plane.control.deleteItem('WEB-1');
		const { report, reports } = await run();
		expect(report).toMatchObject({
			complete: true,
			projects: { full: 1, changes: joined.length - 1 },
			counts: { missing: 1, deleted: 1 },
			missing: { asked: 1, settled: 1, held: 0 },
		});
		expect(reports[0]?.operations).toMatchObject([{ operation: 'deleted', before_ics: expect.any(String) }]);
		expect((await titles()).length).toBe(before.length - 1);
	});

	it('finds a deletion also where another item was created meanwhile', async () => {
		await run();
		plane.control.deleteItem('WEB-1');
		plane.control.createItem('WEB', { name: 'In its place' });
		const { report } = await run();
		expect(report).toMatchObject({ projects: { full: 1 }, counts: { missing: 1, deleted: 1 } });
	});

	it('reads a renamed project whole', async () => {
		await run();
		plane.control.renameProject('WEB', 'Web 2');
		const { report } = await run();
		expect(report.projects).toMatchObject({ full: 1, changes: joined.length - 1 });
		expect((await view.look()).map(({ calendar }) => calendar.name)).toContain('Plane: Web 2');
	});

	it('lists no calendar in which nothing moved, however often everything is read', async () => {
		const whole = { parameters: { fullScanEvery: 0 } };
		await run(whole);
		await run(whole);
		const { report, toCalendar } = await run(whole);
		expect(report).toMatchObject({ complete: true, projects: { full: joined.length } });
		expect(report.counts.unchanged).toBeGreaterThan(10);
		expect(toCalendar).toEqual({ PROPFIND: 1 });
	});

	it('sets back what people changed in the calendar with the next full scan', async () => {
		await run();
		const [calendar] = await view.look();
		const event = calendar?.events[0];
		await removeObject(view.context, { href: event?.href ?? '', etag: event?.etag ?? '' });
		expect((await run()).report.counts.created).toBe(0);
		expect((await run({ parameters: { fullScanEvery: 0 } })).report).toMatchObject({
			projects: { full: joined.length },
			counts: { created: 1 },
		});
	});

	it('leaves the events of an archived project alone, and those of one that cannot be read', async () => {
		await run();
		const before = await titles();
		plane.control.archiveProject('WEB');
		const { report } = await run({ parameters: { fullScanEvery: 0 } });
		expect(report).toMatchObject({ complete: true, counts: { deleted: 0, missing: 0 } });
		expect(await titles()).toEqual(before);
	});

	it('reports the calendar of an archived or deleted project, and removes what was chosen', async () => {
		const before = (await run()).report.counts.created;
		const projects = [plane.control.project('WEB'), plane.control.project('APP')];
		plane.control.archiveProject('WEB');
		plane.control.deleteProject('APP');
		const kept = await run();
		expect(kept.report).toMatchObject({
			complete: true,
			orphans: [
				{ project: { id: projects[0]?.id }, why: 'archived', outcome: 'kept' },
				{ project: { id: projects[1]?.id }, why: 'not_listed', outcome: 'kept' },
			],
		});
		expect(await titles()).toHaveLength(before);

		const removed = await run({ parameters: { orphans: 'delete_calendar', fullScanEvery: 0 } });
		expect(removed.report.orphans?.map(({ why, outcome }) => `${why} ${outcome}`).sort()).toEqual([
			'archived calendar_deleted',
			'not_listed kept',
		]);
		expect((await view.look()).map(({ calendar }) => calendar.slug)).toEqual([`plane-${projects[1]?.id}`]);
	});

	it('leaves what a vanished project has to a run that reads projects whole, and asks no calendar before and after', async () => {
		const parameters = { orphans: 'delete_events', allowMissing: 1000 };
		plane.control.createProject('New', 'NEW');
		plane.control.createItem('NEW', { name: 'First', target_date: '2027-03-01' });
		await run({ parameters });
		plane.control.deleteProject('APP');
		const before = await run({ parameters });
		const whole = await run({ parameters: { ...parameters, fullScanEvery: 0 } });
		const after = await run({ parameters });

		expect(before.report.orphans).toEqual([expect.not.objectContaining({ note: expect.anything() })]);
		expect(whole.report.orphans).toMatchObject([{ why: 'not_listed', outcome: 'events_deleted' }]);
		expect(after.report.orphans).toMatchObject([{ why: 'not_listed', outcome: 'kept' }]);
		expect([before.toCalendar, after.toCalendar]).toEqual([{}, {}]);
	});

	it('removes the events of an archived project from a calendar for all, in the run that sees it', async () => {
		const forAll = {
			parameters: { calendars: 'all_projects', calendarName: 'Plane', orphans: 'delete_events' },
		};
		await run(forAll);
		const before = await titles();
		plane.control.archiveProject('WEB');
		const { report, toCalendar } = await run(forAll);

		expect(report).toMatchObject({
			complete: true,
			projects: { full: 0 },
			orphans: [{ why: 'archived', outcome: 'events_deleted' }],
		});
		expect(report.counts.deleted).toBeGreaterThan(0);
		expect(await titles()).toHaveLength(before.length - report.counts.deleted);
		expect(toCalendar).toMatchObject({ REPORT: 1, DELETE: report.counts.deleted });
		expect((await run(forAll)).toCalendar).toEqual({});
	});

	it('stops at a refused password: it is not tried again for every project, and nothing is remembered', async () => {
		const { report, toCalendar } = await run({ password: 'wrong' });
		expect(report).toMatchObject({
			complete: false,
			failure: { kind: 'auth', status: 401 },
			projects: { waiting: joined.length - 1 },
		});
		expect(Object.values(toCalendar).reduce((sum, count) => sum + count, 0)).toBe(1);
		expect(memory()).not.toContain('"since":"');
	});

	it('writes nothing in a dry run, and remembers nothing', async () => {
		const { report } = await run({ parameters: { writes: 'dry_run' } });
		expect(report.projects.full).toBe(joined.length);
		expect(await view.look()).toEqual([]);
		expect(memory()).not.toContain('memories');
	});

	it('forgets what it read when the settings change', async () => {
		await run();
		const { report } = await run({
			parameters: { projects: 'only', projectIds: [plane.control.project('WEB').id] },
		});
		expect(report.projects).toMatchObject({ total: 1, full: 1, changes: 0 });
	});

	it('remembers what it read for several inputs, as a loop over projects hands them in', async () => {
		const ids = joined.map((identifier) => plane.control.project(identifier).id);
		const ofOne = async (id: string) => await run({ parameters: { projects: 'only', projectIds: [id] } });
		for (const id of ids) await ofOne(id);
		for (const id of ids) {
			expect((await ofOne(id)).report.projects).toMatchObject({ total: 1, full: 0, changes: 1 });
		}
		// The same projects in other calendars: what was read for the former ones tells nothing any more.
		await run({ parameters: { calendars: 'all_projects', calendarName: 'Plane' } });
		expect((await ofOne(ids[0] ?? '')).report.projects).toMatchObject({ full: 1 });
	});

	it('moves the events when other calendars are chosen, then follows an item from person to person', async () => {
		const byPerson = { parameters: { calendars: 'assignee', withoutAssignee: 'project' } };
		const calendarsOf = async (title: string): Promise<string[]> =>
			(await view.look())
				.filter(({ events }) => events.some(({ summary }) => summary === title))
				.map(({ calendar }) => calendar.name);
		plane.control.updateItem('WEB-1', { name: 'Passed on', assignees: ['Ada'] });
		await run();
		expect(await calendarsOf('[1] Passed on')).toEqual([`Plane: ${plane.control.project('WEB').name}`]);

		const { report } = await run(byPerson);
		expect(report).toMatchObject({
			complete: true,
			projects: { full: joined.length },
			counts: { deleted: 0 },
		});
		expect(report.counts.moved).toBeGreaterThan(0);
		expect(await calendarsOf('[1] Passed on')).toEqual(['Plane: Ada']);

		plane.control.updateItem('WEB-1', { assignees: ['josé.n'] });
		const passed = await run(byPerson);
		expect(passed.report).toMatchObject({
			complete: true,
			projects: { full: 0, changes: joined.length },
			counts: { moved: 1, created: 0, deleted: 0 },
		});
		expect(await calendarsOf('[1] Passed on')).toEqual(['Plane: josé.n']);
	});

	it('lists no calendar of any person in which nothing moved', async () => {
		const whole = { parameters: { fullScanEvery: 0, calendars: 'assignee', withoutAssignee: 'project' } };
		await run(whole);
		await run(whole);
		expect((await run(whole)).toCalendar).toEqual({ PROPFIND: 1 });
	});

	it('takes turns where the rate does not allow all in one run', async () => {
		await run();
		// 10 requests a minute, three quarters of them for scans: one for the list, and one more in 12 seconds.
		const slow = { parameters: { timeBudget: 12 }, requestsPerMinute: 10 };
		const first = await run(slow);
		expect(first.report).toMatchObject({ complete: false, projects: { changes: 1, waiting: 1 } });
		plane.control.updateItem('WEB-1', { name: 'Found in its turn' });
		plane.control.updateItem('APP-1', { name: 'Found in its turn' });
		const turns = [await run(slow), await run(slow)];
		expect(turns.map(({ report }) => report.counts.updated)).toEqual([1, 1]);
	});
});
