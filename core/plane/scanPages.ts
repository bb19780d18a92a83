/**
 * The pages of one project's wanted work items, up to the first that is not wanted. Few are read expanded, many as
 * ids with name lists (four times cheaper for Plane). It does not know what a snapshot is for.
 */
import { isRetryable, toFailure } from '../errors';
import type { Failure } from '../errors';
import { inWorkspace } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { isObject } from './json';
import { assigneeIdsOf, readStatesAndLabels, withAssigneesNamed } from './names';
import type { MemberNames } from './names';
import { SAFE_PAGE_SIZE, askLargePage, askPage } from './pages';
import { parseWorkItem } from './parseWorkItem';
import type { NameTables, Reading } from './parseWorkItem';
import { rowsOf } from './scanSelection';
import type { Raw, Rows, Selection } from './scanSelection';
import type { PresentWorkItem, ProjectRef } from './types';

const PAGE_TIMEOUT_MS = 60_000;
const EXPANSIONS = 'state,labels,assignees,project';

export interface SelectedItems {
	readonly workItems: readonly PresentWorkItem[];
	/** Plane's clock at the first page, or null where not even that could be read. */
	readonly takenAt: string | null;
	/** Work items of the project at that moment, wanted or not. */
	readonly totalCount: number | null;
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
	const isLarge = selection.isSteady && context.cache.isLarge(project.id);
	const opening = isLarge ? await readLargePage(context, list) : await readFirstPage(context, list);
	if (opening.kind === 'failed')
		return { workItems: [], takenAt: null, totalCount: null, failure: opening.failure };
	const { rows: start } = opening;
	const head = { takenAt: opening.takenAt, totalCount: opening.total };
	const { webUrl, workspaceSlug } = context;
	const basis = { source: 'plane' as const, webUrl, workspaceSlug, project };
	if (start.isLast && !isLarge) return { ...head, ...parseAll(start.records, basis) };
	try {
		const names = { ...(await readStatesAndLabels(context, project.id)), members: await memberNames() };
		const { raws, failure } = start.isLast
			? { raws: start.records, failure: null }
			: await follow(context, list, opening);
		if (selection.isSteady && failure === null) {
			context.cache.rememberLarge(project.id, raws.length > SAFE_PAGE_SIZE);
		}
		const known = isAnyUnknown(raws, names)
			? { ...names, ...(await readStatesAndLabels(context, project.id)) }
			: names;
		const records = raws.map(({ record }) => record);
		const named = await withAssigneesNamed(context, project.id, { records, names: known });
		// Without a name an assignee would be left out, and the event taken out of that person's calendar.
		const readable = raws.filter(({ record }) => !isAssignedToAny(record, named.unread));
		const parsed = parseAll(readable, { ...basis, names: named.names });
		const problem = failure ?? named.failure ?? parsed.failure;
		return { ...head, workItems: parsed.workItems, failure: problem };
	} catch (error) {
		// What holds ids only says nothing without the names: an item without a state would pass for one without labels.
		const { workItems } = parseAll(isLarge ? [] : start.records, basis);
		return { ...head, workItems, failure: toFailure(error) };
	}
}

const isAssignedToAny = (record: unknown, users: ReadonlySet<string>): boolean =>
	isObject(record) && assigneeIdsOf(record).some((user) => users.has(user));

interface FirstPage {
	readonly rows: Rows;
	/** `total_count`: where it moves, items shifted between the pages. */
	readonly total: number;
	/** Position of the first row behind it. */
	readonly next: number;
	readonly takenAt: string;
}

type Opening =
	({ readonly kind: 'read' } & FirstPage) | { readonly kind: 'failed'; readonly failure: Failure };

/** The first page, expanded, in the smallest size that holds everything wanted, or else in the largest. */
async function readFirstPage(context: PlaneContext, list: List): Promise<Opening> {
	let opening: Opening = { kind: 'failed', failure: unusablePage(list.project) };
	for (const size of list.selection.firstSizes) {
		const answer = await askPage(context, requestFor(context, list, EXPANSIONS), { size, index: 0 });
		if (answer.kind === 'failed') return answer;
		const rows = rowsOf(answer.page, list.selection);
		if (rows === null) return { kind: 'failed', failure: unusablePage(list.project) };
		const takenAt: string = opening.kind === 'read' ? opening.takenAt : answer.page.readAt;
		opening = { kind: 'read', rows, total: answer.page.totalCount, next: size, takenAt };
		if (rows.isLast) break;
	}
	return opening;
}

/** The first page of a project known to be large: ids from the start, instead of some items twice. */
async function readLargePage(context: PlaneContext, list: List): Promise<Opening> {
	const { answer, next } = await askLargePage(context, requestFor(context, list), 0);
	if (answer.kind === 'failed') return answer;
	const { totalCount: total, readAt: takenAt } = answer.page;
	const rows = rowsOf(answer.page, list.selection);
	return rows === null
		? { kind: 'failed', failure: unusablePage(list.project) }
		: { kind: 'read', rows, total, next, takenAt };
}

const requestFor = (context: PlaneContext, { project, selection }: List, expand?: string): PlaneRequest => ({
	path: inWorkspace(context, 'projects', project.id, 'work-items'),
	query: { order_by: selection.orderBy, ...(expand === undefined ? {} : { expand }) },
	pace: 'scan',
	timeoutMs: PAGE_TIMEOUT_MS,
});

interface Followed {
	readonly raws: readonly Raw[];
	readonly failure: Failure | null;
}

/** The first page's items and those after them; what a larger page holds again takes the place of what was read. */
async function follow(context: PlaneContext, list: List, first: FirstPage): Promise<Followed> {
	let raws = first.rows.records;
	let { total, next: position } = first;
	let moved: Failure | null = null;
	for (;;) {
		const { answer, start, next } = await askLargePage(context, requestFor(context, list), position);
		if (answer.kind === 'failed') return { raws, failure: answer.failure };
		const rows = rowsOf(answer.page, list.selection);
		if (rows === null) return { raws, failure: unusablePage(list.project) };
		if (start === 0) total = answer.page.totalCount;
		const kept = raws.slice(0, start);
		const known = new Set(kept.map(({ id }) => id));
		const fresh = rows.records.filter(({ id }) => !known.has(id));
		if (answer.page.totalCount !== total || fresh.length < rows.records.length)
			moved = listMoved(list.project);
		raws = [...kept, ...fresh];
		if (rows.isLast) return { raws, failure: moved };
		if (fresh.length === 0) return { raws, failure: unusablePage(list.project) };
		position = next;
	}
}

/** Whether an item has a state or label that came into being after the names were read. */
function isAnyUnknown(raws: readonly Raw[], { states, labels }: NameTables): boolean {
	return raws.some(({ record }) => {
		if (!isObject(record)) return false;
		const isNewState = typeof record['state'] === 'string' && !states.has(record['state']);
		const own = record['labels'];
		return (
			isNewState ||
			(Array.isArray(own) && own.some((label) => typeof label === 'string' && !labels.has(label)))
		);
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
