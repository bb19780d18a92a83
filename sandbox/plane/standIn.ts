/** What a running stand-in is made of, and the options that shape it. */
import type { ItemChanges } from './controlItems';
import type { ProjectChanges } from './controlProjects';
import type { Stand } from './itemChanges';
import type { RateLimiter } from './rateLimit';
import type { DeliveryLogEntry, ReleaseOrder, Webhooks } from './webhooks';

export interface StandInOptions {
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
	/** Largest `per_page`: 1000 as on CE by default, 100 as on Cloud. */
	readonly maxPerPage?: number;
	/** API requests per key and 60 s; 60 by default, null for no limit. */
	readonly rateLimit?: number | null;
	/** When Plane's worker moves `updated_at` a second time, in milliseconds; 200 by default, null never. */
	readonly secondBumpMs?: number | null;
	/** Whether deleting a work item sends `deleted`; CE 1.3.1 does not, so false by default. */
	readonly sendDeletes?: boolean;
	/** Wait after a connection error, in milliseconds; 31,000 by default. */
	readonly retryWaitMs?: number;
	/** Attempts before the webhook is switched off; 6 by default. */
	readonly maxAttempts?: number;
	/** How long a receiver may take to answer, in milliseconds; 30,000 by default. */
	readonly deliveryTimeoutMs?: number;
	/** Milliseconds since the epoch; system time by default. */
	readonly now?: () => number;
}

export interface RequestLog {
	readonly total: number;
	/** Counts by `METHOD /path` without the query. */
	readonly byRoute: Readonly<Record<string, number>>;
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
	setWebhook(url: string | null): void;
	webhookIsActive(): boolean;
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
	readonly maxPerPage: number;
	readonly countRequest: (route: string, status: number) => void;
}
