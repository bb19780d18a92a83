import type { Failure } from '../../../core/errors';
import { buildReport } from '../../../core/reconcile/report';
import { quietResult } from '../../../core/reconcile/result';
import type { PlannedAction, Refused, Result } from '../../../core/reconcile/types';
import type { SnapshotStatus } from '../../../core/plane/types';
import { aBatch, CALENDAR, uidOfItem } from '../../support/builders';

const REQUESTS = { count: 0, retries: 0, bytes_sent: 0, bytes_received: 0, p50_ms: 0, p95_ms: 0, max_ms: 0 };
const FAILURE: Failure = { kind: 'server', status: 500, message: 'The server failed.', retryable: true };

const aResult = (operation: Result['operation'], changes: Partial<Result> = {}): Result => ({
	...quietResult({ uid: uidOfItem(1), calendar: CALENDAR, href: null }, 'unchanged'),
	operation,
	...changes,
});

const report = (
	results: readonly Result[],
	changes: { status?: SnapshotStatus; missing?: number; refused?: Refused } = {},
) =>
	buildReport({
		batch: aBatch([], { status: changes.status ?? 'complete' }),
		calendars: [CALENDAR],
		results,
		missing: changes.missing ?? 0,
		refused: changes.refused ?? null,
		requests: REQUESTS,
		duration_ms: 5,
	});

describe('buildReport', () => {
	it("counts every operation, and what set back a person's edit besides", () => {
		const results = [
			aResult('created'),
			aResult('updated'),
			aResult('updated', { reason: 'reverted' }),
			aResult('unchanged'),
			aResult('not_found'),
		];

		expect(report(results, { missing: 3 }).counts).toEqual({
			created: 1,
			updated: 2,
			moved: 0,
			unchanged: 1,
			reverted: 1,
			deleted: 0,
			missing: 3,
			skipped: 1,
			pending: 0,
			failed: 0,
		});
	});

	it('lists a series that stays at other dates than Plane has', () => {
		const results = [aResult('unchanged', { reason: 'series_kept' })];

		expect(report(results)).toMatchObject({ complete: true, counts: { unchanged: 1 }, operations: results });
	});

	it('lists what changed, failed or waits, and not what was as it should be', () => {
		const results = [
			aResult('created'),
			aResult('unchanged'),
			aResult('skipped'),
			aResult('skipped', { failure: FAILURE }),
			aResult('pending'),
		];

		expect(report(results).operations.map(({ operation }) => operation)).toEqual([
			'created',
			'skipped',
			'pending',
		]);
	});

	it.each<[string, readonly Result[], Parameters<typeof report>[1], boolean]>([
		['nothing is to be done', [], {}, true],
		['everything was done', [aResult('created'), aResult('deleted')], {}, true],
		['something was left alone on purpose', [aResult('skipped', { reason: 'stale' })], {}, true],
		['something is missing, which is a question and no failure', [], { missing: 2 }, true],
		['the project is archived, so that nothing is to be done', [], { status: 'archived' }, true],
		['something failed', [aResult('failed', { failure: FAILURE })], {}, false],
		['something is invalid', [aResult('skipped', { failure: FAILURE })], {}, false],
		['something waits', [aResult('pending')], {}, false],
		['too much is missing', [], { refused: { missing: 40, of: 50, message: '40 of 50' } }, false],
		['the snapshot has gaps', [], { status: 'incomplete' }, false],
		['the project could not be read', [], { status: 'unavailable' }, false],
	])('is complete or not when %s', (_, results, changes, complete) => {
		expect(report(results, changes).complete).toBe(complete);
	});

	it('counts failures by their kind, that of the project included', () => {
		const batch = aBatch([], { status: 'unavailable', failure: { ...FAILURE, kind: 'permission' } });
		const input = { batch, calendars: [], missing: 0, refused: null, requests: REQUESTS, duration_ms: 0 };

		expect(
			buildReport({ ...input, results: [aResult('failed', { failure: FAILURE })] }).failures_by_kind,
		).toEqual({ server: 1, permission: 1 });
	});

	it('hands on that the time was up while Plane was read, so that nobody takes it for a fault', () => {
		const batch = aBatch([], { status: 'incomplete', reason: 'time_is_up', failure: FAILURE });
		const input = { batch, calendars: [], results: [], missing: 0, refused: null, requests: REQUESTS };
		expect(buildReport({ ...input, duration_ms: 0 })).toMatchObject({
			complete: false,
			reason: 'time_is_up',
		});
	});

	it('tells of a dry run what would be done, and is complete only where that is nothing', () => {
		const planned: PlannedAction = {
			action: 'create',
			reason: 'not_in_calendar',
			uid: uidOfItem(1),
			title: '[1] Item 1',
			date: '2026-12-04',
			calendar: { url: null, name: CALENDAR.name },
			changes: [],
		};
		const input = { batch: aBatch([]), calendars: [], missing: 0, refused: null, requests: REQUESTS };
		const dryRun = (results: readonly Result[], rows: readonly PlannedAction[]) =>
			buildReport({ ...input, results, planned: rows, duration_ms: 0 });

		expect(dryRun([aResult('created')], [planned])).toMatchObject({
			dry_run: true,
			plan: [planned],
			operations: [],
			counts: { created: 1 },
			complete: false,
		});
		expect(dryRun([aResult('unchanged')], [])).toMatchObject({ dry_run: true, plan: [], complete: true });
	});
});
