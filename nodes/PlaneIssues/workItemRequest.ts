/** Which work item an input item or the node's fields ask for. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import type { WorkItemRequest } from '../../core/plane/getWorkItem';
import type { PlaneContext } from '../../core/plane/client';
import { isUuid } from '../../core/plane/json';
import { isPlaneEventItem, parsePlaneEventItem } from '../../core/plane/planeEventItem';
import { parseWorkItemReference, requireSameWorkspace } from '../../core/plane/workItemReference';
import type { FoundIn } from '../../core/plane/types';
import { readNamedWorkItem } from './workItemLocator';

/** A work item named by its key, in capitals: Plane needs no project for it. */
export interface KeyRequest {
	readonly key: string;
}

/** The request, or the error that this item alone deserves. */
export function readWorkItemRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	plane: PlaneContext,
): WorkItemRequest | KeyRequest | InputError {
	try {
		return context.getNodeParameter('from', itemIndex) === 'id'
			? fromFields(context, itemIndex, plane)
			: fromInput(context.getInputData()[itemIndex]?.json ?? {}, plane);
	} catch (error) {
		if (error instanceof InputError) return error;
		// What n8n throws for a field it cannot evaluate is a message for people too.
		return new InputError(error instanceof Error ? error.message : String(error), error);
	}
}

function fromFields(
	context: IExecuteFunctions,
	itemIndex: number,
	plane: PlaneContext,
): WorkItemRequest | KeyRequest {
	const named = readNamedWorkItem(context, itemIndex, plane);
	return named.kind === 'key' ? { key: named.key } : { id: named.id, project: { id: named.projectId } };
}

/** An item of Plane Trigger, of a reconcile's second output, or any item with an id and a project. */
function fromInput(json: IDataObject, plane: PlaneContext): WorkItemRequest {
	if (isPlaneEventItem(json)) {
		if (json.event !== 'work_item') {
			throw new InputError(
				`The input is a ${String(json.event)} event of Plane and names no work item. Let Plane Trigger listen to work items only, or filter by {{ $json.event }}.`,
			);
		}
		const event = parsePlaneEventItem(json);
		return { id: event.id, project: event.project_id === null ? null : { id: event.project_id }, event };
	}
	const id = textOf(json.work_item_id) ?? textOf(json.id);
	const project =
		readProject(json.project) ?? readProject({ id: json.project_id }) ?? projectOf(json.url, plane);
	if (id === null || !isUuid(id) || project === null) {
		throw new InputError(
			'The input names no work item. Connect Plane Trigger or the Missing output of CalDAV: Reconcile, or set "Work Item From" to "Chosen Here".',
		);
	}
	const { found_in: foundIn } = json;
	return { id: id.toLowerCase(), project, ...(isFoundIn(foundIn) && { found_in: foundIn }) };
}

function isFoundIn(value: unknown): value is FoundIn {
	return typeof value === 'object' && value !== null && 'href' in value && 'calendar' in value;
}

function readProject(value: unknown): { readonly id: string; readonly name?: string } | null {
	if (typeof value === 'string') return readProject({ id: value });
	if (typeof value !== 'object' || value === null || !('id' in value)) return null;
	const id = textOf(value.id);
	const name = 'name' in value ? textOf(value.name) : null;
	if (id === null || !isUuid(id)) return null;
	return { id: id.toLowerCase(), ...(name !== null && { name }) };
}

/** Simplified work items name their project in their address only. */
function projectOf(url: unknown, { workspaceSlug }: PlaneContext): { readonly id: string } | null {
	const reference = typeof url === 'string' ? parseWorkItemReference(url) : null;
	if (reference?.kind !== 'id') return null;
	requireSameWorkspace(reference, workspaceSlug);
	return readProject({ id: reference.projectId });
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
