/** An item of Plane Trigger as it arrives in another node: nodes between may have dropped or changed any of it. Pure. */
import { InputError } from '../errors';
import { isObject, isUuid } from './json';
import type { JsonObject } from './json';
import type { PlaneEvent } from './types';

/** Whether an item is meant as an event of Plane Trigger. */
export const isPlaneEventItem = (json: JsonObject): boolean =>
	['payload_version', 'event', 'action', 'id', 'project_id'].every((key) => key in json);

/**
 * The event, its ids in small letters. Without Plane's record `data` is empty, which tells of no work item.
 *
 * @throws {InputError} naming the first key that is missing or wrong.
 */
export function parsePlaneEventItem(json: JsonObject): PlaneEvent {
	const { id, project_id: projectId, received_at: receivedAt, data } = json;
	if (!isUuid(id)) throw lacking('id');
	if (projectId !== null && !isUuid(projectId)) throw lacking('project_id');
	// Only a deletion names no project, and only of a deletion this is the moment it was read.
	if (projectId === null && typeof receivedAt !== 'string') throw lacking('received_at');
	return {
		...(json as unknown as PlaneEvent),
		id: id.toLowerCase(),
		project_id: projectId === null ? null : projectId.toLowerCase(),
		data: isObject(data) ? data : {},
	};
}

const lacking = (key: string): InputError =>
	new InputError(
		`The event of Plane is not usable: "${key}" is missing or wrong. Pass the items of Plane Trigger on as they are.`,
	);
