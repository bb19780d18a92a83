/**
 * The webhook's queue: sends messages one after the other, retries connection errors (in version 2 also 5xx)
 * with the same old record and switches the webhook off after the last attempt. Knows no record.
 */
import { randomUUID } from 'crypto';
import { createHistory, shipmentsOf } from './deliveryFaults';
import type { DeliveryFault, History, Shipment } from './deliveryFaults';
import { headersFor, signatureOf } from './deliveryHeaders';
import { SandboxError } from './references';
import { sendDelivery } from './sendDelivery';

export interface WebhookSettings {
	readonly secret: string;
	/** Waits before the second attempt, the third and so on, in milliseconds; the last one repeats. */
	readonly retryWaitsMs: readonly number[];
	/** Attempts before the webhook is switched off, by version of the message. */
	readonly maxAttempts: Readonly<Record<1 | 2, number>>;
	readonly timeoutMs: number;
	/** Why Plane refuses an address, or null. */
	readonly refusalOf: (url: string) => string | null;
	/** The faults that strike a message. */
	readonly faultsFor: (message: Message) => readonly DeliveryFault[];
}

/** One message to deliver: the record is fixed when the change happens and never refreshed. */
export interface Message {
	readonly version: 1 | 2;
	/** As `X-Plane-Event` says it. */
	readonly event: string;
	readonly action: string;
	/** The changed key, null for created and deleted. */
	readonly field: string | null;
	readonly entityId: string;
	/** The body; version 2 holds the attempt's delivery id. */
	readonly write: (deliveryId: string) => string;
}

export interface DeliveryLogEntry {
	readonly event: string;
	readonly action: string;
	readonly field: string | null;
	readonly entityId: string;
	/** New on every attempt. */
	readonly deliveryId: string;
	/** 1 for the first one. */
	readonly attempt: number;
	/** Null where no HTTP answer arrived. */
	readonly status: number | null;
	readonly failure: string | null;
	/** ISO 8601, when the attempt ended. */
	readonly at: string;
	readonly body: string;
}

const LOG_LIMIT = 20_000;

interface Job {
	readonly message: Message;
	readonly attempt: number;
	/** So many attempts fail without reaching anybody. */
	readonly failingAttempts: number;
}

/** A job that a fault holds back until `behind` later messages went, or its timer fires. */
interface HeldBack {
	readonly job: Job;
	behind: number;
	readonly timer: NodeJS.Timeout;
}

export interface Queue {
	url: string | null;
	active: boolean;
	closed: boolean;
	sending: boolean;
	/** Messages neither delivered nor given up. */
	outstanding: number;
	jobs: Job[];
	held: Message[] | null;
	heldBack: HeldBack[];
	readonly history: History;
	log: DeliveryLogEntry[];
	waiters: Array<() => void>;
	readonly timers: Set<NodeJS.Timeout>;
}

export const newQueue = (): Queue => ({
	url: null,
	active: false,
	closed: false,
	sending: false,
	outstanding: 0,
	jobs: [],
	held: null,
	heldBack: [],
	history: createHistory(),
	log: [],
	waiters: [],
	timers: new Set(),
});

/** One message is delivered, given up or dropped; whoever drains is told when it was the last. */
function settle(queue: Queue): void {
	queue.outstanding -= 1;
	if (queue.outstanding > 0) return;
	const { waiters } = queue;
	queue.waiters = [];
	for (const resolve of waiters) resolve();
}

type Outcome = Pick<DeliveryLogEntry, 'deliveryId' | 'status' | 'failure' | 'body'>;

function record(queue: Queue, { message, attempt }: Job, outcome: Outcome): void {
	const { event, action, field, entityId } = message;
	queue.log.push({ event, action, field, entityId, attempt, ...outcome, at: new Date().toISOString() });
	if (queue.log.length > LOG_LIMIT) queue.log.shift();
}

/** An address that Plane refuses when it sends gets nothing, and nothing is logged. */
async function attemptJob(queue: Queue, job: Job, settings: WebhookSettings): Promise<'done' | 'retry'> {
	const { message, attempt, failingAttempts } = job;
	if (queue.url === null || settings.refusalOf(queue.url) !== null) return 'done';
	const deliveryId = randomUUID();
	const body = message.write(deliveryId);
	try {
		if (attempt <= failingAttempts) throw new Error('a fault let nobody listen');
		const status = await sendDelivery({
			method: 'POST',
			url: new URL(queue.url),
			headers: headersFor(message.event, deliveryId, signatureOf(body, settings.secret)),
			body,
			timeoutMs: settings.timeoutMs,
		});
		record(queue, job, { deliveryId, status, failure: null, body });
		return message.version === 2 && status >= 500 ? 'retry' : 'done';
	} catch (error) {
		const failure = error instanceof Error ? error.message : String(error);
		record(queue, job, { deliveryId, status: null, failure, body });
		return 'retry';
	}
}

function later(queue: Queue, delayMs: number, run: () => void): NodeJS.Timeout {
	const timer = setTimeout(() => {
		queue.timers.delete(timer);
		run();
	}, delayMs);
	queue.timers.add(timer);
	return timer;
}

function scheduleRetry(queue: Queue, job: Job, settings: WebhookSettings): void {
	if (job.attempt >= settings.maxAttempts[job.message.version]) {
		queue.active = false;
		settle(queue);
		return;
	}
	const { retryWaitsMs } = settings;
	later(queue, retryWaitsMs[job.attempt - 1] ?? retryWaitsMs.at(-1) ?? 0, () => {
		queue.jobs.push({ ...job, attempt: job.attempt + 1 });
		void work(queue, settings);
	});
}

/** Sends what is queued, one at a time; a second call while it runs does nothing. */
async function work(queue: Queue, settings: WebhookSettings): Promise<void> {
	if (queue.sending) return;
	queue.sending = true;
	for (let job = queue.jobs.shift(); job !== undefined; job = queue.jobs.shift()) {
		const outcome = await attemptJob(queue, job, settings);
		if (queue.closed) break;
		if (outcome === 'retry') scheduleRetry(queue, job, settings);
		else settle(queue);
	}
	queue.sending = false;
}

/** Lets go whatever waited for this message; what starts waiting with it is not counted. */
function passedBy(queue: Queue, waiting: readonly HeldBack[]): void {
	for (const one of waiting) {
		one.behind -= 1;
		if (one.behind > 0 || !queue.heldBack.includes(one)) continue;
		letGo(queue, one);
	}
}

function letGo(queue: Queue, one: HeldBack): void {
	clearTimeout(one.timer);
	queue.timers.delete(one.timer);
	queue.heldBack = queue.heldBack.filter((other) => other !== one);
	queue.jobs.push(one.job);
}

function dispatch(queue: Queue, shipment: Shipment, settings: WebhookSettings): void {
	const { message, failingAttempts, delayMs, heldBack } = shipment;
	const job = { message, attempt: 1, failingAttempts };
	queue.outstanding += 1;
	const start = (): void => {
		queue.jobs.push(job);
		void work(queue, settings);
	};
	if (heldBack) {
		const timer = later(queue, delayMs + heldBack.longestMs, () => {
			letGo(queue, held);
			void work(queue, settings);
		});
		const held: HeldBack = { job, behind: heldBack.behind, timer };
		queue.heldBack.push(held);
	} else if (delayMs > 0) later(queue, delayMs, start);
	else start();
}

/** Puts a message on its way, past whatever faults strike it. */
export function send(queue: Queue, message: Message, settings: WebhookSettings): void {
	const waiting = [...queue.heldBack];
	queue.history.add(message);
	for (const shipment of shipmentsOf(message, settings.faultsFor(message), queue.history)) {
		dispatch(queue, shipment, settings);
	}
	passedBy(queue, waiting);
	void work(queue, settings);
}

/** @throws {SandboxError} when Plane refuses the address. */
export function register(queue: Queue, url: string | null, settings: WebhookSettings): void {
	const refusal = url === null ? null : settings.refusalOf(url);
	if (refusal !== null) throw new SandboxError(`Plane refuses the webhook address ${url}: ${refusal}.`);
	queue.url = url === null ? null : new URL(url).href;
	queue.active = url !== null && !queue.closed;
}

export function close(queue: Queue): void {
	queue.closed = true;
	queue.active = false;
	queue.jobs = [];
	queue.held = null;
	queue.heldBack = [];
	for (const timer of queue.timers) clearTimeout(timer);
	queue.timers.clear();
	queue.outstanding = 1;
	settle(queue);
}
