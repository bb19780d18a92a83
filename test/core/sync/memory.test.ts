import {
	isAnyLost,
	noMemory,
	readMemory,
	remember,
	storedMemories,
	whollyUnknown,
} from '../../../core/sync/memory';
import type { ProjectMemory } from '../../../core/sync/types';
import { PROJECT, aSnapshot, aWorkItem } from '../../support/builders';

const MEMORY: ProjectMemory = {
	name: PROJECT.name,
	since: '2026-11-23T08:00:00.000000Z',
	full_at: '2026-11-23T07:00:00.000000Z',
	total_count: 5,
	full_cost: 3,
};

const turn = (snapshot: ReturnType<typeof aSnapshot>, isDone = true) => ({
	snapshot,
	isDone,
	cost: 4,
	isCutOff: false,
	wholeRun: null,
	endedAt: '2026-11-23T09:01:00.000000Z',
	compared: null,
});

const changes = (items = [aWorkItem(1)], total = 5) =>
	aSnapshot(items, { status: 'changes', changed_since: '2026-11-23T08:00:00.000000Z', total_count: total });

describe('remember', () => {
	it('moves both marks after a complete run', () => {
		expect(remember(null, turn(aSnapshot([aWorkItem(1)])))).toEqual({
			name: PROJECT.name,
			since: '2026-11-23T09:00:00.000000Z',
			full_at: '2026-11-23T09:00:00.000000Z',
			total_count: 1,
			full_cost: 4,
		});
	});

	it('moves the mark of the changes after changes, and keeps the one of the full scan', () => {
		expect(remember(MEMORY, turn(changes()))).toEqual({ ...MEMORY, since: '2026-11-23T09:00:00.000000Z' });
		expect(remember(MEMORY, turn(changes([], 7)))).toMatchObject({ total_count: 7 });
	});

	it('is the very same where nothing happened, so that nothing is stored', () => {
		expect(remember(MEMORY, turn(changes([])))).toBe(MEMORY);
	});

	it('keeps what was found equal until something else is', () => {
		const compared = {
			desired: 'd',
			calendars: 't',
			listed_at: MEMORY.since ?? '',
		};
		const first = remember(null, { ...turn(aSnapshot([])), compared });
		expect(first).toMatchObject({ compared });
		expect(remember(first, turn(aSnapshot([])))).toMatchObject({ compared });
		expect(readMemory({ settings: '', projects: { a: first }, next: null }, '').projects).toEqual({
			a: first,
		});
		const broken = { ...first, compared: { ...compared, calendars: { a: 't' } } };
		const read = readMemory({ settings: '', projects: { a: broken }, next: null }, '');
		expect(read.projects['a']).not.toHaveProperty('compared');
	});

	it('moves no mark where the calendar does not hold what was read', () => {
		expect(remember(MEMORY, turn(changes(), false))).toBe(MEMORY);
		expect(remember(MEMORY, turn(aSnapshot([]), false))).toEqual({
			...MEMORY,
			tried_at: '2026-11-23T09:01:00.000000Z',
		});
	});

	it.each(['incomplete', 'unavailable'] as const)('moves no mark after a project that was %s', (status) => {
		const after = remember(MEMORY, turn(aSnapshot([], { status, total_count: null })));
		expect(after).toMatchObject({ since: MEMORY.since, full_at: MEMORY.full_at });
		expect(remember(null, turn(aSnapshot([], { status })))).toMatchObject({ since: null, full_at: null });
	});

	it('learns what a scan costs that was cut off, which was a turn only with all of a run: that much at least', () => {
		const cutOff = { ...turn(aSnapshot([], { status: 'incomplete' })), isCutOff: true, cost: 60 };
		const unread = { since: null, full_at: null, full_cost: 61 };
		const after = remember(null, cutOff);
		expect(after).toMatchObject(unread);
		expect(after).not.toHaveProperty('tried_at');
		expect(remember(null, { ...cutOff, wholeRun: 50 })).toMatchObject({
			...unread,
			tried_at: cutOff.endedAt,
		});
		expect(remember(null, { ...cutOff, wholeRun: 160 })).toMatchObject({ full_cost: 160 });
		const unwritten = { ...cutOff, snapshot: aSnapshot([]), isDone: false, wholeRun: 160 };
		expect(remember(null, unwritten)).toMatchObject({ full_cost: 61 });
		const known = { ...MEMORY, full_cost: 100 };
		expect(remember(known, cutOff)).toEqual(known);
	});

	it.each(['incomplete', 'unavailable'] as const)(
		'is the very same after changes that were %s, so that the full scan does not wait longer for its turn',
		(status) => {
			const failed = { ...turn(aSnapshot([], { status, changed_since: MEMORY.since ?? '' }), false) };
			expect(remember(MEMORY, failed)).toBe(MEMORY);
			expect(remember(MEMORY, { ...failed, isCutOff: true, wholeRun: 900, cost: 900 })).toBe(MEMORY);
		},
	);

	it('is the very same where nothing was asked', () => {
		const unasked = { ...turn(aSnapshot([], { status: 'unavailable' }), false), cost: 0 };
		expect(remember(MEMORY, unasked)).toBe(MEMORY);
		expect(remember(null, unasked)).toBeNull();
	});

	it('forgets an archived project, whose items are another story when it comes back', () => {
		expect(remember(MEMORY, turn(aSnapshot([], { status: 'archived', total_count: null })))).toBeNull();
	});
});

describe('isAnyLost', () => {
	const old = aWorkItem(1, { created_at: '2026-11-01T08:00:00.000000Z' });
	const fresh = aWorkItem(2, { created_at: '2026-11-23T08:30:00.000000Z' });

	it.each([
		['the same number', changes([], 5), false],
		['one less', changes([], 4), true],
		['one more, created since', changes([fresh], 6), false],
		['the same number although one was created since', changes([fresh], 5), true],
		['the same number and an old one changed', changes([old], 5), false],
		['one more that was not created since (restored from the archive)', changes([old], 6), false],
		['a number that is not known', { ...changes([], 5), total_count: null }, false],
	])('looks at the number of work items: %s', (_, snapshot, lost) => {
		expect(isAnyLost(MEMORY, snapshot)).toBe(lost);
	});

	it('makes the full scan due', () => {
		expect(whollyUnknown(MEMORY)).toEqual({ ...MEMORY, full_at: null });
	});
});

describe('readMemory', () => {
	const memory = { settings: 's1', projects: { [PROJECT.id]: MEMORY }, next: PROJECT.id, large_scan: true };

	it('reads back what was stored', () => {
		expect(readMemory(JSON.parse(JSON.stringify(memory)), 's1')).toEqual(memory);
	});

	it('knows nothing with other settings', () => {
		expect(readMemory(memory, 's2')).toEqual(noMemory('s2'));
	});

	it.each([
		['nothing', undefined],
		['text', 'x'],
		['a list', [memory]],
		['no projects', { settings: 's1' }],
	])('knows nothing where %s is stored', (_, stored) => {
		expect(readMemory(stored, 's1')).toEqual(noMemory('s1'));
	});

	it.each([
		['since', 'yesterday'],
		['full_at', 5],
		['total_count', -1],
		['full_cost', 1.5],
		['name', null],
	])('forgets a project whose %s cannot be used', (key, value) => {
		const broken = { ...memory, projects: { [PROJECT.id]: { ...MEMORY, [key]: value } } };
		expect(readMemory(broken, 's1').projects).toEqual({});
	});
});

describe('storedMemories', () => {
	const of = (settings: string, ...ids: string[]) => ({
		...noMemory(settings),
		projects: Object.fromEntries(ids.map((id) => [id, MEMORY])),
	});
	const stored = (...earlier: ReadonlyArray<ReturnType<typeof of>>) =>
		Object.keys(
			storedMemories(
				new Map([['now', of('now', 'a', 'b')]]),
				Object.fromEntries(earlier.map((memory) => [memory.settings, memory])),
			),
		);

	it('keeps what was read of other projects, and nothing of the same ones with other settings', () => {
		expect(stored(of('now', 'a'), of('others', 'c'), of('before', 'b', 'd'), of('nothing'))).toEqual([
			'now',
			'others',
		]);
	});

	it('does not grow with every change of the settings', () => {
		const many = Array.from({ length: 50 }, (_, n) => of(`s${n}`, `p${n}`));
		expect(stored(...many)).toHaveLength(20);
		expect(Object.keys(storedMemories(new Map(), 'nonsense'))).toEqual([]);
	});
});
