/** What a reconcile costs in requests when nothing happened, over the stand-in's two projects. */
import type { Stack } from '../scripts/lib/stack';
import { measure, type Measure } from './measure';

/** One list of projects and one scan each; one listing of each calendar. */
const LEAST_TO_PLANE = 3;
const LEAST_TO_CALENDAR = 2;

export async function measureUnchangedReconcile({ plane, proxy, reconcile }: Stack): Promise<Measure[]> {
	await reconcile();
	plane.control.resetRequests();
	proxy.reset();
	await reconcile();
	const toCalendar = Object.values(proxy.counts()).reduce((sum, count) => sum + count, 0);
	const common = { unit: 'requests', reference_name: 'the least possible', aim: 1, runs: 1 };
	return [
		measure({
			name: 'unchanged reconcile of 2 projects, to Plane',
			ours: plane.control.requests().total,
			reference: LEAST_TO_PLANE,
			...common,
		}),
		measure({
			name: 'unchanged reconcile of 2 projects, to the calendar',
			ours: toCalendar,
			reference: LEAST_TO_CALENDAR,
			...common,
		}),
	];
}
