/** What a run over a workspace of many projects asks of both sides: where nothing changed, and where a few items did. */
import type { DiscoveryCache } from '../core/caldav/types';
import { createMetrics } from '../core/http/metrics';
import { transformSnapshot, transformWorkItem } from '../core/event/transform';
import { listProjects } from '../core/plane/projects';
import { noMemory } from '../core/sync/memory';
import { syncWorkspace } from '../core/sync/syncWorkspace';
import type { RunReport } from '../core/sync/types';
import { startStandIn } from '../sandbox/plane/server';
import { createNodeSend } from '../scripts/lib/nodeSend';
import { withCalendarBench } from './calendarBench';
import { measure, type Measure } from './measure';
import { AS_FAST_AS_IT_ANSWERS, contextOf } from './standInContext';

const PROJECTS = 100;
const ITEMS_PER_PROJECT = 5;
const CHANGED = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of Plane's clock between two runs: changes are asked for with an overlap. */
const STEP_MS = 10 * MINUTE_MS;

export const measureWorkspaceRequests = async (): Promise<Measure[]> =>
	await withCalendarBench(async ({ server }) => {
		let behindMs = DAY_MS;
		const plane = await startStandIn({
			projects: PROJECTS,
			itemsPerProject: ITEMS_PER_PROJECT,
			extraProjects: false,
			rateLimit: null,
			now: () => Date.now() - behindMs,
		});
		const projects = await listProjects(contextOf(plane), { pace: 'scan' });
		// n8n's node remembers which calendars there are for an hour.
		const cache: DiscoveryCache = { discovery: null };
		let memory = noMemory('bench');
		const run = async (fullScanEveryMs = DAY_MS): Promise<RunReport['requests']> => {
			behindMs -= STEP_MS;
			const metrics = createMetrics(Date.now);
			const done = await syncWorkspace(
				{
					plane: contextOf(plane),
					calDav: {
						send: metrics.wrap(createNodeSend(server)),
						serverUrl: server.url,
						cache,
						now: Date.now,
					},
					toBatch: transformSnapshot,
					toEvents: (item) => [transformWorkItem(item)],
					policy: { writes: 'everything', allowMissing: 0 },
					stopAt: Infinity,
				},
				{
					memory,
					choice: { kind: 'all' },
					leaveOutSecret: false,
					orphans: 'keep',
					fullScanEveryMs,
					requestsPerMinute: AS_FAST_AS_IT_ANSWERS,
				},
			);
			if (!done.run.complete) throw new Error(`The run was not complete: ${JSON.stringify(done.run)}.`);
			({ memory } = done);
			return done.run.requests;
		};
		try {
			await run();
			const quiet = await run();
			// A full scan with change tags that were remembered, after one that remembers them.
			await run(0);
			const whole = await run(0);
			for (const { identifier } of projects.slice(0, CHANGED)) {
				plane.control.updateItem(`${identifier}-1`, { name: 'Renamed', targetDate: '2026-12-24' });
			}
			const changed = await run();
			return [
				...rows('nothing changed', quiet, { plane: 1 + PROJECTS, caldav: 1 }),
				...rows('nothing changed, all read whole', whole, { plane: 1 + PROJECTS, caldav: 1 }),
				...rows(`${CHANGED} items of as many projects changed`, changed, {
					plane: 1 + PROJECTS,
					caldav: 2 * CHANGED,
				}),
			];
		} finally {
			await plane.close();
		}
	});

interface Least {
	readonly plane: number;
	/** A search and a write for each item. */
	readonly caldav: number;
}

function rows(what: string, requests: RunReport['requests'], least: Least): Measure[] {
	return (['plane', 'caldav'] as const).map((side) =>
		measure({
			name: `run over ${PROJECTS} projects, ${what}: to ${side === 'plane' ? 'Plane' : 'the calendars'}`,
			unit: 'requests',
			ours: requests[side].count,
			reference: least[side],
			reference_name: 'the least, or one where it is none',
			aim: 1,
			runs: 1,
		}),
	);
}
