/** Which work item an input item or the node's fields ask for. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import type { WorkItemRequest } from '../../core/plane/getWorkItem';
import type { FoundIn, PlaneEvent } from '../../core/plane/types';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The request, or the error that this item alone deserves. */
export function readWorkItemRequest(
	context: IExecuteFunctions,
	itemIndex: number,
): WorkItemRequest | InputError {
	try {
		return context.getNodeParameter('from', itemIndex) === 'id'
			? fromFields(context, itemIndex)
			: fromInput(context.getInputData()[itemIndex]?.json ?? {});
	} catch (error) {
		if (error instanceof InputError) return error;
		// What n8n throws for a field it cannot evaluate is a message for people too.
		return new InputError(error instanceof Error ? error.message : String(error), error);
	}
}

function fromFields(context: IExecuteFunctions, itemIndex: number): WorkItemRequest {
	const id = String(context.getNodeParameter('workItemId', itemIndex)).trim();
	const projectId = String(context.getNodeParameter('project', itemIndex, '', { extractValue: true })).trim();
	if (!UUID.test(id)) {
		throw new InputError(
			`"Work Item ID" is "${id}", which is no ID. Copy it from the address of the work item: …/issues/{ID}.`,
		);
	}
	if (!UUID.test(projectId)) throw new InputError('No project is chosen. Pick one in the field "Project".');
	return { id, project: { id: projectId } };
}

/** An item of Plane Trigger, of a reconcile's second output, or any item with an id and a project. */
function fromInput(json: IDataObject): WorkItemRequest {
	if (isPlaneEvent(json)) {
		if (json.event !== 'work_item') {
			throw new InputError(
				`The input is a ${json.event} event of Plane and names no work item. Let Plane Trigger listen to work items only, or filter by {{ $json.event }}.`,
			);
		}
		return { id: json.id, project: json.project_id === null ? null : { id: json.project_id }, event: json };
	}
	const id = textOf(json.work_item_id) ?? textOf(json.id);
	const project = readProject(json.project) ?? readProject({ id: json.project_id });
	if (id === null || !UUID.test(id) || project === null) {
		throw new InputError(
			'The input names no work item. Connect Plane Trigger or the Missing output of CalDAV: Reconcile, or set "Work Item From" to "ID".',
		);
	}
	const { found_in: foundIn } = json;
	return { id, project, ...(isFoundIn(foundIn) && { found_in: foundIn }) };
}

function isPlaneEvent(json: object): json is PlaneEvent {
	return (
		'payload_version' in json && 'event' in json && 'action' in json && 'id' in json && 'project_id' in json
	);
}

function isFoundIn(value: unknown): value is FoundIn {
	return typeof value === 'object' && value !== null && 'href' in value && 'calendar' in value;
}

function readProject(value: unknown): { readonly id: string; readonly name?: string } | null {
	if (typeof value === 'string') return readProject({ id: value });
	if (typeof value !== 'object' || value === null || !('id' in value)) return null;
	const id = textOf(value.id);
	const name = 'name' in value ? textOf(value.name) : null;
	if (id === null || !UUID.test(id)) return null;
	return { id, ...(name !== null && { name }) };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
