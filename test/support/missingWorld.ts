/**
 * The whole chain of the reconcile template — Get Snapshot, Transform, Reconcile, and for what is missing Get,
 * Transform, Apply — in n8n's engine, between a stand-in of Plane and a real calendar server.
 */
import type { INodeParameters } from 'n8n-workflow';
import type { EventItem } from '../../core/event/types';
import type { Missing, Snapshot, WorkItem } from '../../core/plane/types';
import type { Report, Result } from '../../core/reconcile/types';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { TransformToVevent } from '../../nodes/TransformToVevent/TransformToVevent.node';
import { createCalendarView, type CalendarView } from '../../scripts/lib/calendarView';
import type { CalDavServer } from '../../scripts/lib/n8nWithPackage';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn, StandInOptions } from '../../sandbox/plane/standIn';
import { runNode, type NodeRunOptions } from './engine';

/**
 * Milliseconds by which Plane's clock is put forward before each run: it shows whole seconds, and what changed in the
 * second of a snapshot is left to the next one.
 */
const A_SECOND_MS = 1000;

export interface RunOptions {
	/** Parameters of Reconcile. */
	readonly reconcile?: INodeParameters;
	/** What happens in Plane between the reconcile and the questions. */
	readonly meanwhile?: () => void;
	readonly requestsPerMinute?: number;
}

/** What came out of the nodes, in their order. */
export interface ChainRun {
	readonly error: string | null;
	readonly snapshots: readonly Snapshot[];
	readonly reports: readonly Report[];
	readonly questions: readonly Missing[];
	readonly answers: readonly WorkItem[];
	readonly results: readonly Result[];
}

export interface MissingWorld {
	readonly plane: () => RunningStandIn;
	readonly view: CalendarView;
	readonly run: (options?: RunOptions) => Promise<ChainRun>;
	/** Titles of the events in a project's calendar, sorted; null where there is no such calendar. */
	readonly titles: (projectId: string) => Promise<readonly string[] | null>;
	/** Asks Plane with another key from now on. */
	readonly useKey: (apiKey: string) => void;
	/** Another Plane at the same address with the data the first began with, as after a restore. */
	readonly restoreBackup: () => Promise<void>;
	readonly stop: () => Promise<void>;
}

export async function startMissingWorld(
	calendar: CalDavServer,
	changes: StandInOptions = {},
): Promise<MissingWorld> {
	let aheadMs = 0;
	const options: StandInOptions = {
		rateLimit: null,
		secondBumpMs: null,
		seed: 'missing',
		apiKey: 'plane_api_missing',
		now: () => Date.now() + aheadMs,
		...changes,
	};
	let plane = await startStandIn(options);
	const port = Number(new URL(plane.url).port);
	const view = createCalendarView(calendar);
	let key = plane.apiKey;
	const planeCredentials = (requestsPerMinute: number): NonNullable<NodeRunOptions['credentials']> => {
		const { url, workspaceSlug } = plane;
		const data = {
			apiUrl: url,
			webUrl: url,
			workspaceSlug,
			apiKey: key,
			webhookSecret: '',
			requestsPerMinute,
		};
		return { planeApi: { type: new PlaneApi(), data } };
	};
	const { url: serverUrl, username, password } = calendar;
	const data = { serverUrl, username, password, ignoreSslIssues: false };
	const calDav = { node: new CalDav(), credentials: { calDavApi: { type: new CalDavApi(), data } } };

	async function run({
		reconcile = {},
		meanwhile,
		requestsPerMinute = 6000,
	}: RunOptions = {}): Promise<ChainRun> {
		aheadMs += A_SECOND_MS;
		const nothing = { error: null, snapshots: [], reports: [], questions: [], answers: [], results: [] };
		const plain = () => ({ node: new PlaneIssues(), credentials: planeCredentials(requestsPerMinute) });
		const scan = await step<Snapshot>({
			...plain(),
			parameters: { resource: 'project', operation: 'getSnapshot' },
		});
		if (scan.error !== null || scan.first.length === 0) return { ...nothing, error: scan.error };
		const transform = { node: new TransformToVevent(), parameters: {} };
		const batches = await step<object>({ ...transform, items: scan.first });
		const reconciled = await step<Report, Missing>({
			...calDav,
			parameters: { resource: 'calendar', operation: 'reconcile', writes: 'everything', ...reconcile },
			items: batches.first,
		});
		const done = {
			...nothing,
			snapshots: scan.first,
			reports: reconciled.first,
			questions: reconciled.second,
		};
		meanwhile?.();
		if (reconciled.second.length === 0) return { ...done, error: reconciled.error };
		const asked = await step<WorkItem>({
			...plain(),
			parameters: { resource: 'issue', operation: 'get', from: 'input', ifNotFound: 'item' },
			items: reconciled.second,
		});
		const events = await step<EventItem>({ ...transform, items: asked.first });
		const applied = await step<Result>({
			...calDav,
			parameters: { resource: 'event', operation: 'apply' },
			items: events.first,
		});
		return { ...done, error: asked.error ?? applied.error, answers: asked.first, results: applied.first };
	}

	return {
		plane: () => plane,
		view,
		run,
		titles: async (projectId) => {
			const calendars = await view.look();
			const own = calendars.find(({ calendar: { slug } }) => slug === `plane-${projectId}`);
			return own === undefined ? null : own.events.map(({ summary }) => summary).sort();
		},
		useKey: (apiKey) => {
			key = apiKey;
		},
		restoreBackup: async () => {
			await plane.close();
			plane = await startStandIn({ ...options, port });
		},
		stop: async () => await plane.close(),
	};
}

/** Runs one node over its items. */
async function step<First, Second = never>(
	options: NodeRunOptions,
): Promise<{ readonly first: First[]; readonly second: Second[]; readonly error: string | null }> {
	const { outputs, error } = await runNode(options);
	const [first = [], second = []] = outputs.map((items) => items.map(({ json }) => json as unknown));
	return { first: first as First[], second: second as Second[], error: error?.message ?? null };
}
