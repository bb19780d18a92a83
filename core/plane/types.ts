/**
 * What flows out of Plane, with names resolved and text readable. Keys are Plane's own where the value is
 * Plane's; lists are never null; dates are `YYYY-MM-DD`; instants are ISO 8601 in UTC.
 */
import type { Failure } from '../errors';

export type StateGroup = 'backlog' | 'unstarted' | 'started' | 'completed' | 'cancelled' | 'triage';
export type Priority = 'urgent' | 'high' | 'medium' | 'low' | 'none';

export interface ProjectRef {
	readonly id: string;
	readonly name: string;
	readonly identifier: string;
}

/** `present` as read; `gone` proven absent; `unavailable` unknown; `deferred` not asked, Plane's rate is used up. */
export type WorkItemStatus = 'present' | 'gone' | 'unavailable' | 'deferred';

/** Where the event of a missing work item was seen, so that exactly that one is deleted or moved. */
export interface FoundIn {
	readonly calendar: { readonly url: string; readonly name: string };
	readonly href: string;
	readonly etag: string;
	/** Stored revision, an instant, or null where the event has none. */
	readonly revision: string | null;
}

/** What every resolved work item has, whatever its status. */
interface WorkItemBase {
	readonly id: string;
	/** Plane's clock when the item was read (Date header, whole seconds); of a delivery's own record its `updated_at`. */
	readonly read_at: string;
	readonly source: 'plane' | 'delivery';
	readonly found_in?: FoundIn;
}

export interface PresentWorkItem extends WorkItemBase {
	readonly status: 'present';
	readonly sequence_id: number;
	readonly name: string;
	/** Plain text. */
	readonly description: string;
	readonly state: {
		readonly id: string;
		readonly name: string;
		readonly group: StateGroup;
		readonly color: string;
	};
	readonly priority: Priority;
	readonly start_date: string | null;
	readonly target_date: string | null;
	readonly completed_at: string | null;
	readonly assignees: ReadonlyArray<{ readonly id: string; readonly display_name: string }>;
	readonly labels: ReadonlyArray<{ readonly id: string; readonly name: string; readonly color: string }>;
	readonly project: ProjectRef;
	readonly parent: string | null;
	readonly url: string;
	readonly created_at: string;
	readonly updated_at: string;
	readonly archived_at: string | null;
}

/** A work item that could not be read: gone for good, or not known at the moment. */
export interface AbsentWorkItem extends WorkItemBase {
	readonly status: 'gone' | 'unavailable' | 'deferred';
	/** Null where a `deleted` delivery named no project. */
	readonly project: (Partial<ProjectRef> & { readonly id: string }) | null;
	readonly failure?: Failure;
}

/** A key such as `WEB-42` that names no work item now: nobody knows its id, so no event can be found by it. */
export interface AbsentKey {
	readonly key: string;
	readonly id: null;
	readonly status: AbsentWorkItem['status'];
	/** Null where Plane did not tell. */
	readonly project: ProjectRef | null;
	readonly read_at: string;
	readonly source: 'plane';
	readonly failure?: Failure;
}

export type WorkItem = PresentWorkItem | AbsentWorkItem;

/** How much of a project a snapshot holds. Only from `complete` may anything be concluded to be missing. */
export type SnapshotStatus = 'complete' | 'changes' | 'incomplete' | 'archived' | 'unavailable';

/** One project's dated work items at one moment: the batch, the unit of failure and of partitioning. */
export interface Snapshot {
	readonly project: ProjectRef;
	readonly status: SnapshotStatus;
	/** Plane's clock before the first page was read. */
	readonly taken_at: string;
	readonly changed_since?: string;
	readonly work_items: readonly PresentWorkItem[];
	/**
	 * Work items of the project with and without a date, as Plane counted them with the first page, or null where
	 * none was read. One that fell since the last run tells of items that were deleted, archived or moved away.
	 */
	readonly total_count: number | null;
	/** Whether the run this snapshot belongs to read every project the key can see. */
	readonly all_projects: boolean;
	/**
	 * Ids of every project in Plane's list, archived and not joined ones included; on the first snapshot of a run that
	 * read every project. What is not among them was deleted, or is secret and not (or no longer) joined.
	 */
	readonly listed_projects?: readonly string[];
	/** Why it is not complete although nothing is wrong: the next run goes on. */
	readonly reason?: 'time_is_up';
	readonly failure?: Failure;
}

export type EventName = 'work_item' | 'project' | 'comment' | 'cycle' | 'module' | (string & {});
export type DeliveryAction = 'created' | 'updated' | 'deleted' | (string & {});

/** What one verified delivery says, in one form for every version of Plane. */
export interface PlaneEvent {
	readonly event: EventName;
	readonly action: DeliveryAction;
	readonly id: string;
	/** Null where the delivery names none (every v1 `deleted`). */
	readonly project_id: string | null;
	readonly workspace_id: string | null;
	readonly activity: {
		readonly field: string | null;
		readonly old_value: unknown;
		readonly new_value: unknown;
	} | null;
	readonly payload_version: 1 | 2;
	readonly delivery_id: string | null;
	/** Our clock, ISO in UTC. */
	readonly received_at: string;
	/** Plane's record as sent, less people's e-mail addresses and avatars. */
	readonly data: Readonly<Record<string, unknown>>;
}

/** A reconcile's question: an event of ours whose work item the snapshot lacks. */
export interface Missing {
	readonly uid: string;
	readonly work_item_id: string;
	readonly project: { readonly id: string; readonly name: string };
	readonly found_in: FoundIn;
}
