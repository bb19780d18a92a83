/** A remembered calendar may have been deleted meanwhile: the one place that looks again. */
import type { CalDavContext } from '../caldav/types';
import { DavError } from '../errors';

/** RFC 4918 §9.7.1: 409 for a PUT whose collection is not there; several servers answer 404. */
const COLLECTION_IS_GONE = new Set([404, 409, 410]);

/** Runs once more with a new discovery where a remembered one may have led to a calendar that is gone. */
export async function withFreshDiscovery<T>(context: CalDavContext, run: () => Promise<T>): Promise<T> {
	const remembered = context.cache.discovery !== null;
	try {
		return await run();
	} catch (error) {
		const isGone = error instanceof DavError && error.status !== null && COLLECTION_IS_GONE.has(error.status);
		if (!remembered || !isGone) throw error;
		context.cache.discovery = null;
		return await run();
	}
}
