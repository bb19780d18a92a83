import { createMetrics } from '../../../core/http/metrics';
import { buildReport } from '../../../core/reconcile/report';
import type { PlannedAction, Result } from '../../../core/reconcile/types';
import {
	MOST_OPERATIONS,
	buildRunReport,
	isNews,
	joinReports,
	shorten,
	type RunFigures,
} from '../../../core/sync/runReport';
import { CALENDAR, aBatch, uidOfItem } from '../../support/builders';

const FIGURES = createMetrics(() => 0).figures();

const aResult = (n: number, changes: Partial<Result> = {}): Result => ({
	operation: 'created',
	uid: uidOfItem(n),
	calendar: CALENDAR,
	href: null,
	etag: null,
	changes: [],
	attempts: 1,
	duration_ms: 1,
	...changes,
});

const FAILED = aResult(9, {
	operation: 'failed',
	failure: { kind: 'server', status: 500, message: 'no', retryable: true },
});

const aReport = (results: readonly Result[], missing = 0) =>
	buildReport({
		batch: aBatch([]),
		calendars: [],
		results,
		missing,
		refused: null,
		requests: FIGURES,
		duration_ms: 1,
	});

const figures = (changes: Partial<RunFigures> = {}): RunFigures => ({
	reports: [],
	projects: { total: 2, full: 0, changes: 2, unreadable: 0, waiting: 0 },
	overdue: 0,
	questions: { asked: 0, held: 0 },
	memory: { settings: '', projects: {}, next: null, large_scan: false },
	requests: { plane: FIGURES, caldav: FIGURES },
	duration_ms: 5,
	...changes,
});

describe('isNews', () => {
	it.each([
		['nothing', aReport([]), false],
		['what was found as it should be', aReport([aResult(1, { operation: 'unchanged' })]), false],
		['a write', aReport([aResult(1)]), true],
		['a failure', aReport([FAILED]), true],
		['a question', aReport([], 1), true],
	])('%s', (_, report, news) => {
		expect(isNews(report)).toBe(news);
	});
});

describe('shorten', () => {
	it('keeps every text that is nowhere else, however much was updated', () => {
		const updated = Array.from({ length: 150 }, (_, n) => aResult(n, { operation: 'updated' }));
		const before_ics = 'BEGIN:VCALENDAR';
		const lost = [
			aResult(200, { operation: 'deleted', before_ics }),
			aResult(201, { operation: 'pending', reason: 'not_recreated: changed', before_ics }),
			aResult(202, { operation: 'moved', before_ics }),
		];
		const { operations } = shorten(aReport([...updated, ...lost]));
		expect(operations.slice(0, 4).map(({ operation }) => operation)).toEqual([
			'deleted',
			'pending',
			'moved',
			'updated',
		]);
	});

	it('keeps what failed and what removed something before what was created, and counts all', () => {
		const created = Array.from({ length: 150 }, (_, n) => aResult(n));
		const deleted = aResult(200, { operation: 'deleted', before_ics: 'BEGIN:VCALENDAR' });
		const report = shorten(aReport([...created, deleted, FAILED]));
		expect(report.operations).toHaveLength(MOST_OPERATIONS);
		expect(report.operations.slice(0, 3).map(({ operation }) => operation)).toEqual([
			'failed',
			'deleted',
			'created',
		]);
		expect(report).toMatchObject({
			operations_left_out: 52,
			counts: { created: 150, deleted: 1, failed: 1 },
		});
		expect(report.operations[1]?.before_ics).toBe('BEGIN:VCALENDAR');
	});

	it('lists of a long plan what would be removed before what would be created', () => {
		const step = (action: PlannedAction['action'], n: number): PlannedAction => ({
			...{ action, reason: 'changed', uid: uidOfItem(n), title: '', date: null, calendar: CALENDAR },
			changes: [{ property: 'DESCRIPTION', before: 'x'.repeat(400), after: null }],
		});
		const steps = Array.from({ length: 150 }, (_, n) => step('create', n));
		const planned = [...steps, step('update', 200), step('ask', 201), step('delete', 202)];
		const report = shorten({ ...aReport([]), dry_run: true, plan: planned });

		expect(report.plan?.slice(0, 4).map(({ action }) => action)).toEqual([
			'ask',
			'delete',
			'update',
			'create',
		]);
		expect(report.plan).toHaveLength(MOST_OPERATIONS);
		expect(report.plan_left_out).toBe(53);
		expect(report.plan?.[0]?.changes[0]?.before).toHaveLength(300);
	});

	it('cuts long values, never inside a character, and leaves short ones', () => {
		const changes = [{ property: 'DESCRIPTION', before: '🚀'.repeat(200), after: 'short' }];
		const [operation] = shorten(aReport([aResult(1, { changes })])).operations;
		expect(operation?.changes[0]).toEqual({
			property: 'DESCRIPTION',
			before: `${'🚀'.repeat(149)}…`,
			after: 'short',
		});
	});
});

describe('joinReports', () => {
	it('adds up and is complete only where both are', () => {
		const first = aReport([aResult(1)], 2);
		const second = aReport([aResult(2, { operation: 'deleted' }), FAILED]);
		expect(joinReports(first, second)).toMatchObject({
			complete: false,
			counts: { created: 1, deleted: 1, failed: 1, missing: 2 },
			failures_by_kind: { server: 1 },
		});
		expect(joinReports(first, aReport([])).complete).toBe(true);
	});
});

describe('buildRunReport', () => {
	const memoryOf = (...fullAt: Array<string | null>) => ({
		settings: '',
		projects: Object.fromEntries(
			fullAt.map((full_at, n) => [n, { name: '', since: null, full_at, total_count: 0, full_cost: 0 }]),
		),
		next: null,
		large_scan: false,
	});

	it('is complete when everybody had a turn and every report is', () => {
		expect(buildRunReport(figures({ reports: [aReport([aResult(1)])] }))).toMatchObject({
			run: 'sync',
			complete: true,
			counts: { created: 1, failed: 0 },
		});
		expect(buildRunReport(figures({ reports: [aReport([FAILED])] }))).toMatchObject({
			complete: false,
			failures_by_kind: { server: 1 },
		});
		const waiting = { total: 2, full: 0, changes: 1, unreadable: 0, waiting: 1 };
		expect(buildRunReport(figures({ projects: waiting })).complete).toBe(false);
	});

	it('tells the oldest full scan, and none where one project has had none', () => {
		const oldest = (...fullAt: Array<string | null>) =>
			buildRunReport(figures({ memory: memoryOf(...fullAt) })).full_scans.oldest_at;
		expect(oldest('2026-11-23T09:00:00Z', '2026-11-22T09:00:00Z')).toBe('2026-11-22T09:00:00Z');
		expect(oldest('2026-11-23T09:00:00Z', null)).toBeNull();
		expect(oldest()).toBeNull();
	});
});
