/** What a run works with: both sides, what the calendars are to hold, and how long it may take. */
import type { CalDavContext } from '../caldav/types';
import type { EventItem, ProjectBatch } from '../event/types';
import type { PlaneContext } from '../plane/client';
import type { Snapshot, WorkItem } from '../plane/types';
import type { Listings } from '../reconcile/listings';
import type { Policy } from '../reconcile/types';

export interface SyncContext {
	readonly plane: PlaneContext;
	readonly calDav: CalDavContext;
	readonly toBatch: (snapshot: Snapshot) => ProjectBatch;
	readonly toEvents: (workItem: WorkItem) => readonly EventItem[];
	readonly policy: Policy;
	/** Milliseconds since the epoch: nothing is read beyond it and no write begins. */
	readonly stopAt: number;
	/** What the run has read of the calendars so far. */
	readonly listings: Listings;
}
