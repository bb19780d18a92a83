/** One project's reconcile, step by step: read, plan, apply, report. */
import { ensureCalendar } from '../caldav/calendars';
import type { CalDavContext } from '../caldav/types';
import { toFailure, TransportError, type Failure } from '../errors';
import type { ProjectBatch } from '../event/types';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { isPast, withDeadline } from '../http/deadline';
import { createMetrics } from '../http/metrics';
import { DEFAULT_TIMEOUT_MS, type Now } from '../http/types';
import type { Missing } from '../plane/types';
import { apply } from './apply';
import { isSettled, unchangedResults, type Compared } from './compared';
import { foresee } from './foresee';
import { withFreshDiscovery } from './freshDiscovery';
import { createListings, type Listings } from './listings';
import { intoOneCalendar } from './oneCalendar';
import { plan } from './plan';
import { needsCalendars, readActual } from './readActual';
import { buildReport, type ReportInput, nothingDone } from './report';
import type { Plan, Policy, Report, Result } from './types';

/**
 * Milliseconds a write begun in time may take beyond it, as long as one request may: a write that is cut off is
 * harmless, but whether it was done is then unknown.
 */
export const WRITE_GRACE_MS = DEFAULT_TIMEOUT_MS;

export interface ReconcileOptions {
	readonly policy: Policy;
	/** Milliseconds since the epoch: reading is cut off there, and no further write begins. */
	readonly stopAt: number;
	/** What the run has read so far, for all its reconciles; without it calendars are listed for this one alone. */
	readonly listings?: Listings;
	/**
	 * What the last reconcile of this project returned as `compared`, null where there is none yet. Given, a
	 * complete batch reads change tags first (one request for all projects that share `listings`), and a calendar
	 * in which nothing moved, for a batch in which nothing changed, is not listed. Absent: nothing is remembered.
	 */
	readonly compared?: Compared | null;
}

export interface Reconciled {
	readonly report: Report;
	/** Questions to Plane: events of ours that a complete snapshot lacks. */
	readonly missing: readonly Missing[];
	/** To be handed in next time; null: nothing new is known, and keeping the older one does no harm. */
	readonly compared: Compared | null;
}

/**
 * Makes the calendars of one project equal to its batch. What cannot be read is left alone: its failure is in
 * the report.
 *
 * @throws {CancelledError} when the run is cancelled.
 */
export async function reconcile(
	base: CalDavContext,
	given: ProjectBatch,
	{ policy, stopAt, listings = createListings(), compared }: ReconcileOptions,
): Promise<Reconciled> {
	const batch = base.chosenCalendar === undefined ? given : intoOneCalendar(given);
	const { now } = base;
	const startedAt = now();
	const metrics = createMetrics(now);
	const send = metrics.wrap(base.send);
	const reading = { ...base, send: withDeadline(send, stopAt, now) };
	const writing = { ...base, send: withDeadline(send, stopAt + WRITE_GRACE_MS, now) };
	const report = (done: Partial<ReportInput>) =>
		buildReport({
			...nothingDone(batch),
			requests: metrics.figures(),
			duration_ms: now() - startedAt,
			...done,
		});
	const without = (done: Partial<ReportInput>) => ({ report: report(done), missing: [], compared: null });
	if (!isReadable(batch)) return without({});
	if (needsCalendars(batch) && isPast(stopAt, now)) return without({ reason: 'time_is_up' });
	try {
		const actual = await withFreshDiscovery(reading, () =>
			readActual(reading, batch, { listings, compared }),
		);
		if (actual.kind === 'unmoved') {
			const { calendars } = actual;
			const results = unchangedResults(batch);
			const planned = policy.writes === 'dry_run' ? { planned: [] } : {};
			return { ...without({ calendars, results, ...planned }), compared: actual.compared };
		}
		const steps = plan(batch, actual.events, policy);
		const missing = missingOf(steps);
		const counted = { missing: missing.length, refused: steps.refused };
		if (policy.writes === 'dry_run') {
			return without({ calendars: actual.calendars, ...counted, ...foresee(steps, actual, now()) });
		}
		if (!isPast(stopAt, now)) await settleCalendars(writing, actual.targets, batch.scope);
		const results = await apply(writing, steps, { scope: batch.scope, stopAt });
		const calendars = calendarsOf(actual.calendars, results);
		const done = report({ calendars, results, ...counted });
		return { report: done, missing, compared: isSettled(batch, steps, done) ? actual.state : null };
	} catch (error) {
		if (!isCutOff(error, stopAt, now)) return without({ failure: toFailure(error) });
		return without({ failure: timeIsUp(batch), reason: 'time_is_up' });
	}
}

/** The report of a project that was not even tried, with the reason. */
export const unreconciled = (batch: ReportInput['batch'], failure: Failure): Report =>
	buildReport({ ...nothingDone(batch), failure });

/** Whether an answer is missing only because it was not waited for. */
const isCutOff = (error: unknown, stopAt: number, now: Now): boolean =>
	error instanceof TransportError && error.kind === 'timeout' && isPast(stopAt, now);

const timeIsUp = ({ project }: ProjectBatch): Failure => ({
	kind: 'timeout',
	status: null,
	message:
		`The time for this run was up while the calendars of "${project.name}" were looked at. No event was changed; ` +
		'the next run goes on. If that happens each time, give the node a longer time budget.',
	retryable: true,
});

/**
 * A calendar found by its name gets its mark and one whose project was renamed its new name, whatever becomes of
 * the events in it: after the next renaming it would not be found again.
 */
async function settleCalendars(
	context: CalDavContext,
	targets: readonly CalendarTarget[],
	scope: Scope,
): Promise<void> {
	for (const target of targets) await ensureCalendar(context, target, scope);
}

/** Of an archived or unreadable project nothing is known, so its calendar is not even looked at. */
const isReadable = ({ snapshot }: ProjectBatch): boolean =>
	snapshot.status !== 'archived' && snapshot.status !== 'unavailable';

const missingOf = ({ actions }: Plan): Missing[] =>
	actions.flatMap((action) => (action.kind === 'missing' ? [action.missing] : []));

/** The calendars that were read and those that were created on the way. */
function calendarsOf(read: Report['calendars'], results: readonly Result[]): Report['calendars'] {
	const all = new Map(read.map((calendar) => [calendar.url, calendar]));
	for (const { calendar } of results) if (calendar !== null) all.set(calendar.url, calendar);
	return [...all.values()];
}
