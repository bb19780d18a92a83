/** The one webhook of the workspace: its address, what is held, its log. `deliveryQueue.ts` is the queue. */
import { randomUUID } from 'crypto';
import { headersFor, signatureOf } from './deliveryHeaders';
import { close, newQueue, register, send } from './deliveryQueue';
import type { DeliveryLogEntry, Message, WebhookSettings } from './deliveryQueue';
import { sendDelivery } from './sendDelivery';

export { signatureOf } from './deliveryHeaders';
export type { DeliveryLogEntry, Message, WebhookSettings } from './deliveryQueue';

/** How held messages leave: as they came, backwards, or these positions (repeats double, the rest is lost). */
export type ReleaseOrder = 'as-held' | 'reversed' | readonly number[];

export interface Webhooks {
	readonly secret: string;
	url(): string | null;
	/**
	 * Registers an address and switches the webhook on; null removes it.
	 *
	 * @throws {SandboxError} when Plane refuses the address.
	 */
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

function pick(held: readonly Message[], order: ReleaseOrder): Message[] {
	if (order === 'as-held') return [...held];
	if (order === 'reversed') return [...held].reverse();
	return order.flatMap((position) => held[position] ?? []);
}

/** Creates the one webhook of the workspace; without an address nothing is sent or kept. */
export function createWebhooks(settings: WebhookSettings): Webhooks {
	const queue = newQueue();
	return {
		secret: settings.secret,
		url: () => queue.url,
		setUrl: (url) => register(queue, url, settings),
		isActive: () => queue.active,
		publish: (message) => {
			if (!queue.active) return;
			if (queue.held) queue.held.push(message);
			else send(queue, message, settings);
		},
		hold: () => {
			queue.held ??= [];
		},
		release: (order = 'as-held') => {
			const messages = pick(queue.held ?? [], order);
			queue.held = null;
			for (const message of messages) send(queue, message, settings);
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
