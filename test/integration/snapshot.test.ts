/** Get Snapshot in n8n's engine: which projects, what changed, whose failure it is, and how fast it stops. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import type { Snapshot } from '../../core/plane/types';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { runNode, startNode, type NodeRunOptions } from '../support/engine';

let plane: RunningStandIn;

beforeAll(async () => {
	plane = await startStandIn({ rateLimit: null });
});

afterAll(async () => await plane.close());

const idOf = (project: string): string => plane.control.project(project).id;

const credentialsOf = (apiUrl: string, requestsPerMinute = 6000): NodeRunOptions['credentials'] => {
	const { url, workspaceSlug, apiKey } = plane;
	const data = { apiUrl, webUrl: url, workspaceSlug, apiKey, webhookSecret: '', requestsPerMinute };
	return { planeApi: { type: new PlaneApi(), data } };
};

async function snapshots(parameters: INodeParameters, { apiUrl = plane.url, items = [{}] as object[] } = {}) {
	const { outputs, error } = await runNode({
		node: new PlaneIssues(),
		parameters: { resource: 'project', operation: 'getSnapshot', ...parameters },
		items,
		credentials: credentialsOf(apiUrl) ?? {},
	});
	return { snapshots: (outputs[0] ?? []).map(({ json }) => json as unknown as Snapshot), error };
}

const briefly = (found: readonly Snapshot[]) =>
	found.map(({ project, status }) => `${project.identifier} ${status}`).sort();

/** Answers some requests itself and hands the others on to the stand-in. */
async function startFaultyPlane(answer: (url: string) => number | 'never' | null): Promise<{
	readonly url: string;
	readonly asked: string[];
	readonly close: () => void;
}> {
	const asked: string[] = [];
	const server: Server = createServer((request, response) => {
		const path = request.url ?? '/';
		asked.push(path);
		const status = answer(path);
		if (status === 'never') return;
		if (status !== null) {
			response.writeHead(status, { 'content-type': 'application/json' }).end('{"detail":"no"}');
			return;
		}
		const headers = { 'x-api-key': String(request.headers['x-api-key']) };
		void fetch(`${plane.url}${path}`, { headers }).then(async (reply) =>
			response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text()),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

describe('Get Snapshot, the choice of projects', () => {
	it('reads every project the user has joined and says that it was all', async () => {
		const { snapshots: found } = await snapshots({});
		expect(briefly(found)).toEqual(expect.arrayContaining(['APP complete', 'WEB complete']));
		expect(found.every(({ all_projects }) => all_projects)).toBe(true);
		expect(found.some(({ status }) => status === 'archived')).toBe(true);
	});

	it('reads only those picked, by a list or by text of an expression', async () => {
		for (const projectIds of [[idOf('WEB')], ` ${idOf('WEB').toUpperCase()} ,`]) {
			const { snapshots: found } = await snapshots({ projects: 'only', projectIds });
			expect(briefly(found)).toEqual(['WEB complete']);
			expect(found[0]?.all_projects).toBe(false);
		}
	});

	it('reads all but those picked', async () => {
		const { snapshots: found } = await snapshots({ projects: 'except', projectIds: [idOf('WEB')] });
		expect(briefly(found)).toContain('APP complete');
		expect(briefly(found).join()).not.toContain('WEB');
	});

	it.each([
		['an expression picks none', '={{ [] }}', /No project is picked/],
		['an ID is none', '={{ ["web"] }}', /"web", which is no ID/],
	])('fails where %s', async (_, projectIds, message) => {
		const { error } = await snapshots({ projects: 'only', projectIds });
		expect(error?.message).toMatch(message);
	});

	it('says of a picked project that the user left, and reads the other', async () => {
		const project = plane.control.createProject('Left behind', 'GONE');
		plane.control.removeMember('GONE', 'Ada');
		const picked = { projects: 'only', projectIds: [project.id, idOf('WEB')] };
		const { snapshots: found } = await snapshots(picked);
		expect(found.map(({ status }) => status).sort()).toEqual(['complete', 'unavailable']);
		expect(found.find(({ status }) => status === 'unavailable')?.failure?.message).toMatch(/member/);
	});
});

describe('Get Snapshot, what is in it', () => {
	it('never holds archived, draft and intake items', async () => {
		const target_date = '2027-05-05';
		const hidden = [
			plane.control.archiveItem(plane.control.createItem('WEB', { name: 'Archived', target_date }).id),
			plane.control.createDraft('WEB', { name: 'Draft', target_date }),
			plane.control.createIntakeItem('WEB', { name: 'Intake', target_date }),
		];
		const { snapshots: found } = await snapshots({ projects: 'only', projectIds: [idOf('WEB')] });
		const ids = found.flatMap(({ work_items }) => work_items.map(({ id }) => id));
		expect(ids.length).toBeGreaterThan(10);
		expect(ids.filter((id) => hidden.some((item) => item.id === id))).toEqual([]);
	});

	it('takes only what changed since the instant an input item has for the project', async () => {
		const { snapshots: full } = await snapshots({ projects: 'only', projectIds: [idOf('WEB')] });
		const since = new Date(Date.now() + 119_000).toISOString();
		await new Promise((resolve) => setTimeout(resolve, 1100));
		const item = plane.control.createItem('WEB', { name: 'New', target_date: '2027-06-01' });
		plane.control.updateItem(item.id, { target_date: null });
		const watermarks = { [idOf('WEB')]: since, [idOf('APP')]: '' };
		const { snapshots: found } = await snapshots(
			{ changedSince: '={{ $json.watermarks }}' },
			{ items: [{ watermarks }] },
		);
		const changed = found.find(({ project }) => project.identifier === 'WEB');
		expect(full[0]?.status).toBe('complete');
		expect(changed).toMatchObject({ status: 'changes', work_items: [{ id: item.id, target_date: null }] });
		expect(briefly(found)).toContain('APP complete');
	});

	it('refuses an instant that is none', async () => {
		const { error } = await snapshots({ changedSince: 'yesterday' });
		expect(error?.message).toMatch(/"Changed Since" has "yesterday"/);
	});
});

describe('Get Snapshot, when something fails', () => {
	it('keeps a refusal inside its project', async () => {
		const forbidden = await startFaultyPlane((url) =>
			url.includes(`${idOf('WEB')}/work-items`) ? 403 : null,
		);
		const { snapshots: found } = await snapshots({}, { apiUrl: forbidden.url });
		forbidden.close();
		expect(briefly(found)).toEqual(expect.arrayContaining(['APP complete', 'WEB unavailable']));
		const refused = found.find(({ project }) => project.identifier === 'WEB');
		expect(refused).toMatchObject({ work_items: [], failure: { kind: 'permission', status: 403 } });
	});

	it('comes back when its time is up although Plane does not answer', async () => {
		const silent = await startFaultyPlane((url) =>
			url.includes(`${idOf('WEB')}/work-items`) ? 'never' : null,
		);
		const startedAt = Date.now();
		const { snapshots: found } = await snapshots(
			{ projects: 'only', projectIds: [idOf('WEB')], timeBudget: 2 },
			{ apiUrl: silent.url },
		);
		expect(Date.now() - startedAt).toBeLessThan(6000);
		silent.close();
		expect(briefly(found)).toEqual(['WEB incomplete']);
		expect(found[0]?.failure).toMatchObject({ kind: 'timeout', message: expect.stringMatching(/time for/) });
	});

	it('says that the time is up where it was up from the start', async () => {
		const { error } = await snapshots({ stopAt: '2020-01-01T00:00:00Z' });
		expect(error?.message).toMatch(/time for the run was up/);
	});

	interface CancelCase {
		readonly answer: (url: string) => number | 'never' | null;
		readonly requestsPerMinute: number;
	}

	it.each<[string, CancelCase]>([
		['waits to try again', { answer: () => 503, requestsPerMinute: 600 }],
		['waits for an answer', { answer: () => 'never', requestsPerMinute: 601 }],
		['waits for the rate', { answer: () => null, requestsPerMinute: 1 }],
	])('stops within a second while it %s', async (_, { answer, requestsPerMinute }) => {
		const faulty = await startFaultyPlane(answer);
		const watched = watchedNode();
		const run = startNode({
			node: watched.node,
			parameters: { resource: 'project', operation: 'getSnapshot' },
			credentials: credentialsOf(faulty.url, requestsPerMinute) ?? {},
		});
		await new Promise((resolve) => setTimeout(resolve, 700));
		const [before, cancelledAt] = [faulty.asked.length, Date.now()];
		expect(watched.isRunning()).toBe(true);
		run.cancel();
		await run.ended.catch(() => undefined);
		await watched.stopped;
		expect(Date.now() - cancelledAt).toBeLessThan(1000);
		expect([before, faulty.asked.length]).toEqual([1, 1]);
		faulty.close();
	});
});

/** The node, telling when its own work came to an end. */
function watchedNode() {
	let isRunning = false;
	let stop: () => void = () => undefined;
	const stopped = new Promise<void>((resolve) => (stop = resolve));
	const { description, methods, execute } = new PlaneIssues();
	const node: INodeType = {
		description,
		methods,
		execute: async function (this: IExecuteFunctions) {
			isRunning = true;
			return await execute.call(this).finally(() => {
				isRunning = false;
				stop();
			});
		},
	};
	return { node, stopped, isRunning: () => isRunning };
}
