/** Plane's pagination: offset paging that looks like cursors (CE 1.3.1). It does not know what the rows are. */
import { PlaneError, isRetryable } from '../errors';
import type { Failure } from '../errors';
import { askPlane, planeErrorOf } from './client';
import type { PlaneContext, PlaneRequest } from './client';
import { idOf, isObject } from './json';
import { thingOf } from './thing';

export interface Page {
	readonly rows: readonly unknown[];
	/** Rows on all pages, at the moment this page was read. */
	readonly totalCount: number;
	readonly hasNext: boolean;
	/** Plane's clock. */
	readonly readAt: string;
}

export type PageAnswer =
	| { readonly kind: 'page'; readonly page: Page }
	| { readonly kind: 'failed'; readonly failure: Failure; readonly readAt: string };

/** The size every release of Plane takes. */
export const SAFE_PAGE_SIZE = 100;
/** What CE takes (Cloud answers 400 to more than the safe size), and what is tried below it in turn. */
const PAGE_SIZES: readonly number[] = [1000, 500, 250, SAFE_PAGE_SIZE];
/** A shorter wait than this proves nothing about the size of the page: the run's time was up. */
const TOO_LONG_MS = 20_000;
/** More pages than any list has: a server that always promises another one. */
const MAXIMUM_PAGES = 10_000;
/** How often a list that moves is read. */
const READINGS = 3;

/**
 * One page. `per_page` goes with every page, for Plane multiplies the page index by it.
 *
 * @param index 0 is the first page.
 */
export async function askPage(
	context: PlaneContext,
	request: PlaneRequest,
	{ size, index }: { readonly size: number; readonly index: number },
): Promise<PageAnswer> {
	const paging = { per_page: String(size), ...(index === 0 ? {} : { cursor: `${size}:${index}:0` }) };
	const answer = await askPlane(context, { ...request, query: { ...request.query, ...paging } });
	if (answer.kind === 'failed') return answer;
	const page = parsePage(answer.body, answer.readAt);
	return page === null
		? { kind: 'failed', failure: noPage(thingOf(request.path)), readAt: answer.readAt }
		: { kind: 'page', page };
}

export interface LargePage {
	readonly answer: PageAnswer;
	/** Position of its first row, at or before the one asked for: the border of a page of that size. */
	readonly start: number;
	/** Position of the first row behind it. */
	readonly next: number;
}

/**
 * The page that holds the row at `position`, as large as Plane gives it: where that is refused or takes too
 * long, a smaller one, and smaller ones are asked for from then on.
 */
export async function askLargePage(
	context: PlaneContext,
	request: PlaneRequest,
	position: number,
): Promise<LargePage> {
	const { cache, now } = context;
	for (;;) {
		const known = cache.findPageSize();
		const [size = SAFE_PAGE_SIZE, smaller] = PAGE_SIZES.filter((one) => known === null || one <= known);
		const index = Math.floor(position / size);
		const startedAt = now();
		const heavy = { ...request, isHeavy: smaller !== undefined };
		const answer = await askPage(context, heavy, { size, index });
		const isTooLarge =
			answer.kind === 'failed' && isForItsSize(answer.failure, { waitedMs: now() - startedAt });
		if (smaller === undefined || !isTooLarge) {
			return { answer, start: index * size, next: (index + 1) * size };
		}
		cache.rememberPageSize(smaller);
	}
}

/** Refused, or more than the server or a proxy can put together in time. */
const isForItsSize = ({ status, kind }: Failure, { waitedMs }: { readonly waitedMs: number }): boolean =>
	status === 400 || kind === 'server' || (kind === 'timeout' && waitedMs >= TOO_LONG_MS);

/**
 * Every row of a list, or its first ones. A list that moved while it was read is read again: of one that lost a
 * row between two pages a later row is passed over.
 *
 * @param limit how many rows are wanted; all of them when absent.
 * @throws {PlaneError} when a page cannot be read, and `conflict` where the list moved each time: a part of a
 * list is never returned.
 */
export async function listAll(
	context: PlaneContext,
	request: PlaneRequest,
	limit = Infinity,
): Promise<readonly unknown[]> {
	for (let attempt = 1; attempt <= READINGS; attempt++) {
		const rows = await readRows(context, request, limit);
		if (rows !== 'moved') return rows.slice(0, limit);
	}
	throw new PlaneError(
		`Plane's list of ${thingOf(request.path)} changed each time it was read, so some of it may be missing. Nothing was concluded from it; try again when fewer changes are made.`,
		{ kind: 'conflict' },
	);
}

/** The first page is small, for most lists are. */
async function readRows(
	context: PlaneContext,
	request: PlaneRequest,
	limit: number,
): Promise<readonly unknown[] | 'moved'> {
	let page = pageIn(await askPage(context, request, { size: SAFE_PAGE_SIZE, index: 0 }));
	let { rows, totalCount: total } = page;
	let position = SAFE_PAGE_SIZE;
	for (let pages = 1; pages < MAXIMUM_PAGES; pages++) {
		if (!page.hasNext || page.rows.length === 0 || rows.length >= limit) return rows;
		const { answer, start, next } = await askLargePage(context, request, position);
		page = pageIn(answer);
		if (start === 0) total = page.totalCount;
		const kept = rows.slice(0, start);
		if (page.totalCount !== total || isAnyKnown(page.rows, kept)) return 'moved';
		rows = [...kept, ...page.rows];
		position = next;
	}
	throw new PlaneError(
		`Plane's list of ${thingOf(request.path)} does not end. Look into the log of Plane's API; nothing was changed.`,
		{ kind: 'invalid_response' },
	);
}

/** @throws {PlaneError} where the answer is none. */
export function pageIn(answer: PageAnswer): Page {
	if (answer.kind === 'failed') throw planeErrorOf(answer.failure);
	return answer.page;
}

function isAnyKnown(rows: readonly unknown[], known: readonly unknown[]): boolean {
	const ids = new Set(known.map(idOf));
	return rows.map(idOf).some((id) => id !== null && ids.has(id));
}

/** `next_cursor` is never empty: only `next_page_results` tells the last page. */
function parsePage(body: unknown, readAt: string): Page | null {
	if (!isObject(body)) return null;
	const { results, total_count: totalCount, next_page_results: hasNext } = body;
	const isPage = Array.isArray(results) && Number.isSafeInteger(totalCount) && typeof hasNext === 'boolean';
	return isPage ? { rows: results, totalCount: Number(totalCount), hasNext, readAt } : null;
}

const noPage = (thing: string): Failure => ({
	kind: 'invalid_response',
	status: 200,
	message: `Plane's answer for ${thing} is no page of a list. Check the API URL; nothing was changed.`,
	retryable: isRetryable('invalid_response'),
});
