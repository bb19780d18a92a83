import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

let receiver: Receiver;
let plane: TestStandIn;
beforeEach(async () => {
	receiver = await startReceiver();
	plane = await startForTest({ webhookUrl: receiver.url });
});
afterEach(async () => {
	await plane.close();
	await receiver.close();
});

async function sentBy(change: () => unknown): Promise<Json[]> {
	change();
	await plane.control.drain();
	return receiver.received.map(({ body }) => JSON.parse(body));
}

const switchOver = async (switches: unknown): Promise<{ status: number; json: Json }> => {
	const body = JSON.stringify(switches);
	const response = await fetch(`${plane.url}/_sandbox/switches`, { method: 'POST', body });
	return { status: response.status, json: JSON.parse(await response.text()) };
};

describe('the switch olderActions', () => {
	it('spells created, updated and deleted as older releases did', async () => {
		plane.control.setSwitches({ olderActions: true, sendDeletes: true });
		const bodies = await sentBy(() => {
			const { id } = plane.control.createItem('WEB', { name: 'New' });
			plane.control.updateItem(id, { name: 'Newer' });
			plane.control.deleteItem(id);
		});
		expect(bodies.map(({ action }) => action)).toEqual(['create', 'update', 'delete']);
	});
});

describe('the switch doubledDeliveries', () => {
	const fields = (bodies: Json[]) => bodies.map(({ activity }) => activity.field);

	it.each([
		['a state', { state_id: 'Done' }, ['state', 'state_id']],
		['a date', { target_date: '2027-01-05' }, ['target_date', 'target_date']],
		['people', { assignee_ids: ['Ada', 'José'] }, ['assignees', 'assignees', 'assignee_ids']],
		['the description', { description_html: '<p>x</p>' }, ['description', 'description_html']],
		['the place in a column', { sort_order: 1.5 }, ['sort_order']],
	])('sends a change of %s once more from the activity log', async (_, patch, expected) => {
		plane.control.updateItem('WEB-3', { assignee_ids: [] });
		await plane.control.drain();
		receiver.received.length = 0;
		plane.control.setSwitches({ doubledDeliveries: true });
		expect(fields(await sentBy(() => plane.control.updateItem('WEB-3', patch)))).toEqual(expected);
	});

	it('shows names in the log and ids in the record', async () => {
		plane.control.setSwitches({ doubledDeliveries: true });
		const [log, record] = await sentBy(() => plane.control.updateItem('WEB-3', { state_id: 'Done' }));
		expect(log.activity.new_value).toBe('Done');
		expect(record.activity.new_value).toBe(plane.control.item('WEB-3').state);
		expect(log.data).toEqual(record.data);
	});
});

describe('switches over HTTP', () => {
	it('change what is named and leave the rest', async () => {
		const { json } = await switchOver({ maxPerPage: 100, sendDeletes: true });
		expect(json).toMatchObject({ maxPerPage: 100, sendDeletes: true, payloadVersion: 1 });
		const page = await plane.ask(`${plane.pathOf('WEB')}/work-items/?per_page=101`);
		expect(page.status).toBe(400);
		const read = await fetch(`${plane.url}/_sandbox/switches`);
		expect(JSON.parse(await read.text())).toEqual(json);
	});

	it('set the rate limit anew', async () => {
		await switchOver({ rateLimit: 1 });
		const statuses = [await plane.ask('/users/me/'), await plane.ask('/users/me/')].map(
			({ status }) => status,
		);
		expect(statuses).toEqual([200, 429]);
		await switchOver({ rateLimit: null });
		expect((await plane.ask('/users/me/')).status).toBe(200);
	});

	it.each([
		['an unknown one', { nonsense: true }, /no switch "nonsense"/],
		['a wrong value', { payloadVersion: 3 }, /"payloadVersion" must be one of 1, 2/],
		['an unknown rule', { urlRules: { allowed: [] } }, /no rule "allowed"/],
		['a network that is none', { urlRules: { allowedIps: ['x'] } }, /"x" is neither/],
	])('refuse %s', async (_, switches, message) => {
		const { status, json } = await switchOver(switches);
		expect([status, json.error]).toEqual([400, expect.stringMatching(message)]);
		expect(plane.control.switches().urlRules).toBeNull();
	});
});
