/** Bounds how many requests are under way at once; which requests those are it does not know. */
import { pLimit } from '../../vendor/dav';
import type { Send } from './types';

/** A `send` that has at most `concurrency` requests under way; the others wait in order. */
export function withConcurrency(send: Send, concurrency = 4): Send {
	const limit = pLimit(concurrency);
	return async (request) => await limit(async () => await send(request));
}

/** Runs `work` for each item, at most `concurrency` at once, begun in order; results in the order of the items. */
export async function mapConcurrently<Item, Outcome>(
	items: readonly Item[],
	concurrency: number,
	work: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
	const limit = pLimit(concurrency);
	return await Promise.all(items.map(async (item) => await limit(async () => await work(item))));
}
