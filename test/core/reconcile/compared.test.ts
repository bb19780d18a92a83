import {
	isSettled,
	isStillEqual,
	stateOf,
	unchangedResults,
	type Compared,
} from '../../../core/reconcile/compared';
import { buildReport } from '../../../core/reconcile/report';
import type { ProjectBatch } from '../../../core/event/types';
import { createMetrics } from '../../../core/http/metrics';
import type { Plan, Result } from '../../../core/reconcile/types';
import { aBatch, anActual, anUpsert, aWorkItem, uidOfItem } from '../../support/builders';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const HOUR = 60 * 60 * 1000;
const A = { url: 'https://dav.example.com/a/' };
const B = { url: 'https://dav.example.com/b/' };

const [one, two] = [aWorkItem(1), aWorkItem(2)];
const BATCH = aBatch([one, two]);
/** In Plane's list without a date anybody may show: nothing is done about it. */
const triaged = aWorkItem(3, { state: { ...one.state, group: 'triage' } });

function state(changes: { batch?: ProjectBatch; calendars?: (typeof A)[]; tag?: string; now?: number } = {}) {
	const { batch = BATCH, calendars = [A], tag = 'tag', now = NOW } = changes;
	const found = stateOf({ batch, calendars, tagOf: () => tag, now });
	if (found === null) throw new Error('the state is unknown');
	return found;
}

describe('stateOf', () => {
	it('is unknown where one calendar shows no change tag', () => {
		const tagOf = ({ url }: typeof A) => (url === A.url ? 'tag' : null);

		expect(stateOf({ batch: BATCH, calendars: [A, B], tagOf, now: NOW })).toBeNull();
	});

	it('is small and plain, however many events and people with a calendar there are', () => {
		const kept = state({
			batch: aBatch(Array.from({ length: 500 }, (_, n) => aWorkItem(n))),
			calendars: Array.from({ length: 300 }, (_, n) => ({ url: `${A.url}${n}/` })),
		});

		expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
		expect(JSON.stringify(kept).length).toBeLessThan(250);
	});
});

describe('isStillEqual', () => {
	const renamed = { ...BATCH, targets: BATCH.targets.map((target) => ({ ...target, name: 'Plane: Other' })) };
	const delivered = {
		...BATCH,
		events: BATCH.events.map((event) => ({ ...event, source: 'delivery' as const })),
	};
	const reread = { ...two, read_at: '2026-11-23T10:00:00.000000Z' };

	it.each<[string, Compared, boolean]>([
		['nothing moved', state({ now: NOW + HOUR }), true],
		['the items came in another order, read anew', state({ batch: aBatch([reread, one]) }), true],
		['an item was renamed', state({ batch: aBatch([one, { ...two, name: 'Other' }]) }), false],
		['an item is gone', state({ batch: aBatch([one]) }), false],
		['an item is not to be shown any more', state({ batch: aBatch([one, two, triaged]) }), false],
		['the calendar is to have another name', state({ batch: renamed }), false],
		['items came from deliveries, whose names may be older', state({ batch: delivered }), false],
		['the calendar moved', state({ tag: 'other' }), false],
		['there is another calendar', state({ calendars: [A, B] }), false],
		['it is another calendar', state({ calendars: [B] }), false],
		['a day has passed', state({ now: NOW + 24 * HOUR }), false],
		['the clock went back', state({ now: NOW - HOUR }), false],
	])('where %s', (_, now, expected) => {
		expect(isStillEqual(state(), now)).toBe(expected);
	});

	it('believes nothing that no instant can be read from', () => {
		expect(isStillEqual({ ...state(), listed_at: 'yesterday' }, state())).toBe(false);
	});

	it('sees that a calendar is gone', () => {
		expect(isStillEqual(state({ calendars: [A, B] }), state())).toBe(false);
	});

	it('does not mind in which order the server shows its calendars', () => {
		expect(isStillEqual(state({ calendars: [A, B] }), state({ calendars: [B, A] }))).toBe(true);
	});
});

describe('isSettled', () => {
	const batch = aBatch([one, two, triaged]);
	const keep = (n: number) =>
		({ kind: 'keep', item: anUpsert(aWorkItem(n)), actual: anActual(aWorkItem(n)) }) as const;
	const skip = (n: number, reason: string) =>
		({ kind: 'skip', uid: uidOfItem(n), actual: null, reason }) as const;
	const missing = {
		uid: uidOfItem(9),
		work_item_id: '9',
		project: batch.project,
		found_in: { calendar: { ...A, name: 'A' }, href: `${A.url}9.ics`, etag: '"9"', revision: null },
	};
	const reportOf = (results: readonly Result[] = []) =>
		buildReport({
			batch,
			calendars: [],
			results,
			missing: 0,
			refused: null,
			requests: createMetrics(() => 0).figures(),
			duration_ms: 0,
		});

	it.each<[string, Plan['actions'], boolean]>([
		['everything is as it should be', [keep(1), keep(2)], true],
		['the batch itself left something out', [keep(1), skip(3, 'triage')], true],
		['something was too old to write', [keep(1), skip(2, 'stale')], false],
		['the policy held something back', [keep(1), skip(9, 'policy')], false],
		['something is missing', [keep(1), { kind: 'missing', missing }], false],
		['something was written', [{ ...keep(1), kind: 'update', changes: [] }], false],
	])('where %s', (_, actions, expected) => {
		expect(isSettled(batch, { actions, refused: null }, reportOf())).toBe(expected);
	});

	it('is not where the report is not complete', () => {
		const report = { ...reportOf(), complete: false };

		expect(isSettled(batch, { actions: [keep(1)], refused: null }, report)).toBe(false);
	});
});

describe('unchangedResults', () => {
	it('counts what is shown and what the batch leaves out', () => {
		const undated = aWorkItem(4, { target_date: null });
		const results = unchangedResults(aBatch([one, two, triaged, undated]));

		expect(results.map(({ operation, reason }) => [operation, reason])).toEqual([
			['unchanged', undefined],
			['unchanged', undefined],
			['skipped', 'triage'],
		]);
	});
});
