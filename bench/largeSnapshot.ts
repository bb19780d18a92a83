/** What a snapshot of 10,000 work items costs: requests, time and memory of the node in n8n's engine. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startStandIn } from '../sandbox/plane/server';
import { inRepository, repositoryRoot } from '../scripts/lib/paths';
import { measure, type Measure } from './measure';
import type { SnapshotCost } from './child/snapshotCost';

/** Four in five generated items have a date. */
const ITEMS = 12_500;
const DATED = 10_000;
const PAGE = 1000;
/** States, labels and members, one request each. */
const NAME_LISTS = 3;
const LIMIT_SECONDS = 60;
const LIMIT_MB = 150;

export async function measureLargeSnapshot(): Promise<Measure[]> {
	const plane = await startStandIn({
		projects: 1,
		itemsPerProject: ITEMS,
		extraProjects: false,
		rateLimit: null,
	});
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--expose-gc', '--import', 'tsx', inRepository('bench', 'child', 'snapshotCost.ts')],
		{
			cwd: repositoryRoot,
			env: {
				...process.env,
				PLANE_URL: plane.url,
				PLANE_KEY: plane.apiKey,
				PLANE_WORKSPACE: plane.workspaceSlug,
			},
		},
	);
	const requests = plane.control.requests().total;
	await plane.close();
	const { workItems, seconds, rssMb, heapMb } = JSON.parse(stdout) as SnapshotCost;
	if (workItems !== DATED) throw new Error(`The snapshot holds ${workItems} work items, not ${DATED}.`);
	const memory = {
		unit: 'MB',
		reference: LIMIT_MB,
		reference_name: 'limit of 150 MB above idle',
		aim: 1,
		runs: 1,
	};
	return [
		measure({
			name: 'snapshot of 10,000 dated items',
			unit: 'requests',
			ours: requests,
			reference: 1 + DATED / PAGE + NAME_LISTS,
			reference_name: '1 + pages of 1,000 + name lists',
			// A look at the first 100 tells that the project is large, and the last page is seen to be the last.
			aim: 1.15,
			runs: 1,
		}),
		measure({
			name: 'snapshot of 10,000 dated items, time beside the stand-in',
			unit: 's',
			ours: seconds,
			reference: LIMIT_SECONDS,
			reference_name: 'limit of 60 s',
			aim: 1,
			runs: 1,
		}),
		measure({ name: 'snapshot of 10,000 dated items, peak RSS', ours: rssMb, ...memory }),
		measure({ name: 'snapshot of 10,000 dated items, peak heap', ours: heapMb, ...memory }),
	];
}
