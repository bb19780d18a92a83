import { startReceiver } from './receiver';
import { startForTest } from './standInForTests';
import type { Json, TestStandIn } from './standInForTests';

let plane: TestStandIn;
beforeEach(async () => {
	plane = await startForTest();
});
afterEach(() => plane.close());

const post = async (action: string, body: unknown = {}) => {
	const response = await fetch(`${plane.url}/_sandbox/${action}`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return { status: response.status, json: JSON.parse(await response.text()) };
};

const read = async (path: string): Promise<Json> => JSON.parse(await (await fetch(plane.url + path)).text());

describe('the control over HTTP', () => {
	it('changes an item by key, with names for state and labels', async () => {
		const patch = { state: 'Done', label_ids: ['bug'], target_date: '2027-01-15' };
		const { status, json } = await post('update-item', { item: 'WEB-3', patch });
		expect([status, json.target_date]).toEqual([200, '2027-01-15']);
		expect(json.updated_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
		expect(plane.control.item('WEB-3').labels).toHaveLength(1);
	});

	it('registers a webhook and shows it with the secret, the deliveries and every item', async () => {
		const receiver = await startReceiver();
		await post('webhook', { url: receiver.url });
		await post('create-item', { project: 'APP', fields: { name: 'New' } });
		await post('drain');
		const state = await read('/_sandbox/state');
		await receiver.close();
		expect(state.webhook).toMatchObject({ url: receiver.url, secret: plane.webhookSecret, active: true });
		expect(state.deliveries).toMatchObject([{ event: 'issue', action: 'created', status: 200 }]);
		expect(state.projects[1].items.at(-1)).toMatchObject({ key: 'APP-14', name: 'New' });
	});

	it('counts API requests by method and path', async () => {
		await plane.ask('/users/me/');
		await plane.ask('/users/me/?x=1');
		await plane.ask('/users/me/', { key: null });
		expect(await read('/_sandbox/requests')).toEqual({
			total: 3,
			byRoute: { 'GET /api/v1/users/me/': 3 },
			byStatus: { '200': 2, '401': 1 },
		});
	});
});

describe('the pages for people', () => {
	const page = async (path: string) => {
		const response = await fetch(plane.url + path);
		return { status: response.status, html: await response.text() };
	};

	it('lists every project with its items and dates', async () => {
		const { html } = await page('/');
		expect(html).toContain('Website relaunch');
		expect(html).toContain('<td>2026-11-23</td>');
		expect(html).toContain('columns jump; see &lt;th&gt; in Safari');
	});

	it.each([
		[
			'by id',
			() => `/acme/projects/${plane.control.project('WEB').id}/issues/${plane.control.item('WEB-4').id}`,
		],
		['by key', () => '/acme/browse/WEB-4/'],
	])('opens a work item %s', async (_, path) => {
		const { status, html } = await page(path());
		expect(status).toBe(200);
		expect(html).toContain('Barrierefreiheit: Prüfbericht');
	});

	it.each(['/acme/browse/WEB-99/', '/other/browse/WEB-4/', '/favicon.ico'])(
		'has no page at %s',
		async (path) => {
			expect((await page(path)).status).toBe(404);
		},
	);
});
