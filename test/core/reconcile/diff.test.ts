import { diff } from '../../../core/reconcile/diff';
import type { Action, ActualEvent } from '../../../core/reconcile/types';
import type { Routing } from '../../../core/event/routing';
import { transformSnapshot } from '../../../core/event/transform';
import type { UpsertItem } from '../../../core/event/types';
import type { PresentWorkItem } from '../../../core/plane/types';
import { aBatch, anActual, aSnapshot, aWorkItem, PROJECT, uidOfItem, uuid } from '../../support/builders';

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

const ADA = { id: uuid(801), display_name: 'Ada' };
const BOB = { id: uuid(802), display_name: 'Bob' };

describe('diff where an item has an event in each assignee’s calendar', () => {
	const BY_ASSIGNEE: Routing = { kind: 'assignee', withoutOne: 'project' };
	const assignedTo = (assignees: PresentWorkItem['assignees'], changes: Partial<PresentWorkItem> = {}) =>
		aWorkItem(1, { assignees, ...changes });
	const batchOf = (item: PresentWorkItem) => transformSnapshot(aSnapshot([item]), BY_ASSIGNEE);
	const HOME = 'https://dav.example.com/ada/';

	/** The event as it was written for that calendar, a target or not. */
	function stored(item: PresentWorkItem, { slug, isTarget = true }: { slug: string; isTarget?: boolean }) {
		const written = batchOf(item).events.find(({ calendar }) => calendar?.slug === slug) as UpsertItem;
		const url = `${HOME}${slug}/`;
		const place = { href: `${url}${encodeURIComponent(written.uid)}.ics`, calendar: { url, name: slug } };
		const { uid, ics, revision } = written;
		return anActual(item, { ...place, uid, ics, revision, targetSlug: isTarget ? slug : null });
	}

	const OWN = `plane-${PROJECT.id}`;
	const OF_ADA = `plane-to-user-${ADA.id}`;
	const OF_BOB = `plane-to-user-${BOB.id}`;
	const forAda = (isTarget = true): ActualEvent => stored(assignedTo([ADA]), { slug: OF_ADA, isTarget });
	const forBob = (isTarget = true): ActualEvent => stored(assignedTo([BOB]), { slug: OF_BOB, isTarget });
	const forBoth = (): ActualEvent[] =>
		[OF_ADA, OF_BOB].map((slug) => stored(assignedTo([ADA, BOB]), { slug }));
	const unassigned = (isTarget = true): ActualEvent => stored(aWorkItem(1), { slug: OWN, isTarget });

	/** `kind calendar` of each action, a move with where from and where to. */
	const told = (actions: readonly Action[]): string[] =>
		actions.map((action) => {
			const from = 'actual' in action && action.actual !== null ? action.actual.calendar.url : HOME;
			const to = 'target' in action ? `${HOME}${action.target.slug}/` : '';
			const why = 'reason' in action ? action.reason : '';
			const names = [from, to].map((url) => url.slice(HOME.length).replace(/\/$/, ''));
			return [action.kind, ...names, why].filter(Boolean).join(' ');
		});

	it.each([
		['is as it should be', [ADA, BOB], forBoth(), [`keep ${OF_ADA}`, `keep ${OF_BOB}`]],
		['is new', [ADA, BOB], [], [`create ${OF_ADA}`, `create ${OF_BOB}`]],
		['got one more', [ADA, BOB], [forAda()], [`update ${OF_ADA}`, `create ${OF_BOB}`]],
		['lost one', [ADA], [forAda(), forBob(false)], [`keep ${OF_ADA}`, `delete ${OF_BOB} rerouted`]],
		['passed to another', [BOB], [forAda(false)], [`move ${OF_ADA} ${OF_BOB}`]],
		['got its first', [ADA], [unassigned()], [`move ${OWN} ${OF_ADA}`]],
		['lost its last', [], [forAda(false)], [`move ${OF_ADA} ${OWN}`]],
		['passed to two others', [ADA, BOB], [unassigned()], [`move ${OWN} ${OF_ADA}`, `create ${OF_BOB}`]],
	])('when the item %s', (...[, people, events, expected]) => {
		expect(told(diff(batchOf(assignedTo(people)), events))).toEqual(expected);
	});

	it('prefers to move the event that has the right UID already', () => {
		const elsewhere = { ...forBob(false), calendar: { url: `${HOME}by-mark/`, name: '' } };
		const actions = diff(batchOf(assignedTo([BOB])), [forAda(false), elsewhere]);

		expect(told(actions)).toEqual([`move by-mark ${OF_BOB}`, `delete ${OF_ADA} rerouted`]);
	});

	it('moves the one to which people added most where one of several stays', () => {
		const forPerson = forBob(false);
		const withAlarm = { ...forPerson, ics: forPerson.ics.replace('END:VEVENT', 'X-ALARM:1\r\nEND:VEVENT') };
		const events = [forAda(false), withAlarm];

		expect(told(diff(batchOf(assignedTo([])), events))).toEqual([
			`move ${OF_BOB} ${OWN}`,
			`delete ${OF_ADA} rerouted`,
		]);
	});

	it('gives an event of another UID in the right calendar its right UID', () => {
		const plain = { ...unassigned(), targetSlug: OF_ADA };

		expect(diff(batchOf(assignedTo([ADA])), [plain])).toMatchObject([
			{ kind: 'move', actual: { uid: uidOfItem(1) }, item: { calendar: { slug: OF_ADA } } },
		]);
	});

	it('removes a second copy instead of moving it into a calendar that lacks the event', () => {
		const copy = { ...forAda(), href: `${HOME}${OF_ADA}/copy.ics` };
		const actions = diff(batchOf(assignedTo([ADA, BOB])), [copy, forAda()]);

		expect(told(actions)).toEqual([`update ${OF_ADA}`, `create ${OF_BOB}`, `delete ${OF_ADA} duplicate`]);
		expect(actions.at(-1)).toMatchObject({ actual: { href: copy.href } });
	});

	it('makes a new event where the one that is left cannot be read', () => {
		const cut = { ...unassigned(), ics: unassigned().ics.replace('END:VEVENT', '') };

		expect(told(diff(batchOf(assignedTo([ADA])), [cut]))).toEqual([
			`create ${OF_ADA}`,
			`delete ${OWN} rerouted`,
		]);
	});

	it.each([
		['moves nothing', [ADA], [`skip ${OF_BOB} stale`]],
		['makes nothing', [ADA, BOB], [`skip ${OF_BOB} stale`, 'skip stale']],
		['keeps what it has', [BOB], [`skip ${OF_BOB} stale`]],
	])('%s where a webhook wrote after the snapshot was read', (...[, people, expected]) => {
		const later = assignedTo([BOB], { updated_at: '2026-11-23T09:00:07.000000Z' });
		const written = stored(later, { slug: OF_BOB });

		expect(told(diff(batchOf(assignedTo(people)), [written]))).toEqual(expected);
	});

	it('waits with all calendars of an item until it is read again', () => {
		const later = assignedTo([BOB], { updated_at: '2026-11-23T09:00:07.000000Z' });
		const events = [forAda(), unassigned(), stored(later, { slug: OF_BOB, isTarget: false })];
		const third = { id: uuid(803), display_name: 'Cy' };

		expect(told(diff(batchOf(assignedTo([ADA, third])), events))).toEqual([
			`update ${OF_ADA}`,
			`skip ${OF_BOB} stale`,
			`skip ${OWN} stale`,
		]);
	});

	it('asks about every event of an item that the snapshot lacks', () => {
		const batch = transformSnapshot(aSnapshot([]), BY_ASSIGNEE);
		const actions = diff(batch, [forAda(false), forBob(false)]);

		expect(actions).toMatchObject([
			{ kind: 'missing', missing: { work_item_id: uuid(1), found_in: { href: forAda().href } } },
			{ kind: 'missing', missing: { work_item_id: uuid(1), found_in: { href: forBob().href } } },
		]);
	});

	it('deletes every event of an item that no calendar is for any more', () => {
		const batch = transformSnapshot(aSnapshot([aWorkItem(1)]), { kind: 'assignee', withoutOne: 'none' });

		expect(told(diff(batch, [forAda(false), unassigned(false)]))).toEqual([
			`delete ${OF_ADA} no_calendar`,
			`delete ${OWN} no_calendar`,
		]);
	});

	it('takes the last reading of an item that is in the snapshot twice', () => {
		const later = assignedTo([BOB], { updated_at: '2026-11-22T10:00:00.000000Z' });
		const batch = transformSnapshot(aSnapshot([assignedTo([ADA]), later]), BY_ASSIGNEE);

		expect(told(diff(batch, [forAda()]))).toEqual([`move ${OF_ADA} ${OF_BOB}`]);
	});
});
