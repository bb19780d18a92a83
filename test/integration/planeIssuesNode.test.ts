/** The Plane Issues node in n8n's engine, against the stand-in of Plane. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { runNode } from '../support/engine';

let plane: RunningStandIn;

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null });
});

afterAll(async () => await plane.close());

interface Run {
	readonly parameters: INodeParameters;
	readonly items?: readonly object[];
	readonly credentials?: ICredentialDataDecryptedObject;
	readonly onError?: 'continueRegularOutput';
}

async function run({ parameters, items = [{}], credentials = {}, onError }: Run) {
	const { url, workspaceSlug, apiKey } = plane;
	const data = {
		apiUrl: url,
		webUrl: url,
		workspaceSlug,
		apiKey,
		webhookSecret: '',
		requestsPerMinute: 6000,
		...credentials,
	};
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters,
		items,
		credentials: { planeApi: { type: new PlaneApi(), data } },
		...(onError && { onError }),
	});
	return { items: (outputs[0] ?? []).map(({ json }) => json), error };
}

const GET = { resource: 'issue', operation: 'get', from: 'input', ifNotFound: 'error' };
const GET_OR_STATUS = { ...GET, ifNotFound: 'item' };
const SNAPSHOT = { resource: 'project', operation: 'getSnapshot', timeBudget: 60, stopAt: '' };

const UNKNOWN = '00000000-0000-4000-8000-00000000dead';

describe('Plane Issues, Issue: Get', () => {
	it('gets by project and ID', async () => {
		const item = plane.control.createItem('WEB', { name: 'Look at me', target_date: '2027-01-02' });
		const parameters = {
			...GET,
			from: 'id',
			workItemId: item.id,
			project: { __rl: true, mode: 'id', value: plane.control.project('WEB').id },
		};
		const { items } = await run({ parameters });

		expect(items).toMatchObject([
			{
				status: 'present',
				name: 'Look at me',
				target_date: '2027-01-02',
				source: 'plane',
				project: { identifier: 'WEB' },
			},
		]);
	});

	it('fails for an item that is gone, and says how to go on', async () => {
		const project = { id: plane.control.project('WEB').id };
		const { error } = await run({ parameters: GET, items: [{ id: UNKNOWN, project }] });

		expect(error?.message).toMatch(/does not exist in Plane.*If Not Found/);
	});

	it('returns a status for an item that is gone, and passes on where its event was found', async () => {
		const project = { id: plane.control.project('WEB').id, name: 'Website relaunch' };
		const found_in = {
			calendar: { url: 'https://dav.example.com/a/', name: 'A' },
			href: 'https://dav.example.com/a/1.ics',
			etag: '"1"',
			revision: null,
		};
		const { items } = await run({
			parameters: GET_OR_STATUS,
			items: [{ uid: 'x', work_item_id: UNKNOWN, project, found_in }],
		});

		expect(items).toMatchObject([{ id: UNKNOWN, status: 'gone', found_in }]);
	});

	it('knows nothing about the items of an archived project', async () => {
		const item = plane.control.createItem('APP', { name: 'Asleep' });
		const project = { id: plane.control.project('APP').id };
		plane.control.archiveProject('APP');
		const { items } = await run({ parameters: GET_OR_STATUS, items: [{ id: item.id, project }] });
		plane.control.unarchiveProject('APP');

		expect(items).toMatchObject([
			{ id: item.id, status: 'unavailable', failure: { message: expect.stringMatching(/archived/) } },
		]);
	});

	it('refuses an event that is not about a work item', async () => {
		const event = {
			event: 'project',
			action: 'updated',
			id: UNKNOWN,
			project_id: UNKNOWN,
			payload_version: 1,
		};
		const { error } = await run({ parameters: GET, items: [event] });

		expect(error?.message).toMatch(/project event/);
	});

	it('goes on with the other items when it may continue on fail', async () => {
		const item = plane.control.createItem('WEB', { name: 'Fine' });
		const project = { id: plane.control.project('WEB').id };
		const { items } = await run({
			parameters: GET,
			items: [{ nothing: true }, { id: item.id, project }],
			onError: 'continueRegularOutput',
		});

		expect(items).toMatchObject([
			{ error: expect.stringMatching(/names no work item/) },
			{ status: 'present', name: 'Fine' },
		]);
	});

	it('tells a wrong key and does not repeat it', async () => {
		const project = { id: plane.control.project('WEB').id };
		const apiKey = 'plane_api_00000000000000000000000000000bad';
		const { error } = await run({
			parameters: GET,
			items: [{ id: UNKNOWN, project }],
			credentials: { apiKey },
		});

		expect(error?.message).toMatch(/API key/i);
		expect(JSON.stringify(error)).not.toContain(apiKey);
	});
});

describe('Plane Issues, Project: Get Snapshot', () => {
	it('gives one item per project with its dated work items only', async () => {
		const { items } = await run({ parameters: SNAPSHOT });
		const dated = items.flatMap(
			({ work_items }) => work_items as ReadonlyArray<{ target_date: string | null }>,
		);

		expect(items.map(({ status, project }) => [(project as { name: string }).name, status])).toEqual(
			expect.arrayContaining([
				['Website relaunch', 'complete'],
				['Mobile app', 'complete'],
			]),
		);
		expect(dated.length).toBeGreaterThan(20);
		expect(dated.filter(({ target_date }) => target_date === null)).toEqual([]);
	});

	it('fails with one sentence when the workspace is not there', async () => {
		const { error } = await run({ parameters: SNAPSHOT, credentials: { workspaceSlug: 'nobody' } });

		expect(error?.message).toMatch(/workspace/i);
	});
});
