/** Plane's throttle: so many requests per key in any 60 seconds; refused ones are not counted. */

const WINDOW_MS = 60_000;

export type Admission =
	| { readonly kind: 'allowed'; readonly remaining: number; readonly resetSeconds: number }
	| { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** Asks for one request of a key and counts it when it is allowed. */
export type RateLimiter = (key: string) => Admission;

/**
 * @param limit requests per 60 s; null lifts the limit.
 * @param now milliseconds since the epoch.
 */
export function createRateLimiter(limit: number | null, now: () => number): RateLimiter {
	const times = new Map<string, number[]>();
	return (key) => {
		const instant = now();
		const resetSeconds = Math.floor((instant + WINDOW_MS) / 1000);
		if (limit === null) return { kind: 'allowed', remaining: 59, resetSeconds };
		const recent = (times.get(key) ?? []).filter((time) => time > instant - WINDOW_MS);
		times.set(key, recent);
		const oldest = recent[0] ?? instant;
		if (recent.length >= limit) {
			return { kind: 'refused', retryAfterSeconds: Math.ceil((oldest + WINDOW_MS - instant) / 1000) };
		}
		recent.push(instant);
		return { kind: 'allowed', remaining: limit - recent.length, resetSeconds };
	};
}
