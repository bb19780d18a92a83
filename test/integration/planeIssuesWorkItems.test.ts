/** Plane Issues, resource Issue: reading, searching and changing work items in n8n's engine, against the stand-in. */
import type { INodeParameters } from 'n8n-workflow';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { runNode } from '../support/engine';

let plane: RunningStandIn;

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null, secondBumpMs: null });
});

afterAll(async () => await plane.close());

async function run(operation: string, parameters: INodeParameters, items: readonly object[] = [{}]) {
	const { url, workspaceSlug, apiKey } = plane;
	const data = { apiUrl: url, webUrl: url, workspaceSlug, apiKey, requestsPerMinute: 6000 };
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters: { resource: 'issue', operation, ...parameters },
		items,
		credentials: { planeApi: { type: new PlaneApi(), data } },
	});
	return { items: (outputs[0] ?? []).map(({ json }) => json), error };
}

const projectId = (identifier = 'WEB'): string => plane.control.project(identifier).id;
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const web = () => locator('id', projectId());
const keyOf = ({ sequence_id }: { readonly sequence_id: number }): string => `WEB-${sequence_id}`;
const nobody = '00000000-0000-4000-8000-00000000dead';

describe('Issue: Get by a field', () => {
	const get = async (workItemId: INodeParameters, more: INodeParameters = {}) =>
		await run('get', { from: 'id', workItemId, ifNotFound: 'error', ...more });

	it.each([
		['a key in small letters', 'key', (id: string) => keyOf(plane.control.item(id)).toLowerCase()],
		[
			'the address with the key',
			'url',
			(id: string) => `${plane.url}/acme/browse/${keyOf(plane.control.item(id))}/`,
		],
		[
			'the address with the ids',
			'url',
			(id: string) => `${plane.url}/acme/projects/${projectId()}/issues/${id}`,
		],
		[
			'the address of a peek',
			'url',
			(id: string) => `${plane.url}/acme/projects/${projectId()}/issues/?peekIssueId=${id}`,
		],
	])('finds by %s without a project', async (_, mode, valueOf) => {
		const { id } = plane.control.createItem('WEB', { name: 'Here I am' });
		const { items, error } = await get(locator(mode, valueOf(id)));

		expect(error).toBeNull();
		expect(items).toMatchObject([{ id, name: 'Here I am', status: 'present', source: 'plane' }]);
	});

	it('asks for a project where only an ID is given', async () => {
		const { error } = await get(locator('id', nobody), { project: locator('list', '') });

		expect(error?.message).toMatch(/No project is chosen/);
	});

	it('calls a key gone when its project is there and the item is not', async () => {
		const { items } = await get(locator('key', 'WEB-99999'), { ifNotFound: 'item' });

		expect(items).toMatchObject([{ key: 'WEB-99999', status: 'gone' }]);
	});

	it('knows nothing about a key of a project that is not there', async () => {
		const { items } = await get(locator('key', 'NOPE-1'), { ifNotFound: 'item' });

		expect(items).toMatchObject([{ key: 'NOPE-1', status: 'unavailable', failure: { status: 403 } }]);
	});

	it('takes a simplified work item as input by its address', async () => {
		const { id } = plane.control.createItem('WEB', { name: 'From a list' });
		const url = `${plane.url}/acme/projects/${projectId()}/issues/${id}`;
		const { items } = await run('get', { from: 'input', ifNotFound: 'error' }, [{ id, url }]);

		expect(items).toMatchObject([{ id, status: 'present' }]);
	});
});

describe('Issue: Get Many', () => {
	const getMany = async (parameters: INodeParameters) =>
		await run('getAll', { project: web(), returnAll: true, simplify: true, filters: {}, ...parameters });

	it('returns ten useful fields of each work item, newest first', async () => {
		const item = plane.control.createItem('WEB', { name: 'The newest', target_date: '2031-02-03' });
		const { items } = await getMany({ returnAll: false, limit: 3 });

		expect(items).toHaveLength(3);
		expect(items[0]).toMatchObject({ key: keyOf(item), name: 'The newest', target_date: '2031-02-03' });
		expect(Object.keys(items[0] ?? {})).toHaveLength(10);
	});

	it('returns resolved work items when it does not simplify', async () => {
		const { items } = await getMany({ returnAll: false, limit: 1, simplify: false });

		expect(items).toMatchObject([
			{
				status: 'present',
				source: 'plane',
				project: { identifier: 'WEB' },
				state: { group: expect.any(String) },
			},
		]);
	});

	it('applies what Plane ignores: range of dates, priority and name', async () => {
		for (const [name, priority, target_date] of [
			['Alpha filtered', 'urgent', '2032-01-01'],
			['Beta filtered', 'low', '2032-01-02'],
			['Gamma filtered', 'urgent', '2032-01-03'],
			['Delta filtered', 'urgent', '2032-01-09'],
		]) {
			plane.control.createItem('WEB', { name, priority, target_date });
		}
		const filters = {
			targetDateFrom: '2032-01-01',
			targetDateTo: '2032-01-05T23:00:00',
			priorities: ['urgent'],
			nameContains: 'FILTERED',
		};
		const { items } = await getMany({ filters, order: '-target_date' });

		expect(items.map(({ name }) => name)).toEqual(['Gamma filtered', 'Alpha filtered']);
	});

	it('takes the IDs of filters in capitals', async () => {
		const { state } = plane.control.createItem('WEB', { name: 'Loud' });
		const { items } = await getMany({ filters: { states: [state.toUpperCase()], nameContains: 'Loud' } });

		expect(items).toMatchObject([{ name: 'Loud' }]);
	});

	it('fails for an archived project instead of calling it empty', async () => {
		plane.control.archiveProject('APP');
		const { error } = await getMany({ project: locator('id', projectId('APP')) });
		plane.control.unarchiveProject('APP');

		expect(error?.message).toMatch(/archived/);
	});

	it.each([
		['an order that it does not offer', { order: 'priority' }, /"Order" is "priority".*-created_at/],
		['a limit of nothing', { returnAll: false, limit: 0 }, /"Limit" is "0".*whole number/],
		['a limit that is no number', { returnAll: false, limit: '=many' }, /"Limit" is "many".*whole number/],
		['half a work item as limit', { returnAll: false, limit: 1.5 }, /"Limit" is "1.5"/],
	])('refuses %s without asking Plane', async (_, parameters, message) => {
		plane.control.resetRequests();
		const { error } = await getMany(parameters);

		expect(error?.message).toMatch(message);
		expect(plane.control.requests().total).toBe(0);
	});

	it('takes a limit that an expression gives as text', async () => {
		const { items } = await getMany({ returnAll: false, limit: '={{ "2" }}' });

		expect(items).toHaveLength(2);
	});

	it('says which filter cannot be used', async () => {
		const { error } = await getMany({ filters: { targetDateFrom: '31.12.2027' } });

		expect(error?.message).toMatch(/"Target Date From" is "31.12.2027".*YYYY-MM-DD/);
	});
});

describe('Issue: Search', () => {
	it('gives hits with key and address, which Get takes as input', async () => {
		const item = plane.control.createItem('WEB', { name: 'Zebra crossing' });
		const found = await run('search', { text: 'zebra', limit: 5, project: locator('list', '') });
		const { items } = await run('get', { from: 'input', ifNotFound: 'error' }, found.items);

		expect(found.items).toMatchObject([
			{ id: item.id, key: keyOf(item), url: expect.stringContaining(item.id) },
		]);
		expect(items).toMatchObject([{ id: item.id, name: 'Zebra crossing', status: 'present' }]);
	});

	it('refuses a limit of nothing', async () => {
		const { error } = await run('search', { text: 'zebra', limit: 0, project: locator('list', '') });

		expect(error?.message).toMatch(/"Limit" is "0"/);
	});

	it('keeps to one project when asked to', async () => {
		plane.control.createItem('APP', { name: 'Okapi in the app' });
		const { items } = await run('search', { text: 'okapi', limit: 5, project: web() });

		expect(items).toEqual([]);
	});
});

describe('Issue: Create', () => {
	const create = async (parameters: INodeParameters) =>
		await run('create', { project: web(), ...parameters });

	it('writes every field and returns the resolved work item', async () => {
		const parent = plane.control.createItem('WEB', { name: 'The whole' });
		const { control } = plane;
		const { items, error } = await create({
			name: 'A part',
			additionalFields: {
				description: '1 < 2\n\nsecond & last',
				priority: 'high',
				startDate: '2027-03-01T00:00:00',
				targetDate: '2027-03-02',
				parent: locator('key', keyOf(parent)),
			},
		});
		const [created] = items;

		expect(error).toBeNull();
		expect(created).toMatchObject({ name: 'A part', priority: 'high', parent: parent.id, status: 'present' });
		expect(created).toMatchObject({ start_date: '2027-03-01', target_date: '2027-03-02' });
		expect(created?.description).toBe('1 < 2\n\nsecond & last');
		expect(control.item(String(created?.id)).name).toBe('A part');
	});

	it.each([
		['a date that does not exist', { targetDate: '2027-02-30' }, /"Target Date" is "2027-02-30"/],
		[
			'dates the wrong way round',
			{ startDate: '2027-03-02', targetDate: '2027-03-01' },
			/lies after the target date/,
		],
		['a state that is no ID', { state: 'Done' }, /"State Name or ID" has "Done"/],
	])('refuses %s without asking Plane', async (_, additionalFields, message) => {
		plane.control.resetRequests();
		const { error } = await create({ name: 'Wrong', additionalFields });

		expect(error?.message).toMatch(message);
		expect(plane.control.requests().total).toBe(0);
	});

	it('leaves to Plane what is empty', async () => {
		const { items, error } = await create({ name: 'Bare', additionalFields: { state: '', targetDate: '' } });

		expect(error).toBeNull();
		expect(items).toMatchObject([{ name: 'Bare', target_date: null, state: { group: expect.any(String) } }]);
	});

	it("passes on Plane's words when Plane refuses", async () => {
		const state = '00000000-0000-4000-8000-00000000dead';
		const { error } = await create({ name: 'x', additionalFields: { state } });

		expect(error?.message).toMatch(/Plane says: .*state/i);
	});
});

describe('Issue: Update', () => {
	const update = async (id: string, updateFields: INodeParameters, clearEmpty = false) =>
		await run('update', { project: web(), workItemId: locator('id', id), updateFields, clearEmpty });

	it('changes what is given and nothing else', async () => {
		const { id } = plane.control.createItem('WEB', { name: 'Before', target_date: '2027-05-05' });
		const { items } = await update(id, { name: 'After' });

		expect(items).toMatchObject([{ id, name: 'After', target_date: '2027-05-05' }]);
	});

	it.each([
		['clears an empty date when told to', true, null],
		['leaves a date alone that is empty', false, '2027-05-05'],
	])('%s', async (_, clearEmpty, expected) => {
		const { id } = plane.control.createItem('WEB', { name: 'Dated', target_date: '2027-05-05' });
		const { items } = await update(id, { name: 'Dated still', targetDate: '' }, clearEmpty);

		expect(items).toMatchObject([{ id, target_date: expected }]);
	});

	it('refuses to change nothing', async () => {
		const { error } = await update(nobody, {});

		expect(error?.message).toMatch(/nothing to update/);
	});
});

describe('Issue: Delete', () => {
	const remove = async (workItemId: INodeParameters, ifNotFound = 'error') =>
		await run('delete', { project: web(), workItemId, ifNotFound });

	it('deletes by key and returns the item as gone', async () => {
		const item = plane.control.createItem('WEB', { name: 'Away with it' });
		const { items } = await remove(locator('key', keyOf(item)));

		expect(items).toMatchObject([
			{ id: item.id, deleted: true, status: 'gone', project: { id: projectId() }, source: 'plane' },
		]);
		expect(() => plane.control.item(item.id)).toThrow();
	});

	it('fails for an item that is not there', async () => {
		const { error } = await remove(locator('id', nobody));

		expect(error?.message).toMatch(/does not exist.*If Not Found/);
	});

	it('goes on with a key that is not there when told to, and fails otherwise', async () => {
		const { items } = await remove(locator('key', 'WEB-99999'), 'item');
		const { error } = await remove(locator('key', 'WEB-99999'));

		expect(items).toMatchObject([{ key: 'WEB-99999', deleted: false, status: 'gone' }]);
		expect(error).toMatchObject({
			message: expect.stringMatching(/WEB-99999 does not exist/),
			httpCode: '404',
		});
	});

	it('fails for a key of which nobody knows whether it is there, whatever it was told', async () => {
		const { items, error } = await remove(locator('key', 'NOPE-1'), 'item');

		expect(items).toEqual([]);
		expect(error?.message).toMatch(/no project that the API key's user has joined/);
	});

	it('goes on with an item that is not there when told to', async () => {
		const { items } = await remove(locator('id', nobody), 'item');

		expect(items).toMatchObject([{ id: nobody, deleted: false, status: 'gone' }]);
	});
});
