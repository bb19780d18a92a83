import type { Via } from '../../../sandbox/plane/types';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { recordedDeliveries } from './recordings';
import { startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

let plane: TestStandIn;
let receiver: Receiver;
beforeEach(async () => {
	receiver = await startReceiver();
	plane = await startForTest({ webhookUrl: receiver.url });
});
afterEach(async () => {
	await plane.close();
	await receiver.close();
});

const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));

/** Event, action and changed key of everything a change sent. */
async function sentBy(change: () => unknown): Promise<string[]> {
	await change();
	await plane.control.drain();
	return bodies().map(({ event, action, activity }) => `${event} ${action} ${activity.field ?? '-'}`);
}

const update = (item: string, patch: Record<string, unknown>, via: Via = 'app') =>
	plane.control.updateItem(item, patch, { via });

const itemPath = (key: string): string => `${plane.pathOf('WEB')}/work-items/${plane.control.item(key).id}/`;
const patchOverApi = (key: string, body: Record<string, unknown>) =>
	plane.ask(itemPath(key), { method: 'PATCH', body });

/** An unchanged column of WEB-3. */
const same = (column: 'name') => ({ [column]: plane.control.item('WEB-3')[column] });

describe('a change', () => {
	it('is sent over HTTP as the API spells it, one delivery per key that differs', async () => {
		const body = { priority: 'none', state: plane.control.item('WEB-1').state, ...same('name') };
		expect(await sentBy(() => patchOverApi('WEB-3', body))).toEqual([
			'issue updated priority',
			'issue updated state',
		]);
	});

	it('sends nothing for keys the record does not have', async () => {
		const { id, project } = plane.control.item('WEB-3');
		expect(await sentBy(() => update('WEB-3', { id, project_id: project, nonsense: 1 }))).toEqual([]);
	});
});

describe('a delivery', () => {
	it('carries the finished record, the old value and the new one', async () => {
		await sentBy(() => patchOverApi('WEB-3', { name: 'Renamed', target_date: '2026-12-24' }));
		const [first, second] = bodies();
		expect(first.data).toEqual(second.data);
		expect(first.data.target_date).toBe('2026-12-24');
		expect(second.activity).toMatchObject({
			old_value: '2026-11-23',
			new_value: '2026-12-24',
			actor: { display_name: 'Ada' },
		});
	});

	it('lists labels and people in order of creation, whatever order was asked for', async () => {
		await sentBy(() => update('WEB-3', { labels: ['🔥 hot', 'bug'], assignees: ['Mei-Ling', 'Ada'] }));
		const { data, activity } = bodies().at(-1);
		expect(data.labels.map(({ name }: { name: string }) => name)).toEqual(['bug', '🔥 hot']);
		expect(data.assignees.map(({ first_name }: { first_name: string }) => first_name)).toEqual([
			'Ada',
			'Mei-Ling',
		]);
		expect(activity.new_value).toEqual([data.assignees[1].id, data.assignees[0].id]);
	});

	it('carries the description as HTML and as glued plain text', async () => {
		await sentBy(() => patchOverApi('WEB-3', { description_html: '<ul><li>a &amp; b</li><li>c</li></ul>' }));
		expect(bodies()[0].data.description_stripped).toBe('a & bc');
	});

	it('holds nothing but the id when a project was deleted', async () => {
		const { id } = plane.control.project('WEB');
		await sentBy(() => plane.control.deleteProject('WEB'));
		expect(bodies()[0].data).toEqual({ id });
	});

	it('comes for an archived item through the API, which the web app refuses', async () => {
		plane.control.archiveItem('WEB-3');
		expect(await sentBy(() => patchOverApi('WEB-3', { target_date: null }))).toEqual(
			recordedDeliveries('issue-updated-archived-item-api'),
		);
		expect(bodies()[0].data.archived_at).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(() => update('WEB-3', { name: 'x' })).toThrow(/archived/);
	});

	it('comes for an item of an archived project, and nothing in it tells', async () => {
		plane.control.archiveProject('WEB');
		expect(await sentBy(() => patchOverApi('WEB-3', { target_date: null }))).toEqual(
			recordedDeliveries('issue-updated-in-archived-project-api'),
		);
		expect(bodies()[0].data.archived_at).toBeNull();
	});

	it('shows the group triage for a pending intake item', async () => {
		const { id } = plane.control.createIntakeItem('WEB', { name: 'A wish' });
		expect(await sentBy(() => patchOverApi(id, { target_date: '2026-12-30' }))).toEqual(
			recordedDeliveries('intake-item-patched-by-work-item-route-api'),
		);
		expect(bodies()[0].data.state.group).toBe('triage');
	});
});

describe('deleting a label', () => {
	it('takes it off the items without moving updated_at', () => {
		const before = plane.control.item('WEB-3');
		plane.control.deleteLabel('WEB', 'bug');
		const after = plane.control.item('WEB-3');
		expect([after.labels.length, after.updated_at]).toEqual([before.labels.length - 1, before.updated_at]);
	});
});

describe('the option sendDeletes', () => {
	it('sends deleted with an id and nothing else, once for a parent and its children', async () => {
		const other = await startForTest({ webhookUrl: receiver.url, sendDeletes: true });
		const { id } = other.control.item('WEB-9');
		other.control.deleteItem('WEB-9');
		await other.control.drain();
		await other.close();
		expect(bodies().map(({ event, action, data }) => [event, action, data])).toEqual([
			['issue', 'deleted', { id }],
		]);
	});
});
