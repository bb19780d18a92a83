/** When to stop asking a Plane that does not answer: many questions in a row would each wait for nothing. Pure. */
import type { Failure, FailureKind } from '../errors';

/** So many failures one after the other are not the fault of what was asked for. */
export const MOST_FAILURES_IN_A_ROW = 3;

const OUT_OF_ORDER: ReadonlySet<FailureKind> = new Set(['network', 'timeout', 'server']);

/** What the requests of one execution have in common: they give up together. */
export interface Patience {
	/** The failure to give instead of asking, or null while asking makes sense. */
	readonly givenUp: () => Failure | null;
	/** What became of a request; null for a success. */
	readonly learn: (failure: Failure | null) => void;
}

/** Ends with a refused key, or with failures in a row of a Plane that is out of order. */
export function createPatience(): Patience {
	let inARow = 0;
	let given: Failure | null = null;
	return {
		givenUp: () => given,
		learn: (failure) => {
			// Nothing was asked: that says nothing about Plane.
			if (failure?.kind === 'rate_limited') return;
			const isOut = failure !== null && OUT_OF_ORDER.has(failure.kind);
			inARow = isOut ? inARow + 1 : 0;
			if (failure === null || given !== null) return;
			if (failure.kind === 'auth') given = unasked(failure, 'the API key was refused before');
			if (inARow >= MOST_FAILURES_IN_A_ROW) {
				given = unasked(failure, `${MOST_FAILURES_IN_A_ROW} requests in a row failed before`);
			}
		},
	};
}

const unasked = (failure: Failure, reason: string): Failure => ({
	...failure,
	message: `Plane was not asked any more, for ${reason}. ${failure.message}`,
});
