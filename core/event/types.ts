/** What the transform hands to the calendar side: one event, or one project's batch of them. */
import type { Failure } from '../errors';
import type { CalendarTarget, Owned, Scope } from '../icalendar/ownership';
import type { FoundIn, SnapshotStatus } from '../plane/types';

interface EventItemBase {
	/** Why, for anything but a plain upsert. */
	readonly reason?: string;
	readonly uid: string;
	/** `updated_at` of the work item; null where it is gone. */
	readonly revision: string | null;
	readonly read_at: string;
	readonly source: 'plane' | 'delivery';
	readonly scope: Scope;
	readonly owned: Owned;
	readonly found_in?: FoundIn;
	readonly work_item: {
		readonly id: string;
		readonly key: string | null;
		readonly name: string | null;
		readonly url: string | null;
	};
	readonly project: { readonly id: string; readonly name: string } | null;
}

export interface UpsertItem extends EventItemBase {
	readonly action: 'upsert';
	readonly revision: string;
	readonly calendar: CalendarTarget;
	/** A VCALENDAR with the one desired VEVENT. */
	readonly ics: string;
}

/**
 * Means every event of the work item: `calendar` is searched first, then all others that may hold a copy. Null
 * where the project is unknown: every calendar of ours is searched.
 */
export interface DeleteItem extends EventItemBase {
	readonly action: 'delete';
	readonly reason: string;
	readonly calendar: CalendarTarget | null;
	readonly ics: null;
}

export interface SkipItem extends EventItemBase {
	readonly action: 'skip';
	readonly reason: string;
	readonly calendar: CalendarTarget | null;
	readonly ics: null;
	readonly failure?: Failure;
}

export type EventItem = UpsertItem | DeleteItem | SkipItem;

/** One project's desired events, for the reconcile. */
export interface ProjectBatch {
	readonly project: { readonly id: string; readonly name: string };
	/** Every calendar events of this project may be in, those that are empty now included. */
	readonly targets: readonly CalendarTarget[];
	readonly scope: Scope;
	readonly owned: Owned;
	readonly snapshot: {
		readonly status: SnapshotStatus;
		readonly taken_at: string;
		readonly all_projects: boolean;
		/** As in a snapshot. */
		readonly listed_projects?: readonly string[];
		readonly reason?: 'time_is_up';
		readonly failure?: Failure;
	};
	readonly events: readonly EventItem[];
}
