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

		expect(error?.message).toMatch(/is not in Plane.*If Not Found/);
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

	const eventOf = (id: unknown, project_id: unknown, more: object = {}) => ({
		...{ event: 'work_item', action: 'updated', id, project_id, payload_version: 1 },
		...more,
	});

	it('needs no record of the delivery, even when the rate is used up', async () => {
		const item = plane.control.createItem('WEB', { name: 'Bare' });
		const event = eventOf(item.id, plane.control.project('WEB').id);
		const { items, error } = await run({
			parameters: GET_OR_STATUS,
			items: [event, event],
			credentials: { requestsPerMinute: 1 },
		});

		expect(error).toBeNull();
		expect(items).toMatchObject([{ status: 'present' }, { id: item.id, status: 'deferred' }]);
	});

	it.each([
		['an id that is a number', eventOf(42, UNKNOWN), /"id"/],
		['a project that is a number', eventOf(UNKNOWN, 42), /"project_id"/],
		['a deletion without its moment', eventOf(UNKNOWN, null, { action: 'deleted' }), /"received_at"/],
	])('refuses %s by name, and goes on with the other items', async (_, event, name) => {
		const item = plane.control.createItem('WEB', { name: 'Fine' });
		const { items } = await run({
			parameters: GET,
			items: [event, eventOf(item.id, plane.control.project('WEB').id)],
			onError: 'continueRegularOutput',
		});

		expect(items).toMatchObject([{ error: expect.stringMatching(name) }, { status: 'present' }]);
	});

	it('takes IDs in capitals, whoever hands them over', async () => {
		const item = plane.control.createItem('WEB', { name: 'Loud' });
		const id = item.id.toUpperCase();
		const projectId = plane.control.project('WEB').id.toUpperCase();
		const { items } = await run({
			parameters: GET_OR_STATUS,
			items: [{ id, project: { id: projectId } }, { id, project_id: projectId }, eventOf(id, projectId)],
		});

		expect(items).toMatchObject(Array(3).fill({ id: item.id, status: 'present' }));
	});

	it('takes the ID of a deletion in capitals at its word', async () => {
		const received_at = '2026-11-22T19:00:00.000Z';
		const event = eventOf(UNKNOWN.toUpperCase(), null, { action: 'deleted', received_at, data: {} });
		const { items } = await run({ parameters: GET_OR_STATUS, items: [event] });

		expect(items).toMatchObject([{ id: UNKNOWN, status: 'gone', source: 'delivery' }]);
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
