/**
 * Plane's rate limit, a sliding window of 60 s per API key (CE 1.3.1), kept in process: who may send now, who
 * waits, and what the server's answers say about the requests of others with the same key.
 */
import { parseRetryAfter } from './retryAfter';
import type { HttpResponse, Now, Sleep } from './types';

/** `scan` reads lists and leaves room; `single` is the work of a webhook or of a person. */
export type PaceKind = 'scan' | 'single';

export interface PaceRequest {
	readonly kind: PaceKind;
	/** Longest acceptable wait in milliseconds. @default Infinity */
	readonly maximumWaitMs?: number;
	/** Places to leave for what must follow; all but one of those there are for its kind at most. @default 0 */
	readonly leaveFree?: number;
}

export interface Pace {
	/**
	 * Waits for room in the window and takes it.
	 *
	 * @returns false, at once, where that would take longer than `maximumWaitMs`; nothing is taken then.
	 * @throws {CancelledError} when the run is cancelled while waiting.
	 */
	readonly acquire: (request: PaceRequest) => Promise<boolean>;
	/** Adapts to `X-RateLimit-Remaining`, to a 429 and to requests that were sent several times. */
	readonly learn: (response: HttpResponse) => void;
	/** Requests of this minute that the server counts and nobody here sent: of others, or of a limit that is lower. */
	readonly unexplained: () => number;
}

export interface PaceOptions {
	/** Shared by everything in this process that uses the same credential; an own one when absent. */
	readonly window?: PaceWindow;
	/** Requests per 60 s, at least 1. */
	readonly limitPerMinute: number;
	readonly now: Now;
	readonly sleep: Sleep;
}

/** Longer than the server's 60 s by the time a request may need to arrive there. */
export const WINDOW_MS = 60_500;
/** Share of the window that scans may fill. */
export const SCAN_SHARE = 0.75;
/** Places that scans leave free even where the server counted requests of others. */
const SINGLE_RESERVE = 5;
/** How long a 429 without a readable `Retry-After` stops everything. */
const BLIND_WAIT_MS = 10_000;
/** `Retry-After` is cut to whole seconds. */
const RETRY_AFTER_MARGIN_MS = 500;

interface Reservation {
	/** When the request is (to be) sent. */
	readonly at: number;
	readonly kind: PaceKind;
}

/** What was sent lately with one credential. Opaque: made by `createPaceWindow`, used by `createPace`. */
export interface PaceWindow {
	limit: number;
	reservations: Reservation[];
	/** Requests the server counted and we did not send; taken to leave the window evenly. */
	foreign: { readonly count: number; readonly learnedAt: number };
	blockedUntil: number;
}

export const createPaceWindow = (): PaceWindow => ({
	limit: 1,
	reservations: [],
	foreign: { count: 0, learnedAt: 0 },
	blockedUntil: 0,
});

/**
 * The pace of one run over a window that may be shared. Concurrent callers take their turns and never
 * overshoot together; the limit given last holds for all.
 */
export function createPace({ window = createPaceWindow(), limitPerMinute, now, sleep }: PaceOptions): Pace {
	window.limit = wholeLimit(limitPerMinute);

	const acquire = async ({
		kind,
		maximumWaitMs = Infinity,
		leaveFree = 0,
	}: PaceRequest): Promise<boolean> => {
		let time = now();
		const deadline = time + maximumWaitMs;
		for (; ; time = now()) {
			forget(window, time);
			const room: Room = { kind, leaveFree: Math.min(leaveFree, placesFor(kind, window) - 1) };
			const reservation: Reservation = { at: earliestSlot(window, room, time), kind };
			if (reservation.at > deadline) return false;
			window.reservations.push(reservation);
			if (reservation.at <= now()) return true;
			let granted = false;
			try {
				await sleep(reservation.at - now());
				granted = isStillFree(window, room, now());
			} finally {
				if (!granted) window.reservations = window.reservations.filter((other) => other !== reservation);
			}
			if (granted) return true;
		}
	};

	return {
		acquire,
		learn: (response) => learnFrom(window, response, now()),
		unexplained: () => foreignAt(window, now()),
	};
}

/** The same pace for callers that together wait no longer than `budgetMs` for it. */
export function withWaitBudget(
	pace: Pace,
	{ budgetMs, now }: { readonly budgetMs: number; readonly now: Now },
): Pace {
	let remainingMs = budgetMs;
	return {
		...pace,
		acquire: async ({ maximumWaitMs = Infinity, ...request }) => {
			const startedAt = now();
			try {
				return await pace.acquire({ ...request, maximumWaitMs: Math.min(maximumWaitMs, remainingMs) });
			} finally {
				remainingMs = Math.max(0, remainingMs - (now() - startedAt));
			}
		},
	};
}

const wholeLimit = (limit: number): number => Math.max(1, Math.floor(limit));

function forget(window: PaceWindow, now: number): void {
	window.reservations = window.reservations.filter(({ at }) => at > now - WINDOW_MS);
}

/** The first moment from `now` on at which a request of that kind fits, given all reservations made so far. */
function earliestSlot(window: PaceWindow, wanted: Room, now: number): number {
	const { reservations, foreign, blockedUntil } = window;
	const start = Math.max(now, blockedUntil);
	const changes = [
		...reservations.map(({ at }) => at + WINDOW_MS),
		...Array.from({ length: foreign.count }, (_, step) =>
			Math.ceil(foreign.learnedAt + (WINDOW_MS * (step + 1)) / foreign.count),
		),
	];
	const candidates = [start, ...changes.filter((time) => time > start).sort((a, b) => a - b)];
	return candidates.find((time) => hasRoom(window, wanted, time)) ?? start + WINDOW_MS;
}

/** How much of the window a kind of request may fill. */
const placesFor = (kind: PaceKind, { limit }: PaceWindow): number =>
	kind === 'single' ? limit : Math.max(1, Math.floor(limit * SCAN_SHARE));

/** What must be free for a request to be sent. */
type Room = Required<Pick<PaceRequest, 'kind' | 'leaveFree'>>;

function hasRoom(window: PaceWindow, { kind, leaveFree }: Room, time: number): boolean {
	const live = window.reservations.filter(({ at }) => at > time - WINDOW_MS);
	const room = window.limit - live.length - foreignAt(window, time);
	if (kind === 'single') return room > leaveFree;
	const scanLimit = placesFor(kind, window);
	const scans = live.filter((reservation) => reservation.kind === 'scan').length;
	const reserve = Math.min(SINGLE_RESERVE, window.limit - scanLimit);
	return scans + leaveFree < scanLimit && room > reserve + leaveFree;
}

/** Whether what was learned during the wait still leaves room for everything that is due by now. */
function isStillFree(window: PaceWindow, { leaveFree }: Room, now: number): boolean {
	if (now < window.blockedUntil) return false;
	const due = window.reservations.filter(({ at }) => at > now - WINDOW_MS && at <= now).length;
	return due + foreignAt(window, now) + leaveFree <= window.limit;
}

function foreignAt({ foreign }: PaceWindow, time: number): number {
	const share = 1 - Math.max(0, time - foreign.learnedAt) / WINDOW_MS;
	return share <= 0 ? 0 : Math.ceil(foreign.count * share - 1e-9);
}

function learnFrom(window: PaceWindow, response: HttpResponse, now: number): void {
	for (let retry = 1; retry < response.attempts; retry++) {
		window.reservations.push({ at: now, kind: 'single' });
	}
	if (response.status === 429) {
		const waitMs = parseRetryAfter(response.headers, now) ?? BLIND_WAIT_MS;
		window.blockedUntil = Math.max(window.blockedUntil, now + waitMs + RETRY_AFTER_MARGIN_MS);
	}
	const remaining = /^\d+$/.exec(response.headers['x-ratelimit-remaining'] ?? '')?.[0];
	if (remaining === undefined) return;
	const ours = window.reservations.filter(({ at }) => at > now - WINDOW_MS && at <= now).length;
	window.foreign = { count: Math.max(0, window.limit - Number(remaining) - ours), learnedAt: now };
}
