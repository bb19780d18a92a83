/**
 * Reads a project's dated work items, or what changed in it, as one snapshot, and says how much of the project
 * that is. A failure stays inside its project; what a snapshot leads to is decided elsewhere.
 */
import { isRetryable } from '../errors';
import type { Failure } from '../errors';
import { isForLackOfTime, isTimeUp } from './client';
import type { PlaneContext } from './client';
import { isoOfMilliseconds } from './instants';
import { readProjectMembers, readWorkspaceMembers } from './names';
import type { MemberNames } from './names';
import { standingOf } from './projects';
import type { Project } from './projects';
import { readItems } from './scanPages';
import type { SelectedItems } from './scanPages';
import { DATED, changedSince, startOfChanges } from './scanSelection';
import type { ProjectRef, Snapshot } from './types';

export interface ScanOptions {
	/** Whether the run reads every project the key can see. */
	readonly allProjects: boolean;
	/** No request begins or lasts beyond this moment, milliseconds since the epoch. */
	readonly stopAt?: number;
	/** Only what changed since then, a normalised instant by Plane's clock; everything dated when absent. */
	readonly changedSince?: string | undefined;
	/** Names of everybody, where a run reads them once for all projects; null where they are hidden. */
	readonly workspaceMembers?: () => Promise<MemberNames | null>;
}

/**
 * One project's snapshot: `complete` or `changes`; `incomplete` where the list moved under the reading, the time was
 * up or a page or a record could not be read; `archived` (nothing is asked); `unavailable` where nothing was read.
 * An instant later than Plane's clock tells nothing about changes: then everything dated is read.
 *
 * @throws {CancelledError} and nothing else.
 */
export async function scanProject(
	context: PlaneContext,
	project: Project,
	{ allProjects, stopAt = Infinity, changedSince: since, workspaceMembers }: ScanOptions,
): Promise<Snapshot> {
	const { id, name, identifier } = project;
	const base = {
		project: { id, name, identifier },
		taken_at: isoOfMilliseconds(context.now()),
		total_count: null,
		all_projects: allProjects,
	};
	if (project.failure !== undefined)
		return { ...base, status: 'unavailable', work_items: [], failure: project.failure };
	const standing = standingOf(project);
	if (standing === 'archived') return { ...base, status: 'archived', work_items: [] };
	if (standing === 'not_member')
		return { ...base, status: 'unavailable', work_items: [], failure: notMember(project) };
	const hurried = { ...context, deadline: stopAt };
	if (isTimeUp(hurried)) return { ...base, status: 'incomplete', work_items: [], ...cutOff(project) };
	const memberNames = async () =>
		(await (workspaceMembers?.() ?? readWorkspaceMembers(hurried))) ??
		(await readProjectMembers(hurried, id));
	const reading = await readWanted(hurried, base.project, { since, memberNames });
	const isCutOff = reading.failure !== null && isForLackOfTime(hurried, reading.failure);
	const { failure } = reading;
	const whole = reading.since === undefined ? 'complete' : 'changes';
	return {
		...base,
		taken_at: reading.takenAt ?? base.taken_at,
		total_count: reading.totalCount,
		...(reading.since === undefined ? {} : { changed_since: reading.since }),
		status: reading.takenAt === null && !isCutOff ? 'unavailable' : failure === null ? whole : 'incomplete',
		work_items: reading.workItems,
		...(isCutOff ? cutOff(project) : failure === null ? {} : { failure }),
	};
}

interface Wanted {
	readonly since: string | undefined;
	readonly memberNames: () => Promise<MemberNames>;
}

/** What was read, and since when; `since` is absent where everything dated was read. */
async function readWanted(
	context: PlaneContext,
	project: ProjectRef,
	{ since, memberNames }: Wanted,
): Promise<SelectedItems & { readonly since?: string }> {
	if (since !== undefined) {
		const changes = await readItems(context, project, { selection: changedSince(since), memberNames });
		const isAhead = changes.takenAt !== null && startOfChanges(since) > changes.takenAt;
		if (!isAhead) return { ...changes, since };
	}
	return await readItems(context, project, { selection: DATED, memberNames });
}

const notMember = ({ name }: ProjectRef): Failure => ({
	kind: 'permission',
	status: null,
	message: `The API key's user is not a member of the project "${name}". Add the user to the project, or leave the project out.`,
	retryable: false,
});

const cutOff = (project: ProjectRef): Pick<Snapshot, 'reason' | 'failure'> => ({
	reason: 'time_is_up',
	failure: timeIsUp(project),
});

const timeIsUp = ({ name }: ProjectRef): Failure => ({
	kind: 'timeout',
	status: null,
	message: `The time for the run was up before the project "${name}" was read to its end. The next run goes on.`,
	retryable: isRetryable('timeout'),
});
