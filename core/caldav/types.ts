/** Calendars and calendar objects as a CalDAV server shows them. Nothing here knows Plane. */
import type { Now, Send } from '../http/types';
import type { PropertyChange } from '../icalendar/ownership';

/** A calendar collection, as one PROPFIND Depth 1 on its home shows it. */
export interface Calendar {
	/** Absolute, with trailing slash, as the server spelled its path. */
	readonly url: string;
	/** Last path segment, percent-decoded. */
	readonly slug: string;
	readonly name: string;
	/** calendar-description (RFC 4791 §5.2.1), '' where there is none. */
	readonly description: string;
	/** Whether VEVENT is among its supported components (RFC 4791 §5.2.3); true where it does not say. */
	readonly takesEvents: boolean;
	/** Whether we may write, as far as the server says; true where it does not say. */
	readonly writable: boolean;
	/** True where its owner is somebody else; false where it is us or unknown. */
	readonly foreign: boolean;
	/** The principal it belongs to, absolute; null where the server does not say. */
	readonly ownerUrl: string | null;
	/** `#rrggbb`, or what else the server gives; null where it has none. */
	readonly color: string | null;
	readonly ctag: string | null;
	readonly syncToken: string | null;
	/** Moves with every change in it, as far as the server tells; null where that is unknown or was not asked now. */
	readonly changeTag: string | null;
}

/** What discovery found for one credential; kept an hour in process, dropped on a 404. */
export interface Discovery {
	readonly principalUrl: string | null;
	/** Absolute URLs with trailing slash; several on DAViCal. */
	readonly homeUrls: readonly string[];
	readonly calendars: readonly Calendar[];
	/** Milliseconds since the epoch. */
	readonly readAt: number;
}

/** What is remembered about one server and credential; the caller decides how long it lives and whose it is. */
export interface DiscoveryCache {
	discovery: Discovery | null;
	/** Until when (milliseconds since the epoch) no calendar is created, because there was no room for one. */
	creationRefused?: { readonly until: number; readonly message: string };
	/** By address, orphan calendars in which there was nothing to remove: while their tag is the same, there is none. */
	leftAlone?: Map<string, LeftAlone>;
	/** True once the server refused an absolute Destination (Radicale behind a TLS proxy: 502). */
	pathOnlyDestination?: boolean;
}

export interface LeftAlone {
	readonly changeTag: string;
	/** Objects in it, all of them somebody else's. */
	readonly others: number;
	/** Milliseconds since the epoch. */
	readonly readAt: number;
}

export interface CalDavContext {
	/** Authenticated; retries, limits and counts. */
	readonly send: Send;
	/** The address from the credential: a server, a principal, a home or a single calendar. */
	readonly serverUrl: string;
	readonly cache: DiscoveryCache;
	readonly now: Now;
	/**
	 * The one calendar a person chose for everything: it stands for every target, is neither renamed nor marked,
	 * and no calendar is created. Asked for each use, so that a failure stays inside what needed it, and with the
	 * context of that use, whose deadline and figures hold for it.
	 */
	readonly chosenCalendar?: (context: CalDavContext) => Promise<Calendar>;
}

/** A calendar object as the server holds it. */
export interface StoredObject {
	/** Absolute URL, its path as the server spelled it. */
	readonly href: string;
	/** Opaque, quotes and `W/` included; '' where the server sent none. */
	readonly etag: string;
	readonly ics: string;
}

/** What to do with a calendar object, decided from its stored text (null: there is none). */
export type Decision =
	| {
			readonly kind: 'create';
			readonly ics: string;
			readonly changes: readonly PropertyChange[];
			readonly reason?: string;
	  }
	| {
			readonly kind: 'update';
			readonly ics: string;
			readonly changes: readonly PropertyChange[];
			readonly reason?: string;
	  }
	| { readonly kind: 'delete'; readonly reason?: string }
	| { readonly kind: 'keep'; readonly reason?: string }
	| { readonly kind: 'skip'; readonly reason: string };

export type Decide = (storedIcs: string | null) => Decision;

export type Operation =
	'created' | 'updated' | 'moved' | 'unchanged' | 'deleted' | 'not_found' | 'skipped' | 'pending' | 'failed';

/** What became of one calendar object. */
export interface WriteOutcome {
	readonly operation: Operation;
	readonly reason?: string;
	readonly href: string | null;
	readonly etag: string | null;
	readonly changes: readonly PropertyChange[];
	/** How often a decision was written or tried to be: 1 without conflict or retry. */
	readonly attempts: number;
	/** The text that was deleted or replaced by a new object. */
	readonly before_ics?: string;
}
