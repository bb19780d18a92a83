/** What the next write must know: whose event it is, from which revision, and what in it is ours. */
import { InputError } from '../../errors';
import { contentLine, type ContentLine } from '../../icalendar/contentLine';
import { rememberSet, rememberText } from '../../icalendar/memory';
import type { EventFields } from '../../icalendar/serialize';
import { normalizeInstant } from '../../instant';
import type { PresentWorkItem } from '../../plane/types';
import { LABELS_PROPERTY, PROJECT_PROPERTY, REVISION_PROPERTY, TEXT_PROPERTY } from '../scope';
import { requireUuid } from '../uid';
import { labelNames } from './categories';
import { describe } from './description';

/**
 * The item's `updated_at` in the one form that compares as text.
 *
 * @throws {InputError} when it is no instant.
 */
export function revisionOf({ id, updated_at }: Pick<PresentWorkItem, 'id' | 'updated_at'>): string {
	const revision = normalizeInstant(updated_at);
	if (revision !== null) return revision;
	throw new InputError(
		`updated_at "${updated_at.slice(0, 40)}" of work item ${id} is not an instant. Pass the items of Plane Issues on as they are.`,
	);
}

/** DTSTAMP and LAST-MODIFIED: never the clock, so that the same item gives the same bytes. */
export const modified = (item: PresentWorkItem): Pick<EventFields, 'modified'> => ({
	modified: revisionOf(item),
});

/** Servers drop empty values or refuse them: the labels are left out where there are none. */
export function bookkeeping(item: PresentWorkItem): ContentLine[] {
	const labels = labelNames(item);
	return [
		contentLine(PROJECT_PROPERTY, requireUuid(item.project.id, 'project')),
		contentLine(REVISION_PROPERTY, revisionOf(item)),
		...(labels.length === 0 ? [] : [contentLine(LABELS_PROPERTY, rememberSet(labels))]),
		contentLine(TEXT_PROPERTY, rememberText(describe(item))),
	];
}
