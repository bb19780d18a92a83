import { diff } from '../../../core/reconcile/diff';
import type { Action } from '../../../core/reconcile/types';
import { aBatch, anActual, aWorkItem, uidOfItem } from '../../support/builders';

const kinds = (actions: readonly Action[]) => actions.map(({ kind }) => kind);

describe('diff', () => {
	it('creates what the calendar lacks', () => {
		expect(diff(aBatch([aWorkItem(1)]), [])).toMatchObject([{ kind: 'create', item: { uid: uidOfItem(1) } }]);
	});

	it('keeps what is as it should be', () => {
		expect(kinds(diff(aBatch([aWorkItem(1)]), [anActual(aWorkItem(1))]))).toEqual(['keep']);
	});

	it('updates what changed in Plane, and says what', () => {
		const later = { name: 'Renamed', updated_at: '2026-11-22T10:00:00.000000Z' };

		expect(diff(aBatch([aWorkItem(1, later)]), [anActual(aWorkItem(1))])).toMatchObject([
			{ kind: 'update', changes: [{ property: 'SUMMARY', before: '[1] Item 1', after: '[1] Renamed' }] },
		]);
	});

	it("sets a person's edit back and says so", () => {
		const actual = anActual(aWorkItem(1));
		const dragged = {
			...actual,
			ics: actual.ics.replace('20261204', '20261206').replace('20261205', '20261207'),
		};

		expect(diff(aBatch([aWorkItem(1)]), [dragged])).toMatchObject([{ kind: 'update', reason: 'reverted' }]);
	});

	it('leaves alone what a later webhook wrote after the snapshot was read', () => {
		const written = { name: 'By webhook', updated_at: '2026-11-23T09:00:07.000000Z' };

		expect(diff(aBatch([aWorkItem(1)]), [anActual(aWorkItem(1, written))])).toMatchObject([
			{ kind: 'skip', reason: 'stale' },
		]);
	});

	it('asks about an event that a complete snapshot lacks', () => {
		const actual = anActual(aWorkItem(2));

		expect(diff(aBatch([]), [actual])).toEqual([
			{
				kind: 'missing',
				missing: {
					uid: uidOfItem(2),
					work_item_id: aWorkItem(2).id,
					project: { id: aWorkItem(2).project.id, name: 'Website relaunch' },
					found_in: { calendar: actual.calendar, href: actual.href, etag: '"2"', revision: actual.revision },
				},
			},
		]);
	});

	it.each(['changes', 'incomplete', 'archived', 'unavailable'] as const)(
		'asks nothing when the snapshot is %s',
		(status) => {
			expect(diff(aBatch([], { status }), [anActual(aWorkItem(2))])).toEqual([]);
		},
	);

	it('asks nothing about an event that was written after the snapshot', () => {
		const actual = anActual(aWorkItem(2, { updated_at: '2026-11-23T09:00:07.000000Z' }));

		expect(diff(aBatch([]), [actual])).toMatchObject([{ kind: 'skip', reason: 'newer_than_snapshot' }]);
	});

	it('removes our own second copy and keeps the one at the derived href', () => {
		const copy = anActual(aWorkItem(1), { href: 'https://dav.example.com/ada/plane/copy.ics' });
		const actions = diff(aBatch([aWorkItem(1)]), [copy, anActual(aWorkItem(1))]);

		expect(actions).toMatchObject([
			{ kind: 'keep' },
			{ kind: 'delete', actual: { href: copy.href }, reason: 'duplicate' },
		]);
	});

	it('moves an event that stands in another calendar of the project', () => {
		const elsewhere = anActual(aWorkItem(1), { targetSlug: null });

		expect(diff(aBatch([aWorkItem(1)]), [elsewhere])).toMatchObject([
			{ kind: 'move', actual: { href: elsewhere.href } },
		]);
	});

	it('deletes the event of an item that lost its date, where the snapshot tells changes', () => {
		const undated = aWorkItem(1, { target_date: null, updated_at: '2026-11-22T10:00:00.000000Z' });

		expect(diff(aBatch([undated], { status: 'changes' }), [anActual(aWorkItem(1))])).toMatchObject([
			{ kind: 'delete', reason: 'no_target_date' },
		]);
	});

	it('does not take an item that cannot be transformed for a missing one', () => {
		const broken = aWorkItem(1, { target_date: '2026-02-31' });

		expect(diff(aBatch([broken]), [anActual(aWorkItem(1))])).toMatchObject([
			{ kind: 'skip', reason: 'invalid_data', failure: { kind: 'invalid_data' } },
		]);
	});
});
