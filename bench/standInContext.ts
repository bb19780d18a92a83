/** A context that reads the stand-in as fast as it answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createPace } from '../core/http/pace';
import { withRetry } from '../core/http/retry';
import { createPlaneCache } from '../core/plane/cache';
import { createPlaneContext, type PlaneContext } from '../core/plane/client';
import type { RunningStandIn } from '../sandbox/plane/standIn';
import { createNodeSend } from '../scripts/lib/nodeSend';

export const AS_FAST_AS_IT_ANSWERS = 1_000_000;

const pause = async (milliseconds: number): Promise<void> => {
	await sleep(milliseconds);
};

export function contextOf({ url, workspaceSlug, apiKey }: RunningStandIn): PlaneContext {
	const send = createNodeSend();
	return createPlaneContext({
		send: withRetry(
			async (request) => await send({ ...request, headers: { ...request.headers, 'X-API-Key': apiKey } }),
			{ sleep: pause, random: Math.random, now: Date.now },
		),
		apiUrl: url,
		workspaceSlug,
		pace: createPace({ limitPerMinute: AS_FAST_AS_IT_ANSWERS, now: Date.now, sleep: pause }),
		now: Date.now,
		cache: createPlaneCache(Date.now),
	});
}
