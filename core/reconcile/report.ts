/** Folds the results of a run into counts and figures. Pure. */
import type { Failure, FailureKind } from '../errors';
import { createMetrics, type RequestFigures } from '../http/metrics';
import type { ProjectBatch } from '../event/types';
import type { CalendarRef, Counts, OrphanCalendar, PlannedAction, Refused, Report, Result } from './types';

export interface ReportInput {
	readonly batch: Pick<ProjectBatch, 'project' | 'snapshot'>;
	readonly calendars: readonly CalendarRef[];
	readonly results: readonly Result[];
	readonly missing: number;
	readonly refused: Refused | null;
	/** Of a dry run: what would be done; `results` are then what would become of it. */
	readonly planned?: readonly PlannedAction[];
	readonly orphans?: readonly OrphanCalendar[];
	readonly requests: RequestFigures;
	readonly duration_ms: number;
	/** Why the project as a whole could not be reconciled. */
	readonly failure?: Failure;
	/** The time was up before its calendars were read. */
	readonly reason?: 'time_is_up';
}

/** Of a project for which nothing was asked and nothing done. */
export const nothingDone = (batch: ReportInput['batch']): ReportInput => ({
	batch,
	calendars: [],
	results: [],
	missing: 0,
	refused: null,
	requests: createMetrics(() => 0).figures(),
	duration_ms: 0,
});

/** `complete` is true when all that is to be known was known and everything planned from it was done. */
export function buildReport(input: ReportInput): Report {
	const { batch, results, refused, planned } = input;
	const failure = input.failure ?? batch.snapshot.failure;
	const reason = input.reason ?? batch.snapshot.reason;
	const counts = countResults(results, input.missing);
	const { status } = batch.snapshot;
	return {
		project: batch.project,
		calendars: input.calendars,
		counts,
		complete:
			status !== 'incomplete' &&
			status !== 'unavailable' &&
			failure === undefined &&
			reason === undefined &&
			refused === null &&
			counts.failed === 0 &&
			counts.pending === 0 &&
			(planned ?? []).length === 0 &&
			!results.some((result) => result.failure !== undefined),
		...(reason && { reason }),
		...(planned && { dry_run: true, plan: planned }),
		...(refused && { refused }),
		...(input.orphans && { orphans: input.orphans }),
		operations: planned
			? results.filter(({ failure: reason }) => reason !== undefined)
			: results.filter(isNews),
		requests: input.requests,
		failures_by_kind: countKinds(results, failure),
		duration_ms: input.duration_ms,
		...(failure && { failure }),
	};
}

/**
 * What changed, failed or waits, and the series that stay at other dates than Plane has; what was found as it should
 * be is counted and not listed.
 */
function isNews(result: Result): boolean {
	if (result.reason === 'series_kept') return true;
	return result.failure !== undefined || (result.operation !== 'unchanged' && result.operation !== 'skipped');
}

function countResults(results: readonly Result[], missing: number): Counts {
	const count = (operation: Result['operation']) =>
		results.filter((result) => result.operation === operation).length;
	return {
		created: count('created'),
		updated: count('updated'),
		moved: count('moved'),
		unchanged: count('unchanged'),
		reverted: results.filter((result) => result.operation === 'updated' && result.reason === 'reverted')
			.length,
		deleted: count('deleted'),
		missing,
		skipped: count('skipped') + count('not_found'),
		pending: count('pending'),
		failed: count('failed'),
	};
}

function countKinds(
	results: readonly Result[],
	failure: Failure | undefined,
): Partial<Record<FailureKind, number>> {
	const kinds: Partial<Record<FailureKind, number>> = {};
	const failures = results.flatMap((result) => result.failure ?? []);
	for (const { kind } of failure === undefined ? failures : [...failures, failure]) {
		kinds[kind] = (kinds[kind] ?? 0) + 1;
	}
	return kinds;
}
