/**
 * Asks Plane for single work items and tells apart what is there, what is proven gone and what nobody knows at
 * the moment. Only here a work item becomes `gone`; what follows from it is decided elsewhere.
 */
import { PlaneError } from '../errors';
import type { Failure } from '../errors';
import { withWaitBudget } from '../http/pace';
import type { PaceKind } from '../http/pace';
import { askPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { workItemOfDelivery } from './deliveredWorkItem';
import { isoOfMilliseconds } from './instants';
import { isUuid } from './json';
import { createPatience } from './patience';
import { parseWorkItem } from './parseWorkItem';
import { getProject } from './projects';
import type { ProjectReading } from './projects';
import type { AbsentWorkItem, FoundIn, PlaneEvent, PresentWorkItem, ProjectRef, WorkItem } from './types';

export interface WorkItemRequest {
	readonly id: string;
	/** Null where nobody named one: without a project Plane cannot be asked. */
	readonly project: (Partial<ProjectRef> & { readonly id: string }) | null;
	/** The delivery that asks; its record is used when the rate is used up. */
	readonly event?: PlaneEvent;
	readonly found_in?: FoundIn;
}

export interface GetOptions {
	/** Longest wait for Plane's rate, milliseconds, for all requests together. @default 5000 */
	readonly maximumWaitMs?: number;
	/** `scan` leaves room for the questions of others. @default single */
	readonly pace?: PaceKind;
}

const MAXIMUM_WAIT_MS = 5000;
const EXPANSIONS = 'state,labels,assignees,project';

/**
 * The context for the GETs of one execution: together they wait for Plane's rate no longer than given, and stop
 * asking a Plane that is out of order. Made of such a context, another one shares both.
 */
export function forOneExecution(
	context: PlaneContext,
	{ maximumWaitMs = MAXIMUM_WAIT_MS }: GetOptions = {},
): PlaneContext {
	const { pace, now, patience = createPatience() } = context;
	return { ...context, pace: withWaitBudget(pace, { budgetMs: maximumWaitMs, now }), patience };
}

/** What became of one GET. `absent` is a question that the project's detail answers. */
type Answer =
	| { readonly kind: 'settled'; readonly workItem: WorkItem }
	| { readonly kind: 'absent'; readonly readAt: string };

/**
 * The work items, in the order of the requests. Project by project, every GET comes before the one GET of the project
 * that settles its 404s: gone only where the project is then there, joined and not archived.
 *
 * @throws {CancelledError} and nothing else: failures are in the work items.
 */
export async function getWorkItems(
	context: PlaneContext,
	requests: readonly WorkItemRequest[],
	options: GetOptions = {},
): Promise<WorkItem[]> {
	const patient = forOneExecution(context, options);
	const workItems = new Map<WorkItemRequest, WorkItem>();
	for (const group of byProject(requests)) await askTogether(patient, group, { ...options, workItems });
	return requests.flatMap((request) => workItems.get(request) ?? []);
}

function byProject(requests: readonly WorkItemRequest[]): Iterable<readonly WorkItemRequest[]> {
	const groups = new Map<string | null, WorkItemRequest[]>();
	for (const request of requests) {
		const id = request.project?.id ?? null;
		const group = groups.get(id);
		if (group === undefined) groups.set(id, [request]);
		else group.push(request);
	}
	return groups.values();
}

/** The work items of one project. */
async function askTogether(
	context: PlaneContext,
	requests: readonly WorkItemRequest[],
	{ workItems, ...options }: GetOptions & { readonly workItems: Map<WorkItemRequest, WorkItem> },
): Promise<void> {
	const absent = new Map<WorkItemRequest, string>();
	for (const request of requests) {
		const answer = await answerOf(context, request, options);
		if (answer.kind === 'settled') workItems.set(request, answer.workItem);
		else absent.set(request, answer.readAt);
	}
	const id = requests[0]?.project?.id;
	if (absent.size === 0 || id === undefined) return;
	const project = await getProject(context, id, options);
	for (const [request, readAt] of absent) workItems.set(request, settle(request, readAt, project));
}

async function answerOf(
	context: PlaneContext,
	request: WorkItemRequest,
	{ pace = 'single' }: GetOptions,
): Promise<Answer> {
	const { id, project, event } = request;
	if (project === null) return settled(withoutProject(context, request));
	if (!isUuid(id) || !isUuid(project.id)) {
		return settled(unavailable(request, isoOfMilliseconds(context.now()), noUuid(id)));
	}
	const path = inWorkspace(context, 'projects', project.id, 'work-items', id);
	// Were the rate used up by the 404s alone, none of them would ever be settled. A delivery's item is seldom one.
	const leaveFree = event === undefined ? 1 : 0;
	const answer = await askPlane(context, {
		path,
		query: { expand: EXPANSIONS },
		pace,
		leaveFree,
	});
	if (answer.kind === 'ok') return settled(present(context, request, answer));
	const { failure, readAt } = answer;
	if (failure.kind === 'not_found') return { kind: 'absent', readAt };
	if (failure.kind !== 'rate_limited') return settled(unavailable(request, readAt, failure));
	const known = namesOf(context, project);
	const delivered =
		event && workItemOfDelivery(event, { ...context, project: known, foundIn: request.found_in });
	return settled(delivered?.id === id ? delivered : deferred(request, readAt, failure));
}

const settled = (workItem: WorkItem): Answer => ({ kind: 'settled', workItem });

/** A signed `deleted` delivery names no project and is taken at its word; a reconcile would repair it. */
function withoutProject({ now }: PlaneContext, request: WorkItemRequest): AbsentWorkItem {
	const { id, event, found_in } = request;
	if (event?.event === 'work_item' && event.action === 'deleted' && event.id === id) {
		return {
			...absentBase(id, event.received_at, found_in),
			source: 'delivery',
			status: 'gone',
			project: null,
		};
	}
	return unavailable(request, isoOfMilliseconds(now()), {
		kind: 'invalid_data',
		status: null,
		message: `No project is named for work item ${id}, so Plane cannot be asked for it. Hand over its project; nothing was changed.`,
		retryable: false,
	});
}

function present(
	{ webUrl, workspaceSlug, cache }: PlaneContext,
	request: WorkItemRequest,
	{ body, readAt }: { readonly body: unknown; readonly readAt: string },
): WorkItem {
	const { id, found_in } = request;
	try {
		const reading = { readAt, source: 'plane' as const, webUrl, workspaceSlug, foundIn: found_in };
		const workItem: PresentWorkItem = parseWorkItem(body, reading);
		if (workItem.id !== id) throw new PlaneError(otherId(id, workItem.id), { kind: 'invalid_response' });
		cache.rememberProject(workItem.project);
		return workItem;
	} catch (error) {
		if (!(error instanceof PlaneError)) throw error;
		const { kind, message } = error;
		return unavailable(request, readAt, { kind, status: 200, message, retryable: false });
	}
}

/** What a 404 means, once its project was read. */
function settle(request: WorkItemRequest, readAt: string, reading: ProjectReading): WorkItem {
	const { id, found_in } = request;
	if (reading.kind === 'member') {
		const { name, identifier } = reading.project;
		const known = { id: reading.project.id, name, identifier };
		return { ...absentBase(id, readAt, found_in), status: 'gone', project: known };
	}
	if (reading.kind !== 'failed') return unavailable(request, readAt, hiddenBy(reading.kind, id));
	return reading.failure.kind === 'rate_limited'
		? deferred(request, readAt, reading.failure)
		: unavailable(request, readAt, reading.failure);
}

/** Why a 404 proves nothing. */
function hiddenBy(why: 'archived' | 'not_member' | 'not_found', id: string): Failure {
	const reasons = {
		archived: 'its project is archived, and Plane hides every work item of an archived project',
		not_member: "the API key's user is not a member of its project",
		not_found: "its project does not exist or the API key's user may not see it",
	};
	return {
		kind: 'not_found',
		status: 404,
		message: `Plane does not show work item ${id}, and ${reasons[why]}. Whether it still exists is unknown; its event was left alone.`,
		retryable: false,
	};
}

const absentBase = (id: string, readAt: string, foundIn: FoundIn | undefined) => ({
	id,
	read_at: readAt,
	source: 'plane' as const,
	...(foundIn === undefined ? {} : { found_in: foundIn }),
});

function unavailable(request: WorkItemRequest, readAt: string, failure: Failure): AbsentWorkItem {
	const { id, project, found_in } = request;
	return { ...absentBase(id, readAt, found_in), status: 'unavailable', project, failure };
}

const deferred = (request: WorkItemRequest, readAt: string, failure: Failure): AbsentWorkItem => ({
	...unavailable(request, readAt, failure),
	status: 'deferred',
});

function namesOf({ cache }: PlaneContext, { id, name, identifier }: NonNullable<WorkItemRequest['project']>) {
	return cache.findProject(id) ?? (name === undefined ? null : { id, name, identifier: identifier ?? '' });
}

const noUuid = (id: string): Failure => ({
	kind: 'invalid_data',
	status: null,
	message: `The id of work item "${id.slice(0, 60)}" or of its project is no UUID. Hand over the ids as Plane gives them.`,
	retryable: false,
});

const otherId = (asked: string, answered: string): string =>
	`Plane answered with work item ${answered} when asked for ${asked}. Nothing was changed.`;
