import type { Calendar } from '../../../core/caldav/types';
import {
	contentsOf,
	findOrphans,
	isMassVanishing,
	isShared,
	mayHaveOrphans,
	seenProject,
	type Orphan,
	type SharedCalendar,
} from '../../../core/reconcile/orphans';
import { readEvent } from '../../../core/icalendar/reader';
import type { Snapshot } from '../../../core/plane/types';
import { aBatch, anActual, aWorkItem, PROJECT, uuid } from '../../support/builders';
import { aCalendar, anEvent } from '../../support/dav';

const GONE = uuid(501);
const OTHER = uuid(502);

const calendarOf = (id: string, changes: Partial<Calendar> = {}): Calendar =>
	aCalendar({
		url: `https://dav.example.com/ada/plane-${id}/`,
		slug: `plane-${id}`,
		name: `Plane: ${id}`,
		...changes,
	});

/** A run that saw one project with an item, and Plane's list. */
const aRun = (changes: Partial<Snapshot> = {}) => [
	seenProject(aBatch([aWorkItem(1)], { listed_projects: [PROJECT.id, OTHER], ...changes })),
];

const briefly = ({ project, why, calendars }: Orphan) => [project.id, why, calendars.length];

describe('findOrphans', () => {
	const own = calendarOf(PROJECT.id);
	const gone = calendarOf(GONE);

	it('finds the calendar of a project that Plane does not list, and leaves those it lists', () => {
		const { orphans, projects, unlisted } = findOrphans([own, gone, calendarOf(OTHER)], aRun());

		expect(orphans.map(briefly)).toEqual([[GONE, 'not_listed', 1]]);
		expect([projects, unlisted]).toEqual([3, 1]);
	});

	it('finds the calendars of an archived project, whatever else the run saw', () => {
		const seen = aRun({ status: 'archived', all_projects: false });
		const renamed = calendarOf('x', { slug: 'x', description: `plane-project:${PROJECT.id} Old name` });

		expect(findOrphans([own, renamed], seen).orphans.map(briefly)).toEqual([[PROJECT.id, 'archived', 2]]);
	});

	it.each<[string, Parameters<typeof findOrphans>[1]]>([
		['a run of some projects only', aRun({ all_projects: false })],
		['one batch of several that says so', [...aRun(), ...aRun({ all_projects: false })]],
		['a run without Plane’s list', [seenProject(aBatch([aWorkItem(1)]))]],
		['a run without any batch', []],
	])('concludes nothing from %s', (_, seen) => {
		expect(findOrphans([own, gone], seen).orphans).toEqual([]);
		expect(mayHaveOrphans(seen)).toBe(false);
	});

	it.each(['incomplete', 'unavailable', 'changes'] as const)(
		'does not take a project for an orphan whose snapshot is %s',
		(status) => {
			expect(findOrphans([own], aRun({ status, listed_projects: [] })).orphans).toEqual([]);
		},
	);

	it.each<[string, Calendar]>([
		['somebody else’s calendar', calendarOf(GONE, { foreign: true })],
		['one that may only be read', calendarOf(GONE, { writable: false })],
		['a calendar of a route', calendarOf('to-ada')],
		['a calendar made by hand', calendarOf('x', { slug: 'plane-holidays' })],
		['slug and mark of two projects', calendarOf(GONE, { description: `plane-project:${OTHER} Name` })],
	])('leaves alone %s', (_, calendar) => {
		expect(findOrphans([calendar], aRun({ listed_projects: [PROJECT.id] })).orphans).toEqual([]);
	});

	describe('in a calendar that several projects share', () => {
		const SHARED = calendarOf('to-all');
		const itemOf = (id: string, n: number, workspace = 'acme') =>
			aWorkItem(n, {
				project: { ...PROJECT, id },
				url: `https://plane.example.com/${workspace}/projects/${id}/issues/${n}`,
			});
		const holding = (...texts: string[]): SharedCalendar[] => [
			{
				calendar: SHARED,
				objects: texts.map((ics, n) => ({
					object: { href: `/${n}.ics`, etag: '"1"', ics },
					reading: readEvent(ics),
				})),
			},
		];
		const textOf = (...item: Parameters<typeof itemOf>): string => anActual(itemOf(...item)).ics;
		const seen = (changes: Partial<Snapshot> = {}) => [
			seenProject(
				aBatch([itemOf(OTHER, 9)], {
					project: { ...PROJECT, id: OTHER },
					listed_projects: [OTHER],
					...changes,
				}),
			),
		];
		const removable = ({ project, why, calendars, shared }: Orphan) => [
			project.id,
			why,
			calendars.length,
			shared.map(({ calendar, removable: objects }) => [calendar.slug, objects.map(({ href }) => href)]),
		];

		it('finds the events of a vanished project of this workspace, and nobody else’s', () => {
			const { orphans, projects, unlisted } = findOrphans(
				[],
				seen(),
				holding(
					textOf(GONE, 1),
					textOf(OTHER, 2),
					textOf(PROJECT.id, 3, 'elsewhere'),
					anEvent('lunch@example.com', 'Lunch'),
					textOf(GONE, 4),
				),
			);

			expect(orphans.map(removable)).toEqual([
				[GONE, 'not_listed', 0, [['plane-to-all', ['/0.ics', '/4.ics']]]],
			]);
			// The other workspace's project counts for nothing.
			expect([projects, unlisted]).toEqual([2, 1]);
		});

		it('finds those of an archived project, besides its own calendar', () => {
			const archived = seen({ status: 'archived', all_projects: false });
			const events = holding(textOf(OTHER, 1), textOf(GONE, 2));

			expect(findOrphans([calendarOf(OTHER)], archived, events).orphans.map(removable)).toEqual([
				[OTHER, 'archived', 1, [['plane-to-all', ['/0.ics']]]],
			]);
			expect(findOrphans([], archived, holding()).orphans).toEqual([]);
		});

		it('leaves what was written after the run began', () => {
			const late = textOf(GONE, 1).replace(/(X-PLANE-UPDATED-AT:).*/, '$12030-01-01T00:00:00Z');
			expect(findOrphans([], seen(), holding(late)).orphans).toEqual([]);
		});

		it.each([
			[SHARED, true],
			[calendarOf('to-all', { foreign: true }), false],
			[calendarOf('to-all', { writable: false }), false],
			[calendarOf(OTHER), false],
			[calendarOf('x', { slug: 'x' }), false],
		])('looks only into calendars of routes in the account itself: %#', (calendar, is) => {
			expect(isShared(calendar, aBatch([]).scope)).toBe(is);
		});
	});

	it('names a vanished project as its calendar was called last', () => {
		const marked = calendarOf(GONE, { description: `plane-project:${GONE} Plane: Shop` });

		expect(findOrphans([marked], aRun()).orphans[0]?.project).toEqual({ id: GONE, name: 'Plane: Shop' });
		expect(findOrphans([gone], aRun()).orphans[0]?.project).toEqual({ id: GONE, name: `Plane: ${GONE}` });
	});

	it.each([
		[1, 2, false],
		[2, 3, true],
		[1, 1, true],
		[0, 3, false],
	])(
		'finds it suspicious or not that of several projects so many vanished: %i of %i',
		(unlisted, projects, is) => {
			expect(isMassVanishing({ orphans: [], projects, unlisted })).toBe(is);
		},
	);
});

describe('contentsOf', () => {
	const [archived] = findOrphans([calendarOf(PROJECT.id)], aRun({ status: 'archived' })).orphans;
	const { ics } = anActual(aWorkItem(1));
	const removableOf = (orphan: Orphan | undefined, text: string) =>
		orphan && contentsOf(orphan, [{ href: '/x.ics', etag: '"1"', ics: text }]).removable.length;

	it.each<[string, string, number]>([
		['an event of ours', ics, 1],
		['an event of ours without the property, by its address', ics.replace(/X-PLANE-PROJECT.*\r\n/, ''), 1],
		['another project’s', ics.replace(/(X-PLANE-PROJECT:).*/, `$1${OTHER}`), 0],
		[
			'one that a webhook wrote after the run began',
			ics.replace(/(X-PLANE-UPDATED-AT:).*/, '$12026-11-23T09:00:01Z'),
			0,
		],
		['one made by hand', anEvent('lunch@example.com', 'Lunch'), 0],
		['one that cannot be read', ics.replace('END:VEVENT', ''), 0],
	])('tells what may be removed: %s', (_, text, expected) => {
		expect(removableOf(archived, text)).toBe(expected);
	});

	it('of a vanished project only what belongs to this workspace by its address', () => {
		const seen = [
			seenProject(
				aBatch(
					[
						aWorkItem(1, {
							project: { ...PROJECT, id: OTHER },
							url: `https://plane.example.com/acme/projects/${OTHER}/issues/1`,
						}),
					],
					{ project: { ...PROJECT, id: OTHER }, listed_projects: [OTHER] },
				),
			),
		];
		const [vanished] = findOrphans([calendarOf(PROJECT.id)], seen).orphans;

		expect(vanished).toMatchObject({
			why: 'not_listed',
			urlStarts: ['https://plane.example.com/acme/projects/'],
		});
		expect(removableOf(vanished, ics)).toBe(1);
		expect(removableOf(vanished, ics.replace('/acme/', '/other/'))).toBe(0);
		expect(removableOf(vanished && { ...vanished, urlStarts: [] }, ics)).toBe(0);
	});
});
