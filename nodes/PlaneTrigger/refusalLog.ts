/**
 * Says in n8n's log that deliveries are refused, for Plane tells nobody: any answer counts as delivered there.
 * It never sees a body or a secret, and writes at most one line a minute for each node.
 */

export const LOG_INTERVAL_MS = 60_000;

/** More refusing nodes at once are unusual; the oldest is forgotten first. */
const MOST_NODES = 500;

export interface Refusal {
	/** Which node of which workflow. */
	readonly node: string;
	readonly reason: string;
	readonly deliveryId: string | null;
	/** Our clock, milliseconds since the epoch. */
	readonly at: number;
}

interface Tally {
	readonly writtenAt: number;
	readonly sinceThen: number;
}

/** The line to write now, or null where one was written less than a minute ago. */
export type RefusalLog = (refusal: Refusal) => string | null;

/** Counts refusals by node, in memory: a restart begins anew, and each process counts its own. */
export function createRefusalLog(): RefusalLog {
	const tallies = new Map<string, Tally>();
	return ({ node, reason, deliveryId, at }) => {
		const { writtenAt, sinceThen } = tallies.get(node) ?? { writtenAt: null, sinceThen: 0 };
		if (writtenAt !== null && at - writtenAt < LOG_INTERVAL_MS) {
			tallies.set(node, { writtenAt, sinceThen: sinceThen + 1 });
			return null;
		}
		const oldest = tallies.keys().next();
		if (!tallies.has(node) && tallies.size >= MOST_NODES && !oldest.done) tallies.delete(oldest.value);
		tallies.set(node, { writtenAt: at, sinceThen: 0 });
		const others = sinceThen === 0 ? '' : ` ${sinceThen} more were refused since the last such line.`;
		return `Plane Trigger refused a delivery (${deliveryId ?? 'without an ID'}): ${reason}${others}`;
	};
}
