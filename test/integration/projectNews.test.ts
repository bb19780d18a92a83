/** What a worker forgets when a project's delivery reaches it as an item; the other process got the delivery. */
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { planeMemoryOf } from '../../nodes/shared/planeMemory';
import { runNode } from '../support/engine';
import { PROJECT, uuid } from '../support/builders';

const CREDENTIALS = {
	apiUrl: 'https://plane.invalid',
	webUrl: '',
	workspaceSlug: 'acme',
	apiKey: 'key',
	webhookSecret: '',
	requestsPerMinute: 60,
};

const delivery = { event: 'project', action: 'updated', project_id: null, payload_version: 1 };

async function nameAfter(item: object): Promise<string | undefined> {
	const { cache } = planeMemoryOf(CREDENTIALS);
	cache.rememberProject(PROJECT);
	await runNode({
		node: new PlaneIssues(),
		parameters: { resource: 'issue', operation: 'get', from: 'input', ifNotFound: 'item' },
		items: [item],
		credentials: { planeApi: { type: new PlaneApi(), data: CREDENTIALS } },
		onError: 'continueRegularOutput',
	});
	return cache.findProject(PROJECT.id)?.name;
}

describe('Plane Issues, Issue: Get, of the name of a project', () => {
	it('forgets it when an item tells of that project', async () => {
		expect(await nameAfter({ ...delivery, id: PROJECT.id })).toBeUndefined();
	});

	it.each([
		['of another project', { ...delivery, id: uuid(7) }],
		['that is no item of Plane Trigger', { event: 'project', id: PROJECT.id }],
	])('keeps it after an item %s', async (_, item) => {
		expect(await nameAfter(item)).toBe(PROJECT.name);
	});
});
