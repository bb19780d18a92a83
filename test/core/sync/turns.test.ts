/** Who is read in a run: nobody twice, never more than the rate allows, and everybody in the end. */
import fc from 'fast-check';
import { costOfFullScan, planTurns, type Candidate } from '../../../core/sync/turns';
import { remember } from '../../../core/sync/memory';
import type { ProjectMemory } from '../../../core/sync/types';
import { PROJECT, aSnapshot } from '../../support/builders';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const HOUR = 3_600_000;

const ago = (ms: number): string => new Date(NOW - ms).toISOString();

const aMemory = (changes: Partial<ProjectMemory> = {}): ProjectMemory => ({
	name: 'A project',
	since: ago(HOUR / 12),
	full_at: ago(HOUR / 2),
	total_count: 10,
	full_cost: 1,
	...changes,
});

const aCandidate = (id: string, memory: Partial<ProjectMemory> | null = {}): Candidate => ({
	id,
	name: 'A project',
	memory: memory === null ? null : aMemory(memory),
});

const plan = (candidates: readonly Candidate[], options: Partial<Parameters<typeof planTurns>[1]> = {}) =>
	planTurns(candidates, {
		now: NOW,
		fullScanEveryMs: HOUR,
		capacity: 100,
		next: null,
		afterLargeScan: false,
		...options,
	});

const briefly = ({ turns }: ReturnType<typeof planTurns>) =>
	turns.map(({ projectId, reading }) => `${projectId} ${reading}`);

describe('planTurns', () => {
	it('asks only for changes where everything was read not long ago', () => {
		const turns = plan([aCandidate('a'), aCandidate('b')]);
		expect(briefly(turns)).toEqual(['a changes', 'b changes']);
		expect(turns).toMatchObject({ waiting: [], overdue: [], next: null });
	});

	it.each([
		['was never read', aCandidate('b', null)],
		['was never read to its end', aCandidate('b', { since: null, full_at: null })],
		['was renamed', { ...aCandidate('b'), name: 'Another name' }],
		['is known to have lost items', aCandidate('b', { full_at: null })],
		['was read whole an hour ago', aCandidate('b', { full_at: ago(HOUR) })],
	])('reads a project whole that %s', (_, candidate) => {
		expect(briefly(plan([aCandidate('a'), candidate]))).toEqual(['b full', 'a changes']);
	});

	it('reads first what waited longest, and further ones after the changes of all', () => {
		const turns = plan([
			aCandidate('young', { full_at: ago(2 * HOUR) }),
			aCandidate('old', { full_at: ago(9 * HOUR) }),
			aCandidate('quiet'),
		]);
		expect(briefly(turns)).toEqual(['old full', 'quiet changes', 'young full']);
	});

	it('reads a renamed project before those that only wait, unless it was tried meanwhile', () => {
		const renamed = { ...aCandidate('renamed'), name: 'Another name' };
		const old = aCandidate('old', { full_at: ago(9 * HOUR) });
		expect(briefly(plan([old, renamed]))[0]).toBe('renamed full');
		const tried = { ...aCandidate('renamed', { tried_at: ago(HOUR / 12) }), name: 'Another name' };
		expect(briefly(plan([old, tried]))[0]).toBe('old full');
	});

	it('does not let one that fails each time come before the others', () => {
		const turns = plan([
			aCandidate('failing', { full_at: ago(9 * HOUR), tried_at: ago(HOUR / 12) }),
			aCandidate('other', { full_at: ago(2 * HOUR) }),
		]);
		expect(briefly(turns)[0]).toBe('other full');
	});

	it('keeps within the rate, and goes on in the next run where it stopped', () => {
		const candidates = ['a', 'b', 'c', 'd', 'e'].map((id) => aCandidate(id));
		const first = plan(candidates, { capacity: 2 });
		expect(briefly(first)).toEqual(['a changes', 'b changes']);
		expect(first).toMatchObject({ next: 'c', waiting: ['c', 'd', 'e'] });

		const second = plan(candidates, { capacity: 4, next: first.next });
		expect(briefly(second)).toEqual(['c changes', 'd changes', 'e changes', 'a changes']);
		expect(second.next).toBe('b');
	});

	it('says which full scans are due and do not fit', () => {
		const large = aCandidate('large', { full_at: ago(2 * HOUR), full_cost: 60 });
		const larger = aCandidate('larger', { full_at: ago(3 * HOUR), full_cost: 80 });
		const turns = plan([large, larger], { capacity: 100 });
		expect(briefly(turns)).toEqual(['larger full', 'large changes']);
		expect(turns.overdue).toEqual(['large']);
	});

	it('gives one that is larger than a whole run all of it, but not in two runs in a row', () => {
		const candidates = [aCandidate('huge', { full_at: ago(2 * HOUR), full_cost: 500 }), aCandidate('a')];
		const first = plan(candidates, { capacity: 100 });
		expect(briefly(first)).toEqual(['huge full']);
		expect(first).toMatchObject({ next: 'a', hasLargeScan: true });
		const second = plan(candidates, { capacity: 100, next: first.next, afterLargeScan: true });
		expect(briefly(second)).toEqual(['a changes', 'huge changes']);
		expect(second.hasLargeScan).toBe(false);
	});

	it('asks the others first in the run after a large scan, which may take all of that run again', () => {
		const candidates = [aCandidate('large', { full_at: ago(2 * HOUR), full_cost: 90 }), aCandidate('a')];
		expect(briefly(plan(candidates))).toEqual(['large full', 'a changes']);
		const second = plan(candidates, { afterLargeScan: true });
		expect(briefly(second)).toEqual(['a changes', 'large full']);
		expect(second.hasLargeScan).toBe(false);
	});

	it('asks the others in every other run, where Plane is so slow that one project takes all of each', () => {
		const unread = { ...aSnapshot([]), status: 'incomplete' as const };
		let slow = aCandidate('slow', { full_at: ago(2 * HOUR), full_cost: 12 });
		let [next, afterLargeScan]: [string | null, boolean] = [null, false];
		const begun: string[] = [];
		for (let run = 0; run < 6; run++) {
			const turns = plan([slow, aCandidate('other')], { next, afterLargeScan });
			begun.push(briefly(turns)[0] ?? '');
			({ next, hasLargeScan: afterLargeScan } = turns);
			const [first] = turns.turns;
			if (first?.projectId !== 'slow') continue;
			const cutOff = { snapshot: unread, isDone: false, cost: 5, isCutOff: true, wholeRun: 100 };
			const memory = remember(slow.memory, { ...cutOff, endedAt: ago(HOUR - run), compared: null });
			slow = { ...slow, memory };
		}
		expect(begun).toEqual([
			'slow full',
			'slow full',
			'other changes',
			'slow full',
			'other changes',
			'slow full',
		]);
	});

	it('reads everybody once before anybody again, where a run has time for little more than one', () => {
		const snapshot = aSnapshot([], { total_count: 10_000 });
		const memories = new Map<string, ProjectMemory | null>(
			Array.from({ length: 20 }, (_, n) => [String(n), null]),
		);
		const isUnread = (memory: ProjectMemory | null): boolean => (memory?.full_at ?? null) === null;
		let runs = 0;
		for (let now = NOW; [...memories.values()].some(isUnread) && runs < 100; now += HOUR / 12) {
			runs += 1;
			let left = 160;
			const candidates = [...memories].map(([id, memory]) => ({ id, name: PROJECT.name, memory }));
			for (const [index, { projectId, reading }] of plan(candidates, {
				now,
				capacity: left,
			}).turns.entries()) {
				const cost = Math.min(left, reading === 'full' ? 104 : 1);
				if (cost === 0) break;
				left -= cost;
				const isCutOff = reading === 'full' && cost < 104;
				const status = reading === 'changes' ? 'changes' : isCutOff ? 'incomplete' : 'complete';
				const at = new Date(now).toISOString();
				memories.set(
					projectId,
					remember(memories.get(projectId) ?? null, {
						snapshot: { ...snapshot, status, taken_at: at },
						isDone: !isCutOff,
						cost,
						isCutOff,
						wholeRun: index === 0 ? 160 : null,
						endedAt: at,
						compared: null,
					}),
				);
			}
		}
		expect(runs).toBe(20);
	});

	const anyMemory = fc.record({
		full_cost: fc.integer({ min: 0, max: 30 }),
		full_at: fc.option(fc.integer({ min: 0, max: 5 }).map((hours) => ago(hours * HOUR))),
	});

	it('never plans more than the capacity, but for one scan that is larger than that, and nobody twice', () => {
		fc.assert(
			fc.property(
				fc.array(fc.option(anyMemory), { maxLength: 20 }),
				fc.integer({ min: 0, max: 40 }),
				(memories, capacity) => {
					const candidates = memories.map((memory, index) => aCandidate(String(index), memory));
					const { turns, waiting } = plan(candidates, { capacity });
					const cost = turns
						.map(({ projectId, reading }) => {
							const candidate = candidates[Number(projectId)];
							return reading === 'full' && candidate !== undefined ? costOfFullScan(candidate) : 1;
						})
						.reduce((sum, one) => sum + one, 0);
					expect(turns.length === 1 || cost <= capacity).toBe(true);
					const ids = [...turns.map(({ projectId }) => projectId), ...waiting];
					expect(ids.sort()).toEqual(candidates.map(({ id }) => id).sort());
				},
			),
		);
	});

	it('comes round: in few runs everybody is asked for changes, and everybody is read whole', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 5, max: 80 }),
				(costs, capacity) => {
					let candidates = costs.map((full_cost, n) =>
						aCandidate(String(n), { full_cost, full_at: ago(2 * HOUR + n) }),
					);
					const asked = new Set<string>();
					const whole = new Set<string>();
					let next: string | null = null;
					let afterLargeScan = false;
					// Twice as many as there are projects: a scan larger than a run has every other one.
					const runs = 2 * costs.length + Math.ceil((2 * costs.length) / capacity) + 2;
					for (let run = 1; run <= runs; run++) {
						const turns: ReturnType<typeof planTurns> = plan(candidates, {
							capacity,
							next,
							afterLargeScan,
						});
						next = turns.next;
						afterLargeScan = turns.hasLargeScan;
						for (const { projectId, reading } of turns.turns)
							(reading === 'full' ? whole : asked).add(projectId);
						const read = new Map(turns.turns.map((turn) => [turn.projectId, turn.reading]));
						candidates = candidates.map((candidate) =>
							read.get(candidate.id) === 'full'
								? aCandidate(candidate.id, { ...candidate.memory, full_at: ago(2 * HOUR - run) })
								: candidate,
						);
					}
					expect(whole.size).toBe(costs.length);
					expect(new Set([...asked, ...whole]).size).toBe(costs.length);
				},
			),
		);
	});
});
