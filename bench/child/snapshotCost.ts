/** Takes one snapshot with the node in n8n's engine and prints what it cost. Runs alone, with `--expose-gc`. */
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import type * as PlaneIssuesModule from '../../nodes/PlaneIssues/PlaneIssues.node';
import { runNode } from '../../test/support/engine';

export interface SnapshotCost {
	readonly workItems: number;
	readonly seconds: number;
	/** Largest resident set above the one before, megabytes. */
	readonly rssMb: number;
	/** Largest used heap above the one before, megabytes. */
	readonly heapMb: number;
}

const SAMPLE_MS = 5;
const MEGABYTE = 1024 * 1024;

/** By its whole name: without the ending, the file beside it that ends in `.json` is taken. */
async function loadNode(): Promise<PlaneIssuesModule.PlaneIssues> {
	const path: string = '../../nodes/PlaneIssues/PlaneIssues.node.ts';
	const { PlaneIssues } = (await import(path)) as typeof PlaneIssuesModule;
	return new PlaneIssues();
}

async function main(): Promise<void> {
	const node = await loadNode();
	const { PLANE_URL: url = '', PLANE_KEY: apiKey = '', PLANE_WORKSPACE: workspaceSlug = '' } = process.env;
	globalThis.gc?.();
	const idle = process.memoryUsage();
	let [rss, heap] = [idle.rss, idle.heapUsed];
	const look = (): void => {
		const { rss: resident, heapUsed } = process.memoryUsage();
		[rss, heap] = [Math.max(rss, resident), Math.max(heap, heapUsed)];
	};
	const sampling = setInterval(look, SAMPLE_MS);
	const startedAt = performance.now();
	const data = { apiUrl: url, webUrl: url, workspaceSlug, apiKey, requestsPerMinute: 100_000 };
	const { outputs, error } = await runNode({
		node,
		parameters: { resource: 'project', operation: 'getSnapshot' },
		credentials: { planeApi: { type: new PlaneApi(), data: { ...data, webhookSecret: '' } } },
	});
	const seconds = (performance.now() - startedAt) / 1000;
	look();
	clearInterval(sampling);
	if (error !== null) throw new Error(error.message);
	const workItems = (outputs[0] ?? []).reduce(
		(sum, { json }) => sum + (Array.isArray(json.work_items) ? json.work_items.length : 0),
		0,
	);
	const cost: SnapshotCost = {
		workItems,
		seconds,
		rssMb: (rss - idle.rss) / MEGABYTE,
		heapMb: (heap - idle.heapUsed) / MEGABYTE,
	};
	process.stdout.write(JSON.stringify(cost));
}

void main();
