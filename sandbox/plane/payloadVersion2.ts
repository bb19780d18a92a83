/**
 * Version 2 of Plane's payloads as its documentation of July 2026 shows them; nobody has recorded one. Knows
 * flat records and the oddities of the documented samples.
 */
import { randomUUID } from 'crypto';
import type { Action, Entity, Happening, PayloadContext } from './happening';
import { isPythonFloat, isPythonList, numberOf, pythonJson } from './pythonJson';
import type { PythonObject, PythonValue } from './pythonJson';
import type { Message } from './deliveryQueue';

/** Names of references, which are flat ids here. */
const FLAT_NAMES: Readonly<Record<string, string>> = {
	type: 'type_id',
	issue: 'issue_id',
	actor: 'actor_id',
	state: 'state_id',
	parent: 'parent_id',
	project: 'project_id',
	workspace: 'workspace_id',
	labels: 'label_ids',
	assignees: 'assignee_ids',
	created_by: 'created_by_id',
	updated_by: 'updated_by_id',
	estimate_point: 'estimate_point_id',
	estimate: 'estimate_id',
	default_assignee: 'default_assignee_id',
	default_state: 'default_state_id',
	project_lead: 'project_lead_id',
	cover_image_asset: 'cover_image_asset_id',
};

/** Columns of version 1 that the documented records lack. */
const LEFT_OUT = new Set([
	'description_html',
	'description_stripped',
	'description_binary',
	'cover_image_url',
]);

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const isRecord = (value: PythonValue): value is PythonObject =>
	typeof value === 'object' && value !== null && !isPythonList(value) && !isPythonFloat(value);

const idOrSelf = (value: PythonValue): PythonValue => (isRecord(value) ? (value['id'] ?? value) : value);

/** Ids for records, `+00:00` for `Z`, whole numbers without a fraction. */
function flatValue(value: PythonValue): PythonValue {
	if (typeof value === 'string' && INSTANT.test(value)) return value.replace('Z', '+00:00');
	const number = numberOf(value);
	if (number !== null) return Number.isInteger(number) ? number : value;
	return isPythonList(value) ? value.map(idOrSelf) : idOrSelf(value);
}

const flatName = (name: string): string => FLAT_NAMES[name] ?? name;

/** The order in which PostgreSQL keeps keys: short ones first, then by code. */
const byStoredOrder = ([left]: [string, PythonValue], [right]: [string, PythonValue]): number =>
	left.length - right.length || (left < right ? -1 : 1);

function flatRecord(record: PythonObject, entity: Entity): PythonObject {
	const columns = Object.entries(record)
		.filter(([name]) => !LEFT_OUT.has(name) && !(entity === 'issue' && name === 'description'))
		.map(([name, value]): [string, PythonValue] => [flatName(name), flatValue(value)]);
	const lastActivity: [string, PythonValue][] =
		entity === 'issue' ? [['last_activity_at', flatValue(record['updated_at'] ?? null)]] : [];
	return Object.fromEntries([...columns, ...lastActivity].sort(byStoredOrder));
}

const withNone = (record: PythonObject): PythonObject =>
	Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === null ? 'None' : value]));

/** Previous values of an update, the whole record of a deletion, nothing for the rest. */
function previousAttributes({ action, changes, record, entity }: Happening): PythonObject {
	if (action === 'deleted') return flatRecord(record, entity);
	if (action !== 'updated') return {};
	return Object.fromEntries(changes.map(({ field, oldValue }) => [flatName(field), flatValue(oldValue)]));
}

const EVENT_NAMES: Readonly<Record<Entity, { readonly dotted: string; readonly enumerated: string }>> = {
	issue: { dotted: 'workitem', enumerated: 'WORK_ITEM' },
	project: { dotted: 'project', enumerated: 'PROJECT' },
	issue_comment: { dotted: 'workitem.comment', enumerated: 'WORK_ITEM_COMMENT' },
	cycle: { dotted: 'cycle', enumerated: 'CYCLE' },
	module: { dotted: 'module', enumerated: 'MODULE' },
};

function eventName(entity: Entity, action: Action, oddities: boolean): string {
	const { dotted, enumerated } = EVENT_NAMES[entity];
	return oddities ? `WebhookScope.ScopeChoices.${enumerated}_${action.toUpperCase()}` : `${dotted}.${action}`;
}

/** One message per change, however many keys it has; `delivery_id` is written anew for every attempt. */
export function message2(happening: Happening, { world, webhookId, switches }: PayloadContext): Message {
	const { entity, action, entityId, record, changes } = happening;
	const odd = (values: PythonObject): PythonObject =>
		switches.documentedOddities ? withNone(values) : values;
	const event = eventName(entity, action, switches.documentedOddities);
	const eventId = randomUUID();
	const data = action === 'deleted' ? {} : odd(flatRecord(record, entity));
	const previous = odd(previousAttributes(happening));
	return {
		version: 2,
		event,
		action,
		field: changes.length === 0 ? null : changes.map(({ field }) => field).join(','),
		entityId,
		write: (deliveryId) =>
			pythonJson({
				version: 'v2',
				delivery_id: deliveryId,
				event_id: eventId,
				entity_id: entityId,
				entity_type: entity,
				event,
				webhook_id: webhookId,
				workspace_id: world.workspace.id,
				data,
				previous_attributes: previous,
			}),
	};
}
