/**
 * The pages of one project's wanted work items, up to the first that is not wanted. Few are read expanded, many as
 * ids with name lists (four times cheaper for Plane). It does not know what a snapshot is for.
 */
import { isRetryable, toFailure } from '../errors';
import type { Failure } from '../errors';
import { inWorkspace } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { isObject } from './json';
import { readStatesAndLabels, withAssigneesNamed } from './names';
import type { MemberNames } from './names';
import { SAFE_PAGE_SIZE, askPage } from './pages';
import type { Page } from './pages';
import { parseWorkItem } from './parseWorkItem';
import type { NameTables, Reading } from './parseWorkItem';
import { rowsOf } from './scanSelection';
import type { Raw, Rows, Selection } from './scanSelection';
import type { PresentWorkItem, ProjectRef } from './types';

/** The largest page CE takes; Cloud answers 400 to more than `SAFE_PAGE_SIZE`. */
const LARGE_PAGE_SIZE = 1000;
const PAGE_TIMEOUT_MS = 60_000;
const EXPANSIONS = 'state,labels,assignees,project';

export interface SelectedItems {
	readonly workItems: readonly PresentWorkItem[];
	/** Plane's clock at the first page, or null where not even that could be read. */
	readonly takenAt: string | null;
	/** Why this is not everything, or null. */
	readonly failure: Failure | null;
}

export interface ReadOptions {
	readonly selection: Selection;
	readonly memberNames: () => Promise<MemberNames>;
}

/** One project's list, and what is wanted of it. */
interface List {
	readonly project: ProjectRef;
	readonly selection: Selection;
}

/** @throws {CancelledError} and nothing else. */
export async function readItems(
	context: PlaneContext,
	project: ProjectRef,
	{ selection, memberNames }: ReadOptions,
): Promise<SelectedItems> {
	const list: List = { project, selection };
	const opening = await readFirstPage(context, list);
	if (opening.kind === 'failed') return { workItems: [], takenAt: null, failure: opening.failure };
	const { takenAt, page: first, rows: start } = opening;
	const { webUrl, workspaceSlug } = context;
	const basis = { source: 'plane' as const, webUrl, workspaceSlug, project };
	const expanded = parseAll(start.records, basis);
	if (start.isLast) return { ...expanded, takenAt };
	try {
		const names = { ...(await readStatesAndLabels(context, project.id)), members: await memberNames() };
		const rest = await readPages(context, list, { first, start });
		const known = isAnyUnknown(rest.raws, names)
			? { ...names, ...(await readStatesAndLabels(context, project.id)) }
			: names;
		const records = rest.raws.map(({ record }) => record);
		const all = await withAssigneesNamed(context, project.id, { records, names: known });
		const parsed = parseAll(rest.raws, { ...basis, names: all });
		const ahead = rest.fromStart ? [] : expanded.workItems;
		const failure = rest.failure ?? parsed.failure ?? (rest.fromStart ? null : expanded.failure);
		return { workItems: [...ahead, ...parsed.workItems], takenAt, failure };
	} catch (error) {
		return { workItems: expanded.workItems, takenAt, failure: toFailure(error) };
	}
}

type Opening =
	| { readonly kind: 'read'; readonly page: Page; readonly rows: Rows; readonly takenAt: string }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** The first page, expanded, in the smallest size that holds everything wanted, or else in the largest. */
async function readFirstPage(context: PlaneContext, list: List): Promise<Opening> {
	let opening: Opening = { kind: 'failed', failure: unusablePage(list.project) };
	for (const size of list.selection.firstSizes) {
		const answer = await askPage(context, requestFor(context, list, EXPANSIONS), { size, index: 0 });
		if (answer.kind === 'failed') return answer;
		const rows = rowsOf(answer.page, list.selection);
		if (rows === null) return { kind: 'failed', failure: unusablePage(list.project) };
		const takenAt: string = opening.kind === 'read' ? opening.takenAt : answer.page.readAt;
		opening = { kind: 'read', page: answer.page, rows, takenAt };
		if (rows.isLast) break;
	}
	return opening;
}

const requestFor = (context: PlaneContext, { project, selection }: List, expand?: string): PlaneRequest => ({
	path: inWorkspace(context, 'projects', project.id, 'work-items'),
	query: { order_by: selection.orderBy, ...(expand === undefined ? {} : { expand }) },
	pace: 'scan',
	timeoutMs: PAGE_TIMEOUT_MS,
});

interface Rest {
	readonly raws: readonly Raw[];
	/** Whether the first page was read again, as part of a larger one. */
	readonly fromStart: boolean;
	readonly failure: Failure | null;
}

/** The pages after the first, or all of them where Plane takes larger ones. */
async function readPages(
	context: PlaneContext,
	list: List,
	{ first, start }: { readonly first: Page; readonly start: Rows },
): Promise<Rest> {
	const { cache } = context;
	const largest = cache.maximumPageSize ?? LARGE_PAGE_SIZE;
	if (largest > SAFE_PAGE_SIZE) {
		const paging = { size: largest, index: 0, total: first.totalCount, seen: [] };
		const { pages, ...rest } = await follow(context, list, paging);
		if (pages > 0 || !isTooLarge(rest.failure)) return { ...rest, fromStart: pages > 0 };
		if (rest.failure?.status === 400) cache.maximumPageSize = SAFE_PAGE_SIZE;
	}
	const seen = start.records.map(({ id }) => id);
	const paging = { size: SAFE_PAGE_SIZE, index: 1, total: first.totalCount, seen };
	return { ...(await follow(context, list, paging)), fromStart: false };
}

/** Refused (Cloud: 400), or more than the server or a proxy can put together in time. */
const isTooLarge = (failure: Failure | null): boolean =>
	failure?.status === 400 || failure?.kind === 'timeout' || failure?.kind === 'server';

interface Paging {
	readonly size: number;
	readonly index: number;
	/** `total_count` of the first page: where it moves, items shifted between the pages. */
	readonly total: number;
	readonly seen: readonly string[];
}

async function follow(
	context: PlaneContext,
	list: List,
	{ size, index, total, seen }: Paging,
): Promise<Omit<Rest, 'fromStart'> & { readonly pages: number }> {
	const known = new Set(seen);
	const raws: Raw[] = [];
	let moved: Failure | null = null;
	for (let pages = 0; ; pages++) {
		const answer = await askPage(context, requestFor(context, list), { size, index: index + pages });
		if (answer.kind === 'failed') return { raws, failure: answer.failure, pages };
		const rows = rowsOf(answer.page, list.selection);
		if (rows === null) return { raws, failure: unusablePage(list.project), pages };
		const fresh = rows.records.filter(({ id }) => !known.has(id));
		if (answer.page.totalCount !== total || fresh.length < rows.records.length)
			moved = listMoved(list.project);
		for (const raw of fresh) known.add(raw.id);
		raws.push(...fresh);
		if (rows.isLast) return { raws, failure: moved, pages: pages + 1 };
		if (fresh.length === 0) return { raws, failure: unusablePage(list.project), pages: pages + 1 };
	}
}

/** Whether an item has a state or label that came into being after the names were read. */
function isAnyUnknown(raws: readonly Raw[], { states, labels }: NameTables): boolean {
	return raws.some(({ record }) => {
		if (!isObject(record)) return false;
		const isNewState = typeof record['state'] === 'string' && !states.has(record['state']);
		const own = record['labels'];
		return isNewState || (Array.isArray(own) && own.some((label) => !labels.has(String(label))));
	});
}

/** Archived, draft and intake items are hidden by Plane; should one be shown, it is left out. */
function parseAll(
	raws: readonly Raw[],
	basis: Omit<Reading, 'readAt'>,
): { readonly workItems: PresentWorkItem[]; readonly failure: Failure | null } {
	const workItems: PresentWorkItem[] = [];
	let failure: Failure | null = null;
	for (const { record, readAt } of raws) {
		try {
			const workItem = parseWorkItem(record, { ...basis, readAt });
			const isDraft = isObject(record) && record['is_draft'] === true;
			const isHidden = isDraft || workItem.archived_at !== null || workItem.state.group === 'triage';
			if (!isHidden) workItems.push(workItem);
		} catch (error) {
			failure ??= toFailure(error);
		}
	}
	return { workItems, failure };
}

const listMoved = ({ name }: ProjectRef): Failure => ({
	kind: 'conflict',
	status: 200,
	message: `Work items of the project "${name}" were created or deleted while its list was read, so some may be missing from it. The next run reads it again.`,
	retryable: isRetryable('conflict'),
});

const unusablePage = ({ name }: ProjectRef): Failure => ({
	kind: 'invalid_response',
	status: 200,
	message: `Plane's list of work items of the project "${name}" holds something that is no work item. Nothing was concluded from it.`,
	retryable: false,
});
