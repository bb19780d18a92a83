import { ageInSeconds, reasonToIgnore } from '../../../core/plane/deliveryFilter';
import type { DeliveryFilter } from '../../../core/plane/deliveryFilter';
import { parseDelivery } from '../../../core/plane/parseDelivery';
import type { PlaneEvent } from '../../../core/plane/types';
import { WEB, webhooks } from './support';

const ID = 'd69744e8-e692-4ffd-8723-268648705d08';

const anEvent = (overrides: Partial<PlaneEvent> = {}): PlaneEvent => ({
	event: 'work_item',
	action: 'updated',
	id: ID,
	project_id: WEB,
	workspace_id: null,
	activity: null,
	payload_version: 1,
	delivery_id: null,
	received_at: '2026-11-22T19:00:00.000000Z',
	data: {},
	...overrides,
});

const filter = (overrides: Partial<DeliveryFilter> = {}): DeliveryFilter => ({
	events: ['work_item', 'project', 'comment'],
	projects: [],
	onlyCalendarChanges: false,
	...overrides,
});

const changeOf = (field: string | null, oldValue: unknown = null) =>
	anEvent({ activity: { field, old_value: oldValue, new_value: null } });

const passesCalendar = (event: PlaneEvent): boolean =>
	reasonToIgnore(event, filter({ onlyCalendarChanges: true })) === null;

describe('reasonToIgnore, kinds and projects', () => {
	it.each([
		['work_item', true],
		['cycle', false],
		['page', false],
	])('answers for %s: wanted %s', (event, wanted) => {
		expect(reasonToIgnore(anEvent({ event }), filter()) === null).toBe(wanted);
	});

	it.each([
		['of any project, where none is chosen', [], WEB, true],
		['of a chosen project', ['other', WEB], WEB, true],
		['of a chosen project in upper case', [WEB.toUpperCase()], WEB, true],
		['of a chosen project that it names in upper case', [WEB], WEB.toUpperCase(), true],
		['of another project', ['other'], WEB, false],
		['that names no project', ['other'], null, true],
	])('a delivery %s', (_, projects, projectId, wanted) => {
		expect(reasonToIgnore(anEvent({ project_id: projectId }), filter({ projects })) === null).toBe(wanted);
	});
});

describe('reasonToIgnore, only changes a calendar shows', () => {
	it.each([
		...['name', 'description', 'description_html', 'description_stripped', 'description_binary'],
		...['state', 'state_id', 'priority', 'labels', 'label_ids', 'assignees', 'assignee_ids'],
		...['target_date', 'start_date', 'completed_at', 'archived_at', 'is_draft', 'project', 'project_id'],
		...['type', 'intake', 'something_new', 'constructor', ''],
	])('lets a change of "%s" pass', (field) => {
		expect(passesCalendar(changeOf(field))).toBe(true);
	});

	it.each([
		...['sort_order', 'parent', 'parent_id', 'estimate_point', 'point', 'external_id', 'SORT_ORDER'],
		...['cycles', 'modules', 'link', 'attachment', 'comment', 'reaction', 'vote', 'blocked_by'],
	])('drops a change of "%s"', (field) => {
		expect(passesCalendar(changeOf(field))).toBe(false);
	});

	it('passes without the switch', () => {
		expect(reasonToIgnore(changeOf('sort_order'), filter())).toBeNull();
	});

	it.each([
		['created', anEvent({ ...changeOf('sort_order'), action: 'created' })],
		['deleted', anEvent({ ...changeOf('sort_order'), action: 'deleted' })],
		['archived', anEvent({ ...changeOf('sort_order'), action: 'archived' })],
		['an update that tells no field', changeOf(null)],
		['an update without activity', anEvent()],
		['a comment', anEvent({ ...changeOf('comment_html'), event: 'comment' })],
	])('lets %s pass', (_, event) => {
		expect(passesCalendar(event)).toBe(true);
	});

	it.each([
		['name', true],
		['identifier', true],
		['network', true],
		['archived_at', true],
		['description', false],
		['logo_props', false],
		['cycle_view', false],
	])('a change of a project’s %s passes: %s', (field, wanted) => {
		expect(passesCalendar(anEvent({ ...changeOf(field), event: 'project' }))).toBe(wanted);
	});

	it.each([
		['of which one shows', { sort_order: 1, name: 'x' }, true],
		['of which none shows', { sort_order: 1, parent_id: null, updated_at: 'x' }, false],
		['of which none shows, in capitals', { SORT_ORDER: 1, Parent: null }, false],
		['that are bookkeeping alone', { updated_at: 'x', updated_by: 'y' }, true],
	])('several changed fields %s', (_, previous, wanted) => {
		expect(passesCalendar(changeOf(null, previous))).toBe(wanted);
	});

	it('drops of the recorded deliveries exactly those no calendar shows', () => {
		const dropped = webhooks.flatMap(({ name, bodyText }) => {
			const parsed = parseDelivery({ body: JSON.parse(bodyText), headers: {}, receivedAt: 0 });
			if (parsed.kind === 'invalid') throw new Error(parsed.reason);
			const wanted = filter({ events: [parsed.event.event], onlyCalendarChanges: true });
			return reasonToIgnore(parsed.event, wanted) === null ? [] : [[name, parsed.event.activity?.field]];
		});

		expect([...new Set(dropped.map(([, field]) => field))].sort()).toEqual(
			['description', 'estimate_point', 'external_id', 'parent', 'parent_id', 'sort_order'].sort(),
		);
		expect(dropped.filter(([, field]) => field === 'description')).toEqual([
			[expect.stringMatching(/^69-project-updated/), 'description'],
		]);
	});
});

describe('ageInSeconds', () => {
	it.each<[string, unknown, number | null]>([
		['an hour', '2026-11-22T18:00:00.000000Z', 3600],
		['an hour, in another time zone', '2026-11-22T19:00:00+01:00', 3600],
		['an hour, without a time zone', '2026-11-22T18:00:00', 3600],
		['a clock ahead of ours', '2026-11-22T19:00:10Z', -10],
		['no time', undefined, null],
		['what is no time', 'yesterday', null],
		['a number', 5, null],
	])('tells %s', (_, updatedAt, age) => {
		expect(ageInSeconds(anEvent({ data: { updated_at: updatedAt } }))).toBe(age);
	});
});
