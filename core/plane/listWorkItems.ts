/**
 * Work items of a project that pass a filter. The first page is read with names; a longer list as ids with
 * name lists, in the largest pages Plane takes. What a filter means is in `workItemFilter.ts`.
 */
import { PlaneError } from '../errors';
import { inWorkspace, planeErrorOf } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { idOf, isObject } from './json';
import { readProjectMembers, readStatesAndLabels, readWorkspaceMembers, withAssigneesNamed } from './names';
import { SAFE_PAGE_SIZE, askLargePage, askPage, pageIn } from './pages';
import type { Page } from './pages';
import { parseWorkItem } from './parseWorkItem';
import type { NameTables } from './parseWorkItem';
import { getProject } from './projects';
import type { PresentWorkItem, ProjectRef } from './types';
import { matchesFilter, planReading, sortWorkItems } from './workItemFilter';
import type { ReadingPlan, WorkItemFilter, WorkItemOrder } from './workItemFilter';

export interface ListOptions {
	readonly filter?: WorkItemFilter;
	/** @default -created_at */
	readonly order?: WorkItemOrder;
	/** Most work items; all when absent. */
	readonly limit?: number;
}

const PAGE_TIMEOUT_MS = 60_000;
const EXPANSIONS = 'state,labels,assignees,project';
const ATTEMPTS = 3;

/**
 * The work items, in order. Archived, draft and intake items are hidden by Plane and never among them.
 *
 * @throws {PlaneError} when the list cannot be read, or moved each time while it was read: a part of it is
 * never returned as if it were all.
 */
export async function listWorkItems(
	context: PlaneContext,
	projectId: string,
	{ filter = {}, order = '-created_at', limit = Infinity }: ListOptions = {},
): Promise<PresentWorkItem[]> {
	const project = await readableProject(context, projectId);
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		// When the list moved, an order in which only deletions move anything.
		const plan: ReadingPlan =
			attempt === 1
				? planReading(filter, order)
				: { orderBy: 'created_at', isSorted: order === 'created_at', isPast: () => false };
		const enough = plan.isSorted ? limit : Infinity;
		const found = await readList(context, project, { filter, plan, enough });
		if (found !== null) return (plan.isSorted ? found : sortWorkItems(found, order)).slice(0, limit);
	}
	throw new PlaneError(
		`Work items of the project "${project.name}" were created or deleted each time its list was read, so some may be missing from it. Try again when fewer changes are made, or set a limit.`,
		{ kind: 'conflict' },
	);
}

/** An archived project lists as empty, and its names are needed for large lists (CE 1.3.1). */
async function readableProject(context: PlaneContext, projectId: string): Promise<ProjectRef> {
	const reading = await getProject(context, projectId, { pace: 'scan' });
	switch (reading.kind) {
		case 'member':
			return reading.project;
		case 'archived':
			throw new PlaneError(
				`The project "${reading.project.name}" is archived, and Plane hides its work items. Restore it in Plane, or choose another project.`,
				{ kind: 'not_found' },
			);
		case 'not_member':
			throw new PlaneError(
				`The API key's user is not a member of the project "${reading.project.name}". Add the user to the project in Plane.`,
				{ kind: 'permission' },
			);
		case 'not_found':
		case 'failed':
			throw planeErrorOf(reading.failure);
	}
}

interface Wanted {
	readonly filter: WorkItemFilter;
	readonly plan: ReadingPlan;
	/** Reading ends when so many were found. */
	readonly enough: number;
}

/** One reading of a list. */
interface Reading extends Wanted {
	readonly project: ProjectRef;
	/** Rows on all pages when the reading began. */
	readonly total: number;
	readonly seen: Set<string>;
	readonly found: PresentWorkItem[];
}

/** What passes the filter, or null where the list moved so that some may be missing. */
async function readList(
	context: PlaneContext,
	project: ProjectRef,
	wanted: Wanted,
): Promise<PresentWorkItem[] | null> {
	const position = { size: SAFE_PAGE_SIZE, index: 0 };
	const answer = await askPage(context, expanded(requestFor(context, project, wanted)), position);
	const first = pageIn(answer);
	const reading: Reading = { ...wanted, project, total: first.totalCount, seen: new Set(), found: [] };
	if (take(context, reading, { page: first }) === 'done') return reading.found;
	return (await readRest(context, reading)) === 'moved' ? null : reading.found;
}

const requestFor = (context: PlaneContext, { id }: ProjectRef, { plan }: Wanted): PlaneRequest => ({
	path: inWorkspace(context, 'projects', id, 'work-items'),
	query: { order_by: plan.orderBy },
	pace: 'scan',
	timeoutMs: PAGE_TIMEOUT_MS,
});

const expanded = (request: PlaneRequest): PlaneRequest => ({
	...request,
	query: { ...request.query, expand: EXPANSIONS },
});

/** Reads on in pages of ids. An item met twice, or fewer rows than at first, means that others were passed over. */
async function readRest(context: PlaneContext, reading: Reading): Promise<'whole' | 'moved'> {
	const request = requestFor(context, reading.project, reading);
	let names = await readNames(context, reading.project.id);
	let position = SAFE_PAGE_SIZE;
	for (;;) {
		const { answer, start, next } = await askLargePage(context, request, position);
		const page = pageIn(answer);
		if (isAnyUnknown(page, names)) names = await readNames(context, reading.project.id);
		({ names } = await withAssigneesNamed(context, reading.project.id, { records: page.rows, names }));
		const doubles = page.rows.filter((row) => reading.seen.has(idOf(row) ?? '')).length;
		// A page of another size begins at a border of its own, before rows that were read already.
		const expected = position - start;
		const hasMoved =
			page.totalCount < reading.total || (page.totalCount === reading.total && doubles !== expected);
		if (take(context, reading, { page, names }) === 'done') return hasMoved ? 'moved' : 'whole';
		if (hasMoved || page.rows.length === 0) return 'moved';
		position = next;
	}
}

/** Adds what the page has of the filter's; done where nothing after it can be wanted. */
function take(
	{ webUrl, workspaceSlug }: PlaneContext,
	{ project, filter, plan, enough, seen, found }: Reading,
	{ page, names }: { readonly page: Page; readonly names?: NameTables },
): 'done' | 'more' {
	const basis = { source: 'plane' as const, readAt: page.readAt, webUrl, workspaceSlug, project };
	for (const row of page.rows) {
		const workItem = parseWorkItem(row, { ...basis, ...(names && { names }) });
		if (plan.isPast(workItem)) return 'done';
		if (!seen.has(workItem.id) && !isHidden(row, workItem) && matchesFilter(workItem, filter)) {
			found.push(workItem);
			if (found.length >= enough) return 'done';
		}
		seen.add(workItem.id);
	}
	return page.hasNext ? 'more' : 'done';
}

const isHidden = (row: unknown, { archived_at, state }: PresentWorkItem): boolean =>
	archived_at !== null || state.group === 'triage' || (isObject(row) && row['is_draft'] === true);

async function readNames(context: PlaneContext, projectId: string): Promise<NameTables> {
	const members = (await readWorkspaceMembers(context)) ?? (await readProjectMembers(context, projectId));
	return { ...(await readStatesAndLabels(context, projectId)), members };
}

/** Whether an item has a state or label that came into being after the names were read. */
const isAnyUnknown = ({ rows }: Page, { states, labels }: NameTables): boolean =>
	rows.filter(isObject).some(({ state, labels: own }) => {
		const isNewState = typeof state === 'string' && !states.has(state);
		return isNewState || (Array.isArray(own) && own.some((label) => !labels.has(String(label))));
	});
