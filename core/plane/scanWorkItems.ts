/**
 * Reads a project's dated work items as one snapshot, and says how much of the project that is. A failure
 * stays inside its project; what a snapshot leads to is decided elsewhere.
 */
import { isRetryable } from '../errors';
import type { Failure } from '../errors';
import { withDeadline } from '../http/pace';
import type { PlaneContext } from './client';
import { isoOfMilliseconds } from './instants';
import { readProjectMembers, readWorkspaceMembers } from './names';
import type { MemberNames } from './names';
import { listProjects, standingOf } from './projects';
import type { Project } from './projects';
import { readDatedItems } from './scanPages';
import type { ProjectRef, Snapshot } from './types';

export interface ScanOptions {
	/** Whether the run reads every project the key can see. */
	readonly allProjects: boolean;
	/** No request begins after this moment, milliseconds since the epoch. */
	readonly stopAt?: number;
	/** Names of everybody, where a run reads them once for all projects; null where they are hidden. */
	readonly workspaceMembers?: () => Promise<MemberNames | null>;
}

export interface SnapshotOptions {
	/** Milliseconds since the epoch. */
	readonly stopAt?: number;
	/** Only these projects; all when absent or empty. */
	readonly onlyProjectIds?: readonly string[];
	readonly exceptProjectIds?: readonly string[];
}

/**
 * One project's snapshot: `complete`; `incomplete` where the list moved under the reading, the time was up or
 * a page or a record could not be read; `archived` (nothing is asked); `unavailable` where nothing was read.
 *
 * @throws {CancelledError} and nothing else.
 */
export async function scanProject(
	context: PlaneContext,
	project: Project,
	{ allProjects, stopAt = Infinity, workspaceMembers }: ScanOptions,
): Promise<Snapshot> {
	const { id, name, identifier } = project;
	const { now, pace } = context;
	const base = {
		project: { id, name, identifier },
		taken_at: isoOfMilliseconds(now()),
		all_projects: allProjects,
	};
	const standing = standingOf(project);
	if (standing === 'archived') return { ...base, status: 'archived', work_items: [] };
	if (standing === 'not_member')
		return { ...base, status: 'unavailable', work_items: [], failure: notMember(project) };
	if (now() >= stopAt) return { ...base, status: 'incomplete', work_items: [], failure: timeIsUp(project) };
	const hurried = { ...context, pace: withDeadline(pace, { deadline: stopAt, now }) };
	const reading = await readDatedItems(hurried, base.project, {
		memberNames: async () =>
			(await (workspaceMembers?.() ?? readWorkspaceMembers(hurried))) ??
			(await readProjectMembers(hurried, id)),
	});
	const isTimeUp = reading.failure?.kind === 'rate_limited' && reading.failure.status === null;
	const failure = isTimeUp ? timeIsUp(project) : reading.failure;
	return {
		...base,
		taken_at: reading.takenAt ?? base.taken_at,
		status:
			reading.takenAt === null && !isTimeUp ? 'unavailable' : failure === null ? 'complete' : 'incomplete',
		work_items: reading.workItems,
		...(failure === null ? {} : { failure }),
	};
}

/**
 * One snapshot after another, of every project the key's user has joined; projects not joined are left out,
 * archived ones are told as such. After `stopAt` the rest comes as `incomplete`.
 *
 * @throws {PlaneError} when the projects cannot be listed.
 * @throws {CancelledError} when the run is cancelled.
 */
export async function* streamSnapshots(
	context: PlaneContext,
	{ stopAt = Infinity, onlyProjectIds = [], exceptProjectIds = [] }: SnapshotOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
	const { pace, now } = context;
	const hurried = { ...context, pace: withDeadline(pace, { deadline: stopAt, now }) };
	const projects = await listProjects(hurried, { pace: 'scan' });
	const allProjects = onlyProjectIds.length === 0 && exceptProjectIds.length === 0;
	const wanted = projects.filter(
		(project) =>
			standingOf(project) !== 'not_member' &&
			(onlyProjectIds.length === 0 || onlyProjectIds.includes(project.id)) &&
			!exceptProjectIds.includes(project.id),
	);
	const workspaceMembers = readOnce(async () => await readWorkspaceMembers(hurried));
	for (const project of wanted) {
		yield await scanProject(context, project, { allProjects, stopAt, workspaceMembers });
	}
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

/** A reader that keeps what it read; a failure is not kept. */
function readOnce<Value>(read: () => Promise<Value>): () => Promise<Value> {
	let kept: { readonly value: Value } | null = null;
	return async () => (kept ??= { value: await read() }).value;
}

const notMember = ({ name }: ProjectRef): Failure => ({
	kind: 'permission',
	status: null,
	message: `The API key's user is not a member of the project "${name}". Add the user to the project, or leave the project out.`,
	retryable: false,
});

const timeIsUp = ({ name }: ProjectRef): Failure => ({
	kind: 'timeout',
	status: null,
	message: `The time for the run was up before the project "${name}" was read to its end. The next run goes on.`,
	retryable: isRetryable('timeout'),
});
