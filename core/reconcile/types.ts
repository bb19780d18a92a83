/** The plan, its results and the report of a reconcile. All of it is plain data. */
import type { Operation } from '../caldav/types';
import type { Failure, FailureKind } from '../errors';
import type { DeleteItem, UpsertItem } from '../event/types';
import type { RequestFigures } from '../http/metrics';
import type { CalendarTarget, PropertyChange } from '../icalendar/ownership';
import type { Missing } from '../plane/types';

export interface CalendarRef {
	readonly url: string;
	readonly name: string;
}

/** An event of ours as a calendar holds it. */
export interface ActualEvent {
	readonly uid: string;
	readonly href: string;
	readonly etag: string;
	readonly ics: string;
	/** Stored revision, normalised, or null. */
	readonly revision: string | null;
	readonly calendar: CalendarRef;
	/** Slug of the target this calendar stands for; null where it stands for none of them. */
	readonly targetSlug: string | null;
}

/** One intended step with its reason. Only the first four write. */
export type Action =
	| { readonly kind: 'create'; readonly item: UpsertItem; readonly target: CalendarTarget }
	| {
			readonly kind: 'update';
			readonly item: UpsertItem;
			readonly actual: ActualEvent;
			readonly changes: readonly PropertyChange[];
			readonly reason?: string;
	  }
	| {
			readonly kind: 'move';
			readonly item: UpsertItem;
			readonly actual: ActualEvent;
			readonly target: CalendarTarget;
	  }
	| {
			readonly kind: 'delete';
			readonly item: DeleteItem | UpsertItem;
			readonly actual: ActualEvent;
			readonly reason: string;
	  }
	| {
			readonly kind: 'keep';
			readonly item: UpsertItem;
			readonly actual: ActualEvent;
			readonly reason?: string;
	  }
	| {
			readonly kind: 'skip';
			readonly uid: string;
			readonly actual: ActualEvent | null;
			readonly reason: string;
			readonly failure?: Failure;
	  }
	| { readonly kind: 'missing'; readonly missing: Missing };

/** `refused` holds the numbers where too many events went missing at once. */
export interface Plan {
	readonly actions: readonly Action[];
	readonly refused: Refused | null;
}

export interface Refused {
	readonly missing: number;
	readonly of: number;
	/** What was held back and why, and what to enter where it is right. */
	readonly message: string;
}

/** One step of a plan as a dry run reports it. */
export interface PlannedAction {
	/** `ask`: Plane would be asked about it. `hold_back`: too many are missing at once. */
	readonly action: 'create' | 'update' | 'move' | 'delete' | 'ask' | 'hold_back';
	readonly reason: string;
	readonly uid: string;
	readonly title: string;
	/** First day, `YYYY-MM-DD`; null where the event has none that can be read. */
	readonly date: string | null;
	/** Where the event is or would be; `url` is null for a calendar that would be created. */
	readonly calendar: { readonly url: string | null; readonly name: string };
	/** Where an event to be moved is now. */
	readonly from?: CalendarRef;
	readonly changes: readonly PropertyChange[];
}

export type WritePolicy = 'everything' | 'create_and_update' | 'dry_run';

export interface Policy {
	readonly writes: WritePolicy;
	/** Approval for one run: in a project, up to this many missing events that would be held back are handed on. */
	readonly allowMissing: number;
}

/** What became of one event. */
export interface Result {
	readonly operation: Operation;
	readonly reason?: string;
	readonly uid: string;
	readonly calendar: CalendarRef | null;
	readonly href: string | null;
	readonly etag: string | null;
	readonly changes: readonly PropertyChange[];
	readonly attempts: number;
	readonly duration_ms: number;
	readonly before_ics?: string;
	readonly failure?: Failure;
	/** True beside `operation: 'deleted'`, as n8n's guidelines ask. */
	readonly deleted?: true;
}

export interface Counts {
	readonly created: number;
	readonly updated: number;
	readonly moved: number;
	readonly unchanged: number;
	/** Of the updated: those that set back a person's edit. */
	readonly reverted: number;
	readonly deleted: number;
	readonly missing: number;
	readonly skipped: number;
	readonly pending: number;
	readonly failed: number;
}

/** A calendar of ours that nobody fills any more, and what became of it; in a dry run what would. */
export interface OrphanCalendar extends CalendarRef {
	readonly why: 'archived' | 'not_listed';
	readonly outcome: 'kept' | 'held_back' | 'events_deleted' | 'calendar_deleted';
	/** Why less was done than was chosen: a sentence. */
	readonly note?: string;
}

export type { RequestFigures };

export interface Report {
	readonly project: { readonly id: string; readonly name: string };
	readonly calendars: readonly CalendarRef[];
	readonly counts: Counts;
	/** True when everything planned was done and nothing was refused, failed, pending or unknown. */
	readonly complete: boolean;
	/** Why it is not complete although nothing failed: the next run goes on. */
	readonly reason?: 'time_is_up';
	/** Nothing was written, the counts tell what would be, and `plan` each step. */
	readonly dry_run?: true;
	readonly plan?: readonly PlannedAction[];
	readonly refused?: Refused;
	/** The project's calendars, where it is archived or Plane does not list it any more. */
	readonly orphans?: readonly OrphanCalendar[];
	/** Results of what changed or failed. */
	readonly operations: readonly Result[];
	readonly requests: RequestFigures;
	readonly failures_by_kind: Partial<Record<FailureKind, number>>;
	readonly duration_ms: number;
	readonly failure?: Failure;
}
