import { diff } from '../../../core/reconcile/diff';
import { inOrder } from '../../../core/reconcile/order';
import { aBatch, anActual, aWorkItem } from '../../support/builders';

const NOW = Date.parse('2026-12-01T15:00:00Z');

const onDay = (n: number, target_date: string) => aWorkItem(n, { target_date });

describe('inOrder', () => {
	it('begins with the dates nearest to now, past or coming', () => {
		const items = [
			onDay(1, '2027-06-01'),
			onDay(2, '2026-12-02'),
			onDay(3, '2026-11-20'),
			onDay(4, '2026-12-04'),
		];
		const ordered = inOrder(diff(aBatch(items), []), NOW);

		expect(ordered.map((action) => 'item' in action && action.item.work_item.key)).toEqual([
			'WEB-2',
			'WEB-4',
			'WEB-3',
			'WEB-1',
		]);
	});

	it('puts removals last', () => {
		const copy = anActual(onDay(1, '2026-12-01'), { href: 'https://dav.example.com/ada/plane/copy.ics' });
		const batch = aBatch([onDay(1, '2026-12-01'), onDay(2, '2030-01-01')]);
		const ordered = inOrder(diff(batch, [copy, anActual(onDay(1, '2026-12-01'))]), NOW);

		expect(ordered.map(({ kind }) => kind)).toEqual(['keep', 'create', 'delete']);
	});
});
