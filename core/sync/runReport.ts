/** Folds the reports of a run's projects into one, and makes each fit to be stored. Pure. */
import type { Failure, FailureKind } from '../errors';
import type { RequestFigures } from '../http/metrics';
import type { PropertyChange } from '../icalendar/ownership';
import type { Counts, PlannedAction, Report, Result } from '../reconcile/types';
import type { RunReport, SyncMemory } from './types';

/** Operations or planned steps listed per project: a first run has thousands, and n8n stores what a node gives out. */
export const MOST_OPERATIONS = 100;
/** Characters of a value before and after a change. */
const LONGEST_VALUE = 300;

/** A report of one project, short enough to be stored; the counts are of everything. */
export interface ProjectReport extends Report {
	/** Operations that the list leaves out. */
	readonly operations_left_out?: number;
	/** Steps that the plan of a dry run leaves out. */
	readonly plan_left_out?: number;
}

/** Whether anything is in it that nobody knew before the run. */
export const isNews = ({ complete, operations, counts, refused }: Report): boolean =>
	!complete || operations.length > 0 || counts.missing > 0 || refused !== undefined;

/** What failed comes first, then what removed something, whose text is nowhere else; in a plan what would be removed. */
export function shorten(report: Report): ProjectReport {
	const operations = shortenList(report.operations, rank);
	const leftOut = report.operations.length - operations.length;
	const { plan } = report;
	return {
		...report,
		operations,
		...(leftOut > 0 && { operations_left_out: leftOut }),
		...(plan && shortenPlan(plan)),
	};
}

function shortenPlan(steps: readonly PlannedAction[]): Pick<ProjectReport, 'plan' | 'plan_left_out'> {
	const plan = shortenList(steps, ({ action }) => RANK_OF_STEP[action]);
	const leftOut = steps.length - plan.length;
	return { plan, ...(leftOut > 0 && { plan_left_out: leftOut }) };
}

function shortenList<Entry extends Pick<Result, 'changes'>>(
	entries: readonly Entry[],
	rankOf: (entry: Entry) => number,
): Entry[] {
	const first = [...entries].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, MOST_OPERATIONS);
	return first.map((entry) => ({ ...entry, changes: entry.changes.map(shortenChange) }));
}

const RANK_OF_STEP = { hold_back: 0, ask: 0, delete: 0, update: 1, move: 1, create: 2 } as const;

const rank = ({ failure, operation, before_ics: before }: Result): number => {
	if (failure !== undefined) return 0;
	if (operation === 'deleted' || before !== undefined) return 1;
	return operation === 'created' || operation === 'pending' ? 3 : 2;
};

const shortenChange = ({ property, before, after }: PropertyChange): PropertyChange => ({
	property,
	before: cut(before),
	after: cut(after),
});

function cut(text: string | null): string | null {
	if (text === null || text.length <= LONGEST_VALUE) return text;
	// By code point, so that no half of a surrogate pair is left.
	return `${[...text.slice(0, LONGEST_VALUE)].slice(0, -1).join('')}…`;
}

/** Two reports of the same project as one: what a reconcile did, and what its answered questions led to. */
export function joinReports(
	first: Report,
	second: Pick<Report, 'counts' | 'operations' | 'complete' | 'failures_by_kind'>,
): Report {
	return {
		...first,
		complete: first.complete && second.complete,
		counts: sumCounts([first.counts, second.counts]),
		operations: [...first.operations, ...second.operations],
		failures_by_kind: sumNumbers([first.failures_by_kind, second.failures_by_kind]),
	};
}

const NO_COUNTS: Counts = {
	created: 0,
	updated: 0,
	moved: 0,
	unchanged: 0,
	reverted: 0,
	deleted: 0,
	missing: 0,
	skipped: 0,
	pending: 0,
	failed: 0,
};

export const sumCounts = (counts: readonly Counts[]): Counts => ({ ...NO_COUNTS, ...sumNumbers(counts) });

function sumNumbers<Key extends string>(
	records: ReadonlyArray<Partial<Record<Key, number>>>,
): Partial<Record<Key, number>> {
	const sums: Partial<Record<Key, number>> = {};
	for (const record of records) {
		for (const key of Object.keys(record) as Key[]) sums[key] = (sums[key] ?? 0) + (record[key] ?? 0);
	}
	return sums;
}

export interface RunFigures {
	readonly reports: readonly Report[];
	readonly projects: RunReport['projects'];
	readonly overdue: number;
	readonly questions: { readonly asked: number; readonly held: number };
	readonly memory: SyncMemory;
	readonly requests: { readonly plane: RequestFigures; readonly caldav: RequestFigures };
	readonly duration_ms: number;
	readonly failure?: Failure | undefined;
}

export function buildRunReport(figures: RunFigures): RunReport {
	const { reports, projects, overdue, questions, memory, requests, duration_ms, failure } = figures;
	const { asked, held } = questions;
	const orphans = reports.flatMap((report) =>
		(report.orphans ?? []).map((orphan) => ({ project: report.project, ...orphan })),
	);
	const own: Partial<Record<FailureKind, number>> = failure === undefined ? {} : { [failure.kind]: 1 };
	return {
		run: 'sync',
		complete: failure === undefined && projects.waiting === 0 && reports.every(({ complete }) => complete),
		projects,
		full_scans: { overdue, oldest_at: oldestFullScan(memory) },
		counts: sumCounts(reports.map(({ counts }) => counts)),
		missing: { asked, settled: asked - held, held },
		...(orphans.length > 0 && { orphans }),
		requests,
		failures_by_kind: sumNumbers([...reports.map((report) => report.failures_by_kind), own]),
		duration_ms,
		...(failure !== undefined && { failure }),
	};
}

function oldestFullScan({ projects }: SyncMemory): string | null {
	const instants = Object.values(projects).map(({ full_at }) => full_at);
	return instants.includes(null) ? null : (instants.filter((at) => at !== null).sort()[0] ?? null);
}
