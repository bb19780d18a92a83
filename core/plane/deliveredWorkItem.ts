/**
 * The work item as a delivery itself tells it: the way out when Plane's rate is used up. Pure; whether the
 * project is archived meanwhile no delivery says.
 */
import { PlaneError } from '../errors';
import { idOf, isObject } from './json';
import { parseWorkItem } from './parseWorkItem';
import type { Reading } from './parseWorkItem';
import type { FoundIn, PlaneEvent, PresentWorkItem, ProjectRef } from './types';

export interface DeliveredOptions extends Pick<Reading, 'webUrl' | 'workspaceSlug'> {
	/** The project's names, which no delivery has; null where they are not known. */
	readonly project: ProjectRef | null;
	readonly foundIn?: FoundIn | undefined;
}

/**
 * The delivery's record as a work item, read when Plane last changed it (a retry brings old records late), or
 * null where it does not tell enough: not version 1, a deletion, an archived, deleted, draft or intake item.
 */
export function workItemOfDelivery(event: PlaneEvent, options: DeliveredOptions): PresentWorkItem | null {
	const { data, action } = event;
	const tells =
		event.payload_version === 1 && event.event === 'work_item' && /^(?:created|updated)$/.test(action);
	const isHidden = data['archived_at'] != null || data['deleted_at'] != null || data['is_draft'] === true;
	if (!tells || isHidden || !isWhole(data) || options.project === null) return null;
	const { project, webUrl, workspaceSlug, foundIn } = options;
	try {
		const reading: Reading = { readAt: '', source: 'delivery', webUrl, workspaceSlug, project, foundIn };
		const workItem = parseWorkItem(data, reading);
		return workItem.state.group === 'triage' ? null : { ...workItem, read_at: workItem.updated_at };
	} catch (error) {
		if (error instanceof PlaneError) return null;
		throw error;
	}
}

/** Lists that are absent would read as empty: a state, labels, assignees and a date (or null) have to be there. */
const isWhole = (data: PlaneEvent['data']): boolean =>
	isObject(data['state']) &&
	idOf(data['state']) !== null &&
	Array.isArray(data['labels']) &&
	Array.isArray(data['assignees']) &&
	data['target_date'] !== undefined;
