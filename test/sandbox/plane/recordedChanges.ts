/** How every change of `deliveries-per-change.json` is made over HTTP. Knows nothing of what it sends. */
import type { Change } from './changeTable';
import { ITEM_CHANGES } from './recordedItemChanges';
import { OTHER_CHANGES, PROJECT_CHANGES } from './recordedProjectChanges';
import { DISCUSSION, SHELVES } from './recordedRecordChanges';
import { VIEW_CHANGES } from './recordedViewChanges';

/** Changes that the stand-in cannot make, for it keeps nothing of the kind; both were silent. */
export const NOT_KEPT: ReadonlySet<string> = new Set(['reaction-app', 'subscribe-app']);

/** By the name under which each was recorded. */
export const CHANGES: ReadonlyMap<string, Change> = new Map([
	...ITEM_CHANGES,
	...VIEW_CHANGES,
	...DISCUSSION,
	...SHELVES,
	...PROJECT_CHANGES,
	...OTHER_CHANGES,
]);
