import { diff } from '../../../core/reconcile/diff';
import { guard } from '../../../core/reconcile/guard';
import type { Action, Policy } from '../../../core/reconcile/types';
import { aBatch, anActual, aWorkItem } from '../../support/builders';

const EVERYTHING: Policy = { writes: 'everything', allowMissing: 0 };

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A calendar with `held` events of which Plane's snapshot lacks the first `missing`. */
function planWith(missing: number, held: number, policy: Partial<Policy> = {}) {
	const items = numbers(held).map((n) => aWorkItem(n));
	const ours = items.map((item) => anActual(item));
	return guard(diff(aBatch(items.slice(missing)), ours), ours, { ...EVERYTHING, ...policy });
}

const count = (actions: readonly Action[], kind: Action['kind']) =>
	actions.filter((action) => action.kind === kind).length;

describe('guard', () => {
	it.each([
		['24 of 24: below the floor', 24, 24, false],
		['25 of 25: floor and share reached', 25, 25, true],
		['25 of 84: 29.8 %', 25, 84, false],
		['30 of 100: exactly 30 %', 30, 100, false],
		['31 of 100: above 30 %', 31, 100, true],
	])('%s', (_, missing, held, isRefused) => {
		const plan = planWith(missing, held);

		expect(plan.refused).toEqual(isRefused ? { missing, of: held } : null);
		expect(count(plan.actions, 'missing')).toBe(isRefused ? 0 : missing);
	});

	it('hands on as many as were allowed for this run', () => {
		expect(planWith(40, 100, { allowMissing: 40 }).refused).toBeNull();
		expect(planWith(41, 100, { allowMissing: 40 }).refused).toEqual({ missing: 41, of: 100 });
	});

	it('still keeps and updates what is there when it refuses', () => {
		expect(count(planWith(40, 100).actions, 'keep')).toBe(60);
	});

	it('drops every removal when only creating and updating is allowed', () => {
		const plan = planWith(3, 10, { writes: 'create_and_update' });

		expect(count(plan.actions, 'missing')).toBe(0);
		expect(plan.actions.filter((action) => action.kind === 'skip')).toHaveLength(3);
	});
});
