import fc from 'fast-check';
import { guard, MISSING_FLOOR, MISSING_SHARE } from '../../../core/reconcile/guard';
import { plan } from '../../../core/reconcile/plan';
import type { Action, ActualEvent, Plan, Policy } from '../../../core/reconcile/types';
import { aBatch, anActual, anUpsert, aWorkItem, CALENDAR, PROJECT } from '../../support/builders';

const EVERYTHING: Policy = { writes: 'everything', allowMissing: 0 };

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A calendar with `held` events of which Plane's snapshot lacks the first `missing`. */
function planWith(missing: number, held: number, policy: Partial<Policy> = {}) {
	const items = numbers(held).map((n) => aWorkItem(n));
	const ours = items.map((item) => anActual(item));
	return plan(aBatch(items.slice(missing)), ours, { ...EVERYTHING, ...policy });
}

interface Calendar {
	readonly held: number;
	readonly missing: number;
}

const SAMPLE = anActual(aWorkItem(1));
const KEEP = { kind: 'keep', item: anUpsert(aWorkItem(1)) } as const;

/** Several calendars of one project, as where each person has one. */
function proposalOf(calendars: readonly Calendar[]) {
	const ours = calendars.flatMap(({ held }, index) => {
		const url = `${CALENDAR.url}${index}/`;
		return numbers(held).map((n): ActualEvent => ({
			...SAMPLE,
			uid: `${index}-${n}`,
			href: `${url}${n}.ics`,
			calendar: { url, name: url },
		}));
	});
	const isMissing = calendars.flatMap(({ held, missing }) => numbers(held).map((n) => n <= missing));
	const proposal = ours.map((actual, index): Action => {
		if (!isMissing[index]) return { ...KEEP, actual };
		const { uid, href, etag, calendar, revision } = actual;
		const found_in = { calendar, href, etag, revision };
		return { kind: 'missing', missing: { uid, work_item_id: uid, project: PROJECT, found_in } };
	});
	return { ours, proposal };
}

function planOf(calendars: readonly Calendar[], policy: Partial<Policy> = {}): Plan {
	const { ours, proposal } = proposalOf(calendars);
	return guard(proposal, ours, { ...EVERYTHING, ...policy });
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
		const { refused, actions } = planWith(missing, held);

		expect(refused).toEqual(isRefused ? expect.objectContaining({ missing, of: held }) : null);
		expect(count(actions, 'missing')).toBe(isRefused ? 0 : missing);
	});

	it('hands on as many as were allowed for this run', () => {
		expect(planWith(40, 100, { allowMissing: 40 }).refused).toBeNull();
		expect(planWith(41, 100, { allowMissing: 40 }).refused).toMatchObject({ missing: 41, of: 100 });
	});

	it('still keeps and updates what is there when it refuses', () => {
		expect(count(planWith(40, 100).actions, 'keep')).toBe(60);
	});

	it('says what was held back and which number lets it pass', () => {
		expect(planWith(40, 120).refused?.message).toMatch(
			/40 of 120 events are missing .* enter 40 in "Allow Up to This Many Missing" for one run/,
		);
	});

	it('lets the reported number pass although a few more are missing in another calendar', () => {
		const calendars = [
			{ held: 100, missing: 40 },
			{ held: 100, missing: 3 },
		];

		expect(planOf(calendars).refused).toMatchObject({ missing: 40, of: 100 });
		expect(count(planOf(calendars).actions, 'missing')).toBe(3);
		expect(count(planOf(calendars, { allowMissing: 40 }).actions, 'missing')).toBe(43);
	});

	it('holds back a mass that is spread over many calendars', () => {
		const { refused, actions } = planOf(numbers(5).map(() => ({ held: 20, missing: 10 })));

		expect(refused).toMatchObject({ missing: 50, of: 100 });
		expect(count(actions, 'missing')).toBe(0);
	});

	it('names the events it holds back', () => {
		const held = planWith(25, 25).actions.filter((action) => action.kind === 'skip');

		expect(held).toHaveLength(25);
		expect(held[0]).toMatchObject({ reason: 'refused', actual: { href: anActual(aWorkItem(1)).href } });
	});

	it('drops every removal when only creating and updating is allowed', () => {
		const { refused, actions } = planWith(40, 40, { writes: 'create_and_update' });

		expect(refused).toBeNull();
		expect(count(actions, 'missing')).toBe(0);
		expect(actions.filter((action) => action.kind === 'skip')).toHaveLength(40);
	});
});

describe('guard, by property', () => {
	const aCalendar = fc
		.integer({ min: 0, max: 60 })
		.chain((held) => fc.record({ held: fc.constant(held), missing: fc.integer({ min: 0, max: held }) }));
	const calendars = fc.array(aCalendar, { minLength: 1, maxLength: 4 });
	const isMass = (missing: number, held: number) =>
		missing >= MISSING_FLOOR && missing > MISSING_SHARE * held;
	const askedIn = (actions: readonly Action[], index: number) =>
		actions.filter(
			(action) =>
				action.kind === 'missing' && action.missing.found_in.calendar.url === `${CALENDAR.url}${index}/`,
		).length;

	it('never hands on more than was allowed of what is conspicuous in a calendar or in all', () => {
		fc.assert(
			fc.property(calendars, fc.nat(200), (given, allowMissing) => {
				const { actions } = planOf(given, { allowMissing });
				const conspicuous = given
					.map(({ held, missing }, index) => (isMass(missing, held) ? askedIn(actions, index) : 0))
					.reduce((sum, asked) => sum + asked, 0);
				const [asked, held] = [count(actions, 'missing'), given.reduce((sum, one) => sum + one.held, 0)];

				expect(conspicuous).toBeLessThanOrEqual(allowMissing);
				expect(isMass(asked, held) ? asked : 0).toBeLessThanOrEqual(Math.max(allowMissing, conspicuous));
			}),
		);
	});

	it('hands on everything once the reported number was allowed', () => {
		fc.assert(
			fc.property(calendars, (given) => {
				const allowMissing = planOf(given).refused?.missing ?? 0;
				const { refused, actions } = planOf(given, { allowMissing });

				expect(refused).toBeNull();
				expect(count(actions, 'missing')).toBe(given.reduce((sum, { missing }) => sum + missing, 0));
			}),
		);
	});

	it('loses no action and changes none but missing ones', () => {
		const writes = fc.constantFrom<Policy['writes'][]>('everything', 'create_and_update', 'dry_run');
		fc.assert(
			fc.property(calendars, writes, (given, policy) => {
				const { ours, proposal } = proposalOf(given);
				const { actions } = guard(proposal, ours, { writes: policy, allowMissing: 0 });

				expect(actions).toHaveLength(proposal.length);
				expect(proposal.filter((action, index) => action !== actions[index]).map(({ kind }) => kind)).toEqual(
					actions.filter(({ kind }) => kind === 'skip').map(() => 'missing'),
				);
			}),
		);
	});
});
