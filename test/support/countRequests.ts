/** What tests of a reconcile's requests share: projects with calendars of their own, and contexts that tell what they send. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CalDavContext } from '../../core/caldav/types';
import type { ProjectBatch } from '../../core/event/types';
import { withRetry } from '../../core/http/retry';
import type { HttpRequest } from '../../core/http/types';
import type { PresentWorkItem, Snapshot } from '../../core/plane/types';
import type { Compared } from '../../core/reconcile/compared';
import type { Listings } from '../../core/reconcile/listings';
import { reconcile, type Reconciled } from '../../core/reconcile/reconcile';
import type { Policy } from '../../core/reconcile/types';
import { aBatch, aWorkItem, uidOfItem, uuid } from './builders';
import { recording } from './dav';
import type { RunningServer } from './davServers';

/** Work items of each project. */
export const ITEMS = 6;

interface RunOptions {
	readonly listings?: Listings;
	readonly compared?: Compared | null;
	readonly writes?: Policy['writes'];
}

/** Project number `p` with items of its own; each test has its own project, and so its own calendar. */
export function aProject(p: number) {
	const project = { id: uuid(5_000 + p), name: `Project ${p}`, identifier: `P${p}` };
	const item = (n: number, changes: Partial<PresentWorkItem> = {}) =>
		aWorkItem(p * 100 + n, { project, ...changes });
	const batch = (items: readonly PresentWorkItem[], changes: Partial<Snapshot> = {}) =>
		aBatch(items, { project, ...changes });
	const all = (): PresentWorkItem[] => Array.from({ length: ITEMS }, (_, n) => item(n));
	const uid = (n: number) => uidOfItem(p * 100 + n);
	return { project, item, batch, all, uid };
}

export const changed = (item: PresentWorkItem): PresentWorkItem => ({
	...item,
	name: 'Changed',
	updated_at: '2026-11-21T10:00:00.000000Z',
});

export const run = async (
	context: CalDavContext,
	batch: ProjectBatch,
	{ writes = 'everything', ...options }: RunOptions = {},
): Promise<Reconciled> =>
	await reconcile(context, batch, {
		policy: { writes, allowMissing: 0 },
		stopAt: Date.parse('2030-01-01T00:00:00Z'),
		...options,
	});

export interface Recorded {
	readonly context: CalDavContext;
	readonly requests: HttpRequest[];
}

export interface RequestCounting {
	readonly newProject: () => ReturnType<typeof aProject>;
	/** A context with an empty cache. */
	readonly fresh: () => Recorded;
	/** A context that has discovered everything already, and what it sends from then on. */
	readonly discovered: (changes?: Partial<CalDavContext>) => Promise<Recorded>;
	/** Stores a text as a person's client does. */
	readonly put: (href: string, ics: string) => Promise<void>;
}

export function countRequests(server: RunningServer): RequestCounting {
	/** Xandikos asks for another try while two writes meet; those count as one request here. */
	const retrying = withRetry(server.send, { sleep, random: Math.random, now: Date.now });
	let projects = 0;
	const fresh = (): Recorded => {
		const { send, requests } = recording(retrying);
		return { context: server.context({ send }), requests };
	};
	return {
		newProject: () => aProject(++projects),
		fresh,
		discovered: async (changes = {}) => {
			const { context, requests } = fresh();
			await run(context, aBatch([]));
			requests.splice(0);
			return { context: { ...context, ...changes }, requests };
		},
		put: async (href, ics) => {
			const headers = { 'content-type': 'text/calendar; charset=utf-8' };
			const { status } = await server.send({ method: 'PUT', url: href, headers, body: ics });
			expect(status).toBeLessThan(300);
		},
	};
}
