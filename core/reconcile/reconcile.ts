/** One project's reconcile, step by step: read, compare, guard, apply, report. */
import { ensureCalendar } from '../caldav/calendars';
import type { CalDavContext } from '../caldav/types';
import { toFailure, type Failure } from '../errors';
import type { ProjectBatch } from '../event/types';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { createMetrics } from '../http/metrics';
import type { Missing } from '../plane/types';
import { apply } from './apply';
import { diff } from './diff';
import { withFreshDiscovery } from './freshDiscovery';
import { guard } from './guard';
import { intoOneCalendar } from './oneCalendar';
import { readActual } from './readActual';
import { buildReport } from './report';
import type { Plan, Policy, Report, Result } from './types';

export interface ReconcileOptions {
	readonly policy: Policy;
	/** Milliseconds since the epoch after which no further write begins. */
	readonly stopAt: number;
}

export interface Reconciled {
	readonly report: Report;
	/** Questions to Plane: events of ours that a complete snapshot lacks. */
	readonly missing: readonly Missing[];
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
	{ policy, stopAt }: ReconcileOptions,
): Promise<Reconciled> {
	const batch = base.chosenCalendar === undefined ? given : intoOneCalendar(given);
	const startedAt = base.now();
	const metrics = createMetrics(base.now);
	const context = { ...base, send: metrics.wrap(base.send) };
	const report = (
		done: Partial<
			Pick<Parameters<typeof buildReport>[0], 'calendars' | 'results' | 'missing' | 'refused' | 'failure'>
		>,
	) =>
		buildReport({
			batch,
			calendars: [],
			results: [],
			missing: 0,
			refused: null,
			requests: metrics.figures(),
			duration_ms: base.now() - startedAt,
			...done,
		});
	if (!isReadable(batch)) return { report: report({}), missing: [] };
	try {
		const actual = await withFreshDiscovery(context, () => readActual(context, batch));
		const plan = guard(diff(batch, actual.events), actual.events, policy);
		if (policy.writes !== 'dry_run') await settleCalendars(context, actual.targets, batch.scope);
		const results = await apply(context, plan, {
			scope: batch.scope,
			stopAt,
			dryRun: policy.writes === 'dry_run',
		});
		const missing = missingOf(plan);
		return {
			report: report({
				calendars: calendarsOf(actual.calendars, results),
				results,
				missing: missing.length,
				refused: plan.refused,
			}),
			missing: policy.writes === 'dry_run' ? [] : missing,
		};
	} catch (error) {
		return { report: report({ failure: toFailure(error) }), missing: [] };
	}
}

/** The report of a project that was not even tried, with the reason. */
export function unreconciled(batch: ProjectBatch, failure: Failure): Report {
	const requests = createMetrics(() => 0).figures();
	return buildReport({
		batch,
		calendars: [],
		results: [],
		missing: 0,
		refused: null,
		requests,
		duration_ms: 0,
		failure,
	});
}

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

const missingOf = (plan: Plan): Missing[] =>
	plan.actions.flatMap((action) => (action.kind === 'missing' ? [action.missing] : []));

/** The calendars that were read and those that were created on the way. */
function calendarsOf(read: Report['calendars'], results: readonly Result[]): Report['calendars'] {
	const all = new Map(read.map((calendar) => [calendar.url, calendar]));
	for (const { calendar } of results) if (calendar !== null) all.set(calendar.url, calendar);
	return [...all.values()];
}
