/**
 * The end of a run: reports the calendars of archived and vanished projects, and removes of them what a person chose.
 * For the node and for a run in one step alike.
 */
import { discoverCalendars, refreshCalendars } from '../caldav/discovery';
import type { CalDavContext, Calendar } from '../caldav/types';
import { toFailure, type Failure } from '../errors';
import { isPast, withDeadline } from '../http/deadline';
import { createMetrics } from '../http/metrics';
import type { Listings } from './listings';
import {
	findOrphans,
	isMassVanishing,
	isShared,
	mayHaveOrphans,
	type Orphan,
	type OrphanChoice,
	type OrphanSurvey,
	type SeenProject,
	type SharedCalendar,
} from './orphans';
import { orphanCalendar, removeOrphan, type Removal } from './removeOrphan';
import { unreconciled, WRITE_GRACE_MS } from './reconcile';
import { buildReport } from './report';
import type { Policy, Refused, Report } from './types';

export interface OrphanOptions {
	readonly choice: OrphanChoice;
	readonly policy: Policy;
	/** Milliseconds since the epoch: reading is cut off there, and no further removal begins. */
	readonly stopAt: number;
	/** What the run has read. */
	readonly listings: Listings;
}

/**
 * One report per project whose calendars are orphans: for an archived project in place of the one its batch got, for
 * a project that Plane does not list an additional one. None where the run did not see enough to tell, or its time is up.
 *
 * @param seen every project of the run.
 * @throws {CancelledError} when the run is cancelled; other failures are in the reports.
 */
export async function reconcileOrphans(
	context: CalDavContext,
	seen: readonly SeenProject[],
	options: OrphanOptions,
): Promise<Report[]> {
	const { stopAt } = options;
	if (!mayHaveOrphans(seen) || isPast(stopAt, context.now)) return [];
	const reading = { ...context, send: withDeadline(context.send, stopAt, context.now) };
	const survey = await takeSurvey(reading, seen, options);
	if ('failure' in survey) return failedReports(seen, survey);
	const reports: Report[] = [];
	for (const orphan of survey.orphans)
		reports.push(await reportOrphan(context, orphan, { ...options, survey }));
	return reports;
}

/** Why nothing was looked at, and the projects that would have been, as far as they are known. */
interface FailedSurvey {
	readonly failure: Failure;
	readonly remembered: readonly Orphan[];
}

/** Names and marks may be remembered for an hour: before anything is removed they are read again. */
async function takeSurvey(
	context: CalDavContext,
	seen: readonly SeenProject[],
	options: OrphanOptions,
): Promise<OrphanSurvey | FailedSurvey> {
	let remembered: readonly Orphan[] = [];
	try {
		const { calendars } = await discoverCalendars(context);
		const shared = await readShared(context, { calendars, seen, options });
		const survey = findOrphans(calendars, seen, shared);
		remembered = survey.orphans;
		if (!mayRemove(options) || remembered.length === 0) return survey;
		return findOrphans((await refreshCalendars(context)).calendars, seen, shared);
	} catch (error) {
		return { failure: toFailure(error), remembered };
	}
}

interface SharedWish {
	readonly calendars: readonly Calendar[];
	readonly seen: readonly SeenProject[];
	readonly options: OrphanOptions;
}

/** The shared calendars that the run has listed anyway, and all of them where a project was archived since the last. */
async function readShared(
	context: CalDavContext,
	{ calendars, seen, options }: SharedWish,
): Promise<SharedCalendar[]> {
	const { listings } = options;
	const isWorthIt = mayRemove(options) && seen.some(({ is_newly_archived: isNew }) => isNew);
	const shared: SharedCalendar[] = [];
	for (const calendar of calendars) {
		const [first] = seen;
		if (first === undefined || !isShared(calendar, first.scope)) continue;
		if (!isWorthIt && !listings.hasListed(calendar)) continue;
		shared.push({ calendar, objects: [...(await listings.list(context, { calendar, isShared: true }))] });
	}
	return shared;
}

type Options = OrphanOptions & { readonly survey: OrphanSurvey };

async function reportOrphan(base: CalDavContext, orphan: Orphan, options: Options): Promise<Report> {
	const startedAt = base.now();
	const metrics = createMetrics(base.now);
	const send = withDeadline(metrics.wrap(base.send), options.stopAt + WRITE_GRACE_MS, base.now);
	const removal = await tryRemoval({ ...base, send }, orphan, options);
	return buildReport({
		batch: batchOf(orphan),
		calendars: allCalendars(orphan).map(({ url, name }) => ({ url, name })),
		missing: 0,
		...(options.policy.writes === 'dry_run' && { planned: [] }),
		...removal,
		requests: metrics.figures(),
		duration_ms: base.now() - startedAt,
	});
}

/** Stands for the batch that an orphan has none of. */
const batchOf = ({ project, taken_at }: Orphan): Pick<SeenProject, 'project' | 'snapshot'> => ({
	project,
	snapshot: { status: 'archived', taken_at, all_projects: true },
});

async function tryRemoval(context: CalDavContext, orphan: Orphan, options: Options): Promise<Removal> {
	const { choice, stopAt, policy, survey } = options;
	const note = choice === 'keep' || mayRemove(options) ? null : 'Only creating and updating is allowed.';
	const kept: Removal = {
		orphans: allCalendars(orphan).map((calendar) =>
			orphanCalendar(orphan, calendar, { outcome: 'kept', note }),
		),
		results: [],
		refused: null,
	};
	if (choice === 'keep' || !mayRemove(options)) return kept;
	const isSuspicious = orphan.why === 'not_listed' && isMassVanishing(survey);
	try {
		return await removeOrphan(context, orphan, {
			choice,
			stopAt,
			isDryRun: policy.writes === 'dry_run',
			refuse: (events) => (isSuspicious && events > policy.allowMissing ? refusedOf(events, survey) : null),
		});
	} catch (error) {
		return { ...kept, failure: toFailure(error) };
	}
}

const allCalendars = ({ calendars, shared }: Orphan): Calendar[] => [
	...calendars,
	...shared.map(({ calendar }) => calendar),
];

const mayRemove = ({ choice, policy }: OrphanOptions): boolean =>
	choice !== 'keep' && policy.writes !== 'create_and_update';

const archivedIn = (seen: readonly SeenProject[]): SeenProject[] =>
	seen.filter(({ snapshot }) => snapshot.status === 'archived');

const refusedOf = (events: number, { projects, unlisted }: OrphanSurvey): Refused => ({
	missing: events,
	of: events,
	message:
		`Plane lists only ${projects - unlisted} of the ${projects} projects that have calendars here, so the ${events} ` +
		'events of this one were held back. If the projects were deleted, enter ' +
		`${events} in "Allow Up to This Many Missing" for one run; if not, look which projects the user of the API key can see.`,
});

function failedReports(seen: readonly SeenProject[], { failure, remembered }: FailedSurvey): Report[] {
	const vanished = remembered.flatMap((orphan) => (orphan.why === 'not_listed' ? batchOf(orphan) : []));
	return [...archivedIn(seen), ...vanished].map((batch) => unreconciled(batch, failure));
}
