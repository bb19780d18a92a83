/** What writing and reading a calendar costs beside a bare loop of the same requests, on a Radicale of its own. */
import { aWorkItem, anUpsert } from '../test/support/builders';
import { withCalendarBench, type CalendarBench } from './calendarBench';
import type { CalendarTimes } from './child/calendarCost';
import { measure, median, type Measure } from './measure';

const CREATE_ROUNDS = 4;
const CREATES_A_ROUND = 250;
const READ_ROUNDS = 9;
const LIMIT_MB = 150;

export const measureCalendarCost = async (): Promise<Measure[]> =>
	await withCalendarBench(async (bench) => [
		...(await measureCreates(bench)),
		...(await measureReads(bench)),
	]);

async function measureCreates({ runChild }: CalendarBench): Promise<Measure[]> {
	const env = { ROUNDS: String(CREATE_ROUNDS), COUNT: String(CREATES_A_ROUND) };
	const { ours, bare, tsdav } = await runChild<CalendarTimes>('calendarCost', env);
	const common = {
		name: `${CREATE_ROUNDS * CREATES_A_ROUND} creates by Reconcile, ms each`,
		unit: 'ms',
		ours: median(ours) / CREATES_A_ROUND,
		aim: 1.1,
		runs: CREATE_ROUNDS,
	};
	return [
		measure({
			...common,
			reference: median(bare) / CREATES_A_ROUND,
			reference_name: 'bare loop of the same PUTs',
		}),
		measure({
			...common,
			reference: median(tsdav) / CREATES_A_ROUND,
			reference_name: "loop of tsdav's createObject",
		}),
	];
}

async function measureReads({ load, calendarUrl, runChild }: CalendarBench): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const count of [1000, 10_000]) {
		const slug = `loaded-${count}`;
		await load(
			slug,
			Array.from({ length: count }, (_, index) => anUpsert(aWorkItem(index + 1))),
		);
		const env = { ROUNDS: String(READ_ROUNDS), CALENDAR: calendarUrl(slug) };
		const { ours, bare, rssMb } = await runChild<CalendarTimes>('calendarCost', env);
		measures.push(
			measure({
				name: `reading ${count} events`,
				unit: 'ms',
				ours: median(ours),
				reference: median(bare),
				reference_name: 'bare request for the same listing',
				aim: 1.3,
				runs: READ_ROUNDS,
			}),
		);
		if (count !== 10_000) continue;
		measures.push(
			measure({
				name: `reading ${count} events, peak RSS`,
				unit: 'MB',
				ours: rssMb,
				reference: LIMIT_MB,
				reference_name: 'limit of 150 MB above idle',
				aim: 1,
				runs: 1,
			}),
		);
	}
	return measures;
}
