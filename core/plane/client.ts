/**
 * One request to Plane's REST API v1 and what its answer means. It knows addresses, statuses and the rate
 * window; records are read elsewhere, and the API key is added by whoever made `send`.
 */
import { PlaneError, toFailure } from '../errors';
import type { Failure, FailureKind } from '../errors';
import type { Pace, PaceKind } from '../http/pace';
import { parseHttpDate } from '../http/retryAfter';
import type { HttpResponse, Now, Send } from '../http/types';
import { isoOfMilliseconds } from './instants';
import { isUnknownRoute, refusalOf } from './refusal';
import type { PlaneCache } from './cache';
import type { Patience } from './patience';
import { ITEM_ROUTE, OLD_ITEM_ROUTE } from './thing';

export interface PlaneContext {
	/**
	 * Authenticated and retrying. A 429 is best returned at once (`retryRateLimited: false` in `withRetry`):
	 * the pace learns from it and decides how long to wait.
	 */
	readonly send: Send;
	/** `https://host/api/v1`, without a trailing slash. */
	readonly apiUrl: string;
	/** `https://host`, without a trailing slash. */
	readonly webUrl: string;
	readonly workspaceSlug: string;
	readonly pace: Pace;
	readonly now: Now;
	readonly cache: PlaneCache;
	/** Where requests give up together; each is sent on its own when absent. */
	readonly patience?: Patience;
	/** Milliseconds since the epoch: nothing is asked for or waited for beyond it. */
	readonly deadline?: number;
}

export interface PlaneSettings extends Omit<PlaneContext, 'webUrl'> {
	/** Absent or empty: derived from the API's address. */
	readonly webUrl?: string;
}

export interface PlaneRequest {
	/** @default GET */
	readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Segments below `/api/v1/`, not yet encoded; routes of work items under their name since 1.1.0. */
	readonly path: readonly string[];
	readonly query?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly pace: PaceKind;
	/** Places in the rate window to leave for what must follow. @default 0 */
	readonly leaveFree?: number;
	readonly timeoutMs?: number;
	/** See `HttpRequest`. */
	readonly isHeavy?: boolean;
}

/** `readAt`: Plane's clock when it answered, ours where it shows none. */
export type PlaneAnswer =
	| { readonly kind: 'ok'; readonly body: unknown; readonly readAt: string }
	| { readonly kind: 'failed'; readonly failure: Failure; readonly readAt: string };

/** How often a request that Plane refused with 429 is sent, each time after the wait it asked for. */
const RATE_ATTEMPTS = 3;
/** How long the names of routes are believed: a Plane may be updated meanwhile. */
const ROUTE_MAXIMUM_AGE_MS = 60 * 60 * 1000;
const ROUTE_IS_THERE: ReadonlySet<FailureKind> = new Set(['not_found', 'permission', 'invalid_data']);
export const CLOUD_API_HOST = 'api.plane.so';
/** Where the web app of Plane Cloud is, whose API has another host. */
export const CLOUD_WEB_URL = 'https://app.plane.so';

/**
 * Everything a request to one workspace needs, its addresses normalised.
 *
 * @throws {PlaneError} `invalid_data` where an address is no http(s) URL or the workspace is empty.
 */
export function createPlaneContext({ webUrl, ...settings }: PlaneSettings): PlaneContext {
	const base = withoutApiPath(parseBaseUrl(settings.apiUrl, 'API URL'));
	const isCloud = new URL(base).hostname === CLOUD_API_HOST;
	const web = webUrl?.trim() ? withoutApiPath(parseBaseUrl(webUrl, 'web app URL')) : null;
	const workspaceSlug = settings.workspaceSlug.trim().replace(/^\/+|\/+$/g, '');
	if (workspaceSlug === '' || workspaceSlug.includes('/')) {
		throw new PlaneError(
			'The workspace slug is empty or an address. Enter only the slug: of app.plane.so/acme/, that is "acme".',
			{ kind: 'invalid_data' },
		);
	}
	return {
		...settings,
		apiUrl: `${base}/api/v1`,
		webUrl: web ?? (isCloud ? CLOUD_WEB_URL : base),
		workspaceSlug,
	};
}

function parseBaseUrl(text: string, what: string): URL {
	const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
	if (url === null || !/^https?:$/.test(url.protocol)) {
		throw new PlaneError(
			`Plane's ${what} is no http or https address. Enter it like https://plane.example.`,
			{
				kind: 'invalid_data',
			},
		);
	}
	return url;
}

/** Without query, credentials and trailing slash, and without `/api/v1` or `/api` at its end. */
function withoutApiPath(url: URL): string {
	const path = url.pathname.replace(/\/+$/, '').replace(/\/api(?:\/v1)?$/, '');
	return `${url.protocol}//${url.host}${path}`;
}

/**
 * Sends a request when the rate window has room, and reads the answer. Failures are values: kind
 * `rate_limited` with status null means it was not sent, for the wait would have been too long. Nor is anything
 * sent once the context's patience has ended.
 *
 * Work items are asked for under both names their routes have had; which one a Plane lacks is remembered.
 *
 * @throws {CancelledError} when the run is cancelled.
 */
export async function askPlane(context: PlaneContext, request: PlaneRequest): Promise<PlaneAnswer> {
	const { patience, now } = context;
	const failure = patience?.givenUp() ?? null;
	if (failure !== null) return { kind: 'failed', failure, readAt: isoOfMilliseconds(now()) };
	const answer = await askBothNames(context, request);
	patience?.learn(answer.kind === 'failed' ? answer.failure : null);
	return answer;
}

async function askBothNames(context: PlaneContext, request: PlaneRequest): Promise<PlaneAnswer> {
	const preferred = preferredRoute(context);
	const first = await askOnce(context, request, preferred);
	if (!first.isUnknownRoute || !request.path.includes(ITEM_ROUTE)) return first.answer;
	const other = preferred === ITEM_ROUTE ? OLD_ITEM_ROUTE : ITEM_ROUTE;
	const { answer } = await askOnce(context, request, other);
	if (isPlanesOwn(answer)) {
		context.cache.oldRoutesSince = other === OLD_ITEM_ROUTE ? context.now() : null;
	}
	return answer;
}

interface Asking {
	readonly answer: PlaneAnswer;
	readonly isUnknownRoute: boolean;
}

/**
 * Whether the route was there, whatever it answered; a proxy's page or a failing server says nothing, nor does a
 * path that is wrong under both names.
 */
const isPlanesOwn = (answer: PlaneAnswer): boolean =>
	answer.kind === 'ok' || ROUTE_IS_THERE.has(answer.failure.kind);

/** Before 1.1.0 Plane knew `issues/` only; a release after 1.3 may drop that name. */
function preferredRoute({ cache, now }: PlaneContext): string {
	const since = cache.oldRoutesSince;
	return since !== null && now() - since < ROUTE_MAXIMUM_AGE_MS ? OLD_ITEM_ROUTE : ITEM_ROUTE;
}

async function askOnce(context: PlaneContext, request: PlaneRequest, itemRoute: string): Promise<Asking> {
	const { pace, now, deadline = Infinity } = context;
	const url = urlOf(context, request, itemRoute);
	let refused: PlaneAnswer = { kind: 'failed', failure: rateUsedUp(), readAt: isoOfMilliseconds(now()) };
	for (let attempt = 1; attempt <= RATE_ATTEMPTS; attempt++) {
		const maximumWaitMs = deadline - now();
		const place = { kind: request.pace, leaveFree: request.leaveFree ?? 0, maximumWaitMs };
		if (isTimeUp(context) || !(await pace.acquire(place))) break;
		const response = await sendOnce(context, request, url);
		if ('failure' in response) return unanswered({ kind: 'failed', ...response });
		pace.learn(response);
		const answer = readAnswer({ context, request, url }, response);
		if (response.status !== 429) {
			return { answer, isUnknownRoute: isUnknownRoute(response) };
		}
		refused = answer;
	}
	return unanswered(refused);
}

/** Timers may end a moment early. */
const TIMER_SLACK_MS = 10;

/** Whether the context's deadline is over. */
export const isTimeUp = ({ now, deadline = Infinity }: PlaneContext): boolean =>
	now() >= deadline - TIMER_SLACK_MS;

/** Whether that is why an answer is missing: it was cut off, or not asked for because of the wait before it. */
export const isForLackOfTime = (
	context: PlaneContext,
	{ kind, status }: Pick<Failure, 'kind' | 'status'>,
): boolean =>
	context.deadline !== undefined &&
	status === null &&
	(kind === 'rate_limited' || (kind === 'timeout' && isTimeUp(context)));

const unanswered = (answer: PlaneAnswer): Asking => ({ answer, isUnknownRoute: false });

/**
 * The body of a successful answer, with Plane's clock.
 *
 * @throws {PlaneError} for every other answer, and where none arrived.
 */
export async function callPlane(
	context: PlaneContext,
	request: PlaneRequest,
): Promise<{ readonly body: unknown; readonly readAt: string }> {
	const answer = await askPlane(context, request);
	if (answer.kind === 'ok') return answer;
	throw planeErrorOf(answer.failure);
}

/** The error that stands for a failure, for callers that cannot go on without the answer. */
export const planeErrorOf = ({ message, kind, status }: Failure): PlaneError =>
	new PlaneError(message, { kind, status });

/** Segments below the workspace, for `PlaneRequest.path`. */
export const inWorkspace = ({ workspaceSlug }: PlaneContext, ...segments: string[]): string[] => [
	'workspaces',
	workspaceSlug,
	...segments,
];

type NoAnswer = { readonly failure: Failure; readonly readAt: string };

async function sendOnce(
	context: PlaneContext,
	{ method = 'GET', body, timeoutMs, isHeavy }: PlaneRequest,
	url: string,
): Promise<HttpResponse | NoAnswer> {
	try {
		return await context.send({
			method,
			url,
			headers: {
				Accept: 'application/json',
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			...(timeoutMs === undefined ? {} : { timeoutMs }),
			...(isHeavy === undefined ? {} : { isHeavy }),
			...(context.deadline === undefined ? {} : { deadline: context.deadline }),
		});
	} catch (error) {
		return { failure: toFailure(error), readAt: isoOfMilliseconds(context.now()) };
	}
}

/** With the trailing slash: without it Plane answers 301, and a redirected PATCH turns into a GET (CE 1.3.1). */
function urlOf({ apiUrl }: PlaneContext, { path, query = {} }: PlaneRequest, itemRoute: string): string {
	const named = path.map((segment) => (segment === ITEM_ROUTE ? itemRoute : segment));
	const address = `${apiUrl}/${named.map(encodeSegment).join('/')}/`;
	const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeQuery(value)}`);
	return parameters.length === 0 ? address : `${address}?${parameters.join('&')}`;
}

/** `.` and `..` would be resolved away even when encoded. */
const encodeSegment = (segment: string): string =>
	/^\.{1,2}$/.test(segment) ? '-' : encodeURIComponent(segment);

/** Commas and colons stay readable: they have no meaning in a query. */
const encodeQuery = (value: string): string =>
	encodeURIComponent(value).replace(/%2C/g, ',').replace(/%3A/g, ':');

interface Sent {
	readonly context: PlaneContext;
	readonly request: PlaneRequest;
	readonly url: string;
}

function readAnswer({ context, request, url }: Sent, response: HttpResponse): PlaneAnswer {
	const readAt = isoOfMilliseconds(parseHttpDate(response.headers['date']) ?? context.now());
	const { method = 'GET', path } = request;
	const refusal = refusalOf(response, { method, path, url });
	if (refusal !== null) return { kind: 'failed', failure: refusal, readAt };
	const body: unknown = response.body === '' ? null : JSON.parse(response.body);
	return { kind: 'ok', body, readAt };
}

const rateUsedUp = (): Failure => ({
	kind: 'rate_limited',
	status: null,
	message:
		"Plane's rate limit is used up for the moment; nothing was asked. It is tried again with the next run.",
	retryable: true,
});
