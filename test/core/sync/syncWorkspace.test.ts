/** What a run does beside the turns of its projects, without servers. */
import type { Calendar, DiscoveryCache } from '../../../core/caldav/types';
import { transformSnapshot, transformWorkItem } from '../../../core/event/transform';
import type { Routing } from '../../../core/event/routing';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import type { PresentWorkItem } from '../../../core/plane/types';
import { syncWorkspace, type SyncOptions } from '../../../core/sync/syncWorkspace';
import { noMemory } from '../../../core/sync/memory';
import type { ProjectMemory } from '../../../core/sync/types';
import { hrefOfUid } from '../../../core/webdav/href';
import { PROJECT, anActual, aWorkItem, uuid } from '../../support/builders';
import { aCalendar, aResponse, found, methodsOf, multistatus, recording } from '../../support/dav';
import { answer, planeOf } from '../plane/support';

const HOME = 'https://dav.example.com/ada/';
const HOUR = 3_600_000;
const FOR_ALL: Routing = { kind: 'all_projects', name: 'Plane' };
const SHARED = aCalendar({ url: `${HOME}plane-to-all/`, slug: 'plane-to-all', name: 'Plane' });

const MEMORY: ProjectMemory = {
	name: PROJECT.name,
	since: '2026-11-22T17:55:00.000000Z',
	full_at: '2026-11-22T17:30:00.000000Z',
	total_count: 1,
	full_cost: 1,
};

/** Plane lists one project, which is archived. */
function planeWith({ answersAfter = 0 } = {}) {
	const plane: ReturnType<typeof planeOf> = planeOf({
		projects: () => {
			plane.clock.advance(answersAfter);
			const project = { ...PROJECT, is_member: true, archived_at: '2026-11-22T17:58:00Z', network: 0 };
			return answer(200, { total_count: 1, next_page_results: false, results: [project] });
		},
	});
	return plane;
}

interface World {
	readonly plane?: ReturnType<typeof planeOf>;
	readonly calendars?: readonly Calendar[];
	/** How old what is known of the calendars is, in milliseconds; null where nothing is. */
	readonly discoveredAgo?: number;
	readonly answerOf?: (request: HttpRequest) => HttpResponse;
	readonly memory?: ProjectMemory | null;
	/** What one run leaves for the next in the process. */
	readonly cache?: Partial<DiscoveryCache>;
	readonly orphans?: SyncOptions['orphans'];
}

async function run(world: World) {
	const { plane = planeWith(), calendars = [SHARED], discoveredAgo = 0, memory = MEMORY } = world;
	const { answerOf = () => aResponse({ status: 503 }), orphans = 'delete_events' } = world;
	const { now } = plane.clock;
	const { send, requests } = recording(async (request) => await Promise.resolve(answerOf(request)));
	const discovery = { principalUrl: null, homeUrls: [HOME], calendars, readAt: now() - discoveredAgo };
	const cache = Object.assign(world.cache ?? {}, { discovery });
	const outcome = await syncWorkspace(
		{
			plane: plane.context,
			calDav: {
				send,
				serverUrl: HOME,
				cache,
				now,
			},
			toBatch: (snapshot) => transformSnapshot(snapshot, FOR_ALL),
			toEvents: (workItem) => [transformWorkItem(workItem)],
			policy: { writes: 'everything', allowMissing: 0 },
			stopAt: now() + 60_000,
		},
		{
			memory: { ...noMemory('s'), projects: memory === null ? {} : { [PROJECT.id]: memory } },
			choice: { kind: 'all' },
			leaveOutSecret: false,
			orphans,
			fullScanEveryMs: HOUR,
			requestsPerMinute: 60,
		},
	);
	return { ...outcome, requests };
}

/** The event of a work item in a listing. */
function memberOf(calendar: Calendar, item: PresentWorkItem): string {
	const { uid, ics } = anActual(item);
	const properties = `<d:getetag>"1"</d:getetag><c:calendar-data><![CDATA[${ics}]]></c:calendar-data>`;
	return found(new URL(hrefOfUid(calendar.url, uid)).pathname, properties);
}

/** A server that holds the events of these work items in the calendar for all. */
function serverOf(items: readonly PresentWorkItem[], onDelete: () => HttpResponse) {
	const members = items.map((item) => memberOf(SHARED, item));
	const home = found(
		'/ada/plane-to-all/',
		'<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Plane</d:displayname>',
	);
	return ({ method }: HttpRequest): HttpResponse => {
		if (method === 'REPORT') return multistatus(members.join(''));
		return method === 'PROPFIND' ? multistatus(home) : onDelete();
	};
}

describe('syncWorkspace', () => {
	it('asks the calendar nothing about archived projects where what is known of calendars is too old', async () => {
		const { run: report, requests } = await run({
			discoveredAgo: 2 * HOUR,
			memory: null,
			orphans: 'keep',
		});
		expect(methodsOf(requests)).toEqual([]);
		expect(report.complete).toBe(true);
	});

	describe('when a project was archived whose events are in a calendar for all', () => {
		it('removes them and forgets it', async () => {
			const { run: report, memory } = await run({
				answerOf: serverOf([aWorkItem(1)], () => aResponse({ status: 204 })),
			});
			expect(report).toMatchObject({ complete: true, counts: { deleted: 1 } });
			expect(memory.projects).toEqual({});
		});

		it.each<[string, Partial<World>]>([
			['the calendars cannot be read', {}],
			[
				'an event cannot be removed',
				{ answerOf: serverOf([aWorkItem(1)], () => aResponse({ status: 503 })) },
			],
			['the time is up', { plane: planeWith({ answersAfter: 60_000 }) }],
		])('remembers it where %s, so that the next run looks again', async (_, world) => {
			const { memory } = await run(world);
			expect(memory.projects).toEqual({ [PROJECT.id]: { ...MEMORY, full_at: null } });
			const { run: report, memory: after } = await run({
				memory: memory.projects[PROJECT.id] ?? null,
				answerOf: serverOf([aWorkItem(1)], () => aResponse({ status: 204 })),
			});
			expect(report).toMatchObject({ complete: true, counts: { deleted: 1 } });
			expect(after.projects).toEqual({});
		});
	});
	describe('when what is left of a project has nothing in it to be removed', () => {
		const OWN = aCalendar({ url: `${HOME}plane-${PROJECT.id}/`, slug: `plane-${PROJECT.id}` });
		const home = (calendar: Calendar, tag: string): string =>
			found(
				new URL(calendar.url).pathname,
				`<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><cs:getctag>${tag}</cs:getctag>`,
			);

		it('lists the calendar of an archived one only when something moved in it', async () => {
			let tag = '1';
			let events = '';
			const world = {
				calendars: [OWN],
				cache: {},
				memory: null,
				answerOf: ({ method }: HttpRequest) => {
					if (method === 'DELETE') return aResponse({ status: 204 });
					return multistatus(method === 'REPORT' ? events : home(OWN, tag));
				},
			};
			const methods = async () => methodsOf((await run(world)).requests);
			expect(await methods()).toEqual(['PROPFIND', 'REPORT']);
			expect(await methods()).toEqual(['PROPFIND']);
			tag = '2';
			events = memberOf(OWN, aWorkItem(1));
			expect(await methods()).toEqual(['PROPFIND', 'REPORT', 'DELETE']);
			tag = '3';
			events = memberOf(OWN, aWorkItem(1, { updated_at: '2026-11-22T18:00:30.000000Z' }));
			expect(await methods()).toEqual(['PROPFIND', 'REPORT']);
			// What was written after the run began may be removed by the next.
			expect(await methods()).toEqual(['PROPFIND', 'REPORT']);
		});

		it('is not complete where the calendars of a vanished one could not be looked at', async () => {
			const vanished = aCalendar({ url: `${HOME}plane-${uuid(5)}/`, slug: `plane-${uuid(5)}` });
			const { run: report } = await run({ calendars: [vanished], memory: null });
			expect(report).toMatchObject({ complete: false, failures_by_kind: { server: 2 } });
		});

		it('lists none of another workspace while no address of this one is known', async () => {
			const other = aCalendar({ url: `${HOME}plane-${uuid(5)}/`, slug: `plane-${uuid(5)}` });
			const { requests, run: report } = await run({
				calendars: [other],
				memory: null,
				answerOf: () => multistatus(home(other, '1')),
			});
			expect(report.orphans).toMatchObject([{ why: 'not_listed', outcome: 'kept' }]);
			expect(methodsOf(requests)).toEqual(['PROPFIND']);
		});
	});
});
