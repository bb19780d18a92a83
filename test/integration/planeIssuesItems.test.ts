/** Plane Issues with several input items: each is read by its own fields and tied to what came of it. */
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

interface Run extends INodeParameters {
	readonly resource: string;
	readonly operation: string;
}

/** Runs once over the items; what comes out as JSON with the index of the input item it belongs to. */
async function run(parameters: Run, items: readonly object[]) {
	const { url, workspaceSlug, apiKey } = plane;
	const data = { apiUrl: url, webUrl: url, workspaceSlug, apiKey, requestsPerMinute: 6000 };
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters,
		items,
		credentials: { planeApi: { type: new PlaneApi(), data } },
		onError: 'continueRegularOutput',
	});
	expect(error).toBeNull();
	return (outputs[0] ?? []).map(({ json, pairedItem }) => ({ json, of: pairedItem }));
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const project = byId('={{ $json.project }}');
const workItemId = byId('={{ $json.id }}');
const idOf = (identifier: string): string => plane.control.project(identifier).id;
const web = () => ({ project: idOf('WEB') });
const app = () => ({ project: idOf('APP') });
const first = (json: object) => ({ json: expect.objectContaining(json), of: { item: 0 } });
const second = (json: object) => ({ json: expect.objectContaining(json), of: { item: 1 } });
const inProject = (identifier: string) => ({ project: expect.objectContaining({ identifier }) });

describe('Issue, with several input items', () => {
	it('creates each in its own project with its own fields', async () => {
		const additionalFields = { priority: '={{ $json.priority }}' };
		const parameters = { resource: 'issue', operation: 'create', project, additionalFields };
		const results = await run({ ...parameters, name: '={{ $json.name }}' }, [
			{ ...web(), name: 'One', priority: 'low' },
			{ ...app(), name: 'Two', priority: 'urgent' },
		]);

		expect(results).toEqual([
			first({ name: 'One', priority: 'low', ...inProject('WEB') }),
			second({ name: 'Two', priority: 'urgent', ...inProject('APP') }),
		]);
	});

	it('updates each with its own fields, clearing where its own switch says so', async () => {
		const dated = { target_date: '2027-05-05' };
		const { id: one } = plane.control.createItem('WEB', { name: 'One', ...dated });
		const { id: two } = plane.control.createItem('APP', { name: 'Two', ...dated });
		const updateFields = { name: '={{ $json.name }}', targetDate: '' };
		const parameters = { resource: 'issue', operation: 'update', project, workItemId, updateFields };
		const results = await run({ ...parameters, clearEmpty: '={{ $json.clear }}' }, [
			{ ...web(), id: one, name: 'One more', clear: false },
			{ ...app(), id: two, name: 'Two more', clear: true },
		]);

		expect(results).toEqual([
			first({ id: one, name: 'One more', ...dated }),
			second({ id: two, name: 'Two more', target_date: null }),
		]);
	});

	it('deletes each, and fails only for the one that may not be absent', async () => {
		const { id } = plane.control.createItem('APP', { name: 'Away' });
		const ifNotFound = '={{ $json.ifNotFound }}';
		const nobody = '00000000-0000-4000-8000-00000000dead';
		const results = await run({ resource: 'issue', operation: 'delete', project, workItemId, ifNotFound }, [
			{ ...web(), id: nobody, ifNotFound: 'error' },
			{ ...web(), id: nobody, ifNotFound: 'item' },
			{ ...app(), id, ifNotFound: 'error' },
		]);

		expect(results).toEqual([
			first({ error: expect.stringMatching(new RegExp(`${nobody} does not exist`)) }),
			second({ id: nobody, deleted: false, status: 'gone' }),
			{ json: expect.objectContaining({ id, deleted: true }), of: { item: 2 } },
		]);
	});

	it('gets each as its own fields name it', async () => {
		const { id } = plane.control.createItem('APP', { name: 'By its ID' });
		const parameters = { resource: 'issue', operation: 'get', from: 'id', project, workItemId };
		const results = await run({ ...parameters, ifNotFound: '={{ $json.ifNotFound }}' }, [
			{ ...web(), id: 'WEB-99999', ifNotFound: 'error' },
			{ ...web(), id: 'WEB-99999', ifNotFound: 'item' },
			{ ...app(), id, ifNotFound: 'error' },
		]);

		expect(results).toEqual([
			first({ error: expect.stringMatching(/WEB-99999 is not in Plane/) }),
			second({ key: 'WEB-99999', status: 'gone' }),
			{ json: expect.objectContaining({ id, name: 'By its ID' }), of: { item: 2 } },
		]);
	});

	it('lists for each its own project, by its own filter, order and limit', async () => {
		for (const name of ['Kiwi', 'Kiwi bird', 'Emu']) {
			plane.control.createItem('WEB', { name, priority: 'low' });
			plane.control.createItem('APP', { name, priority: 'low' });
		}
		const filters = { nameContains: '={{ $json.text }}' };
		const bounds = { returnAll: false, limit: '={{ $json.limit }}', simplify: '={{ $json.simplify }}' };
		const parameters = { resource: 'issue', operation: 'getAll', project, filters, ...bounds };
		const results = await run({ ...parameters, order: '={{ $json.order }}' }, [
			{ ...web(), text: 'kiwi', limit: 1, order: 'created_at', simplify: false },
			{ ...app(), text: 'emu', limit: 5, order: '-created_at', simplify: true },
			{ ...app(), text: 'kiwi', limit: 5, order: '-created_at', simplify: true },
		]);

		expect(results.map(({ json: { name }, of }) => [name, of])).toEqual([
			['Kiwi', { item: 0 }],
			['Emu', { item: 1 }],
			['Kiwi bird', { item: 2 }],
			['Kiwi', { item: 2 }],
		]);
		expect(results[0]?.json).toMatchObject({ status: 'present', ...inProject('WEB') });
		expect(results[1]?.json).toMatchObject({ key: expect.stringMatching(/^APP-/) });
	});

	it('searches for each its own text, in its own project or in all', async () => {
		for (const identifier of ['WEB', 'APP']) {
			plane.control.createItem(identifier, { name: 'Wombat here' });
			plane.control.createItem(identifier, { name: 'Dingo here' });
		}
		const bounds = { text: '={{ $json.text }}', limit: '={{ $json.limit }}' };
		const results = await run({ resource: 'issue', operation: 'search', project, ...bounds }, [
			{ ...app(), text: 'wombat', limit: 9 },
			{ project: '', text: 'dingo', limit: 1 },
			{ project: '', text: 'dingo', limit: 9 },
		]);

		expect(results.map(({ json: { name, key }, of }) => [name, String(key).slice(0, 3), of])).toEqual([
			['Wombat here', 'APP', { item: 0 }],
			['Dingo here', 'APP', { item: 1 }],
			['Dingo here', 'APP', { item: 2 }],
			['Dingo here', 'WEB', { item: 2 }],
		]);
	});
});

describe('Lists, with several input items', () => {
	const list = { operation: 'getAll', project, returnAll: '={{ $json.all }}', limit: '={{ $json.limit }}' };
	const wishes = () => [
		{ ...web(), all: false, limit: 1, simplify: false },
		{ ...app(), all: false, limit: 2, simplify: true },
		{ ...app(), all: true, limit: 1, simplify: true },
	];

	it.each(['label', 'state', 'member'])(
		'gives of each %s as many as its own limit says',
		async (resource) => {
			for (const name of ['a', 'b', 'c']) plane.control.createLabel('APP', `${resource} ${name}`);
			const options = { membersOf: 'project', options: {}, simplify: '={{ $json.simplify }}' };
			const results = await run({ resource, ...list, ...options }, wishes());
			const countOf = (index: number) => results.filter(({ of }) => Object(of).item === index).length;

			expect([countOf(0), countOf(1), countOf(2) > 2]).toEqual([1, 2, true]);
		},
	);

	it('gives the whole record of a label or a state where its own switch says so', async () => {
		for (const resource of ['label', 'state']) {
			const results = await run({ resource, ...list, simplify: '={{ $json.simplify }}' }, wishes());

			expect(results[0]).toEqual(first({ project: idOf('WEB'), created_by: expect.any(String) }));
			expect(results[1]).toEqual(second({ project_id: idOf('APP'), description: expect.any(String) }));
		}
	});

	it('gets each project by its own ID and in its own form', async () => {
		const simplify = '={{ $json.simplify }}';
		const results = await run({ resource: 'project', operation: 'get', project, simplify }, [
			{ ...web(), simplify: false },
			{ ...app(), simplify: true },
		]);

		expect(results).toEqual([
			first({ identifier: 'WEB', total_members: expect.any(Number) }),
			second({ identifier: 'APP', is_member: true }),
		]);
		expect(results[1]?.json).not.toHaveProperty('total_members');
	});
});

describe('Project: Get Snapshot, with several input items', () => {
	it('takes for each the snapshot it asks for', async () => {
		const wish = { projects: 'only', projectIds: '={{ $json.project }}', leaveOutSecret: false };
		const since = { changedSince: '={{ $json.since }}', timeBudget: 60, stopAt: '={{ $json.stopAt }}' };
		const results = await run({ resource: 'project', operation: 'getSnapshot', ...wish, ...since }, [
			{ ...web(), since: '', stopAt: '' },
			{ ...app(), since: '2026-01-01T00:00:00Z', stopAt: '' },
			{ ...app(), since: '', stopAt: '2026-01-01T00:00:00Z' },
		]);

		expect(results).toEqual([
			first({ status: 'complete', ...inProject('WEB') }),
			second({ status: 'changes', changed_since: '2026-01-01T00:00:00.000000Z', ...inProject('APP') }),
			{ json: { error: expect.stringMatching(/time for the run was up/) }, of: { item: 2 } },
		]);
	});
});
