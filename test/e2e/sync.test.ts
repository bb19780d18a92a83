/** The one-step workflow in a real n8n, run by its schedule: n8n keeps what it remembers, and stores little of it. */
import type { ProjectReport } from '../../core/sync/runReport';
import type { RunReport } from '../../core/sync/types';
import { itemsOf, withCredentials, withScheduleEvery, type Execution } from '../../scripts/lib/n8n';
import { startStack, uidOf, type Stack } from '../../scripts/lib/stack';
import { readTemplate } from '../../scripts/lib/templates';
import { waitFor } from '../../scripts/lib/waitFor';

const START_TIMEOUT_MS = 300_000;
const EVERY_SECONDS = 4;
const PROJECTS = 2;

let stack: Stack;
let workflowId: string;

beforeAll(async () => {
	stack = await startStack();
	const { n8n, credentials, webhook, reconcileTemplate } = stack;
	await n8n.unpublish(webhook.workflow.id);
	await n8n.unpublish(reconcileTemplate.workflow.id);
	const template = withScheduleEvery(await readTemplate('sync'), EVERY_SECONDS);
	workflowId = (await n8n.importWorkflow(withCredentials(template, credentials, await n8n.nodeTypes()))).id;
}, START_TIMEOUT_MS);

afterAll(async () => await stack.stop(), 60_000);

interface Outcome {
	readonly execution: Execution;
	readonly run: RunReport;
	readonly reports: readonly ProjectReport[];
}

/** The first finished run by schedule after the given one that fits. */
async function nextRun(
	after: number,
	fits: (outcome: Outcome) => boolean,
): Promise<Outcome & { id: number }> {
	const look = async () => {
		for (const { id, status } of await stack.n8n.executions({ workflowId })) {
			if (Number(id) <= after || (status !== 'success' && status !== 'error')) continue;
			const execution = await stack.n8n.execution(id);
			const [run, ...reports] = itemsOf(execution, 'Sync to Calendar') as unknown as [
				RunReport,
				...ProjectReport[],
			];
			const outcome = { execution, run, reports };
			if (fits(outcome)) return { ...outcome, id: Number(id) };
		}
		return null;
	};
	return await waitFor('A run of the sync workflow', look, { timeoutMs: 60_000, pollMs: 500 });
}

describe('the sync workflow', () => {
	it('fills the calendars, and then reads only what changed', async () => {
		await stack.n8n.publish(workflowId);
		const first = await nextRun(0, ({ run }) => run.counts.created > 0);
		expect(first.run).toMatchObject({ complete: true, projects: { full: PROJECTS, changes: 0 } });
		expect(first.reports).toHaveLength(PROJECTS);
		expect((await stack.calendar.look()).map(({ events }) => events.length)).toEqual([11, 12]);

		const { control } = stack.plane;
		const { id } = control.item('WEB-1');
		const quiet = await nextRun(first.id, ({ run }) => run.projects.changes === PROJECTS);
		expect(quiet.run.requests.plane.count).toBe(1 + PROJECTS);

		control.updateItem(id, { name: 'Renamed without a webhook' });
		const changed = await nextRun(quiet.id, ({ run }) => run.counts.updated > 0);
		expect(changed.run).toMatchObject({ projects: { full: 0, changes: PROJECTS }, counts: { updated: 1 } });
		expect(await stack.calendar.find(uidOf(id))).toMatchObject({
			summary: expect.stringContaining('Renamed without a webhook'),
		});

		control.deleteItem(id);
		const deleted = await nextRun(changed.id, ({ run }) => run.counts.deleted > 0);
		expect(deleted.run).toMatchObject({ projects: { full: 1 }, missing: { asked: 1, settled: 1, held: 0 } });
		expect(await stack.calendar.find(uidOf(id))).toBeNull();
	}, 240_000);

	it('ends as an error with the reason where the calendar server is away', async () => {
		await stack.proxy.stop();
		stack.plane.control.updateItem('WEB-2', { name: 'Not to be written now' });
		const failed = await nextRun(0, ({ execution }) => execution.status === 'error');
		expect(failed.execution.error).toMatch(/^Website relaunch: .*refused the connection/);
		expect(failed.run).toMatchObject({ complete: false, failures_by_kind: { network: 1 } });
	}, 120_000);
});
