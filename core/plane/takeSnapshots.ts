/** One run over many projects: which are read, with what they share, and the snapshots they give. */
import { PlaneError, isRetryable } from '../errors';
import type { Failure } from '../errors';
import { chooseProjects } from './chooseProjects';
import type { ProjectChoice } from './chooseProjects';
import { isForLackOfTime, planeErrorOf } from './client';
import type { PlaneContext } from './client';
import { isoOfMilliseconds } from './instants';
import { readWorkspaceMembers } from './names';
import { listProjects } from './projects';
import type { Project } from './projects';
import { scanProject } from './scanWorkItems';
import type { Snapshot } from './types';

export interface ScanWish {
	/** Milliseconds since the epoch. */
	readonly stopAt?: number;
	/** @default all */
	readonly choice?: ProjectChoice;
	/** @default false */
	readonly leaveOutSecret?: boolean;
}

export interface SnapshotOptions extends ScanWish {
	/** The normalised instant since which a project's changes are wanted; undefined for everything dated. */
	readonly changedSinceOf?: (projectId: string) => string | undefined;
}

/** The chosen projects of one run. Of all, those the key's user has not joined are left out. */
export interface Scan {
	/** In Plane's order. */
	readonly projects: readonly Project[];
	/** Ids of all that Plane lists, chosen or not. */
	readonly listedIds: readonly string[];
	/** Those asked for by name that Plane does not list, each `unavailable`. */
	readonly unlisted: readonly Snapshot[];
	/** Whether nothing that the key's user may read was left out. */
	readonly isEverything: boolean;
	/** Everything dated, or what changed since a normalised instant. Fails only when the run is cancelled. */
	readonly read: (project: Project, changedSince?: string) => Promise<Snapshot>;
}

/**
 * Lists the projects: one request for up to a hundred. Names of people are read once for all of them, when they
 * are needed first.
 *
 * @throws {PlaneError} when the projects cannot be listed.
 * @throws {CancelledError} when the run is cancelled.
 */
export async function beginScan(context: PlaneContext, wish: ScanWish = {}): Promise<Scan> {
	const { stopAt = Infinity, choice = { kind: 'all' }, leaveOutSecret = false } = wish;
	const hurried = { ...context, deadline: stopAt };
	const listed = await listProjectsInTime(hurried);
	const { projects, unlistedIds, isEverything } = chooseProjects(listed, { choice, leaveOutSecret });
	const workspaceMembers = readOnce(async () => await readWorkspaceMembers(hurried));
	const common = { allProjects: isEverything, stopAt, workspaceMembers };
	return {
		projects,
		listedIds: listed.map(({ id }) => id),
		unlisted: unlistedIds.map((id) => unlisted(context, id)),
		isEverything,
		read: async (project, changedSince) => await scanProject(context, project, { ...common, changedSince }),
	};
}

/**
 * One snapshot after another, of every chosen project. Asked for by name, projects that cannot be read are
 * `unavailable`. After `stopAt` the rest comes as `incomplete`.
 *
 * @throws {PlaneError} when the projects cannot be listed.
 * @throws {CancelledError} when the run is cancelled.
 */
export async function* streamSnapshots(
	context: PlaneContext,
	options: SnapshotOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
	const { projects, listedIds, unlisted: others, isEverything, read } = await beginScan(context, options);
	let news = isEverything ? { listed_projects: listedIds } : {};
	for (const project of projects) {
		yield { ...(await read(project, options.changedSinceOf?.(project.id))), ...news };
		news = {};
	}
	yield* others;
}

/** All of `streamSnapshots` at once. @throws {PlaneError} when the projects cannot be listed. */
export async function takeSnapshots(
	context: PlaneContext,
	options: SnapshotOptions = {},
): Promise<Snapshot[]> {
	const snapshots: Snapshot[] = [];
	for await (const snapshot of streamSnapshots(context, options)) snapshots.push(snapshot);
	return snapshots;
}

async function listProjectsInTime(context: PlaneContext): Promise<readonly Project[]> {
	try {
		return await listProjects(context, { pace: 'scan' });
	} catch (error) {
		if (!(error instanceof PlaneError) || !isForLackOfTime(context, error)) throw error;
		throw planeErrorOf(noTimeForProjects());
	}
}

/** A reader that keeps what it read; a failure is not kept. */
function readOnce<Value>(read: () => Promise<Value>): () => Promise<Value> {
	let kept: { readonly value: Value } | null = null;
	return async () => (kept ??= { value: await read() }).value;
}

/** Left, deleted or never seen: Plane's list does not tell which. */
function unlisted({ cache, now }: PlaneContext, id: string): Snapshot {
	const project = cache.findProject(id) ?? { id, name: id, identifier: '' };
	return {
		project,
		status: 'unavailable',
		taken_at: isoOfMilliseconds(now()),
		work_items: [],
		total_count: null,
		all_projects: false,
		failure: {
			kind: 'not_found',
			status: null,
			message: `Plane does not list the project ${id}: it was deleted, or it is secret and the API key's user is not (or no longer) a member. Add the user to the project, or leave the project out.`,
			retryable: false,
		},
	};
}

const noTimeForProjects = (): Failure => ({
	kind: 'timeout',
	status: null,
	message:
		'The time for the run was up before the list of projects was read; nothing else was asked. Raise the time budget, or move "Stop At" to a later moment.',
	retryable: isRetryable('timeout'),
});
