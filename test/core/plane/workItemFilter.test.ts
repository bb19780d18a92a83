import { matchesFilter, planReading, sortWorkItems } from '../../../core/plane/workItemFilter';
import type { WorkItemFilter } from '../../../core/plane/workItemFilter';
import type { PresentWorkItem } from '../../../core/plane/types';

const aWorkItem = (more: Partial<PresentWorkItem> = {}): PresentWorkItem => ({
	id: 'i',
	status: 'present',
	read_at: '2026-11-22T00:00:00.000000Z',
	source: 'plane',
	sequence_id: 1,
	name: 'Checkout v3',
	description: '',
	state: { id: 's', name: 'Todo', group: 'unstarted', color: '' },
	priority: 'high',
	start_date: null,
	target_date: '2027-01-10',
	completed_at: null,
	assignees: [{ id: 'ada', display_name: 'Ada' }],
	labels: [{ id: 'l', name: 'bug', color: '' }],
	project: { id: 'p', name: 'Web', identifier: 'WEB' },
	parent: null,
	url: '',
	created_at: '2026-11-01T00:00:00.000000Z',
	updated_at: '2026-11-20T10:00:00.000000Z',
	archived_at: null,
	...more,
});

describe('matchesFilter', () => {
	it.each<readonly [string, WorkItemFilter, boolean]>([
		['nothing asked', {}, true],
		['empty lists', { stateIds: [], priorities: [], assigneeIds: [] }, true],
		['one of two states', { stateIds: ['x', 's'] }, true],
		['another state', { stateIds: ['x'] }, false],
		['its state group', { stateGroups: ['unstarted'] }, true],
		['another state group', { stateGroups: ['completed'] }, false],
		['another priority', { priorities: ['low'] }, false],
		['somebody else', { assigneeIds: ['bob'] }, false],
		['its assignee', { assigneeIds: ['bob', 'ada'] }, true],
		['another label', { labelIds: ['x'] }, false],
		['the day itself', { targetDate: { from: '2027-01-10', to: '2027-01-10' } }, true],
		['from the day after', { targetDate: { from: '2027-01-11' } }, false],
		['to the day before', { targetDate: { to: '2027-01-09' } }, false],
		['a range it has no date for', { startDate: { from: '2020-01-01' } }, false],
		['since its own change', { updatedSince: '2026-11-20T10:00:00.000000Z' }, true],
		['since a later change', { updatedSince: '2026-11-20T10:00:00.000001Z' }, false],
		['a part of the name in other case', { nameContains: 'CHECK' }, true],
		['another name', { nameContains: 'cart' }, false],
		['one condition of two', { priorities: ['high'], labelIds: ['x'] }, false],
	])('given %s', (_, filter, expected) => {
		expect(matchesFilter(aWorkItem(), filter)).toBe(expected);
	});
});

describe('planReading', () => {
	it.each<readonly [string, WorkItemFilter, string, boolean]>([
		['the order asked for without a filter', {}, '-created_at', true],
		['changes first for changes', { updatedSince: '2026-11-20T00:00:00.000000Z' }, '-updated_at', false],
		['dates first for dates', { targetDate: { to: '2027-01-01' } }, 'target_date', false],
		['start dates first for start dates', { startDate: { from: '2027-01-01' } }, 'start_date', false],
	])('reads %s', (_, filter, orderBy, isSorted) => {
		expect(planReading(filter, '-created_at')).toMatchObject({ orderBy, isSorted });
	});

	it.each([
		['changed at that moment', '2026-11-20T10:00:00.000000Z', false],
		['changed before', '2026-11-20T09:59:59.999999Z', true],
	])('knows for an item %s whether no later one is wanted', (_, updated_at, expected) => {
		const { isPast } = planReading({ updatedSince: '2026-11-20T10:00:00.000000Z' }, '-updated_at');

		expect(isPast(aWorkItem({ updated_at }))).toBe(expected);
	});

	it('reads by creation where the latest dates come first, for Plane puts undated items before them', () => {
		expect(planReading({}, '-target_date')).toMatchObject({ orderBy: 'created_at', isSorted: false });
	});

	it.each([
		['within', { target_date: '2027-01-31' }, false],
		['after the range', { target_date: '2027-02-01' }, true],
		['without a date', { target_date: null }, true],
	])('knows for an item %s whether the rest is past', (_, more, expected) => {
		const { isPast } = planReading({ targetDate: { to: '2027-01-31' } }, 'target_date');

		expect(isPast(aWorkItem(more))).toBe(expected);
	});
});

describe('sortWorkItems', () => {
	it.each([
		['target_date', ['a', 'b', 'none']],
		['-target_date', ['b', 'a', 'none']],
	] as const)('puts undated items last by %s', (order, expected) => {
		const items = [
			aWorkItem({ id: 'none', target_date: null }),
			aWorkItem({ id: 'b', target_date: '2027-02-01' }),
			aWorkItem({ id: 'a', target_date: '2027-01-01' }),
		];

		expect(sortWorkItems(items, order).map(({ id }) => id)).toEqual(expected);
	});
});
