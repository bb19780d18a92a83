/** The operations that work items go through: one event, any text, and the reconcile of a whole project. */
import type { CalDavContext } from '../../core/caldav/types';
import { findByUid } from '../../core/caldav/uidQuery';
import type { EventItem, ProjectBatch, UpsertItem } from '../../core/event/types';
import { applyEvent } from '../../core/reconcile/applyEvent';
import { reconcile } from '../../core/reconcile/reconcile';
import { deleteEvent, readEventText, upsertEvent } from '../../core/reconcile/writeEvents';
import { DavError } from '../../core/errors';
import { hrefOfUid } from '../../core/webdav/href';
import { aBatch, aWorkItem } from './builders';
import {
	anItem,
	expectKept,
	goneItem,
	TARGET_A,
	TARGET_B,
	textAt,
	throwFailures,
	withPeoplesLines,
} from './faultScenarios';
import type { Contents, Scenario, World } from './faultWorld';

const apply = async (context: CalDavContext, item: EventItem): Promise<void> =>
	throwFailures(await applyEvent(context, item));

const stored = async (world: World, calendarUrl: string, item: UpsertItem): Promise<string> =>
	await world.store(calendarUrl, item.uid, withPeoplesLines(item));

const foundAt = (world: World, href: string) => ({
	calendar: { url: world.seen(world.b).url, name: world.b.name },
	href: new URL(new URL(href).pathname, world.proxy.url).href,
	etag: '',
	revision: null,
});

export const EVENTS: readonly Scenario[] = [
	{
		name: 'apply a new event',
		prepare: (world, n) => {
			const item = anItem(n, 'Applied');
			const href = hrefOfUid(world.a.url, item.uid);
			return Promise.resolve({
				own: [href],
				run: async (context) => await apply(context, item),
				check: (after) => expect(textAt(after, href)).toContain('Applied'),
			});
		},
	},
	{
		name: 'apply an event found elsewhere',
		prepare: async (world, n) => {
			const href = await stored(world, world.b.url, anItem(n, 'Old'));
			const item = anItem(n, 'Rerouted', 1);
			const target = hrefOfUid(world.a.url, item.uid);
			return {
				own: [href, target],
				run: async (context) => await apply(context, { ...item, found_in: foundAt(world, href) }),
				check: (after) => {
					expectKept(after, target, 'Rerouted');
					expect(textAt(after, href)).toBeUndefined();
				},
			};
		},
	},
	{
		name: 'apply a removal',
		prepare: async (world, n) => {
			const href = await stored(world, world.b.url, anItem(n, 'Old'));
			return {
				own: [href],
				run: async (context) => await apply(context, { ...goneItem(n), found_in: foundAt(world, href) }),
				check: (after) => expect(textAt(after, href)).toBeUndefined(),
			};
		},
	},
	{
		name: 'update from any text',
		prepare: async (world, n) => {
			const old = anItem(n, 'Old');
			const href = await stored(world, world.a.url, old);
			const text = anItem(n, 'From a text', 1).ics;
			return {
				own: [href],
				run: async (context) =>
					throwFailures([
						await upsertEvent(context, {
							calendar: world.seen(world.a),
							event: readEventText({ ics: text }),
						}),
					]),
				check: (after) => expectKept(after, href, 'From a text'),
			};
		},
	},
	{
		name: 'delete by UID',
		prepare: async (world, n) => {
			const item = anItem(n, 'Old');
			const href = await stored(world, world.a.url, item);
			return {
				own: [href],
				run: async (context) => {
					const calendar = world.seen(world.a);
					const [object = null] = await findByUid(context, calendar, item.uid);
					throwFailures([await deleteEvent(context, { calendar, name: item.uid, object })]);
				},
				check: (after) => expect(textAt(after, href)).toBeUndefined(),
			};
		},
	},
];

const EVERYTHING = { writes: 'everything', allowMissing: 0 } as const;

/** One item each to create, update, leave, move and remove, and one that Plane's list lacks. */
function aProject(n: number): { readonly batch: ProjectBatch; readonly item: (k: number) => UpsertItem } {
	const number = (k: number): number => n * 10 + k;
	const item = (k: number, name = 'Old', minute = 0): UpsertItem => anItem(number(k), name, minute);
	const undated = aWorkItem(number(5), { target_date: null, updated_at: '2026-11-20T10:01:00Z' });
	const { events, ...batch } = aBatch([undated]);
	return {
		item,
		batch: {
			...batch,
			targets: [TARGET_A, TARGET_B],
			events: [item(1, 'Created', 1), item(2, 'Updated', 1), item(3), item(4, 'Moved', 1), ...events],
		},
	};
}

export const RECONCILE: readonly Scenario[] = [
	{
		name: 'reconcile',
		prepare: async (world, n) => {
			const { batch, item } = aProject(n);
			const at = async (calendarUrl: string, k: number): Promise<string> =>
				await stored(world, calendarUrl, item(k));
			const updated = await at(world.a.url, 2);
			const same = await at(world.a.url, 3);
			const moved = await at(world.b.url, 4);
			const undated = await at(world.a.url, 5);
			const unlisted = await at(world.a.url, 6);
			const created = hrefOfUid(world.a.url, item(1).uid);
			const target = hrefOfUid(world.a.url, item(4).uid);
			return {
				own: [created, updated, moved, target, undated],
				run: async (context) => {
					const { report, missing } = await reconcile(context, batch, {
						policy: EVERYTHING,
						stopAt: Number.MAX_SAFE_INTEGER,
					});
					for (const { uid } of missing) expect(uid).toBe(item(6).uid);
					throwFailures(report.operations);
					if (!report.complete)
						throw new DavError(report.failure?.message ?? 'incomplete', { kind: 'server' });
				},
				check: (after: Contents) => {
					expect(textAt(after, created)).toContain('Created');
					expectKept(after, updated, 'Updated');
					expectKept(after, same, 'Old');
					expectKept(after, target, 'Moved');
					expectKept(after, unlisted, 'Old');
					expect(textAt(after, moved)).toBeUndefined();
					expect(textAt(after, undated)).toBeUndefined();
				},
			};
		},
	},
	{
		name: 'reconcile what changed',
		prepare: async (world, n) => {
			const { batch: whole, item } = aProject(n);
			const batch: ProjectBatch = { ...whole, snapshot: { ...whole.snapshot, status: 'changes' } };
			const at = async (calendarUrl: string, k: number): Promise<string> =>
				await stored(world, calendarUrl, item(k));
			const updated = await at(world.a.url, 2);
			const moved = await at(world.b.url, 4);
			const undated = await at(world.a.url, 5);
			const created = hrefOfUid(world.a.url, item(1).uid);
			const same = hrefOfUid(world.a.url, item(3).uid);
			const target = hrefOfUid(world.a.url, item(4).uid);
			return {
				own: [created, updated, same, moved, target, undated],
				run: async (context) => {
					const { report } = await reconcile(context, batch, {
						policy: EVERYTHING,
						stopAt: Number.MAX_SAFE_INTEGER,
					});
					throwFailures(report.operations);
					if (!report.complete)
						throw new DavError(report.failure?.message ?? 'incomplete', { kind: 'server' });
				},
				check: (after: Contents) => {
					expect(textAt(after, created)).toContain('Created');
					expectKept(after, updated, 'Updated');
					expect(textAt(after, same)).toContain('Old');
					expectKept(after, target, 'Moved');
					expect(textAt(after, moved)).toBeUndefined();
					expect(textAt(after, undated)).toBeUndefined();
				},
			};
		},
	},
];
