import fc from 'fast-check';
import { transformWorkItem } from '../../../core/event/transform';
import type { EventItem, UpsertItem } from '../../../core/event/types';
import { readProperty } from '../../../core/icalendar/reader';
import type { PresentWorkItem } from '../../../core/plane/types';
import { decideDelete, decideUpsert } from '../../../core/reconcile/decide';
import { anAbsentItem, aWorkItem, ITEM_ID, ITEM_UID, OTHER_PROJECT_ID, PROJECT_ID } from '../event/aWorkItem';

const EARLY = '2026-11-22T10:00:00.500000Z';
const LATE = '2026-11-22T11:00:00.500000Z';

function anUpsert(different: Partial<PresentWorkItem> = {}): UpsertItem {
	const item = transformWorkItem(
		aWorkItem({ updated_at: EARLY, read_at: '2026-11-22T10:00:05Z', ...different }),
	);
	if (item.action !== 'upsert') throw new Error(`not an upsert: ${item.reason}`);
	return item;
}

/** The event as an earlier run stored it. */
const stored = (different: Partial<PresentWorkItem> = {}): string => anUpsert(different).ics;

const aDeletion = (different: Partial<PresentWorkItem> = {}): EventItem =>
	transformWorkItem(
		aWorkItem({ updated_at: EARLY, read_at: '2026-11-22T10:00:05Z', target_date: null, ...different }),
	);

describe('decideUpsert', () => {
	it('creates what is not there', () => {
		const item = anUpsert();
		expect(decideUpsert(null, item)).toEqual({ kind: 'create', ics: item.ics, changes: [] });
	});

	it('keeps what is the same', () => {
		expect(decideUpsert(stored(), anUpsert({ updated_at: LATE }))).toEqual({ kind: 'keep' });
	});

	it('updates what differs', () => {
		const decision = decideUpsert(stored(), anUpsert({ updated_at: LATE, name: 'New' }));
		expect(decision).toMatchObject({ kind: 'update', changes: [{ property: 'SUMMARY', after: '[42] New' }] });
		expect(decision).not.toHaveProperty('reason');
	});

	it('leaves another event at our address alone', () => {
		const foreign = stored().replace(ITEM_UID, 'holiday@home');
		expect(decideUpsert(foreign, anUpsert())).toEqual({ kind: 'skip', reason: 'foreign' });
	});

	it.each([
		['breaks off', stored().slice(0, -20)],
		['holds no event', `BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:${ITEM_UID}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n`],
		['is junk', 'junk'],
	])('writes the whole event anew over a text that %s', (_, text) => {
		const item = anUpsert();
		expect(decideUpsert(text, item)).toEqual({
			kind: 'create',
			ics: item.ics,
			changes: [],
			reason: 'unreadable',
		});
	});

	it('does not take its own broken text for the server’s', () => {
		expect(() => decideUpsert(stored(), { ...anUpsert(), ics: 'junk' })).toThrow('not a calendar object');
	});

	it('keeps the dates of a series and says so', () => {
		const series = stored().replace('STATUS:', 'RRULE:FREQ=WEEKLY\r\nSTATUS:');
		const item = anUpsert({ target_date: '2026-12-05', updated_at: LATE });
		expect(decideUpsert(series, item)).toEqual({ kind: 'keep', reason: 'series_kept' });
	});
});

describe('decideUpsert by age', () => {
	const instant = fc.constantFrom(EARLY, LATE, '2026-11-22T10:30:00Z');

	it('decides of an event that needs no merge as it does of one that does', () => {
		const kinds = new Set<string>();
		fc.assert(
			fc.property(
				fc.record({ updated_at: instant, read_at: instant, name: fc.constantFrom('One', 'Two') }),
				fc.record({
					updated_at: instant,
					read_at: instant,
					name: fc.constantFrom('One', 'Two'),
					source: fc.constantFrom('delivery' as const, 'plane' as const),
				}),
				(written, different) => {
					const ics = stored(written);
					const item = anUpsert(different);
					const decision = decideUpsert(ics, item);
					kinds.add(decision.kind);
					const spelled = decideUpsert(ics.replace('STATUS:', 'status:'), item);
					const isUpdate = decision.kind === 'update';
					expect(spelled).toEqual(isUpdate ? { ...decision, ics: expect.any(String) } : decision);
				},
			),
		);
		expect([...kinds].sort()).toEqual(['keep', 'skip', 'update']);
	});

	it.each([
		['a late delivery', { source: 'delivery', updated_at: EARLY, read_at: EARLY }, 'skip'],
		['a snapshot from before the webhook', { updated_at: EARLY, read_at: '2026-11-22T10:59:00Z' }, 'skip'],
		['a newer change', { updated_at: '2026-11-22T11:00:01Z', read_at: '2026-11-22T11:00:02Z' }, 'update'],
		[
			'an older truth read now, after a backup was restored',
			{ updated_at: EARLY, read_at: '2026-11-22T12:00:00Z' },
			'update',
		],
		[
			'the same change read within the same second',
			{ updated_at: LATE, read_at: '2026-11-22T11:00:00Z' },
			'update',
		],
	] as const)('given %s', (_, different, kind) => {
		const item = anUpsert({ ...different, name: 'Other' });
		expect(decideUpsert(stored({ updated_at: LATE }), item).kind).toBe(kind);
	});

	it('skips with the reason stale', () => {
		expect(decideUpsert(stored({ updated_at: LATE }), anUpsert({ name: 'Other' }))).toEqual({
			kind: 'skip',
			reason: 'stale',
		});
	});

	it.each(['X-PLANE-UPDATED-AT:soon', 'X-NOTHING:1'])('overwrites an event whose revision is %j', (line) => {
		const text = stored({ updated_at: LATE }).replace(/X-PLANE-UPDATED-AT:.*/, line);
		expect(decideUpsert(text, anUpsert({ name: 'Other' })).kind).toBe('update');
	});
});

describe('decideUpsert of an equal revision with other content', () => {
	const renamedState = { state: { id: 's', name: 'Doing', group: 'started', color: '' } } as const;

	it('writes the new names that were read from Plane', () => {
		const decision = decideUpsert(stored(), anUpsert(renamedState));
		expect(decision).toMatchObject({ kind: 'update', changes: [{ property: 'DESCRIPTION' }] });
		expect(decision).not.toHaveProperty('reason');
	});

	it('does not write the names of a delivery', () => {
		const item = anUpsert({ ...renamedState, source: 'delivery' });
		expect(decideUpsert(stored(), item)).toEqual({ kind: 'keep', reason: 'same_revision' });
	});

	it.each([
		['changed our text', /Priority: /, 'Prio: ', 'DESCRIPTION'],
		['removed one of the labels', /CATEGORIES:[^,\r]*,/, 'CATEGORIES:', 'CATEGORIES'],
		['took the colour away', /COLOR:.*\r\n/, '', 'COLOR'],
	])('says that it sets back what a person did who %s', (...[, pattern, replacement, property]) => {
		const labels = ['bug', 'docs'].map((name) => ({ id: name, name, color: '' }));
		const of = { labels, priority: 'high' } as const;
		const edited = stored(of).replace(pattern, replacement);
		expect(decideUpsert(edited, anUpsert(of))).toMatchObject({
			kind: 'update',
			reason: 'reverted',
			changes: [{ property }],
		});
	});

	it.each([
		['labels', { labels: [{ id: 'l', name: 'renamed', color: '' }] }],
		['assignees', { assignees: [{ id: 'a', display_name: 'Renamed' }] }],
	])('does not take new names of %s for a person’s doing', (_, different) => {
		const old = {
			labels: [{ id: 'l', name: 'old', color: '' }],
			assignees: [{ id: 'a', display_name: 'Old' }],
		};
		const decision = decideUpsert(stored(old), anUpsert({ ...old, ...different }));
		expect(decision.kind).toBe('update');
		expect(decision).not.toHaveProperty('reason');
	});

	it('sets back what a person did to a replaced property, and says so', () => {
		const dragged = stored().replace('DTSTART;VALUE=DATE:20261201', 'DTSTART;VALUE=DATE:20261203');
		const decision = decideUpsert(dragged, anUpsert());
		expect(decision).toMatchObject({ kind: 'update', reason: 'reverted' });
		expect('ics' in decision && readProperty(decision.ics, 'DTSTART')).toBe('20261201');
	});
});

describe('decideDelete', () => {
	const gone = transformWorkItem(anAbsentItem({ read_at: '2026-11-22T10:00:05Z' }));
	const goneSomewhere = transformWorkItem(anAbsentItem({ project: null, read_at: '2026-11-22T10:00:05Z' }));
	const unowned = stored().replace(/X-PLANE-PROJECT:.*\r\n/, '');

	it.each([
		['an event that lost its date', stored(), aDeletion({ updated_at: LATE }), 'delete', 'no_target_date'],
		['an event whose item is gone', stored(), gone, 'delete', 'gone'],
		['an event of any project', stored(), goneSomewhere, 'delete', 'gone'],
		['an event that names no project', unowned, gone, 'delete', 'gone'],
		['nothing, which the writer answers with not_found', null, gone, 'delete', 'gone'],
		['another UID', stored().replace(ITEM_ID, ITEM_ID.replace('6001', '6002')), gone, 'skip', 'foreign'],
		[
			'another project',
			stored().replace(`PROJECT:${PROJECT_ID}`, `PROJECT:${OTHER_PROJECT_ID}`),
			gone,
			'skip',
			'foreign',
		],
		['a text without a UID', 'junk', gone, 'skip', 'unreadable'],
		['an event written after the question', stored({ updated_at: LATE }), gone, 'skip', 'stale'],
		['an event written after the date was lost', stored({ updated_at: LATE }), aDeletion(), 'skip', 'stale'],
	])('given %s', (...[, text, item, kind, reason]) => {
		expect(decideDelete(text, item)).toEqual({ kind, reason });
	});
});
