import { parseDelivery } from '../../../core/plane/parseDelivery';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

let receiver: Receiver;
let plane: TestStandIn;
const start = async (respond?: Parameters<typeof startReceiver>[0]): Promise<void> => {
	receiver = await startReceiver(respond);
	plane = await startForTest({ webhookUrl: receiver.url, payloadVersion: 2, retryWaitMs: 1 });
};
afterEach(async () => {
	await plane.close();
	await receiver.close();
});

async function sentBy(change: () => unknown): Promise<Json[]> {
	change();
	await plane.control.drain();
	return receiver.received.map(({ body }) => JSON.parse(body));
}

/** The keys of the documented sample, in its order. */
const ITEM_KEYS = [
	...['id', 'name', 'point', 'type_id', 'is_draft', 'priority', 'state_id', 'label_ids', 'parent_id'],
	...['created_at', 'deleted_at', 'project_id', 'sort_order', 'start_date', 'updated_at', 'archived_at'],
	...['external_id', 'sequence_id', 'target_date', 'assignee_ids', 'completed_at', 'workspace_id'],
	...['created_by_id', 'updated_by_id', 'external_source', 'description_json', 'last_activity_at'],
	'estimate_point_id',
];

describe('a delivery of version 2', () => {
	it('has the documented frame and a flat record', async () => {
		await start();
		const [body] = await sentBy(() => plane.control.updateItem('WEB-3', { name: 'Renamed' }));
		const item = plane.control.item('WEB-3');
		expect(Object.keys(body).join()).toBe(
			'version,delivery_id,event_id,entity_id,entity_type,event,webhook_id,workspace_id,data,previous_attributes',
		);
		expect(body).toMatchObject({ version: 'v2', event: 'workitem.updated', entity_type: 'issue' });
		expect(Object.keys(body.data)).toEqual(ITEM_KEYS);
		expect(body.data).toMatchObject({ name: 'Renamed', state_id: item.state, assignee_ids: item.assignees });
		expect(body.data.updated_at).toMatch(/\+00:00$/);
		expect(receiver.received[0]?.headers).toMatchObject({
			'x-plane-event': 'workitem.updated',
			'x-plane-delivery': body.delivery_id,
		});
	});

	it('is one for all keys of a change, with what they were before', async () => {
		await start();
		const before = plane.control.item('WEB-3');
		const patch = { state: 'Done', target_date: null };
		const bodies = await sentBy(() => plane.control.updateItem('WEB-3', patch, { via: 'api' }));
		expect(bodies.map(({ previous_attributes }) => previous_attributes)).toEqual([
			{ state_id: before.state, target_date: before.target_date },
		]);
	});

	it('tells of archiving and deleting, which version 1 keeps to itself', async () => {
		await start();
		const { id } = plane.control.item('WEB-3');
		const [archived, deleted] = await sentBy(() => {
			plane.control.archiveItem('WEB-3');
			plane.control.deleteItem('WEB-3');
		});
		expect(archived).toMatchObject({ event: 'workitem.archived', entity_id: id, previous_attributes: {} });
		expect(deleted).toMatchObject({ event: 'workitem.deleted', entity_id: id, data: {} });
		expect(Object.keys(deleted.previous_attributes)).toEqual(ITEM_KEYS);
	});

	it('tells of projects', async () => {
		await start();
		const { id } = plane.control.project('WEB');
		const bodies = await sentBy(() => {
			plane.control.renameProject('WEB', 'Shop');
			plane.control.archiveProject('WEB');
			plane.control.deleteProject('WEB');
		});
		expect(bodies.map(({ event, entity_id }) => [event, entity_id])).toEqual([
			['project.updated', id],
			['project.archived', id],
			['project.deleted', id],
		]);
		expect(bodies[0].data).toMatchObject({ name: 'Shop', workspace_id: bodies[0].workspace_id });
	});

	it('is silent where nothing changed', async () => {
		await start();
		const { name } = plane.control.item('WEB-3');
		expect(await sentBy(() => plane.control.updateItem('WEB-3', { name }))).toEqual([]);
	});

	it('is tried again after a 5xx with the same event id and a new delivery id', async () => {
		await start((response, position) => void response.writeHead(position === 0 ? 503 : 200).end());
		const [first, second] = await sentBy(() => plane.control.updateItem('WEB-3', { name: 'x' }));
		expect(second).toEqual({ ...first, delivery_id: expect.not.stringMatching(first.delivery_id) });
		expect(plane.control.deliveries().map(({ status }) => status)).toEqual([503, 200]);
	});

	it('is given up after five attempts, and then the webhook is off', async () => {
		await start((response) => void response.writeHead(500).end());
		expect(await sentBy(() => plane.control.updateItem('WEB-3', { name: 'x' }))).toHaveLength(5);
		expect(plane.control.webhookIsActive()).toBe(false);
	});

	it('is not tried again after a 4xx', async () => {
		await start((response) => void response.writeHead(410).end());
		expect(await sentBy(() => plane.control.updateItem('WEB-3', { name: 'x' }))).toHaveLength(1);
		expect(plane.control.webhookIsActive()).toBe(true);
	});
});

describe('the switch documentedOddities', () => {
	it('writes None for null and the name of the enumeration', async () => {
		await start();
		plane.control.setSwitches({ documentedOddities: true });
		const [body] = await sentBy(() => plane.control.updateItem('WEB-3', { target_date: null }));
		expect(body.event).toBe('WebhookScope.ScopeChoices.WORK_ITEM_UPDATED');
		expect(body.data).toMatchObject({ target_date: 'None', archived_at: 'None', type_id: 'None' });
	});

	it.each([false, true])('is read by our parser like the plain form: %s', async (documentedOddities) => {
		await start();
		plane.control.setSwitches({ documentedOddities });
		const [body] = await sentBy(() => plane.control.updateItem('WEB-3', { target_date: null }));
		const parsed = parseDelivery({ body, headers: receiver.received[0]?.headers ?? {}, receivedAt: 0 });
		expect(parsed).toMatchObject({
			kind: 'event',
			event: { event: 'work_item', action: 'updated', id: body.entity_id, payload_version: 2 },
		});
	});
});
