/**
 * The webhook's queue: signs bodies, sends them one after the other, retries connection errors with the same
 * old body and switches the webhook off after the last attempt. Knows no record.
 */
import { createHmac, randomUUID } from 'crypto';
import { sendDelivery } from './sendDelivery';

export interface WebhookSettings {
	readonly secret: string;
	/** Wait before another attempt after a connection error, in milliseconds. */
	readonly retryWaitMs: number;
	readonly maxAttempts: number;
	readonly timeoutMs: number;
}

/** One message to deliver: the body is fixed when the change happens and never refreshed. */
export interface Message {
	readonly event: string;
	readonly action: string;
	/** The changed key, null for created and deleted. */
	readonly field: string | null;
	readonly entityId: string;
	readonly body: string;
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

/** How held messages leave: as they came, backwards, or these positions (repeats double, the rest is lost). */
export type ReleaseOrder = 'as-held' | 'reversed' | readonly number[];

export interface Webhooks {
	readonly secret: string;
	url(): string | null;
	/** Registers an address and switches the webhook on; null removes it. */
	setUrl(url: string | null): void;
	isActive(): boolean;
	publish(message: Message): void;
	hold(): void;
	/** Sends what was held and holds no longer; resolves with how many messages were queued. */
	release(order?: ReleaseOrder): number;
	heldCount(): number;
	/**
	 * Signs any body and sends it once, at once; resolves with the receiver's status.
	 *
	 * @throws {Error} when there is no address or no HTTP answer.
	 */
	deliver(rawBody: string, headers?: Readonly<Record<string, string>>): Promise<number>;
	/** Resolves when nothing is queued, on the wire or waiting for a retry. Held messages do not count. */
	drain(): Promise<void>;
	log(): readonly DeliveryLogEntry[];
	clearLog(): void;
	/** Drops everything that is queued. */
	close(): void;
}

const LOG_LIMIT = 20_000;

/** Lowercase hex HMAC-SHA256 of the body's bytes, as `X-Plane-Signature` carries it. */
export const signatureOf = (body: string, secret: string): string =>
	createHmac('sha256', secret).update(body, 'utf8').digest('hex');

interface Job {
	readonly message: Message;
	readonly attempt: number;
}

interface Queue {
	url: string | null;
	active: boolean;
	closed: boolean;
	sending: boolean;
	/** Messages neither delivered nor given up. */
	outstanding: number;
	jobs: Job[];
	held: Message[] | null;
	log: DeliveryLogEntry[];
	waiters: Array<() => void>;
	readonly timers: Set<NodeJS.Timeout>;
}

const newQueue = (): Queue => ({
	url: null,
	active: false,
	closed: false,
	sending: false,
	outstanding: 0,
	jobs: [],
	held: null,
	log: [],
	waiters: [],
	timers: new Set(),
});

const headersFor = (event: string, deliveryId: string, signature: string): Record<string, string> => ({
	'User-Agent': 'Autopilot',
	'Accept-Encoding': 'gzip, deflate',
	Accept: '*/*',
	Connection: 'keep-alive',
	'Content-Type': 'application/json',
	'X-Plane-Delivery': deliveryId,
	'X-Plane-Event': event,
	'X-Plane-Signature': signature,
});

/** One message is delivered, given up or dropped; whoever drains is told when it was the last. */
function settle(queue: Queue): void {
	queue.outstanding -= 1;
	if (queue.outstanding > 0) return;
	const { waiters } = queue;
	queue.waiters = [];
	for (const resolve of waiters) resolve();
}

function record(
	queue: Queue,
	job: Job,
	outcome: { deliveryId: string; status: number | null; failure: string | null },
): void {
	queue.log.push({ ...job.message, attempt: job.attempt, ...outcome, at: new Date().toISOString() });
	if (queue.log.length > LOG_LIMIT) queue.log.shift();
}

/** Where `Connection: keep-alive` is said, Python still opens a new connection per delivery. */
async function attemptJob(queue: Queue, job: Job, settings: WebhookSettings): Promise<'done' | 'retry'> {
	const { message } = job;
	if (queue.url === null) return 'done';
	const deliveryId = randomUUID();
	try {
		const status = await sendDelivery({
			method: 'POST',
			url: new URL(queue.url),
			headers: headersFor(message.event, deliveryId, signatureOf(message.body, settings.secret)),
			body: message.body,
			timeoutMs: settings.timeoutMs,
		});
		record(queue, job, { deliveryId, status, failure: null });
		return 'done';
	} catch (error) {
		const failure = error instanceof Error ? error.message : String(error);
		record(queue, job, { deliveryId, status: null, failure });
		return 'retry';
	}
}

function scheduleRetry(queue: Queue, job: Job, settings: WebhookSettings): void {
	if (job.attempt >= settings.maxAttempts) {
		queue.active = false;
		settle(queue);
		return;
	}
	const timer = setTimeout(() => {
		queue.timers.delete(timer);
		queue.jobs.push({ message: job.message, attempt: job.attempt + 1 });
		void work(queue, settings);
	}, settings.retryWaitMs);
	queue.timers.add(timer);
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

function pick(held: readonly Message[], order: ReleaseOrder): Message[] {
	if (order === 'as-held') return [...held];
	if (order === 'reversed') return [...held].reverse();
	return order.flatMap((position) => held[position] ?? []);
}

function close(queue: Queue): void {
	queue.closed = true;
	queue.active = false;
	queue.jobs = [];
	queue.held = null;
	for (const timer of queue.timers) clearTimeout(timer);
	queue.timers.clear();
	queue.outstanding = 1;
	settle(queue);
}

/** Creates the one webhook of the workspace; without an address nothing is sent or kept. */
export function createWebhooks(settings: WebhookSettings): Webhooks {
	const queue = newQueue();
	const enqueue = (messages: readonly Message[]): void => {
		queue.outstanding += messages.length;
		queue.jobs.push(...messages.map((message) => ({ message, attempt: 1 })));
		void work(queue, settings);
	};
	return {
		secret: settings.secret,
		url: () => queue.url,
		setUrl: (url) => {
			queue.url = url === null ? null : new URL(url).href;
			queue.active = url !== null && !queue.closed;
		},
		isActive: () => queue.active,
		publish: (message) => {
			if (!queue.active) return;
			if (queue.held) queue.held.push(message);
			else enqueue([message]);
		},
		hold: () => {
			queue.held ??= [];
		},
		release: (order = 'as-held') => {
			const messages = pick(queue.held ?? [], order);
			queue.held = null;
			enqueue(messages);
			return messages.length;
		},
		heldCount: () => queue.held?.length ?? 0,
		deliver: (rawBody, headers = {}) => {
			if (queue.url === null) throw new Error('The webhook has no address. Set one first.');
			const signed = headersFor('issue', randomUUID(), signatureOf(rawBody, settings.secret));
			return sendDelivery({
				method: 'POST',
				url: new URL(queue.url),
				headers: { ...signed, ...headers },
				body: rawBody,
				timeoutMs: settings.timeoutMs,
			});
		},
		drain: () =>
			queue.outstanding === 0 ? Promise.resolve() : new Promise((resolve) => queue.waiters.push(resolve)),
		log: () => queue.log,
		clearLog: () => {
			queue.log = [];
		},
		close: () => close(queue),
	};
}
