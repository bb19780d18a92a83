/** Plane Issues, resource Issue: addresses of another workspace, whose keys are other work items in ours. */
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

const OTHER = 'https://plane.other-company.example/othercorp';
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A work item of ours, with the addresses under which another workspace shows one of the same key or ids. */
function anItem() {
	const item = plane.control.createItem('WEB', { name: 'Ours' });
	const projectId = plane.control.project('WEB').id;
	return {
		id: item.id,
		project: byId(projectId),
		foreign: [
			`${OTHER}/browse/WEB-${item.sequence_id}/`,
			`${OTHER}/projects/${projectId}/issues/${item.id}`,
			`${OTHER}/projects/${projectId}/issues/?peekIssueId=${item.id}`,
		],
	};
}

const item = () => plane.control.item(ours.id);
let ours: ReturnType<typeof anItem>;

beforeEach(() => {
	ours = anItem();
	plane.control.resetRequests();
});

describe.each([
	['with the key', 0],
	['with the ids', 1],
	['of a peek', 2],
] as const)('the address of another workspace %s', (_, index) => {
	const foreign = () => byUrl(ours.foreign[index] ?? '');
	const expectRefusal = (error: { readonly message: string } | null) => {
		expect(error?.message).toMatch(/workspace "othercorp".* workspace "acme"/);
		expect(plane.control.requests().total).toBe(0);
	};

	it('deletes nothing, though nothing at all is an allowed answer', async () => {
		expectRefusal((await run('delete', { workItemId: foreign(), ifNotFound: 'item' })).error);
		expect(item().name).toBe('Ours');
	});

	it('updates nothing', async () => {
		const updateFields = { name: 'Theirs' };
		expectRefusal((await run('update', { workItemId: foreign(), updateFields })).error);
		expect(item().name).toBe('Ours');
	});

	it('is no parent, neither of a changed work item nor of a new one', async () => {
		const parent = { parent: foreign() };
		const { project } = ours;
		const changed = { project, workItemId: byId(ours.id), updateFields: parent };
		expectRefusal((await run('update', changed)).error);
		expectRefusal((await run('create', { project, name: 'Child', additionalFields: parent })).error);
	});

	it('reads nothing', async () => {
		const parameters = { from: 'id', workItemId: foreign(), ifNotFound: 'item' };
		expectRefusal((await run('get', parameters)).error);
	});
});

it('does not take the address of an input item for the project of its ID', async () => {
	const input = { id: ours.id, url: ours.foreign[1] };
	const { error } = await run('get', { from: 'input', ifNotFound: 'item' }, [input]);

	expect(error?.message).toMatch(/workspace "othercorp".* workspace "acme"/);
});

it('takes the address of our workspace under another host, as proxies and moved hosts have', async () => {
	const url = ours.foreign[0]?.replace('othercorp', 'acme') ?? '';
	const { items } = await run('get', { from: 'id', workItemId: byUrl(url), ifNotFound: 'error' });

	expect(items).toMatchObject([{ id: ours.id, status: 'present' }]);
});
