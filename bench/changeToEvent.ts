/** How long a change in Plane takes until a calendar client would see it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hrefOfUid } from '../core/webdav/href';
import { uidOf, type Stack } from '../scripts/lib/stack';
import { measure, median, type Measure } from './measure';

const CHANGES = 20;
const WARM_UP = 2;
const POLL_MS = 5;
const TIMEOUT_MS = 20_000;
/** The issue's own aim. */
const LIMIT_MS = 1000;

/** Renames one item again and again and looks at its event until the new name is there. */
export async function measureChangeToEvent({ plane, calendar, waitForEvent }: Stack): Promise<Measure[]> {
	const item = plane.control.createItem('WEB', { name: 'Measured', target_date: '2027-03-01' });
	const event = await waitForEvent(item.id, (found) => found !== null);
	const calendarUrl = (event?.href ?? '').replace(/[^/]*$/, '');
	const url = hrefOfUid(calendarUrl, uidOf(item.id));
	const durations: number[] = [];
	for (let change = -WARM_UP; change < CHANGES; change++) {
		const name = `Measured ${change + WARM_UP}.`;
		const startedAt = performance.now();
		plane.control.updateItem(item.id, { name });
		while (!(await calendar.context.send({ method: 'GET', url, headers: {} })).body.includes(name)) {
			if (performance.now() - startedAt > TIMEOUT_MS)
				throw new Error(`The change "${name}" did not reach ${url}.`);
			await sleep(POLL_MS);
		}
		if (change >= 0) durations.push(performance.now() - startedAt);
	}
	const common = { unit: 'ms', reference: LIMIT_MS, reference_name: 'limit of 1 s', runs: CHANGES };
	return [
		measure({ name: 'change in Plane to event, median', ours: median(durations), aim: 1, ...common }),
		measure({ name: 'change in Plane to event, worst', ours: Math.max(...durations), aim: 2, ...common }),
	];
}
