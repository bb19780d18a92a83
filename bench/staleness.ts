/**
 * How stale a calendar may be in a workspace as large as the rate of Plane Cloud hardly allows: the one-step sync on a
 * clock of its own, with a generated Plane and calendars in memory. What webhooks would have told is left out.
 */
import { measure, median, type Measure } from './measure';
import { KINDS } from './simulation/changes';
import { simulate, type SimulationOptions } from './simulation/simulate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const OPTIONS: SimulationOptions = {
	projects: 100,
	itemsPerProject: 10_000,
	requestsPerMinute: 60,
	// Plane Cloud's.
	largestPage: 100,
	everyMs: 5 * MINUTE_MS,
	budgetMs: 240_000,
	fullScanEveryMs: HOUR_MS,
	workMs: 12 * HOUR_MS,
	patienceMs: 24 * HOUR_MS,
};

/** States, labels and the page that is first read alone. */
const REQUESTS_BESIDE_PAGES = 3;
/** What scans may take of the rate. */
const SCAN_SHARE = 0.75;
/** A change just behind a reading waits for the next one, which takes its own time. */
const AIM_OF_ROUNDS = 1.5;

const NONE = { reference: 1, reference_name: 'one', aim: 0, runs: 1 };

export async function measureStaleness(): Promise<Measure[]> {
	const { staleness, firstReadMs, refused, planeRequests, runs: all, failures } = await simulate(OPTIONS);
	const { everyMs, budgetMs } = OPTIONS;
	const roundMs = shortestRoundMs(OPTIONS);
	const runs = runsForAll(OPTIONS);
	const ofRuns = {
		reference: inMinutes(runs * everyMs + budgetMs),
		reference_name: 'the runs in which all are asked for changes, and one more',
		aim: 1,
	};
	const ofScan = {
		reference: inMinutes((runs + 1) * everyMs + budgetMs),
		reference_name: 'the same, and one for the scan',
		aim: 1,
	};
	const ofRound = {
		reference: inMinutes(roundMs),
		reference_name: 'all full scans, at what the rate leaves',
		aim: AIM_OF_ROUNDS,
	};
	const workspace = `${OPTIONS.projects} projects of ${OPTIONS.itemsPerProject} items`;
	return [
		measure({
			name: `${workspace}, read for the first time`,
			unit: 'min',
			ours: inMinutes(firstReadMs),
			runs: 1,
			...ofRound,
		}),
		...KINDS.map(({ name, seenBy }, index) => {
			const ms = staleness[index]?.ms ?? [];
			return measure({
				name: `${name}, worst (median ${Math.round(inMinutes(median(ms)))})`,
				unit: 'min',
				ours: inMinutes(ms.length === 0 ? Infinity : Math.max(...ms)),
				runs: ms.length,
				...{ changes: ofRuns, number: ofScan, full_scan: ofRound }[seenBy],
			});
		}),
		measure({
			name: `requests refused by Plane, of ${planeRequests}`,
			unit: 'requests',
			ours: refused,
			...NONE,
		}),
		measure({ name: `runs that failed, of ${all}`, unit: 'runs', ours: failures.length, ...NONE }),
	];
}

/** Beside one full scan a run has room for questions to so many projects that all are asked in these runs. */
function runsForAll({
	projects,
	itemsPerProject,
	largestPage,
	requestsPerMinute,
	budgetMs,
}: SimulationOptions): number {
	const fullScan = itemsPerProject / largestPage + REQUESTS_BESIDE_PAGES;
	const room = (requestsPerMinute * SCAN_SHARE * budgetMs) / MINUTE_MS - fullScan;
	return Math.ceil(projects / room);
}

/** Of full scans of all projects, one after the other, beside a question for changes to each project in every run. */
function shortestRoundMs({
	projects,
	itemsPerProject,
	largestPage,
	requestsPerMinute,
	everyMs,
	budgetMs,
}: SimulationOptions): number {
	const requests = projects * (itemsPerProject / largestPage + REQUESTS_BESIDE_PAGES);
	const ofARun = (requestsPerMinute * SCAN_SHARE * budgetMs) / MINUTE_MS - projects - 1;
	return (requests / ofARun) * everyMs;
}

const inMinutes = (milliseconds: number): number => milliseconds / MINUTE_MS;
