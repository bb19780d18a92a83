/** What a running stand-in is made of, and the options that shape it. */
import type { AnswerFault } from './answerFaults';
import type { ItemChanges } from './controlItems';
import type { ProjectChanges } from './controlProjects';
import type { DeliveryFault } from './deliveryFaults';
import type { FaultControl, Faults } from './faults';
import type { Stand } from './itemChanges';
import type { RateLimiter } from './rateLimit';
import type { IdFor } from './ids';
import type { Micros } from './instants';
import type { World } from './store';
import type { Switches } from './switches';
import type { DeliveryLogEntry, ReleaseOrder, Webhooks } from './webhooks';

export interface FaultSet {
	readonly deliveries?: readonly DeliveryFault[];
	readonly answers?: readonly AnswerFault[];
}

export interface StandInOptions extends Partial<Switches> {
	/** On 127.0.0.1; a free one by default. */
	readonly port?: number;
	/** Key of the workspace's owner, Ada; random by default. */
	readonly apiKey?: string;
	/** Random by default. */
	readonly webhookSecret?: string;
	/** Where deliveries go; nowhere by default. */
	readonly webhookUrl?: string;
	/** `acme` by default. */
	readonly workspaceSlug?: string;
	/** The day the sample dates lie around, `YYYY-MM-DD`; the UTC date of `now` by default. */
	readonly today?: string;
	/** The same text gives the same ids on every start. */
	readonly seed?: string;
	/** Time zone of the owner, in which the API writes instants; `UTC` by default. */
	readonly ownerTimeZone?: string;
	/** An archived project and public and secret ones that the owner has not joined; true by default. */
	readonly extraProjects?: boolean;
	/** So many generated projects instead of the two sample ones. */
	readonly projects?: number;
	/** Items in each generated project; 100 by default. */
	readonly itemsPerProject?: number;
	/** When Plane's worker moves `updated_at` a second time, in milliseconds; 200 by default, null never. */
	readonly secondBumpMs?: number | null;
	/** Wait between attempts, in milliseconds; by default as recorded: 31 s, then 5 to 8½ minutes. */
	readonly retryWaitMs?: number;
	/** Attempts before the webhook is switched off; 6 by default, 5 in version 2. */
	readonly maxAttempts?: number;
	/** How long a receiver may take to answer, in milliseconds; 30,000 by default. */
	readonly deliveryTimeoutMs?: number;
	/** Faults that are armed from the start. */
	readonly faults?: FaultSet;
	/** Milliseconds since the epoch; system time by default. */
	readonly now?: () => number;
	/** Makes a world of one's own instead of the sample data; `owner` is the id of the key's owner. */
	readonly makeWorld?: (parts: WorldParts) => { readonly world: World; readonly owner: string };
}

/** What a world needs from outside. */
export interface WorldParts {
	readonly clock: () => Micros;
	readonly ids: IdFor;
}

export interface RequestLog {
	readonly total: number;
	/** Counts by `METHOD /path` without the query. */
	readonly byRoute: Readonly<Record<string, number>>;
	/** `0` counts requests that a fault left without an answer. */
	readonly byStatus: Readonly<Record<string, number>>;
}

/** Changes, deliveries and counts of a running stand-in. */
export interface Control extends ItemChanges, ProjectChanges {
	holdDeliveries(): void;
	/** Sends what was held; resolves with how many messages that was. */
	releaseDeliveries(order?: ReleaseOrder): number;
	/** Signs any body and sends it once; resolves with the receiver's status. */
	deliver(rawBody: string, headers?: Readonly<Record<string, string>>): Promise<number>;
	/** Resolves when no delivery is queued, on the wire or waiting for a retry; held ones do not count. */
	drain(): Promise<void>;
	/** Every attempt so far, oldest first. */
	deliveries(): readonly DeliveryLogEntry[];
	clearDeliveries(): void;
	/** @throws {SandboxError} when the rules for addresses are on and refuse it. */
	setWebhook(url: string | null): void;
	webhookIsActive(): boolean;
	switches(): Switches;
	/** Changes the switches that are named, for what happens from now on. */
	setSwitches(changes: Partial<Switches>): Switches;
	/** Arms, disarms and lists faults. */
	readonly faults: FaultControl;
	/** API requests so far. */
	requests(): RequestLog;
	resetRequests(): void;
}

export interface RunningStandIn {
	/** `http://127.0.0.1:PORT`, without a slash at its end; also the web app's address. */
	readonly url: string;
	/** `{url}/api/v1`. */
	readonly apiUrl: string;
	readonly apiKey: string;
	readonly workspaceSlug: string;
	readonly webhookSecret: string;
	/** Keys of everybody, by first name. */
	readonly apiKeys: Readonly<Record<string, string>>;
	readonly control: Control;
	close(): Promise<void>;
}

/** What the server's parts share. */
export interface Parts {
	readonly stand: Stand;
	readonly webhooks: Webhooks;
	readonly control: Control;
	readonly admit: RateLimiter;
	/** Read at every request: a switch. */
	readonly maxPerPage: number;
	readonly faults: Faults;
	readonly countRequest: (route: string, status: number) => void;
}
