import { InputError, type Failure } from '../../../core/errors';
import { PER_PROJECT } from '../../../core/event/routing';
import { transformItem, transformSnapshot, transformWorkItem } from '../../../core/event/transform';
import { readProperty, uidOf } from '../../../core/icalendar/reader';
import type { FoundIn } from '../../../core/plane/types';
import { anAbsentItem, aSnapshot, aState, aWorkItem, ITEM_ID, ITEM_UID, PROJECT_ID } from './aWorkItem';

const FAILURE: Failure = { kind: 'permission', status: 403, message: 'No.', retryable: false };
const FOUND_IN: FoundIn = {
	calendar: { url: 'https://dav.example/a/', name: 'A' },
	href: 'https://dav.example/a/x.ics',
	etag: '"1"',
	revision: null,
};

describe('transformWorkItem', () => {
	it('turns a dated work item into an upsert of its event', () => {
		const item = transformWorkItem(aWorkItem());
		expect(item).toMatchObject({
			action: 'upsert',
			uid: ITEM_UID,
			revision: '2026-11-22T18:16:17.459103Z',
			read_at: '2026-11-22T18:20:00.000000Z',
			source: 'plane',
			calendar: {
				slug: `plane-${PROJECT_ID}`,
				name: 'Plane: Web application',
				mark: `plane-project:${PROJECT_ID}`,
			},
			scope: { property: 'X-PLANE-PROJECT', value: PROJECT_ID },
			work_item: { id: ITEM_ID, key: 'WEB-42', name: 'Plain item' },
			project: { id: PROJECT_ID, name: 'Web application' },
		});
		expect(uidOf(item.ics ?? '')).toBe(ITEM_UID);
	});

	it.each([
		['no target date', aWorkItem({ target_date: null }), 'delete', 'no_target_date'],
		['an archived one', aWorkItem({ archived_at: '2026-11-20' }), 'delete', 'archived'],
		['one that is gone', anAbsentItem(), 'delete', 'gone'],
		['a pending intake item', aWorkItem({ state: aState('triage') }), 'skip', 'triage'],
		['one that could not be read', anAbsentItem({ status: 'unavailable' }), 'skip', 'unavailable'],
		['one that was not asked for', anAbsentItem({ status: 'deferred' }), 'skip', 'deferred'],
	])('given %s', (...[, item, action, reason]) => {
		expect(transformWorkItem(item)).toMatchObject({ action, reason, uid: ITEM_UID, ics: null });
	});

	it('knows no calendar where a deletion names no project, and takes any project for ours', () => {
		const item = transformWorkItem(anAbsentItem({ project: null, source: 'delivery' }));
		expect(item).toMatchObject({ calendar: null, project: null, revision: null, scope: { value: null } });
	});

	it('passes on where the event was found, and why the item could not be read', () => {
		const item = anAbsentItem({ status: 'unavailable', failure: FAILURE, found_in: FOUND_IN });
		expect(transformWorkItem(item)).toMatchObject({ failure: FAILURE, found_in: FOUND_IN });
		expect(transformWorkItem(aWorkItem({ found_in: FOUND_IN }))).toMatchObject({ found_in: FOUND_IN });
		expect(transformWorkItem(aWorkItem())).not.toHaveProperty('found_in');
	});

	it('names a calendar after the id where the project’s name is unknown', () => {
		expect(transformWorkItem(anAbsentItem()).calendar?.name).toBe(`Plane: ${PROJECT_ID}`);
	});

	it.each([
		['an id that is no UUID', { id: '../42' }],
		['a project id that is no UUID', { project: { id: 'x', name: 'X', identifier: 'X' } }],
		['a date that is none', { target_date: '2026-02-30' }],
		['an updated_at that is no instant', { updated_at: '' }],
		['a read_at that is no instant', { read_at: 'now' }],
	])('refuses %s', (_, different) => {
		expect(() => transformWorkItem(aWorkItem(different))).toThrow(InputError);
	});
});

describe('transformSnapshot', () => {
	it('names the target of an empty project', () => {
		const batch = transformSnapshot(aSnapshot());
		expect(batch.targets.map(({ slug }) => slug)).toEqual([`plane-${PROJECT_ID}`]);
		expect(batch.events).toEqual([]);
	});

	it('passes on how complete it is', () => {
		const batch = transformSnapshot(
			aSnapshot({ status: 'incomplete', all_projects: false, failure: FAILURE }),
		);
		expect(batch.snapshot).toEqual({
			status: 'incomplete',
			taken_at: '2026-11-22T18:20:00Z',
			all_projects: false,
			failure: FAILURE,
		});
	});

	it('passes on which projects Plane lists, and refuses a list that is none', () => {
		const snapshot = { ...aSnapshot(), listed_projects: [PROJECT_ID] };
		expect(transformSnapshot(snapshot).snapshot.listed_projects).toEqual([PROJECT_ID]);
		expect(() => transformItem({ ...snapshot, listed_projects: 'all' })).toThrow(/"listed_projects"/);
	});

	it('asks to delete the events of items that lost their date', () => {
		const work_items = [aWorkItem({ target_date: null })];
		expect(transformSnapshot(aSnapshot({ status: 'changes', work_items })).events).toMatchObject([
			{ action: 'delete', reason: 'no_target_date', uid: ITEM_UID },
		]);
	});

	it('skips an item that cannot be used, under its UID, and goes on with the rest', () => {
		const other = aWorkItem({ id: '00000000-0000-4000-8000-000000006002' });
		const work_items = [aWorkItem({ target_date: 'soon' }), other];
		expect(transformSnapshot(aSnapshot({ work_items })).events).toMatchObject([
			{ action: 'skip', reason: 'invalid_data', uid: ITEM_UID, failure: { kind: 'invalid_data' } },
			{ action: 'upsert' },
		]);
	});

	it('gives the same bytes twice', () => {
		const snapshot = aSnapshot({ work_items: [aWorkItem()] });
		expect(JSON.stringify(transformSnapshot(snapshot))).toBe(JSON.stringify(transformSnapshot(snapshot)));
	});
});

describe('transformItem', () => {
	const transformed = (json: unknown) => transformItem(json, PER_PROJECT);

	it('tells snapshots from work items', () => {
		expect(transformed(aSnapshot({ work_items: [aWorkItem()] }))).toMatchObject([{ events: [{}] }]);
		expect(transformed(aWorkItem())).toMatchObject([{ action: 'upsert' }]);
	});

	it.each([
		['nothing', undefined, 'status'],
		['a work item as the REST API has it', { id: ITEM_ID, name: 'x' }, 'status'],
		['a work item without its project', { ...aWorkItem(), project: null }, 'project'],
		['labels that are ids', { ...aWorkItem(), labels: ['a'] }, 'labels'],
		['an unknown priority', { ...aWorkItem(), priority: 'extreme' }, 'priority'],
		['a snapshot without its moment', { ...aSnapshot(), taken_at: undefined }, 'taken_at'],
	])('refuses %s and names what is wrong', (_, json, key) => {
		expect(() => transformed(json)).toThrow(InputError);
		expect(() => transformed(json)).toThrow(`"${key}"`);
	});

	it('skips a work item of a snapshot that has another shape', () => {
		const work_items = [null, { ...aWorkItem(), labels: null }];
		expect(transformed({ ...aSnapshot(), work_items })).toMatchObject([
			{ events: [{ reason: 'invalid_data' }, { reason: 'invalid_data', uid: ITEM_UID }] },
		]);
	});

	it('writes no more into the event than its one project', () => {
		expect(readProperty(transformWorkItem(aWorkItem()).ics ?? '', 'X-PLANE-PROJECT')).toBe(PROJECT_ID);
	});
});
