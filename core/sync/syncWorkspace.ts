/**
 * One run over a whole workspace, project by project: as few requests as possible where nothing happened, and as
 * much as Plane's rate allows where more is due. What it remembers is a hint; what it writes never depends on it.
 */
import { isDiscovered } from '../caldav/discovery';
import type { Failure, FailureKind } from '../errors';
import { isPast } from '../http/deadline';
import { createMetrics } from '../http/metrics';
import { SCAN_SHARE } from '../http/pace';
import { standingOf, type Project } from '../plane/projects';
import { beginScan, type Scan, type ScanWish } from '../plane/takeSnapshots';
import { createListings } from '../reconcile/listings';
import type { OrphanChoice, SeenProject } from '../reconcile/orphans';
import { reconcileOrphans } from '../reconcile/reconcileOrphans';
import type { SyncContext } from './context';
import { isAnyLost, whollyUnknown } from './memory';
import { buildRunReport, isNews, shorten, type ProjectReport } from './runReport';
import { syncProject, type Reading } from './syncProject';
import { costOfFullScan, planTurns, type Candidate } from './turns';
import type { ProjectMemory, RunReport, SyncMemory, Turn } from './types';
import type { Snapshot } from '../plane/types';

export interface SyncOptions extends Required<Pick<ScanWish, 'choice' | 'leaveOutSecret'>> {
	readonly memory: SyncMemory;
	/** A project is read whole again after this long, where the rate allows. */
	readonly fullScanEveryMs: number;
	/** What Plane allows. */
	readonly requestsPerMinute: number;
	/** What is done with calendars of projects that are archived or not listed any more. */
	readonly orphans: OrphanChoice;
}

export interface SyncOutcome {
	readonly run: RunReport;
	/** Of the projects of which there is something to tell. */
	readonly reports: readonly ProjectReport[];
	/** For the next run; the very object that was given where there is nothing new to remember. */
	readonly memory: SyncMemory;
}

/** So many projects that fail one after the other are not their own fault. */
const MOST_FAILURES_IN_A_ROW = 3;
const OUT_OF_ORDER: ReadonlySet<FailureKind> = new Set(['network', 'timeout', 'server', 'rate_limited']);

/** Of the requests the rate allows, so many are planned with: changes cost more than nothing now and then. */
const PLANNED_SHARE = 0.9;

/** A run under way. */
interface Run {
	readonly context: SyncContext;
	readonly scan: Scan;
	readonly options: SyncOptions;
	/** Requests to Plane so far. */
	readonly planeRequests: () => number;
	readonly progress: Progress;
}

/** What came of the turns so far. */
interface Progress {
	/** Short already: a first run over a large workspace would not fit into memory. */
	readonly reports: ProjectReport[];
	readonly memories: Map<string, ProjectMemory | null>;
	readonly seen: SeenProject[];
	readonly counts: { full: number; changes: number; asked: number; held: number };
	failedInARow: number;
	/** Why the run ends before its time. */
	failure: Failure | undefined;
}

/**
 * Reads every project in its turn, makes its calendars equal and asks Plane about what is missing.
 *
 * @throws {PlaneError} when the projects cannot be listed; what fails after that is in the reports.
 * @throws {CancelledError} when the run is cancelled.
 */
export async function syncWorkspace(
	base: Omit<SyncContext, 'listings'>,
	options: SyncOptions,
): Promise<SyncOutcome> {
	const { now } = base.calDav;
	const { memory } = options;
	const startedAt = now();
	const toPlane = createMetrics(now);
	const toCalendar = createMetrics(now);
	const context: SyncContext = {
		...base,
		plane: { ...base.plane, send: toPlane.wrap(base.plane.send) },
		calDav: { ...base.calDav, send: toCalendar.wrap(base.calDav.send) },
		listings: createListings(),
	};
	const scan = await beginScan(context.plane, { ...options, stopAt: base.stopAt });
	const run: Run = {
		context,
		scan,
		options,
		planeRequests: () => toPlane.figures().count,
		progress: startProgress(),
	};
	const unreadable = await takeUnreadable(run);
	const capacity = Math.floor((base.stopAt - now()) * requestsPerMs(options) * PLANNED_SHARE);
	const plan = planTurns(candidatesOf(scan, memory), {
		now: startedAt,
		fullScanEveryMs: options.fullScanEveryMs,
		capacity,
		next: memory.next,
		afterLargeScan: memory.large_scan,
	});
	const untaken = await takeTurns(run, plan.turns, capacity);
	await lookForOrphans(run);
	const newMemory = memoryAfter(run, {
		next: untaken[0]?.projectId ?? plan.next,
		large_scan: plan.hasLargeScan,
	});
	const { reports, counts, failure } = run.progress;
	return {
		run: buildRunReport({
			reports,
			projects: {
				total: scan.projects.length + scan.unlisted.length,
				full: counts.full,
				changes: counts.changes,
				unreadable,
				waiting: plan.waiting.length + untaken.length,
			},
			overdue: plan.overdue.length,
			questions: counts,
			memory: newMemory,
			requests: { plane: toPlane.figures(), caldav: toCalendar.figures() },
			duration_ms: now() - startedAt,
			failure,
		}),
		reports: reports.filter(isNews),
		memory: newMemory,
	};
}

const startProgress = (): Progress => ({
	reports: [],
	memories: new Map(),
	seen: [],
	counts: { full: 0, changes: 0, asked: 0, held: 0 },
	failedInARow: 0,
	failure: undefined,
});

const isReadable = (project: Project): boolean =>
	project.failure === undefined && standingOf(project) === 'member';

const candidatesOf = ({ projects }: Scan, memory: SyncMemory): Candidate[] =>
	projects.filter(isReadable).map(({ id, name }) => ({ id, name, memory: memory.projects[id] ?? null }));

/** Archived, not joined or not listed: nothing is asked. @returns how many they are. */
async function takeUnreadable(run: Run): Promise<number> {
	const { projects, unlisted, read } = run.scan;
	const snapshots: Snapshot[] = [];
	for (const project of projects) if (!isReadable(project)) snapshots.push(await read(project));
	snapshots.push(...unlisted);
	for (const snapshot of snapshots) {
		const memory = run.options.memory.projects[snapshot.project.id] ?? null;
		await syncOne(run, { snapshot, cost: 0, wholeRun: null, memory });
	}
	return snapshots.length;
}

/** What scans may send, so that single questions find room beside them. */
const requestsPerMs = ({ requestsPerMinute }: SyncOptions): number =>
	(requestsPerMinute * SCAN_SHARE) / 60_000;

/** @returns the turns there was no time for, or no sense in taking. */
async function takeTurns(run: Run, turns: readonly Turn[], capacity: number): Promise<readonly Turn[]> {
	const { scan, context, progress } = run;
	const projects = new Map(scan.projects.map((project) => [project.id, project]));
	for (const [index, turn] of turns.entries()) {
		const isOver = context.calDav.now() >= context.stopAt || progress.failure !== undefined;
		if (isOver) return turns.slice(index);
		const project = projects.get(turn.projectId);
		if (project === undefined) continue;
		const isTaken = await takeTurn(run, project, { ...turn, wholeRun: index === 0 ? capacity : null });
		if (!isTaken) return turns.slice(index);
	}
	return [];
}

/** @returns false where the time was up before anything was asked. */
async function takeTurn(
	run: Run,
	project: Project,
	{ reading, wholeRun }: Turn & Pick<Reading, 'wholeRun'>,
): Promise<boolean> {
	const { scan, options, progress } = run;
	const memory = options.memory.projects[project.id] ?? null;
	const before = run.planeRequests();
	const since = reading === 'changes' ? (memory?.since ?? undefined) : undefined;
	const first = await scan.read(project, since);
	if (first.reason === 'time_is_up' && run.planeRequests() === before) return false;
	const isLost = memory !== null && first.status === 'changes' && isAnyLost(memory, first);
	const isReadAgain = isLost && hasTimeFor(run, memory);
	const snapshot = isReadAgain ? await scan.read(project) : first;
	progress.counts[snapshot.changed_since === undefined ? 'full' : 'changes'] += 1;
	await syncOne(run, {
		snapshot,
		cost: run.planeRequests() - before,
		wholeRun,
		memory: isLost ? whollyUnknown(memory) : memory,
	});
	return true;
}

function hasTimeFor({ context, options }: Run, memory: ProjectMemory): boolean {
	const neededMs = costOfFullScan({ memory }) / requestsPerMs(options);
	return context.calDav.now() + neededMs < context.stopAt;
}

async function syncOne({ context, progress }: Run, reading: Reading): Promise<void> {
	const { report, memory, asked, held, seen } = await syncProject(context, reading);
	progress.reports.push(shorten(report));
	progress.seen.push(seen);
	progress.memories.set(reading.snapshot.project.id, memory);
	progress.counts.asked += asked;
	progress.counts.held += held;
	const { failure, reason } = report;
	const isOutOfOrder = failure !== undefined && reason !== 'time_is_up' && OUT_OF_ORDER.has(failure.kind);
	progress.failedInARow = isOutOfOrder ? progress.failedInARow + 1 : 0;
	// A refused password or key is not tried again for every project: servers lock accounts.
	if (failure?.kind === 'auth' || progress.failedInARow >= MOST_FAILURES_IN_A_ROW) progress.failure = failure;
}

/**
 * With every look at whole projects, and whenever it costs no request. A run that only asked for changes removes
 * nothing: it has read no calendar, and mostly nothing that tells which workspace an event is of.
 */
async function lookForOrphans({ context, scan, options, progress }: Run): Promise<void> {
	const { calDav, policy, stopAt, listings } = context;
	const archived = progress.seen.flatMap(({ is_newly_archived: isNew, project }) =>
		isNew ? project.id : [],
	);
	const { full, changes } = progress.counts;
	const isDue = full > 0 || archived.length > 0 || isDiscovered(calDav);
	if (!isDue) return;
	const canLook = progress.failure === undefined && !isPast(stopAt, calDav.now);
	const listed = scan.isEverything ? { listed_projects: scan.listedIds } : {};
	const seen = progress.seen.map((one) => ({ ...one, snapshot: { ...one.snapshot, ...listed } }));
	const mayRemove = full > 0 || archived.length > 0 || changes === 0;
	const choice = mayRemove ? options.orphans : 'keep';
	const reports = canLook ? await reconcileOrphans(calDav, seen, { choice, policy, stopAt, listings }) : [];
	const known = new Set(reports.map(({ project }) => project.id));
	// What became of its calendars takes the place of the report that an archived project got in its turn.
	const others = progress.reports.filter(({ project }) => !known.has(project.id));
	progress.reports.splice(0, Infinity, ...others, ...reports.map(shorten));
	const unsettled = new Set(reports.flatMap(({ complete, project }) => (complete ? [] : project.id)));
	for (const id of archived) {
		// Only while it is remembered, the next run looks for its events in shared calendars.
		const memory = options.memory.projects[id];
		if (memory !== undefined && (!canLook || unsettled.has(id))) {
			progress.memories.set(id, whollyUnknown(memory));
		}
	}
}

/** Projects that are not chosen any more are forgotten; those that had no turn are remembered as they were. */
function memoryAfter(
	{ scan, options, progress }: Run,
	turns: Pick<SyncMemory, 'next' | 'large_scan'>,
): SyncMemory {
	const { memory } = options;
	const entries = scan.projects.flatMap(({ id }) => {
		const known = progress.memories.has(id) ? progress.memories.get(id) : memory.projects[id];
		return known == null ? [] : [[id, known] as const];
	});
	const isSame =
		turns.next === memory.next &&
		turns.large_scan === memory.large_scan &&
		entries.length === Object.keys(memory.projects).length &&
		entries.every(([id, known]) => known === memory.projects[id]);
	return isSame ? memory : { settings: memory.settings, projects: Object.fromEntries(entries), ...turns };
}
