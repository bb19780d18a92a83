/** Asks Plane what became of events that a snapshot lacks, and carries out what it answers. */
import type { CalDavContext } from '../caldav/types';
import { InputError } from '../errors';
import { getWorkItems } from '../plane/getWorkItem';
import type { Missing, WorkItem } from '../plane/types';
import type { EventItem } from '../event/types';
import { mapConcurrently } from '../http/limit';
import { applyEvent } from '../reconcile/applyEvent';
import type { Result } from '../reconcile/types';
import type { SyncContext } from './context';

/** How many answers are carried out at the same time. */
const WRITES_AT_ONCE = 4;

export interface Settled {
	readonly results: readonly Result[];
	/** Questions that were not answered for certain: their events are as they were. */
	readonly held: number;
}

/**
 * A question for which there is no time or no answer is held: the next full scan asks it again.
 *
 * @throws {CancelledError} when the run is cancelled; every other failure is in the results.
 */
export async function settleMissing(
	{ plane, calDav, stopAt, toEvents }: Pick<SyncContext, 'plane' | 'calDav' | 'stopAt' | 'toEvents'>,
	missing: readonly Missing[],
): Promise<Settled> {
	if (missing.length === 0) return { results: [], held: 0 };
	const requests = missing.map(({ work_item_id: id, project, found_in }) => ({ id, project, found_in }));
	const maximumWaitMs = Math.max(0, stopAt - plane.now());
	const inTime = { ...plane, deadline: stopAt };
	const workItems = await getWorkItems(inTime, requests, { maximumWaitMs, pace: 'scan' });
	const known = workItems.filter(({ status }) => status === 'present' || status === 'gone');
	const outcomes = await mapConcurrently(known, WRITES_AT_ONCE, async (workItem) =>
		calDav.now() < stopAt ? await applyAll(calDav, eventsOf(workItem, toEvents)) : null,
	);
	const results = outcomes.flatMap((outcome) => outcome ?? []);
	const unwritten = outcomes.filter((outcome) => outcome === null).length;
	return { results, held: workItems.length - known.length + unwritten };
}

/** Null where the answer holds what no event can be made of: nothing is known for certain then. */
function eventsOf(workItem: WorkItem, toEvents: SyncContext['toEvents']): readonly EventItem[] | null {
	try {
		return toEvents(workItem);
	} catch (error) {
		if (error instanceof InputError) return null;
		throw error;
	}
}

async function applyAll(calDav: CalDavContext, items: readonly EventItem[] | null): Promise<Result[] | null> {
	if (items === null) return null;
	const results: Result[] = [];
	for (const item of items) results.push(...(await applyEvent(calDav, item)));
	return results;
}
