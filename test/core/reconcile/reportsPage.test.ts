/** docs/reports.md names everything that a report can hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetrics } from '../../../core/http/metrics';
import { buildReport } from '../../../core/reconcile/report';
import { buildRunReport, shorten } from '../../../core/sync/runReport';
import { aBatch } from '../../support/builders';

const ROOT = join(__dirname, '..', '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'reports.md'), 'utf8');
const FIGURES = createMetrics(() => 0).figures();
const FAILURE = { kind: 'server', status: 500, message: 'no', retryable: true } as const;

const unnamed = (words: Iterable<string>): string[] =>
	[...new Set(words)].filter((word) => !PAGE.includes(`\`${word}\``));

const report = buildReport({
	batch: aBatch([]),
	calendars: [],
	results: [],
	missing: 0,
	refused: { missing: 1, of: 1, message: '' },
	planned: [],
	orphans: [],
	requests: FIGURES,
	duration_ms: 0,
	failure: FAILURE,
	reason: 'time_is_up',
});

describe('docs/reports.md', () => {
	it('names each key of the report of a project', () => {
		const { counts } = report;

		expect(unnamed([...Object.keys(shorten(report)), ...Object.keys(counts)])).toEqual([]);
	});

	it('names each key of the report of a run', () => {
		const orphan = { url: '', name: '', why: 'archived', outcome: 'kept' } as const;
		const run = buildRunReport({
			reports: [{ ...report, orphans: [orphan] }],
			projects: { total: 1, full: 0, changes: 1, unreadable: 0, waiting: 0 },
			overdue: 0,
			questions: { asked: 0, held: 0 },
			memory: { settings: '', projects: {}, next: null, large_scan: false },
			requests: { plane: FIGURES, caldav: FIGURES },
			duration_ms: 0,
			failure: FAILURE,
		});
		const { projects, full_scans, missing } = run;

		expect(unnamed([run, projects, full_scans, missing].flatMap(Object.keys))).toEqual([]);
	});

	it('names each reason that the code gives', () => {
		const sources = ['reconcile', 'event', 'icalendar'].flatMap((folder) =>
			readdirSync(join(ROOT, 'core', folder))
				.filter((name) => name.endsWith('.ts'))
				.map((name) => readFileSync(join(ROOT, 'core', folder, name), 'utf8')),
		);
		const given =
			/(?:(?:reason|kept)(?::| =)|'(?:skipped|unchanged|pending)',|planned\w*\('\w+',|isDuplicate \?.* :|isDuplicate \?) '(\w+)'/g;
		const reasons = sources.flatMap((text) => [...text.matchAll(given)].map(([, reason = '']) => reason));

		expect(reasons.length).toBeGreaterThan(20);
		expect(unnamed([...reasons, 'unavailable', 'deferred', 'no_id'])).toEqual([]);
	});
});
