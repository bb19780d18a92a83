/** One project's calendar on a real server, with Plane's side of it in memory and people at work in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listEvents } from '../../core/caldav/listEvents';
import { readObject } from '../../core/caldav/readEvent';
import type { CalDavContext, Calendar, StoredObject } from '../../core/caldav/types';
import { findCalendar } from '../../core/caldav/calendars';
import type { ProjectBatch, UpsertItem } from '../../core/event/types';
import type { HttpRequest, Send } from '../../core/http/types';
import { withRetry } from '../../core/http/retry';
import { uidOf } from '../../core/icalendar/reader';
import type { PresentWorkItem } from '../../core/plane/types';
import { reconcile, type Reconciled } from '../../core/reconcile/reconcile';
import type { Result } from '../../core/reconcile/types';
import { hrefOfUid } from '../../core/webdav/href';
import { aBatch, anUpsert, aWorkItem, uidOfItem } from './builders';
import { type Edit, stamped } from './clientEdits';
import { recording } from './dav';
import type { RunningServer } from './davServers';

const OPTIONS = {
	policy: { writes: 'everything', allowMissing: 0 },
	stopAt: Date.parse('2030-01-01T00:00:00Z'),
} as const;

export interface Run extends Reconciled {
	/** What was sent, each once however often it was repeated. */
	readonly requests: readonly HttpRequest[];
	/** The result of one event; undefined where the report does not list it. */
	readonly of: (n: number) => Result | undefined;
}

export interface PeoplesCalendar {
	/** Plane's side: work items by number. */
	readonly plane: Map<number, PresentWorkItem>;
	readonly item: (n: number) => UpsertItem;
	readonly reconcile: (options?: ReconcileTurn) => Promise<Run>;
	readonly calendar: () => Promise<Calendar>;
	/** What is stored, by UID. */
	readonly contents: () => Promise<ReadonlyMap<string, StoredObject>>;
	/** Reads the event, changes it as a calendar program does and sends it back; its address. */
	readonly edit: (n: number, edit: Edit) => Promise<string>;
	/** What the server answered. */
	readonly put: (href: string, ics: string, etag?: string) => Promise<number>;
	/** As a running process has it: with what it discovered, and the layer that sends again (Xandikos: 423). */
	readonly context: () => CalDavContext;
}

export interface ReconcileTurn {
	/** Another batch than the transform makes of Plane's side. */
	readonly batch?: (batch: ProjectBatch) => ProjectBatch;
	/** What is put around the sender. */
	readonly around?: (send: Send) => Send;
}

export function usePeoplesCalendar(
	server: RunningServer,
	project: PresentWorkItem['project'],
): PeoplesCalendar {
	const plane = new Map<number, PresentWorkItem>();
	let remembered: CalDavContext | null = null;
	let found: Calendar | null = null;
	const send = withRetry(server.send, { sleep, random: Math.random, now: Date.now });
	const context = (): CalDavContext => (remembered ??= server.context({ send }));
	const itemOf = (n: number): PresentWorkItem => plane.get(n) ?? aWorkItem(n, { project });
	const item = (n: number): UpsertItem => anUpsert(itemOf(n));

	const calendar = async (): Promise<Calendar> => {
		const { targets, scope } = aBatch([], { project });
		for (const target of targets) found ??= await findCalendar(server.context(), target, scope);
		if (found === null) throw new Error('The project has no calendar yet.');
		return found;
	};

	const put = async (href: string, ics: string, etag?: string): Promise<number> => {
		const headers = { 'content-type': 'text/calendar; charset=utf-8', ...(etag && { 'if-match': etag }) };
		const { status, body } = await server.send({ method: 'PUT', url: href, headers, body: ics });
		if (status >= 300 && etag !== undefined) throw new Error(`PUT answered ${status}: ${body}`);
		return status;
	};

	const contents = async (): Promise<ReadonlyMap<string, StoredObject>> => {
		const objects = await listEvents(server.context(), await calendar());
		return new Map(objects.map((object) => [uidOf(object.ics) ?? object.href, object]));
	};

	return {
		context,
		plane,
		item,
		calendar,
		contents,
		put,
		edit: async (n, edit) => {
			const object = await readObject(server.context(), hrefOfUid((await calendar()).url, uidOfItem(n)));
			if (object === null) throw new Error(`There is no event ${n}.`);
			await put(object.href, stamped(edit(object.ics)), object.etag);
			return object.href;
		},
		reconcile: async ({ batch: altered = (batch) => batch, around }: ReconcileTurn = {}) => {
			const { send: counting, requests } = recording(send);
			const batch = altered(aBatch([...plane.values()], { project }));
			const done = await reconcile({ ...context(), send: around?.(counting) ?? counting }, batch, OPTIONS);
			const of = (n: number) => done.report.operations.find(({ uid }) => uid === uidOfItem(n));
			return { ...done, requests, of };
		},
	};
}

/** Requests that change something. */
export const writesOf = (requests: readonly HttpRequest[]): HttpRequest[] =>
	requests.filter(({ method }) => !['GET', 'PROPFIND', 'REPORT', 'OPTIONS'].includes(method));
