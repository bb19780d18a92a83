/** Whatever happened, failed or was cut off in earlier runs, and whatever they remember: the calendars follow Plane. */
import fc from 'fast-check';
import { CALENDAR_URL, createCalendarModel } from '../../../bench/simulation/modelCalendar';
import type { DiscoveryCache } from '../../../core/caldav/types';
import type { Routing } from '../../../core/event/routing';
import { routeWorkItem, transformSnapshot } from '../../../core/event/transform';
import { PlaneError } from '../../../core/errors';
import { createPace } from '../../../core/http/pace';
import type { HttpResponse } from '../../../core/http/types';
import { readEvent } from '../../../core/icalendar/reader';
import { createPlaneCache } from '../../../core/plane/cache';
import { createPlaneContext } from '../../../core/plane/client';
import { parseWorkItem } from '../../../core/plane/parseWorkItem';
import { noMemory, readMemory } from '../../../core/sync/memory';
import { syncWorkspace } from '../../../core/sync/syncWorkspace';
import type { SyncMemory } from '../../../core/sync/types';
import { fakeClock } from '../http/support';
import { PEOPLE, SmallPlane } from './smallPlane';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const PROJECTS = 3;

const FAILED: HttpResponse = {
	status: 503,
	headers: { 'content-type': 'text/plain' },
	body: '',
	attempts: 1,
};

/** Which of the next requests fail, in turn; of those to the calendar every other one after it was carried out. */
type Faults = readonly boolean[];

function createWorld(routing: Routing) {
	const clock = fakeClock();
	const plane = new SmallPlane(clock.now, PROJECTS);
	const calendar = createCalendarModel(clock, { answerMs: 0, listedMs: 0, standsFor: 0 });
	const names = new Map<string, Set<string>>();
	const methods: string[] = [];
	let faults: Faults = [];
	let sent = 0;
	const isFault = (): boolean => faults[sent++ % Math.max(1, faults.length)] === true;
	const basis = { source: 'plane', webUrl: 'https://plane.example', workspaceSlug: 'acme' } as const;
	const planeContext = createPlaneContext({
		...basis,
		send: async (request) => await Promise.resolve(isFault() ? FAILED : plane.answer(request)),
		apiUrl: basis.webUrl,
		pace: createPace({ limitPerMinute: 600, now: clock.now, sleep: clock.sleep }),
		now: clock.now,
		cache: createPlaneCache(clock.now),
	});
	const cache: DiscoveryCache = { discovery: null };
	let memory: SyncMemory = noMemory('s');

	const shownAs = (slug: string, ics: string): string => {
		const { uid, properties } = readEvent(ics);
		return [slug, uid, properties.get('SUMMARY'), properties.get('DTSTART')].join(' ');
	};
	const isNewMemory = async (budgetMs: number): Promise<boolean> => {
		[plane.requests, methods.length] = [0, 0];
		const before = memory;
		const outcome = await syncWorkspace(
			{
				plane: planeContext,
				calDav: {
					send: async (request) => {
						methods.push(request.method);
						const [, , slug = '', name = ''] = new URL(request.url).pathname
							.split('/')
							.map(decodeURIComponent);
						if (name !== '') names.set(slug, (names.get(slug) ?? new Set()).add(name));
						// The model does not move; copying is the other way.
						if (request.method === 'MOVE') return { ...FAILED, status: 405 };
						const isLost = isFault();
						if (isLost && sent % 2 === 0) return FAILED;
						const answer = await calendar.send(request);
						return isLost ? FAILED : answer;
					},
					serverUrl: CALENDAR_URL,
					cache,
					now: clock.now,
				},
				toBatch: (snapshot) => transformSnapshot(snapshot, routing),
				toEvents: (workItem) => routeWorkItem(workItem, routing),
				policy: { writes: 'everything', allowMissing: 0 },
				stopAt: clock.now() + budgetMs,
			},
			{
				memory,
				choice: { kind: 'all' },
				leaveOutSecret: false,
				orphans: 'delete_events',
				fullScanEveryMs: 60 * MINUTE,
				requestsPerMinute: 600,
			},
		);
		if (outcome.memory !== before) {
			memory = readMemory(JSON.parse(JSON.stringify(outcome.memory)) as unknown, 's');
		}
		return outcome.memory !== before;
	};
	return {
		clock,
		plane,
		methods,
		/** Runs, and tells whether there was something new to remember. */
		run: async (budgetMs = 4 * MINUTE, given: Faults = []): Promise<boolean> => {
			faults = given;
			try {
				return await isNewMemory(budgetMs);
			} catch (error) {
				// The list of projects could not be read: the run fails as a whole.
				if (!(error instanceof PlaneError) || given.length === 0) throw error;
				return false;
			} finally {
				clock.advance(5 * MINUTE);
			}
		},
		forget: () => {
			cache.discovery = null;
			delete cache.leftAlone;
		},
		/** A person takes an event to another day under another title. */
		dragEvent: (n: number) => {
			const all = [...names].flatMap(([slug, set]) => [...set].map((name) => ({ slug, name })));
			const { slug, name } = all[n % Math.max(1, all.length)] ?? { slug: '', name: '' };
			const ics = calendar.read(slug, name);
			if (ics === null) return;
			const dragged = ics.replace(/(DTSTART;VALUE=DATE:)\d+/, '$120261201');
			calendar.write(slug, name, dragged.replace(/SUMMARY:.*/, 'SUMMARY:Mine'));
		},
		shown: (): string[] =>
			[...names]
				.flatMap(([slug, set]) =>
					[...set].flatMap((name) => {
						const ics = calendar.read(slug, name);
						return ics === null ? [] : shownAs(slug, ics);
					}),
				)
				.sort(),
		wanted: (): string[] =>
			plane.projects
				.filter(({ isArchived }) => !isArchived)
				.flatMap((project) =>
					[...project.items.values()].flatMap((item) => {
						const readAt = new Date(clock.now()).toISOString();
						const record = plane.record(project, item, true);
						return routeWorkItem(parseWorkItem(record, { ...basis, readAt }), routing);
					}),
				)
				.flatMap((event) => (event.action === 'upsert' ? shownAs(event.calendar.slug, event.ics) : []))
				.sort(),
	};
}

type World = ReturnType<typeof createWorld>;

interface Change {
	readonly what: 'add' | 'rename' | 'undate' | 'date' | 'assign' | 'delete' | 'drag' | 'archive' | 'forget';
	readonly project: number;
	readonly n: number;
}

const change: fc.Arbitrary<Change> = fc.record({
	what: fc.constantFrom(
		...(['add', 'rename', 'undate', 'date', 'assign', 'delete', 'drag', 'archive', 'forget'] as const),
	),
	project: fc.nat(PROJECTS - 1),
	n: fc.nat(50),
});

function happen({ plane, dragEvent, forget }: World, { what, project: index, n }: Change): void {
	const project = plane.projects[index];
	if (project === undefined) return;
	if (what === 'drag') return dragEvent(n);
	if (what === 'forget') return forget();
	if (what === 'archive') {
		// One project stays, so that calendars are looked at.
		project.isArchived = index > 0 && !project.isArchived;
		return;
	}
	const item = [...project.items.values()][n % Math.max(1, project.items.size)];
	if (what === 'add' || item === undefined) return plane.add(project);
	if (what === 'delete') return void project.items.delete(item.id);
	const changes = {
		rename: { name: `${item.name.slice(0, 20)}'` },
		undate: { day: null },
		date: { day: 10 + (n % 20) },
		assign: { people: PEOPLE.filter((_, m) => (n >> m) % 2 === 1) },
	};
	plane.edit(project, item, changes[what]);
}

const step = fc.record({
	changes: fc.array(change, { maxLength: 4 }),
	budgetMs: fc.constantFrom(4 * MINUTE, 4 * MINUTE, 100),
	faults: fc.oneof(
		fc.constant([]),
		fc.array(
			fc.nat(6).map((one) => one === 0),
			{ minLength: 5, maxLength: 40 },
		),
	),
});

const ROUTINGS: ReadonlyArray<[string, Routing]> = [
	['a calendar for each project', { kind: 'project' }],
	['one for all', { kind: 'all_projects', name: 'Plane' }],
	['one for each assignee', { kind: 'assignee', withoutOne: 'project' }],
	['one for each assignee only', { kind: 'assignee', withoutOne: 'none' }],
];

describe('runs over a workspace', () => {
	it.each(ROUTINGS)(
		'make the calendars equal to Plane in the end, with %s, and then ask next to nothing',
		async (_, routing) => {
			await fc.assert(
				fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
					const world = createWorld(routing);
					for (const project of world.plane.projects) for (let n = 0; n < 3; n++) world.plane.add(project);
					for (const { changes, budgetMs, faults } of steps) {
						for (const one of changes) {
							happen(world, one);
							world.clock.advance(MINUTE / 4);
						}
						await world.run(budgetMs, faults);
					}
					// Longer than an hour, after which everything was read once more.
					for (let run = 0; run < 16; run++) await world.run();
					expect(world.shown()).toEqual(world.wanted());
					const active = world.plane.projects.filter(({ isArchived }) => !isArchived).length;
					let quiet = 0;
					for (let run = 0; run < 12; run++) {
						const isNew = await world.run();
						expect(world.methods.filter((name) => name !== 'PROPFIND' && name !== 'REPORT')).toEqual([]);
						if (world.plane.requests > 1 + active || isNew) continue;
						quiet += 1;
						expect(world.methods.length).toBeLessThanOrEqual(1);
					}
					// Each project is read whole once in an hour, at most twice in these twelve runs.
					expect(quiet).toBeGreaterThanOrEqual(12 - 2 * PROJECTS);
				}),
				{ numRuns: 12 },
			);
		},
	);
});
