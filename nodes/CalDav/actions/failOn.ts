/** In n8n a failed write is an error of the node, to which On Error applies; in the domain it is a result. */
import { DavError } from '../../../core/errors';
import type { Result } from '../../../core/reconcile/types';

/** @throws {DavError} when the result is a failure. */
export function failOn(result: Result): Result {
	const { failure, operation, uid } = result;
	if (operation !== 'failed' || failure === undefined) return result;
	throw new DavError(`Event ${uid}: ${failure.message}`, { kind: failure.kind, status: failure.status });
}
