/**
 * Which work items of a project a scan reads: an order, and where in it the wanted ones end. Plane ignores every
 * filter (CE 1.3.1), so the order is what saves requests.
 */
import { DateTime } from 'luxon';
import { normalizeInstant } from '../instant';
import { isoOfMilliseconds } from './instants';
import { idOf, isObject } from './json';
import { SAFE_PAGE_SIZE } from './pages';
import type { Page } from './pages';

export interface Selection {
	/** Plane's `order_by` that puts the wanted items first. */
	readonly orderBy: string;
	/** Sizes of the first page, tried in turn until one holds all that is wanted. */
	readonly firstSizes: readonly number[];
	/** Whether there are about as many each time, so that the last time tells how to begin. */
	readonly isSteady: boolean;
	/** Whether the item is wanted, or null where the record does not tell. */
	readonly isWanted: (record: Readonly<Record<string, unknown>>) => boolean | null;
}

export interface Raw {
	readonly id: string;
	readonly record: unknown;
	readonly readAt: string;
}

/** A page's wanted records and whether the list of them ends there. */
export interface Rows {
	readonly records: readonly Raw[];
	readonly isLast: boolean;
}

/** Plane's worker moves `updated_at` again a moment after a change (CE 1.3.1). */
const OVERLAP_MINUTES = 2;
/** Expanding ten items costs Plane hardly more than the probe with one, and most often they are all. */
const PROBE_SIZE = 10;

/** Items with a target date, nearest first: `target_date` ascending puts nulls last. */
export const DATED: Selection = {
	orderBy: 'target_date',
	firstSizes: [SAFE_PAGE_SIZE],
	isSteady: true,
	isWanted: ({ target_date: date }) => {
		if (date === null) return false;
		return typeof date === 'string' ? true : null;
	},
};

/** Where the reading of changes begins, as a normalised instant: a little before the one given. */
export const startOfChanges = (since: string): string =>
	isoOfMilliseconds(DateTime.fromISO(since).minus({ minutes: OVERLAP_MINUTES }).toMillis());

/**
 * Items changed since then, with and without a date, newest first.
 *
 * @param since a normalised instant by Plane's clock; two minutes before it are read as well.
 */
export function changedSince(since: string): Selection {
	const start = startOfChanges(since);
	return {
		orderBy: '-updated_at',
		firstSizes: [PROBE_SIZE, SAFE_PAGE_SIZE],
		isSteady: false,
		isWanted: ({ updated_at: updatedAt }) => {
			const instant = typeof updatedAt === 'string' ? normalizeInstant(updatedAt) : null;
			return instant === null ? null : instant >= start;
		},
	};
}

/** Null where the page holds something that is no work item. */
export function rowsOf({ rows, hasNext, readAt }: Page, { isWanted }: Selection): Rows | null {
	const records: Raw[] = [];
	for (const record of rows) {
		const id = idOf(record);
		const wanted = isObject(record) ? isWanted(record) : null;
		if (id === null || wanted === null) return null;
		if (!wanted) return { records, isLast: true };
		records.push({ id, record, readAt });
	}
	return { records, isLast: !hasNext };
}
