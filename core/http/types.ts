/**
 * The one door to the network: everything above it is tested with a function of this type, and n8n's
 * helper is wrapped into one in `nodes/shared/send.ts`. It knows no server and no credential.
 */

/** How long a transport waits for an answer where the request does not say. */
export const DEFAULT_TIMEOUT_MS = 30_000;

export interface HttpRequest {
	readonly method: string;
	/** Absolute URL. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Milliseconds until the request counts as timed out; the transport's default when absent. */
	readonly timeoutMs?: number;
	/** Milliseconds since the epoch: no attempt begins or lasts beyond it (`withRetry` sees to that). */
	readonly deadline?: number;
	/** Asks for so much that a time-out or 5xx may mean it: the answer to that is a smaller request, not the same. */
	readonly isHeavy?: boolean;
}

export interface HttpResponse {
	readonly status: number;
	/** Header names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** How often the request was sent until this answer came: 1 without a retry. */
	readonly attempts: number;
}

/**
 * Sends one request and resolves with whatever status the server answered, 4xx and 5xx included.
 *
 * @throws {TransportError} when no HTTP answer arrived (kind `network` or `timeout`).
 * @throws {CancelledError} when the run was cancelled.
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** Resolves after that many milliseconds. @throws {CancelledError} when the run is cancelled meanwhile. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** Milliseconds since the epoch. */
export type Now = () => number;
