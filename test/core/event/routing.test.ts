/** Which calendars a work item's event goes into, and under which UID. */
import { InputError } from '../../../core/errors';
import { PER_PROJECT, type Routing } from '../../../core/event/routing';
import { routeWorkItem, transformSnapshot } from '../../../core/event/transform';
import { uidOf } from '../../../core/icalendar/reader';
import type { FoundIn, PresentWorkItem } from '../../../core/plane/types';
import { anAbsentItem, aLabel, aSnapshot, aWorkItem, ITEM_ID, ITEM_UID, PROJECT_ID } from './aWorkItem';

const ADA = { id: '00000000-0000-4000-8000-00000000ada0', display_name: 'Ada' };
const BOB = { id: '00000000-0000-4000-8000-00000000b0b0', display_name: ' Bob\n' };
const OWN = `plane-${PROJECT_ID}`;
const OF_ADA = `plane-to-user-${ADA.id}`;
const OF_BOB = `plane-to-user-${BOB.id}`;

const ALL: Routing = { kind: 'all_projects', name: 'Team plan' };
const BY_ASSIGNEE: Routing = { kind: 'assignee', withoutOne: 'project' };
const BY_LABEL: Routing = { kind: 'label', withoutOne: 'project' };
const ONLY_LABELLED: Routing = { kind: 'label', withoutOne: 'none' };

const slugsOf = (changes: Partial<PresentWorkItem>, routing: Routing): unknown[] =>
	routeWorkItem(aWorkItem(changes), routing).map(({ calendar }) => calendar?.slug);

const slugOfLabel = (name: string): unknown => slugsOf({ labels: [aLabel(name)] }, BY_LABEL)[0];

describe('routeWorkItem', () => {
	it.each([
		['its project', {}, PER_PROJECT, [OWN]],
		['all projects', { assignees: [ADA] }, ALL, ['plane-to-all']],
		['each assignee', { assignees: [ADA, BOB] }, BY_ASSIGNEE, [OF_ADA, OF_BOB]],
		['its project where nobody is assigned', {}, BY_ASSIGNEE, [OWN]],
		['its project where its labels have no name', { labels: [aLabel(' \n')] }, BY_LABEL, [OWN]],
	])('writes into the calendar of %s', (...[, changes, routing, slugs]) => {
		expect(slugsOf(changes, routing)).toEqual(slugs);
	});

	it('writes one event per calendar, each with the UID it has only there', () => {
		const items = routeWorkItem(aWorkItem({ assignees: [ADA, BOB] }), BY_ASSIGNEE);
		const copy = (token: string) => `plane-issue-${ITEM_ID}.${token}@calplanebot`;
		expect(items.map(({ uid }) => uid)).toEqual([copy(`user-${ADA.id}`), copy(`user-${BOB.id}`)]);
		expect(items.map(({ ics }) => uidOf(ics ?? ''))).toEqual(items.map(({ uid }) => uid));
		expect(items.map(({ calendar }) => calendar)).toMatchObject([
			{ name: 'Plane: Ada', mark: `plane-route:user-${ADA.id}` },
			{ name: 'Plane: Bob', mark: `plane-route:user-${BOB.id}` },
		]);
	});

	it.each([
		['the calendar for all projects', ALL, 'Team plan'],
		['the calendar of a project', BY_ASSIGNEE, 'Plane: Web application'],
	])('keeps the plain UID in %s', (_, routing, name) => {
		expect(routeWorkItem(aWorkItem(), routing)).toMatchObject([{ uid: ITEM_UID, calendar: { name } }]);
	});

	it('takes labels of the same name for the same, whatever their id, letters and spaces', () => {
		const slug = slugOfLabel('Façade Ä');
		expect(slug).toMatch(/^plane-to-label-[0-9a-f]{16}$/);
		expect(slugOfLabel('  FAC\u0327ADE  a\u0308 ')).toBe(slug);
		expect(slugOfLabel('Facade Ä')).not.toBe(slug);
		expect(slugsOf({ labels: [aLabel('QA'), aLabel('qa')] }, BY_LABEL)).toHaveLength(1);
	});

	it('deletes the event of an item that no calendar is for', () => {
		expect(routeWorkItem(aWorkItem(), ONLY_LABELLED)).toMatchObject([
			{ action: 'delete', reason: 'no_calendar', uid: ITEM_UID, calendar: { slug: OWN }, ics: null },
		]);
	});

	it.each([
		['an undated item', aWorkItem({ target_date: null, assignees: [ADA, BOB] }), 'no_target_date'],
		['an item that is gone', anAbsentItem(), 'gone'],
	])('deletes %s once for all calendars', (_, item, reason) => {
		expect(routeWorkItem(item, BY_ASSIGNEE)).toMatchObject([{ action: 'delete', reason, uid: ITEM_UID }]);
	});

	it.each([
		['the calendar for all projects', ALL, 'plane-to-all'],
		["its project's calendar", ONLY_LABELLED, OWN],
	])('looks for what is to go in %s first', (_, routing, slug) => {
		expect(routeWorkItem(anAbsentItem(), routing)).toMatchObject([{ calendar: { slug } }]);
	});

	it('refuses an assignee whose id is no UUID', () => {
		const item = aWorkItem({ assignees: [{ id: '../ada', display_name: 'Ada' }] });
		expect(() => routeWorkItem(item, BY_ASSIGNEE)).toThrow(InputError);
		expect(routeWorkItem(item, PER_PROJECT)).toHaveLength(1);
	});
});

describe('an item that a question was about', () => {
	const foundAt = (name: string): FoundIn => ({
		calendar: { url: 'https://dav.example/a/', name: 'A' },
		href: `https://dav.example/a/${name}`,
		etag: '"1"',
		revision: null,
	});
	const routed = (name: string) =>
		routeWorkItem(aWorkItem({ assignees: [ADA, BOB], found_in: foundAt(name) }), BY_ASSIGNEE);

	it.each([
		['as it is', `plane-issue-${ITEM_ID}.user-${BOB.id}@calplanebot.ics`],
		['percent-encoded', `plane-issue-${ITEM_ID}.user-${BOB.id}%40calplanebot.ics`],
	])('keeps the place of the event it was about, its name written %s', (_, name) => {
		const [ada, bob] = routed(name);
		expect(ada).not.toHaveProperty('found_in');
		expect(bob).toMatchObject({ found_in: foundAt(name) });
	});

	it('moves an event of another calendar into the first of its own', () => {
		const [ada, bob] = routed(`${encodeURIComponent(ITEM_UID)}.ics`);
		expect(ada).toHaveProperty('found_in');
		expect(bob).not.toHaveProperty('found_in');
	});
});

describe('transformSnapshot', () => {
	const targetsOf = (work_items: readonly PresentWorkItem[], routing: Routing): unknown[] =>
		transformSnapshot(aSnapshot({ work_items }), routing).targets.map(({ slug }) => slug);

	it.each([
		['the calendar for all projects of an empty one', [], ALL, ['plane-to-all']],
		['each assignee’s once', [[ADA, BOB], [ADA], []], BY_ASSIGNEE, [OWN, OF_ADA, OF_BOB]],
		['no calendar where no item has one', [[]], { kind: 'assignee', withoutOne: 'none' } as const, []],
	])('names %s', (...[, assignees, routing, slugs]) => {
		const items = assignees.map((people) => aWorkItem({ assignees: people }));
		expect(targetsOf(items, routing)).toEqual(slugs);
	});

	it('skips an item once although it would be in several calendars', () => {
		const work_items = [aWorkItem({ assignees: [ADA, { ...BOB, id: 'bob' }] })];
		expect(transformSnapshot(aSnapshot({ work_items }), BY_ASSIGNEE).events).toMatchObject([
			{ action: 'skip', reason: 'invalid_data', uid: ITEM_UID },
		]);
	});
});
