/**
 * What a verified delivery says, in one form for version 1 (CE 1.3.1, and older spellings) and version 2 of
 * Plane's webhooks. It does not verify, does not filter and asks nobody.
 */
import { DateTime } from 'luxon';
import { normalizeInstant } from '../instant';
import { idOf, isObject, isUuid, textOrNull, withoutPersonalData } from './json';
import type { JsonObject } from './json';
import type { PlaneEvent } from './types';

export interface Delivery {
	/** The parsed body. */
	readonly body: unknown;
	/** Names in any case. */
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** Our clock, milliseconds since the epoch. */
	readonly receivedAt: number;
}

/** Not a delivery of Plane's: to be answered with 400. */
export interface InvalidDelivery {
	readonly kind: 'invalid';
	readonly reason: string;
}

export type ParsedDelivery = { readonly kind: 'event'; readonly event: PlaneEvent } | InvalidDelivery;

const EVENT_NAMES: Readonly<Record<string, string>> = {
	issue: 'work_item',
	workitem: 'work_item',
	issue_comment: 'comment',
	workitem_comment: 'comment',
	work_item_comment: 'comment',
	cycle_issue: 'cycle_work_item',
	module_issue: 'module_work_item',
	intake_issue: 'intake_work_item',
};

const ACTIONS: Readonly<Record<string, string>> = {
	create: 'created',
	update: 'updated',
	delete: 'deleted',
	archive: 'archived',
	post: 'created',
	patch: 'updated',
	put: 'updated',
};

/** Python's name of the enumeration that documented samples of version 2 show instead of its value. */
const ENUMERATION = /^(?:WebhookScope\.)?ScopeChoices\./;

/** Keys of free text, in which the word "None" may really stand. */
const FREE_TEXT = /^(?:name|title|comment.*|description.*)$/;

const invalid = (reason: string): InvalidDelivery => ({ kind: 'invalid', reason });

/** What every save moves: it says that something changed, not what. */
export const BOOKKEEPING_FIELDS: ReadonlySet<string> = new Set(['updated_at', 'updated_by', 'updated_by_id']);

/** No longer than this is what a header or a body may call a delivery: the header is not signed. */
const DELIVERY_ID = /^[\w.:-]{1,100}$/;

/** Normalises one delivery; the `data` of the event holds no e-mail address and no avatar. */
export function parseDelivery({ body, headers, receivedAt }: Delivery): ParsedDelivery {
	if (!isObject(body)) return invalid('The body is no JSON object.');
	const record = withoutPersonalData(body);
	const version = record['version'] === 'v2' || 'entity_id' in record ? 2 : 1;
	const name = textOrNull(record['event']) ?? headerOf(headers, 'x-plane-event');
	if (name === null) return invalid('It names no event.');
	const read = version === 2 ? readVersion2(record, name) : readVersion1(record, name);
	if (typeof read === 'string') return invalid(read);
	if (!isUuid(read.id) && (read.event === 'work_item' || read.event === 'project')) {
		return invalid('Its id is no UUID.');
	}
	const event: PlaneEvent = {
		...read,
		project_id: read.event === 'project' ? read.id : read.project_id,
		workspace_id: idOf(record['workspace_id']),
		payload_version: version,
		delivery_id: deliveryIdOf(headers) ?? textOrNull(record['delivery_id']),
		received_at: isoInstant(receivedAt),
	};
	return { kind: 'event', event };
}

type Reading = Pick<PlaneEvent, 'event' | 'action' | 'id' | 'project_id' | 'activity' | 'data'>;

function readVersion1(record: JsonObject, name: string): Reading | string {
	const action = textOrNull(record['action']);
	if (action === null) return 'It names no action.';
	const data = record['data'];
	if (!isObject(data)) return 'It has no data.';
	const id = textOrNull(data['id']);
	if (id === null) return 'Its data has no id.';
	const activity = record['activity'];
	return {
		event: eventName(name),
		action: actionName(action),
		id,
		project_id: idOf(data['project']) ?? idOf(data['project_id']),
		activity: isObject(activity)
			? {
					field: textOrNull(activity['field']),
					old_value: activity['old_value'] ?? null,
					new_value: activity['new_value'] ?? null,
				}
			: null,
		data,
	};
}

function readVersion2(record: JsonObject, name: string): Reading | string {
	const data = withoutNone(record['data']);
	const previous = withoutNone(record['previous_attributes']);
	const { event, action } = splitScope(name, textOrNull(record['action']));
	if (action === null) return 'It names no action.';
	const id = textOrNull(record['entity_id']) ?? textOrNull(data['id']);
	if (id === null) return 'It has no entity_id.';
	return {
		event,
		action,
		id,
		project_id: projectOf(data) ?? projectOf(previous),
		activity: activityOf(data, previous),
		data,
	};
}

/** `workitem.updated` and `WebhookScope.ScopeChoices.WORK_ITEM_UPDATED` alike: the last word is the action. */
function splitScope(name: string, givenAction: string | null): { event: string; action: string | null } {
	const words = name.replace(ENUMERATION, '').toLowerCase().split(/[._]/);
	const action = givenAction ?? (words.length > 1 ? (words.pop() ?? null) : null);
	return { event: eventName(words.join('_')), action: action === null ? null : actionName(action) };
}

/** Version 2 names what changed by its previous values only. */
function activityOf(data: JsonObject, previous: JsonObject): PlaneEvent['activity'] {
	const keys = Object.keys(previous);
	if (keys.length === 0) return null;
	const told = keys.filter((key) => !BOOKKEEPING_FIELDS.has(key));
	const fields = told.length === 0 ? keys : told;
	const [field] = fields;
	if (fields.length === 1 && field !== undefined) {
		return { field, old_value: previous[field] ?? null, new_value: data[field] ?? null };
	}
	const changed = Object.fromEntries(fields.map((key) => [key, data[key] ?? null]));
	return { field: null, old_value: previous, new_value: changed };
}

const projectOf = (data: JsonObject): string | null => idOf(data['project_id']) ?? idOf(data['project']);

/** Documented samples of version 2 write the text "None" for null. */
function withoutNone(value: unknown): JsonObject {
	if (!isObject(value)) return {};
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [
			key,
			member === 'None' && !FREE_TEXT.test(key) ? null : member,
		]),
	);
}

function eventName(name: string): string {
	const lower = name.toLowerCase();
	return Object.hasOwn(EVENT_NAMES, lower) ? (EVENT_NAMES[lower] ?? lower) : lower;
}

function actionName(action: string): string {
	const lower = action.toLowerCase();
	return Object.hasOwn(ACTIONS, lower) ? (ACTIONS[lower] ?? lower) : lower;
}

/** What Plane calls this attempt, or null where the header is absent or no id. Nobody signs it. */
export function deliveryIdOf(headers: Delivery['headers']): string | null {
	const id = headerOf(headers, 'x-plane-delivery');
	return id !== null && DELIVERY_ID.test(id) ? id : null;
}

function headerOf(headers: Delivery['headers'], lowerName: string): string | null {
	const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === lowerName) ?? [];
	return textOrNull(typeof value === 'string' ? value : value?.[0]);
}

function isoInstant(milliseconds: number): string {
	const text = DateTime.fromMillis(milliseconds, { zone: 'utc' }).toISO();
	return text === null ? '' : (normalizeInstant(text) ?? text);
}
