/**
 * Which verified deliveries a workflow wants: by kind, by project, and by whether a calendar would show the
 * change. In doubt a delivery passes: one too many is a request, one too few an event that is wrong.
 */
import { DateTime } from 'luxon';
import { isObject, textOrNull } from './json';
import { BOOKKEEPING_FIELDS } from './parseDelivery';
import type { PlaneEvent } from './types';

export interface DeliveryFilter {
	/** Kinds of events in our spelling. */
	readonly events: readonly string[];
	/** Ids; empty for every project. A delivery that names no project always passes. */
	readonly projects: readonly string[];
	/** Drop updates of work items and projects that no calendar shows. */
	readonly onlyCalendarChanges: boolean;
}

/**
 * Fields of which no event of a calendar says anything, in every spelling of the API, the web app and older
 * releases (`activity.field` of version 1, keys of `previous_attributes` of version 2). A field that is not
 * listed matters. Deliberately not listed: `type` (an epic is no work item), a project's members and network.
 */
const FIELDS_WITHOUT_EFFECT: Readonly<Record<string, ReadonlySet<string>>> = {
	work_item: new Set([
		...['sort_order', 'parent', 'parent_id', 'external_id', 'external_source'],
		...['estimate', 'estimate_id', 'estimate_point', 'estimate_point_id', 'point'],
		...['cycle', 'cycles', 'cycle_id', 'module', 'modules', 'module_id', 'module_ids'],
		...['link', 'links', 'attachment', 'attachments', 'subscriber', 'subscribers', 'subscription'],
		...['comment', 'comments', 'comment_html', 'comment_json', 'comment_stripped', 'comment_reaction'],
		...['reaction', 'reactions', 'issue_reaction', 'vote', 'votes', 'issue_vote'],
		...['relation', 'blocking', 'blocked_by', 'relates_to', 'duplicate'],
		...['start_before', 'start_after', 'finish_before', 'finish_after'],
	]),
	project: new Set([
		...['description', 'description_text', 'description_html', 'description_json', 'sort_order'],
		...['emoji', 'icon_prop', 'logo_props', 'cover_image', 'cover_image_url', 'cover_image_asset'],
		...['cycle_view', 'module_view', 'page_view', 'issue_views_view', 'inbox_view', 'intake_view'],
		...['is_time_tracking_enabled', 'is_issue_type_enabled', 'guest_view_all_features'],
		...['archive_in', 'close_in', 'default_state', 'default_assignee', 'project_lead', 'estimate'],
		...['timezone', 'external_id', 'external_source'],
	]),
};

/** Why the workflow does not want this delivery, as a short sentence, or null where it does. */
export function reasonToIgnore(event: PlaneEvent, filter: DeliveryFilter): string | null {
	if (!filter.events.includes(event.event)) {
		return `This workflow does not listen to ${event.event} events.`;
	}
	if (isOfOtherProject(event.project_id, filter.projects)) {
		return 'This workflow does not listen to this project.';
	}
	if (filter.onlyCalendarChanges && !isSeenInCalendar(event)) return 'No calendar shows this change.';
	return null;
}

/**
 * Seconds between Plane's last change of the record and the delivery's arrival, or null where the delivery
 * does not tell (a deletion). The change is Plane's clock, the arrival ours.
 */
export function ageInSeconds({ data, received_at: receivedAt }: PlaneEvent): number | null {
	const updatedAt = textOrNull(data['updated_at']);
	if (updatedAt === null) return null;
	const age = DateTime.fromISO(receivedAt)
		.diff(DateTime.fromISO(updatedAt, { zone: 'utc' }))
		.as('seconds');
	return Number.isFinite(age) ? age : null;
}

function isOfOtherProject(projectId: string | null, projects: readonly string[]): boolean {
	if (projectId === null || projects.length === 0) return false;
	return !projects.some((id) => id.toLowerCase() === projectId.toLowerCase());
}

/** Whether an event of a calendar may look different after this; created, deleted and unknown always may. */
function isSeenInCalendar({ event, action, activity }: PlaneEvent): boolean {
	const without = Object.hasOwn(FIELDS_WITHOUT_EFFECT, event) ? FIELDS_WITHOUT_EFFECT[event] : undefined;
	if (action !== 'updated' || without === undefined) return true;
	const fields = changedFields(activity).filter((field) => !BOOKKEEPING_FIELDS.has(field));
	return fields.length === 0 || fields.some((field) => !without.has(field));
}

/** Version 2 names several changed fields by their previous values. */
function changedFields(activity: PlaneEvent['activity']): readonly string[] {
	if (activity === null) return [];
	const { field, old_value: previous } = activity;
	if (field !== null) return [field.trim().toLowerCase()];
	return isObject(previous) ? Object.keys(previous).map((key) => key.toLowerCase()) : [];
}
