/** What a run over a whole workspace remembers, plans and reports. All of it is plain data. */
import type { FailureKind, Failure } from '../errors';
import type { RequestFigures } from '../http/metrics';
import type { Compared } from '../reconcile/compared';
import type { Counts, OrphanCalendar, Report } from '../reconcile/types';

/** What is remembered of one project. A hint: lost, it costs one full scan. */
export interface ProjectMemory {
	/** As Plane called it last: its name is in every event, so that a renamed project is read whole. */
	readonly name: string;
	/** From where on changes are wanted, an instant by Plane's clock; null before the first complete run. */
	readonly since: string | null;
	/** When all of it was read and reconciled last, an instant by Plane's clock; null where that is due now. */
	readonly full_at: string | null;
	/** When a full scan had its turn last and was not complete, an instant. */
	readonly tried_at?: string;
	/** Work items with and without a date at `since`. */
	readonly total_count: number;
	/** Requests to Plane of the last full scan. */
	readonly full_cost: number;
	/** What the last full scan found equal: while neither side moves, no calendar is listed. */
	readonly compared?: Compared;
}

/** What a run hands to the next. A hint: it may be lost, and then everything is read once. */
export interface SyncMemory {
	/** Digest of the settings it was made with; with other settings it tells nothing. */
	readonly settings: string;
	readonly projects: Readonly<Record<string, ProjectMemory>>;
	/** The project whose turn it is, where the last run had no time for all. */
	readonly next: string | null;
	/** Whether one large full scan had most of the last run: then the next run is the others'. */
	readonly large_scan: boolean;
}

export type Reading = 'full' | 'changes';

/** One project's turn in a run. */
export interface Turn {
	readonly projectId: string;
	readonly reading: Reading;
}

/** A run in one item: what was looked at, what came of it, what it cost. */
export interface RunReport {
	readonly run: 'sync';
	/** Whether every project was read in its turn and everything planned was done. */
	readonly complete: boolean;
	readonly projects: {
		readonly total: number;
		readonly full: number;
		readonly changes: number;
		/** Archived, not joined or not listed. */
		readonly unreadable: number;
		/** Not read in this run for lack of time: their turn comes in the next. */
		readonly waiting: number;
	};
	readonly full_scans: {
		/** Projects whose full scan was due and did not fit into this run. */
		readonly overdue: number;
		/** The oldest complete full scan of a project, an instant; null while one has had none. */
		readonly oldest_at: string | null;
	};
	/** Sums over all projects. */
	readonly counts: Counts;
	/** What became of the questions: `held` were not answered for certain, and nothing was done about them. */
	readonly missing: { readonly asked: number; readonly settled: number; readonly held: number };
	/** Calendars of projects that are archived or that Plane does not list, and what was done with them. */
	readonly orphans?: ReadonlyArray<OrphanCalendar & { readonly project: Report['project'] }>;
	readonly requests: { readonly plane: RequestFigures; readonly caldav: RequestFigures };
	readonly failures_by_kind: Partial<Record<FailureKind, number>>;
	readonly duration_ms: number;
	/** Why the run as a whole ended early. */
	readonly failure?: Failure;
}
