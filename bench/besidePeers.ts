/**
 * Our reconcile beside vdirsyncer and python-caldav: the same events into calendars of the same Radicale, in one run.
 * Theirs are times without the start of their programs, which a person waits for as well.
 */
import { withCalendarBench } from './calendarBench';
import type { Job, PeerTimes } from './child/besidePeers';
import type { Name } from './child/contestants';
import { measure, median, type Measure } from './measure';
import { setUpPeers } from './peers/setUpPeers';

const ROUNDS = 3;
const COUNT = 1000;
const CHANGED = 10;
/** As fast. */
const AIM = 1;

interface Row {
	readonly name: string;
	readonly job: Job;
	readonly ours: Name;
}

const ROWS: readonly Row[] = [
	{ name: `${COUNT} events, nothing changed, sync`, job: 'unchanged', ours: 'sync' },
	{ name: `${COUNT} events, nothing changed, reconcile of everything`, job: 'unchanged', ours: 'reconcile' },
	{ name: `${COUNT} events, ${CHANGED} changed, sync`, job: 'changed', ours: 'sync' },
	{ name: `${COUNT} events, ${CHANGED} changed, reconcile of everything`, job: 'changed', ours: 'reconcile' },
	{ name: `first sync of ${COUNT} events`, job: 'first', ours: 'sync' },
];

export async function measureBesidePeers(): Promise<Measure[]> {
	const { programs, vdirsyncer, pythonCaldav } = await setUpPeers();
	const env = { PEERS: programs, ROUNDS: String(ROUNDS), COUNT: String(COUNT), CHANGED: String(CHANGED) };
	const { jobs, starts } = await withCalendarBench(
		async ({ runChild }) => await runChild<PeerTimes>('besidePeers', env),
	);
	const peers: ReadonlyArray<readonly [Name, string]> = [
		['vdirsyncer', vdirsyncer],
		['pythonCaldav', pythonCaldav],
	];
	return ROWS.flatMap(({ name, job, ours }) =>
		peers.map(([peer, peerName]) =>
			measure({
				name,
				unit: 'ms',
				ours: median(jobs[job][ours]),
				reference: median(jobs[job][peer]),
				reference_name: `${peerName}, without its start of ${Math.round(median(starts[peer]))} ms`,
				aim: AIM,
				runs: ROUNDS,
			}),
		),
	);
}
