/** Puts the domain's Plane context together from the credential. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { withRetry } from '../../core/http/retry';
import { createPace } from '../../core/http/pace';
import { createPlaneContext as createContext, type PlaneContext } from '../../core/plane/client';
import { planeMemoryOf } from '../shared/planeMemory';
import { createSend, createSleep, type HttpContext } from '../shared/send';

/** What Plane CE 1.3.1 allows unless API_KEY_RATE_LIMIT says otherwise. */
const DEFAULT_REQUESTS_PER_MINUTE = 60;

export interface ContextOptions {
	/** Longest that all requests together wait to be sent again after failures. @default Infinity */
	readonly retryBudgetMs?: number;
}

/** @throws {PlaneError} when an address or the workspace slug of the credential cannot be used. */
export async function createPlaneContext(
	context: HttpContext,
	{ retryBudgetMs = Infinity }: ContextOptions = {},
): Promise<PlaneContext> {
	const credentials = await context.getCredentials('planeApi');
	const { window, cache } = planeMemoryOf(credentials);
	const sleep = createSleep(context);
	return createContext({
		// A 429 comes back at once: the rate window learns from it and says how long to wait.
		send: withRetry(createSend(context, 'planeApi', credentials), {
			retryRateLimited: false,
			waitBudgetMs: retryBudgetMs,
			sleep,
			random: Math.random,
			now: Date.now,
		}),
		apiUrl: textOf(credentials, 'apiUrl'),
		webUrl: textOf(credentials, 'webUrl'),
		workspaceSlug: textOf(credentials, 'workspaceSlug'),
		pace: createPace({ window, limitPerMinute: requestsPerMinuteOf(credentials), now: Date.now, sleep }),
		now: Date.now,
		cache,
	});
}

function textOf(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' ? value : '';
}

/** What the credential allows per minute. */
export function requestsPerMinuteOf({ requestsPerMinute }: ICredentialDataDecryptedObject): number {
	const limit = Number(requestsPerMinute);
	return Number.isFinite(limit) && limit >= 1 ? limit : DEFAULT_REQUESTS_PER_MINUTE;
}
