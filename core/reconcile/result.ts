/** One event's result, from whatever became of it. */
import type { WriteOutcome } from '../caldav/types';
import { toFailure } from '../errors';
import type { Now } from '../http/types';
import type { CalendarRef, Result } from './types';

export interface ResultSubject {
	readonly uid: string;
	readonly calendar: CalendarRef | null;
	readonly href: string | null;
}

/** A result for which nothing was sent. */
export function quietResult(subject: ResultSubject, operation: Result['operation'], reason?: string): Result {
	return {
		operation,
		...(reason !== undefined && { reason }),
		...subject,
		etag: null,
		changes: [],
		attempts: 0,
		duration_ms: 0,
	};
}

/**
 * Runs one write and turns what becomes of it into a result; a failure of the server or of the data is a
 * result too.
 *
 * @throws {CancelledError} and whatever is a defect of ours.
 */
export async function resultOf(
	subject: ResultSubject,
	now: Now,
	write: () => Promise<WriteOutcome>,
): Promise<Result> {
	const startedAt = now();
	try {
		const { operation, reason, href, etag, changes, attempts, before_ics } = await write();
		return {
			operation,
			...(operation === 'deleted' && { deleted: true }),
			...(reason !== undefined && { reason }),
			uid: subject.uid,
			calendar: subject.calendar,
			href: href ?? subject.href,
			etag,
			changes,
			attempts,
			duration_ms: now() - startedAt,
			...(before_ics !== undefined && { before_ics }),
		};
	} catch (error) {
		const failure = toFailure(error);
		return {
			operation: 'failed',
			...subject,
			etag: null,
			changes: [],
			attempts: 1,
			duration_ms: now() - startedAt,
			failure,
		};
	}
}
