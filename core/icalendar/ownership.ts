/**
 * Whose event is it, which of its properties may we write, and which calendar is it for: all as data, so that
 * neither the merge nor the reconcile holds a word of Plane's. Property names in upper case.
 */

/** What "ours" means in a calendar. */
export interface Scope {
	/** A UID of ours is `{uid_prefix}{id}{uid_suffix}`. */
	readonly uid_prefix: string;
	readonly uid_suffix: string;
	/** Property whose value names the owner of the event, and the value it has in this scope; null = any owner. */
	readonly property: string;
	readonly value: string | null;
	/** Property that holds the revision (an instant) the event was written from. */
	readonly revision_property: string;
	readonly calendar: CalendarMarks;
}

/** How a calendar made by us is recognised: its path segment, or the start of its calendar-description. */
export interface CalendarMarks {
	/** Both followed by the owner: a calendar of its own. */
	readonly slug_prefix: string;
	readonly mark_prefix: string;
	/** Both followed by a token: a calendar that events of several owners may be in. */
	readonly routes: {
		/** May begin like `slug_prefix` above. */
		readonly slug_prefix: string;
		readonly mark_prefix: string;
		/**
		 * Tokens of the routes where an event has the UID it has in the owner's own calendar; in all others it is a
		 * further copy with a UID of its own (`uidIn` in scope.ts).
		 */
		readonly single: readonly string[];
	};
}

/**
 * How the last line of a text of ours begins: with `line`, behind a line that begins with `after`; or with `line`
 * and what the event holds as `property`.
 */
export type TextEnd =
	{ readonly after: string; readonly line: string } | { readonly line: string; readonly property: string };

/** Which properties of the event a write decides; everything else is somebody else's, byte for byte. */
export interface Owned {
	/** Set to the desired values, removed where there are none. */
	readonly replace: readonly string[];
	/**
	 * A text of which we own the beginning: what people add below stays. `memory` is the property with length
	 * and digest of what we wrote last; `ends` tell where our part ends where that does not match.
	 */
	readonly text: {
		readonly property: string;
		readonly memory: string;
		readonly ends: readonly TextEnd[];
	};
	/**
	 * A list of which we own the members we put there; `memory` is the property that remembers them. Where it is
	 * missing, they are those that the line of our text beginning with `line` names, and `formerly`, which an
	 * earlier writer added.
	 */
	readonly set: {
		readonly property: string;
		readonly memory: string;
		readonly line: string;
		readonly formerly: readonly string[];
	};
	/** Replaced or removed only while the stored value is one of these. */
	readonly if_ours: Readonly<Record<string, readonly string[]>>;
	/** Lines whose value holds the text are removed, all others of the property are people's. */
	readonly discard: Readonly<Record<string, string>>;
	/** Written when the event is created, then left to people. */
	readonly on_create: readonly string[];
	/** Written along with other changes, never alone a reason to write. */
	readonly bookkeeping: readonly string[];
}

/** One owned property that a write changes: its unescaped values before and after, null = absent. */
export interface PropertyChange {
	readonly property: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** The calendar an event belongs into, before anybody looked which one that is. */
export interface CalendarTarget {
	/** ASCII path segment that identifies the calendar for ever. */
	readonly slug: string;
	/** Display name. */
	readonly name: string;
	/** How its calendar-description begins, so that it is found again under another path. */
	readonly mark: string;
	/** `#RRGGBB`. */
	readonly color?: string;
	/** Present where only the spelling of the name can ever differ: it is given once and never changed by us. */
	readonly named_once?: true;
}
