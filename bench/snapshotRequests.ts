/** How many requests a snapshot asks of Plane, beside the fewest that could do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isoOfMilliseconds } from '../core/plane/instants';
import { takeSnapshots } from '../core/plane/takeSnapshots';
import { startStandIn } from '../sandbox/plane/server';
import { measure, type Measure } from './measure';
import { contextOf } from './standInContext';

const PROJECTS = [1, 10, 100];
const ITEMS_PER_PROJECT = 20;
const LARGE_PROJECTS = 10;
const ITEMS_PER_LARGE_PROJECT = 500;
/** States and labels of each large project, and everybody's names once. */
const NAME_LISTS = 2 * LARGE_PROJECTS + 1;
/** Two minutes of overlap are read as well, so the sample data has to be older than what this leaves of them. */
const OVERLAP_MS = 120_000;
const QUIET_MS = 1100;

export const measureSnapshotRequests = async (): Promise<Measure[]> => [
	...(await measureSmallProjects()),
	await measureLargeProjects(),
];

/** Projects of a few pages, read before: one page of ids and the lists of names are enough. */
async function measureLargeProjects(): Promise<Measure> {
	const plane = await startStandIn({
		projects: LARGE_PROJECTS,
		itemsPerProject: ITEMS_PER_LARGE_PROJECT,
		extraProjects: false,
		rateLimit: null,
	});
	const context = contextOf(plane);
	await takeSnapshots(context);
	plane.control.resetRequests();
	await takeSnapshots(context);
	const ours = plane.control.requests().total;
	await plane.close();
	return measure({
		name: `second snapshot of ${LARGE_PROJECTS} projects of ${ITEMS_PER_LARGE_PROJECT} items`,
		unit: 'requests',
		ours,
		reference: 1 + LARGE_PROJECTS + NAME_LISTS,
		reference_name: 'the least',
		aim: 1.15,
		runs: 1,
	});
}

/** Small projects: one request lists them, and one page holds the dated items of each. */
async function measureSmallProjects(): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const projects of PROJECTS) {
		const plane = await startStandIn({
			projects,
			itemsPerProject: ITEMS_PER_PROJECT,
			extraProjects: false,
			rateLimit: null,
		});
		const context = contextOf(plane);
		await takeSnapshots(context);
		const common = {
			unit: 'requests',
			reference: 1 + projects,
			reference_name: 'the least',
			aim: 1,
			runs: 1,
		};
		const ours = plane.control.requests().total;
		measures.push(measure({ name: `snapshot of ${projects} small projects`, ours, ...common }));
		plane.control.resetRequests();
		await sleep(QUIET_MS);
		const changedSince = isoOfMilliseconds(Date.now() + OVERLAP_MS - QUIET_MS + 100);
		await takeSnapshots(context, { changedSinceOf: () => changedSince });
		const changes = plane.control.requests().total;
		measures.push(measure({ name: `changes of ${projects} quiet projects`, ours: changes, ...common }));
		await plane.close();
	}
	return measures;
}
