/**
 * Which work items somebody wants, in which order, and when reading them in some order may stop. Plane's list
 * ignores every filter (CE 1.3.1), so they are applied here. Pure.
 */
import type { PresentWorkItem, Priority, StateGroup } from './types';

/** Plain dates, both ends included; an undated item is outside of every range. */
export interface DateRange {
	readonly from?: string;
	readonly to?: string;
}

/** Every condition has to hold; within a list one of its members is enough. An empty list asks for nothing. */
export interface WorkItemFilter {
	readonly stateIds?: readonly string[];
	readonly stateGroups?: readonly StateGroup[];
	readonly priorities?: readonly Priority[];
	readonly assigneeIds?: readonly string[];
	readonly labelIds?: readonly string[];
	readonly targetDate?: DateRange;
	readonly startDate?: DateRange;
	/** An instant as `normalizeInstant` gives it. */
	readonly updatedSince?: string;
	/** Case does not matter. */
	readonly nameContains?: string;
}

export const WORK_ITEM_ORDERS = [
	'created_at',
	'-created_at',
	'updated_at',
	'-updated_at',
	'target_date',
	'-target_date',
	'start_date',
] as const;

export type WorkItemOrder = (typeof WORK_ITEM_ORDERS)[number];

/** How to read a list so that as little of it as possible is read. */
export interface ReadingPlan {
	/** Plane's `order_by`. */
	readonly orderBy: WorkItemOrder;
	/** Whether what is read comes in the order asked for, so that a limit may end the reading. */
	readonly isSorted: boolean;
	/** Whether this item and all after it are outside of the filter. */
	readonly isPast: (workItem: PresentWorkItem) => boolean;
}

export function matchesFilter(workItem: PresentWorkItem, filter: WorkItemFilter): boolean {
	const { state, priority, assignees, labels, target_date, start_date, updated_at, name } = workItem;
	return (
		isAsked(filter.stateIds, [state.id]) &&
		isAsked(filter.stateGroups, [state.group]) &&
		isAsked(filter.priorities, [priority]) &&
		isAsked(filter.assigneeIds, assignees.map(idOf)) &&
		isAsked(filter.labelIds, labels.map(idOf)) &&
		isWithin(target_date, filter.targetDate) &&
		isWithin(start_date, filter.startDate) &&
		(filter.updatedSince === undefined || updated_at >= filter.updatedSince) &&
		name.toLowerCase().includes((filter.nameContains ?? '').toLowerCase())
	);
}

/** The order in which reading can stop first, by what the filter leaves out. */
export function planReading(filter: WorkItemFilter, order: WorkItemOrder): ReadingPlan {
	const { updatedSince } = filter;
	if (updatedSince !== undefined) {
		return planIn('-updated_at', order, ({ updated_at }) => updated_at < updatedSince);
	}
	for (const field of ['target_date', 'start_date'] as const) {
		const range = field === 'target_date' ? filter.targetDate : filter.startDate;
		// Plane puts undated items last in ascending order.
		if (isLimited(range)) {
			return planIn(field, order, (workItem) => {
				const date = workItem[field];
				return date === null || (range?.to !== undefined && date > range.to);
			});
		}
	}
	// In descending order Plane puts undated items first; here they are always last.
	return planIn(order === '-target_date' ? 'created_at' : order, order, () => false);
}

/** A copy in order; undated items last, ties as they come. */
export function sortWorkItems(
	workItems: readonly PresentWorkItem[],
	order: WorkItemOrder,
): PresentWorkItem[] {
	const isDescending = order.startsWith('-');
	const field = order.replace('-', '') as 'created_at' | 'updated_at' | 'target_date' | 'start_date';
	return [...workItems].sort((a, b) => {
		const left = a[field];
		const right = b[field];
		if (left === right) return 0;
		if (left === null || right === null) return left === null ? 1 : -1;
		return left < right === isDescending ? 1 : -1;
	});
}

const planIn = (
	orderBy: WorkItemOrder,
	wanted: WorkItemOrder,
	isPast: ReadingPlan['isPast'],
): ReadingPlan => ({ orderBy, isSorted: orderBy === wanted, isPast });

const idOf = ({ id }: { readonly id: string }): string => id;

const isAsked = (wanted: readonly string[] | undefined, actual: readonly string[]): boolean =>
	wanted === undefined || wanted.length === 0 || actual.some((value) => wanted.includes(value));

const isLimited = (range: DateRange | undefined): boolean =>
	range?.from !== undefined || range?.to !== undefined;

function isWithin(date: string | null, range: DateRange | undefined): boolean {
	if (!isLimited(range)) return true;
	if (date === null) return false;
	return (range?.from === undefined || date >= range.from) && (range?.to === undefined || date <= range.to);
}
