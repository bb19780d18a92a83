import { parseDelivery } from '../../../core/plane/parseDelivery';
import type { PlaneEvent } from '../../../core/plane/types';
import { expectGolden, webhook, webhooks } from './support';
import type { Webhook } from './support';

const receivedAt = Date.UTC(2026, 10, 22, 19, 0, 0);
const ID = 'd69744e8-e692-4ffd-8723-268648705d08';
const PROJECT = '70cd25e3-c519-439e-883c-ff5fad301b44';

function parsed(body: unknown, headers: Record<string, string> = {}): PlaneEvent {
	const delivery = parseDelivery({ body, headers, receivedAt });
	if (delivery.kind === 'invalid') throw new Error(delivery.reason);
	return delivery.event;
}

const eventOf = ({ bodyText, headers }: Webhook): PlaneEvent => parsed(JSON.parse(bodyText), { ...headers });

const version1 = (overrides: object = {}) => ({
	event: 'issue',
	action: 'updated',
	data: { id: ID },
	...overrides,
});
const version2 = (overrides: object = {}) => ({
	version: 'v2',
	delivery_id: 'd-1',
	event_id: 'e-1',
	entity_id: ID,
	entity_type: 'workitem',
	event: 'workitem.updated',
	workspace_id: 'w-1',
	data: { name: 'None', project_id: PROJECT, target_date: 'None', state_id: 's-1' },
	previous_attributes: { target_date: '2026-12-04' },
	...overrides,
});

describe('parseDelivery', () => {
	it('normalises every recorded webhook', () => {
		const events = webhooks.map((recorded) => {
			const { data, ...event } = eventOf(recorded);
			return [recorded.name, { ...event, data: Object.keys(data).join(' ') }] as const;
		});
		expectGolden('events.json', Object.fromEntries(events));
	});

	it.each(webhooks.map((recorded) => [recorded.name, recorded] as const))(
		'passes the data of %s on as sent, less e-mail addresses and avatars',
		(_, recorded) => {
			const dropped = (key: string, value: unknown) =>
				/^(?:email|avatar|avatar_url)$/.test(key) ? undefined : value;
			const sent = JSON.parse(recorded.bodyText, dropped) as { data: unknown };
			expect(eventOf(recorded).data).toEqual(sent.data);
			expect(JSON.stringify(eventOf(recorded))).not.toMatch(/@acme\.example|"actor":\{/);
		},
	);

	it.each([
		['create', 'created'],
		['update', 'updated'],
		['delete', 'deleted'],
		['UPDATED', 'updated'],
		['restored', 'restored'],
	])('reads the action %s as %s', (action, expected) => {
		expect(parsed(version1({ action })).action).toBe(expected);
	});

	it.each([
		['issue', 'work_item'],
		['issue_comment', 'comment'],
		['cycle', 'cycle'],
		['module', 'module'],
		['page', 'page'],
		['constructor', 'constructor'],
	])('reads the event %s as %s', (event, expected) => {
		expect(parsed(version1({ event })).event).toBe(expected);
	});

	it.each([
		['a bare id', { project: PROJECT }],
		['an expanded project', { project: { id: PROJECT, name: 'Web' } }],
		['a flat id', { project_id: PROJECT }],
	])('finds the project as %s', (_, project) => {
		expect(parsed(version1({ data: { id: ID, ...project } })).project_id).toBe(PROJECT);
	});

	it('takes a project event for news of that project', () => {
		expect(eventOf(webhook('71-project-deleted-api'))).toMatchObject({
			event: 'project',
			action: 'deleted',
			id: '31874389-be92-459a-a59f-e3293e389407',
			project_id: '31874389-be92-459a-a59f-e3293e389407',
		});
	});

	it('reads the delivery id whatever the case of the header', () => {
		expect(parsed(version1(), { 'X-PLANE-DELIVERY': 'abc' }).delivery_id).toBe('abc');
	});

	it.each(['a b', 'x'.repeat(101), '<b>'])('takes "%s", which nobody signs, for no delivery id', (id) => {
		expect(parsed(version1(), { 'x-plane-delivery': id }).delivery_id).toBeNull();
	});

	it.each([
		['POST', 'created'],
		['PATCH', 'updated'],
		['DELETE', 'deleted'],
	])('reads the verb %s of the first releases as %s', (action, expected) => {
		expect(parsed(version1({ action })).action).toBe(expected);
	});

	it('believes the body, which is signed, before the header, which is not', () => {
		const body = version1({ data: { id: ID } });
		expect(parsed(body, { 'X-Plane-Event': 'project' })).toMatchObject({ event: 'work_item', id: ID });
	});

	it('takes the event from the header where the body names none', () => {
		expect(parsed(version1({ event: undefined }), { 'X-Plane-Event': 'issue' }).event).toBe('work_item');
	});
});

describe('parseDelivery, version 2', () => {
	it.each([
		['its version alone', { entity_id: undefined, data: { id: ID } }],
		['its entity alone', { version: undefined }],
	])('is known by %s', (_, changes) => {
		const body: unknown = JSON.parse(JSON.stringify(version2(changes)));
		expect(parsed(body)).toMatchObject({ id: ID, event: 'work_item', payload_version: 2 });
	});

	it('reads flat ids, and the text None as null except in free text', () => {
		expect(parsed(version2())).toEqual({
			event: 'work_item',
			action: 'updated',
			id: ID,
			project_id: PROJECT,
			workspace_id: 'w-1',
			activity: { field: 'target_date', old_value: '2026-12-04', new_value: null },
			payload_version: 2,
			delivery_id: 'd-1',
			received_at: '2026-11-22T19:00:00.000000Z',
			data: { name: 'None', project_id: PROJECT, target_date: null, state_id: 's-1' },
		});
	});

	it.each([
		['WebhookScope.ScopeChoices.WORK_ITEM_UPDATED', 'work_item', 'updated'],
		['WebhookScope.ScopeChoices.WORK_ITEM_COMMENT_CREATED', 'comment', 'created'],
		['workitem.archived', 'work_item', 'archived'],
		['project.deleted', 'project', 'deleted'],
	])('reads %s as %s, %s', (name, event, action) => {
		expect(parsed(version2({ event: name }))).toMatchObject({ event, action, id: ID });
	});

	it.each([
		['names one field', { target_date: '2026-12-04' }, 'target_date', '2026-12-04'],
		['names it beside bookkeeping', { updated_at: 'x', updated_by: 'y', state_id: 's-0' }, 'state_id', 's-0'],
		['names bookkeeping alone', { updated_at: 'x' }, 'updated_at', 'x'],
		['names several', { name: 'a', priority: 'low' }, null, { name: 'a', priority: 'low' }],
	])('tells what changed where it %s', (_, previous, field, oldValue) => {
		expect(parsed(version2({ previous_attributes: previous })).activity).toMatchObject({
			field,
			old_value: oldValue,
		});
	});

	it('finds the project of a deleted item in its previous attributes', () => {
		const previous = { project_id: PROJECT, name: 'Gone', target_date: '2026-12-04' };
		const event = parsed(version2({ event: 'workitem.deleted', data: {}, previous_attributes: previous }));
		expect(event).toMatchObject({ action: 'deleted', id: ID, project_id: PROJECT, data: {} });
	});
});

describe('parseDelivery, what is no delivery', () => {
	it.each([
		['a list', [], 'The body is no JSON object.'],
		['no event', version1({ event: '' }), 'It names no event.'],
		['no action', version1({ action: null }), 'It names no action.'],
		['no data', version1({ data: 'x' }), 'It has no data.'],
		['no id', version1({ data: {} }), 'Its data has no id.'],
		['an id that is no UUID', version1({ data: { id: '../x' } }), 'Its id is no UUID.'],
		['version 2 without an action', version2({ event: 'workitem' }), 'It names no action.'],
		['version 2 without an id', version2({ entity_id: null }), 'It has no entity_id.'],
	])('refuses %s', (_, body, reason) => {
		expect(parseDelivery({ body, headers: {}, receivedAt })).toEqual({ kind: 'invalid', reason });
	});

	it('keeps keys from reaching a prototype', () => {
		const body: unknown = JSON.parse(
			`{"event":"issue","action":"updated","data":{"id":"${ID}","__proto__":{"x":1},"nested":{"constructor":{"x":1}}}}`,
		);
		const { data } = parsed(body);
		expect(data).toEqual({ id: ID, nested: {} });
		expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
	});

	it.each([
		['objects', (nested: object) => ({ nested })],
		['lists', (nested: object) => [nested]],
	])('survives %s nested a hundred thousand levels deep', (_, around) => {
		let nested: object = {};
		for (let level = 0; level < 100_000; level++) nested = around(nested);
		expect(parsed(version1({ data: { id: ID, nested } })).id).toBe(ID);
	});
});
