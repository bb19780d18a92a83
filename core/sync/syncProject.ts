/** One project's turn: read it, make its calendars equal, ask about what is missing, and say what is remembered. */
import type { ProjectBatch } from '../event/types';
import { isoOfMilliseconds } from '../plane/instants';
import type { Snapshot } from '../plane/types';
import { seenProject, type SeenProject } from '../reconcile/orphans';
import { reconcile } from '../reconcile/reconcile';
import { buildReport, nothingDone } from '../reconcile/report';
import type { Report, Result } from '../reconcile/types';
import type { SyncContext } from './context';
import { remember } from './memory';
import { joinReports } from './runReport';
import { settleMissing, type Settled } from './settleMissing';
import type { ProjectMemory } from './types';

/** What was read in a project's turn. */
export interface Reading {
	readonly snapshot: Snapshot;
	/** Requests to Plane. */
	readonly cost: number;
	/** Where the run had all its time for it: how many requests to Plane it was planned with; else null. */
	readonly wholeRun: number | null;
	readonly memory: ProjectMemory | null;
}

export interface ProjectOutcome {
	readonly report: Report;
	readonly memory: ProjectMemory | null;
	/** Questions asked, and those of them that were not answered for certain. */
	readonly asked: number;
	readonly held: number;
	readonly seen: SeenProject;
}

/** @throws {CancelledError} when the run is cancelled; every other failure is in the report. */
export async function syncProject(
	context: SyncContext,
	{ snapshot, cost, wholeRun, memory }: Reading,
): Promise<ProjectOutcome> {
	const { calDav, toBatch, policy, stopAt, listings } = context;
	const batch = toBatch(snapshot);
	const { report, missing, compared } = await reconcile(calDav, batch, {
		policy,
		stopAt,
		listings,
		compared: memory?.compared ?? null,
	});
	const settled = await settleMissing(context, missing);
	const whole = missing.length === 0 ? report : joinReports(report, reportOf(batch, settled));
	const endedAt = isoOfMilliseconds(calDav.now());
	return {
		report: whole,
		// A dry run did nothing that could be remembered.
		memory:
			policy.writes === 'dry_run'
				? memory
				: remember(memory, {
						snapshot,
						isDone: settled.held === 0 && isDone(whole),
						isCutOff: whole.reason === 'time_is_up' || whole.counts.pending > 0,
						wholeRun,
						cost,
						endedAt,
						compared,
					}),
		asked: missing.length,
		held: settled.held,
		seen: {
			...seenProject(batch),
			...(memory !== null && snapshot.status === 'archived' && { is_newly_archived: true }),
		},
	};
}

/** Whether nothing is left for the next run: of what is invalid no event can be made until it changes in Plane. */
function isDone({ complete, failure, reason, refused, counts, operations }: Report): boolean {
	if (complete) return true;
	const isWhole = failure === undefined && reason === undefined && refused === undefined;
	const hasLeft = counts.failed + counts.pending > 0;
	return isWhole && !hasLeft && operations.every(isSettled);
}

const isSettled = ({ operation, failure }: Result): boolean =>
	failure === undefined || (operation === 'skipped' && failure.kind === 'invalid_data');

function reportOf(batch: ProjectBatch, { results, held }: Settled): Report {
	const report = buildReport({ ...nothingDone(batch), results });
	return { ...report, complete: report.complete && held === 0 };
}
