/** Every operation on calendar objects and calendars, from a prepared state to what must be true after it. */
import { calendarAt, deleteCalendar, ensureCalendar } from '../../core/caldav/calendars';
import { discoverCalendars, refreshCalendars } from '../../core/caldav/discovery';
import { listEvents, readObjects } from '../../core/caldav/listEvents';
import { moveObject } from '../../core/caldav/moveEvent';
import { readObject } from '../../core/caldav/readEvent';
import type { Calendar, CalDavContext, StoredObject } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import { writeObject } from '../../core/caldav/writeEvent';
import { DavError } from '../../core/errors';
import { transformWorkItem } from '../../core/event/transform';
import type { EventItem, UpsertItem } from '../../core/event/types';
import { decideDelete, decideUpsert } from '../../core/reconcile/decide';
import type { Result } from '../../core/reconcile/types';
import { decodedPath, hrefOfUid, sameHref } from '../../core/webdav/href';
import { anUpsert, aWorkItem, PROJECT, uuid } from './builders';
import { SCOPE, wanted } from './dav';
import { expectPeoplesLines, PEOPLES_LINES, type Contents, type Scenario, type World } from './faultWorld';

export const TARGET_A = wanted('a');
export const TARGET_B = wanted('b');

/** Work item number `n` as an event in calendar A. */
export const anItem = (n: number, name: string, minute = 0): UpsertItem => ({
	...anUpsert(aWorkItem(n, { name, updated_at: `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z` })),
	calendar: TARGET_A,
});

export const goneItem = (n: number): EventItem =>
	transformWorkItem({
		id: uuid(n),
		status: 'gone',
		project: PROJECT,
		read_at: '2026-11-24T00:00:00Z',
		source: 'plane',
	});

/** The item's event with what people added to it. */
export const withPeoplesLines = ({ ics }: UpsertItem): string =>
	ics.replace('END:VEVENT', [...PEOPLES_LINES, 'END:VEVENT'].join('\r\n'));

export const textAt = (contents: Contents, href: string): string | undefined =>
	contents.get(decodedPath(href));

/** The event is there with this title and all that people added. */
export function expectKept(contents: Contents, href: string, title: string): void {
	const text = textAt(contents, href) ?? '';
	expect(text.replace(/\r?\n[ \t]/g, '')).toContain(title);
	expectPeoplesLines(text);
}

/** Results that are failures end the run as the error they hold. */
export function throwFailures(results: readonly Result[]): void {
	for (const { failure } of results) {
		if (failure !== undefined) throw new DavError(failure.message, { kind: failure.kind });
	}
}

const through = (world: World, href: string): string => new URL(new URL(href).pathname, world.proxy.url).href;

const byPath = (objects: readonly StoredObject[]): Contents =>
	new Map(objects.map(({ href, ics }) => [decodedPath(href), ics]));

/** Reading: whatever comes back without an error is the truth. */
function reading(
	name: string,
	read: (context: CalDavContext, world: World, href: string) => Promise<readonly StoredObject[]>,
	isWhole = false,
): Scenario {
	return {
		name,
		prepare: async (world, n) => {
			const item = anItem(n, 'Read');
			const href = await world.store(world.a.url, item.uid, withPeoplesLines(item));
			const truth = await listEvents(world.direct, world.a);
			const expected = byPath(truth.filter((object) => isWhole || sameHref(object.href, href)));
			return {
				own: [],
				run: async (context) =>
					expect(byPath(await read(context, world, through(world, href)))).toEqual(expected),
				check: () => undefined,
			};
		},
	};
}

const slugsOf = (calendars: readonly Calendar[]) => calendars.map(({ slug }) => slug).sort();

function finding(name: string, find: (context: CalDavContext) => Promise<readonly Calendar[]>): Scenario {
	return {
		name,
		prepare: async (world) => {
			const direct = { ...world.direct, cache: { discovery: null } };
			const truth = slugsOf((await discoverCalendars(direct)).calendars);
			return {
				own: [],
				run: async (context) => expect(slugsOf(await find(context))).toEqual(truth),
				check: () => undefined,
			};
		},
	};
}

export const READING: readonly Scenario[] = [
	finding('discover', async (context) => (await discoverCalendars(context)).calendars),
	finding('refresh', async (context) => (await refreshCalendars(context)).calendars),
	reading('list', async (context, { a, seen }) => await listEvents(context, seen(a)), true),
	reading('multiget', async (context, { a, seen }, href) => await readObjects(context, seen(a), [href])),
	reading('get', async (context, _world, href) => {
		const object = await readObject(context, href);
		return object === null ? [] : [object];
	}),
	reading('find by UID', async (context, { a, seen }, href) => {
		const uid = decodeURIComponent(new URL(href).pathname.split('/').at(-1) ?? '').replace(/\.ics$/, '');
		return await findByUid(context, seen(a), uid);
	}),
];

export const WRITING: readonly Scenario[] = [
	{
		name: 'create',
		prepare: (world, n) => {
			const item = anItem(n, 'Created');
			const href = hrefOfUid(world.a.url, item.uid);
			return Promise.resolve({
				own: [href],
				run: async (context) => {
					const decide = (stored: string | null) => decideUpsert(stored, item);
					await writeObject(context, { href: through(world, href), decide });
				},
				check: (after) => expect(textAt(after, href)).toContain('Created'),
			});
		},
	},
	{
		name: 'update',
		prepare: async (world, n) => {
			const href = await world.store(world.a.url, anItem(n, 'Old').uid, withPeoplesLines(anItem(n, 'Old')));
			const item = anItem(n, 'Updated', 1);
			return {
				own: [href],
				run: async (context) => {
					const decide = (stored: string | null) => decideUpsert(stored, item);
					await writeObject(context, { href: through(world, href), decide });
				},
				check: (after) => expectKept(after, href, 'Updated'),
			};
		},
	},
	{
		name: 'delete',
		prepare: async (world, n) => {
			const href = await world.store(world.a.url, anItem(n, 'Old').uid, withPeoplesLines(anItem(n, 'Old')));
			return {
				own: [href],
				run: async (context) => {
					const decide = (stored: string | null) => decideDelete(stored, goneItem(n));
					await writeObject(context, { href: through(world, href), decide });
				},
				check: (after) => expect(textAt(after, href)).toBeUndefined(),
			};
		},
	},
	{
		name: 'move',
		prepare: async (world, n) => {
			const old = anItem(n, 'Old');
			const href = await world.store(world.b.url, old.uid, withPeoplesLines(old));
			const item = anItem(n, 'Moved', 1);
			const target = hrefOfUid(world.a.url, item.uid);
			return {
				own: [href, target],
				run: async (context) => {
					await moveObject(context, {
						from: { href: through(world, href), etag: '', ics: '' },
						to: world.seen(world.a),
						uid: item.uid,
						decide: (stored) => decideUpsert(stored, item),
					});
				},
				check: (after) => {
					expectKept(after, target, 'Moved');
					expect(textAt(after, href)).toBeUndefined();
				},
			};
		},
	},
];

const calendarsNow = async (world: World): Promise<readonly Calendar[]> =>
	(await discoverCalendars({ ...world.direct, cache: { discovery: null } })).calendars;

const removal = (world: World, slug: string) => async (): Promise<void> => {
	const found = (await calendarsNow(world)).filter((calendar) => calendar.slug === slug);
	for (const calendar of found) await deleteCalendar(world.direct, calendar);
};

/** The calendar of that slug as a direct look shows it, and none beside it with the same name. */
async function theCalendar(world: World, slug: string): Promise<Calendar | undefined> {
	const calendars = await calendarsNow(world);
	const found = calendars.find((calendar) => calendar.slug === slug);
	const sameName = calendars.filter(({ name }) => found !== undefined && name === found.name);
	expect(sameName.length).toBeLessThanOrEqual(1);
	return found;
}

export const CALENDARS: readonly Scenario[] = [
	{
		name: 'make calendar',
		prepare: (world, n) => {
			const target = wanted(`made-${n}`, { color: '#ff8800' });
			return Promise.resolve({
				own: [],
				run: async (context) => {
					const { calendar } = await ensureCalendar(context, target, SCOPE);
					expect(calendar.slug).toBe(target.slug);
				},
				check: async () =>
					expect(await theCalendar(world, target.slug)).toMatchObject({
						name: target.name,
						description: `${target.mark} ${target.name}`,
					}),
				tidy: removal(world, target.slug),
			});
		},
	},
	{
		name: 'rename calendar',
		prepare: async (world, n) => {
			const old = wanted(`renamed-${n}`);
			await ensureCalendar({ ...world.direct, cache: { discovery: null } }, old, SCOPE);
			const target = { ...old, name: `Plane: New ${n}` };
			return {
				own: [],
				run: async (context) => void (await ensureCalendar(context, target, SCOPE)),
				check: async () =>
					expect(await theCalendar(world, old.slug)).toMatchObject({
						name: target.name,
						description: `${target.mark} ${target.name}`,
					}),
				tidy: removal(world, old.slug),
			};
		},
	},
	{
		name: 'adopt calendar',
		prepare: async (world, n) => {
			const target = wanted(`adopted-${n}`);
			const byHand = { slug: `by-hand-${n}`, name: target.name, mark: '' };
			await ensureCalendar({ ...world.direct, cache: { discovery: null } }, byHand, SCOPE);
			return {
				own: [],
				run: async (context) => {
					const { calendar } = await ensureCalendar(context, target, SCOPE);
					expect(calendar.slug).toBe(byHand.slug);
				},
				check: async () => {
					const adopted = await theCalendar(world, byHand.slug);
					expect(adopted?.description).toBe(`${target.mark} ${target.name}`);
				},
				tidy: removal(world, byHand.slug),
			};
		},
	},
	{
		name: 'calendar by its address',
		prepare: (world) =>
			Promise.resolve({
				own: [],
				run: async (context) => {
					expect((await calendarAt(context, world.seen(world.a).url)).slug).toBe(world.a.slug);
				},
				check: () => undefined,
			}),
	},
	{
		name: 'delete calendar',
		prepare: async (world, n) => {
			const target = wanted(`deleted-${n}`);
			const direct = { ...world.direct, cache: { discovery: null } };
			const { calendar } = await ensureCalendar(direct, target, SCOPE);
			return {
				own: [],
				run: async (context) => void (await deleteCalendar(context, world.seen(calendar))),
				check: async () => expect(await theCalendar(world, target.slug)).toBeUndefined(),
				tidy: removal(world, target.slug),
			};
		},
	},
];
