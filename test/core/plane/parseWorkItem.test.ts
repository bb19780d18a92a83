import { PlaneError } from '../../../core/errors';
import { workItemOfDelivery } from '../../../core/plane/deliveredWorkItem';
import { parseDelivery } from '../../../core/plane/parseDelivery';
import { labelOf, parseWorkItem, stateOf } from '../../../core/plane/parseWorkItem';
import type { NameTables, Reading } from '../../../core/plane/parseWorkItem';
import type { PlaneEvent, PresentWorkItem } from '../../../core/plane/types';
import { CHECKOUT, WEB, bodyOf, expectGolden, rowsOf, webhook, webhooks } from './support';

const project = { id: WEB, name: 'Web application', identifier: 'WEB' };
const readAt = '2026-11-22T18:25:23.000000Z';
const reading: Reading = { readAt, source: 'plane', webUrl: 'https://plane.example', workspaceSlug: 'acme' };

const byId = <Value>(
	rows: ReadonlyArray<Record<string, unknown>>,
	read: (row: Record<string, unknown>) => Value,
) => new Map(rows.map((row) => [String(row['id']), read(row)]));

const names: NameTables = {
	states: byId(rowsOf('67-states-list'), stateOf) as NameTables['states'],
	labels: byId(rowsOf('69-labels-list'), labelOf) as NameTables['labels'],
	members: byId(bodyOf('71-members-workspace') as Array<Record<string, unknown>>, (row) =>
		String(row['display_name']),
	),
};

const detail = bodyOf('27-work-item-detail-expanded') as Record<string, unknown>;
const parsed = (overrides: object = {}): PresentWorkItem =>
	parseWorkItem({ ...detail, ...overrides }, reading);

describe('parseWorkItem', () => {
	it('reads every expanded record that was recorded', () => {
		const items = rowsOf('13-work-items-list-expanded').map((row) => parseWorkItem(row, reading));
		expectGolden('work-items.json', items);
	});

	it('reads ids with name lists as it reads expanded records', () => {
		const bare = rowsOf('12-work-items-list-bare').map((row) =>
			parseWorkItem(row, { ...reading, project, names }),
		);
		const expanded = rowsOf('13-work-items-list-expanded').map((row) => parseWorkItem(row, reading));
		expect(bare).toHaveLength(56);
		expect(bare).toEqual(expanded);
	});

	it('reads the instants of a key in another time zone as the same', () => {
		const elsewhere = parseWorkItem(bodyOf('31-work-item-detail-new-york'), reading);
		expect(elsewhere).toEqual(parsed());
		expect(elsewhere.created_at).toBe('2026-11-22T18:16:17.459103Z');
	});

	it('reads the empty objects of expanded nulls as null', () => {
		const item = parseWorkItem(bodyOf('28-work-item-detail-null-expansions'), reading);
		expect(item).toMatchObject({ parent: null, start_date: null, target_date: null, description: '' });
	});

	it('gives the address that survives renames', () => {
		expect(parsed().url).toBe(`https://plane.example/acme/projects/${WEB}/issues/${CHECKOUT}`);
	});

	it('puts people and labels in an order of their own', () => {
		const person = (id: string, display_name: string) => ({ id, display_name });
		const people = [person('3', 'Otto'), person('2', 'Ada'), person('1', 'Ada'), person('2', 'Ada')];
		expect(parsed({ assignees: people }).assignees.map(({ id }) => id)).toEqual(['1', '2', '3']);
		expect(parsed({ assignees: [...people].reverse() })).toEqual(parsed({ assignees: people }));
	});

	it.each([
		[
			'deleted labels',
			{ labels: [{ id: 'l', name: 'x', color: '', deleted_at: '2026-01-01' }] },
			{ labels: [] },
		],
		['people without a name', { assignees: [{ id: 'u', display_name: '' }] }, { assignees: [] }],
		['ids nobody knows', { labels: ['l'], assignees: ['u'] }, { labels: [], assignees: [] }],
	])('leaves out %s', (_, record, expected) => {
		expect(parsed(record)).toMatchObject(expected);
	});

	it('finds the project by project_id where there is no other', () => {
		const record = { ...detail, project: undefined, project_id: WEB };
		expect(parseWorkItem(record, { ...reading, project }).project).toEqual(project);
	});

	it('gives no work item the name of another project', () => {
		const other = { ...project, id: '11111111-2222-4333-8444-555555555555' };
		const read = () => parseWorkItem({ ...detail, project: WEB }, { ...reading, project: other });
		expect(read).toThrow(/no usable project name/);
	});

	it('names a mention only where the item says who that is', () => {
		const mei = 'e3656446-cb3d-4ede-84c0-2dffb211a595';
		const html = `<mention-component entity_identifier="${mei}"></mention-component>`;
		expect(parsed({ description_html: html }).description).toBe('@Mei-Ling 陳');
		expect(parsed({ description_html: html, assignees: [] }).description).toBe('@mention');
	});

	it.each([
		['no HTML but stripped text', { description_html: undefined, description_stripped: ' text ' }, 'text'],
		['nothing at all', { description_html: null }, ''],
	])('reads the description from %s', (_, record, description) => {
		expect(parsed(record).description).toBe(description);
	});

	it.each([
		['state', { state: {} }, { state: { id: '', name: '', group: 'backlog', color: '' } }],
		['priority', { priority: null }, { priority: 'none' }],
	])('copes with a missing %s', (_, record, expected) => {
		expect(parsed(record)).toMatchObject(expected);
	});

	it.each([
		['id', { id: '../x' }],
		['sequence_id', { sequence_id: '48' }],
		['name', { name: null }],
		['target_date', { target_date: '2026-02-30' }],
		['target_date', { target_date: '22.11.2026' }],
		['start_date', { start_date: 20261122 }],
		['updated_at', { updated_at: 'yesterday' }],
		['created_at', { created_at: undefined }],
		['archived_at', { archived_at: 'x' }],
		['state', { state: { id: 's', name: 'New', group: 'parked' } }],
		['state name', { state: 'unknown' }],
		['project', { project: null }],
		['project name', { project: WEB }],
		['labels', { labels: 'bug' }],
	])('refuses a record without a usable %s, naming the work item', (field, record) => {
		const refused = () => parsed(record);
		expect(refused).toThrow(PlaneError);
		expect(refused).toThrow(
			new RegExp(`work item ${field === 'id' ? '../x' : CHECKOUT} has no usable ${field}\\.`),
		);
	});
});

function eventOf(name: string): PlaneEvent {
	const { bodyText, headers } = webhook(name);
	const delivery = parseDelivery({ body: JSON.parse(bodyText), headers, receivedAt: 0 });
	if (delivery.kind === 'invalid') throw new Error(delivery.reason);
	return delivery.event;
}

const options = { webUrl: 'https://plane.example', workspaceSlug: 'acme', project };

describe('workItemOfDelivery', () => {
	it('reads every recorded delivery that tells a whole work item', () => {
		const told = webhooks.map(({ name }) => {
			const event = eventOf(name);
			const item = workItemOfDelivery(event, {
				...options,
				project: { ...project, id: event.project_id ?? '' },
			});
			const summary =
				item &&
				`${item.state.group} ${item.target_date} ${item.labels.length}/${item.assignees.length} ${item.name}`;
			return [name, summary] as const;
		});
		expectGolden('delivered.json', Object.fromEntries(told));
	});

	it('was read when Plane last changed it, for a retry brings old records late', () => {
		const item = workItemOfDelivery(eventOf('82-issue-updated-retried-stale'), options);
		expect(item).toMatchObject({ status: 'present', source: 'delivery', read_at: item?.updated_at });
	});

	const whole = eventOf('03-issue-created-full-api');
	it.each([
		['an intake item', eventOf('80-intake-item-patched-by-work-item-route-api')],
		['an archived item', eventOf('56-issue-updated-archived-item-api')],
		['a comment', eventOf('57-comment-created-api')],
		['what only looks like a comment', { ...whole, event: 'comment' }],
		['a deletion, even of a whole record', { ...whole, action: 'deleted' }],
		['a deleted item', { ...whole, data: { ...whole.data, deleted_at: '2026-11-22T18:00:00Z' } }],
		['version 2', { ...whole, payload_version: 2 as const }],
		['a draft', { ...whole, data: { ...whole.data, is_draft: true } }],
		['a record without labels', { ...whole, data: { ...whole.data, labels: undefined } }],
		['a record without assignees', { ...whole, data: { ...whole.data, assignees: undefined } }],
		['a record without a date', { ...whole, data: { ...whole.data, target_date: undefined } }],
		['a state without its name', { ...whole, data: { ...whole.data, state: 's-1' } }],
		['a state that is empty', { ...whole, data: { ...whole.data, state: {} } }],
		['a record that is broken', { ...whole, data: { ...whole.data, target_date: 'soon' } }],
	])('does not take %s', (_, event: PlaneEvent) => {
		expect(workItemOfDelivery(whole, options)).not.toBeNull();
		expect(workItemOfDelivery(event, options)).toBeNull();
	});

	it('takes nothing where the name of the project is not known', () => {
		expect(workItemOfDelivery(whole, { ...options, project: null })).toBeNull();
	});
});
