/**
 * A record of Plane's (expanded, or ids with name lists, or a version 1 delivery's `data`) as a work item.
 * Pure; the record is untrusted. Names are put in order, so that the order Plane happens to use changes nothing.
 */
import { PlaneError } from '../errors';
import { normalizeInstant } from '../instant';
import { readDescription } from './description';
import { isPlainDate } from './instants';
import { idOf, isObject, isUuid, textOrNull } from './json';
import type { JsonObject } from './json';
import type { FoundIn, PresentWorkItem, Priority, ProjectRef, StateGroup } from './types';

type State = PresentWorkItem['state'];
type Label = PresentWorkItem['labels'][number];
type Assignee = PresentWorkItem['assignees'][number];

/** Names by id, for records that hold ids only. */
export interface NameTables {
	readonly states: ReadonlyMap<string, State>;
	readonly labels: ReadonlyMap<string, Label>;
	readonly members: ReadonlyMap<string, string>;
}

export interface Reading {
	readonly readAt: string;
	readonly source: 'plane' | 'delivery';
	readonly webUrl: string;
	readonly workspaceSlug: string;
	/** The project's names, where the record holds its id only. */
	readonly project?: ProjectRef | null;
	readonly names?: NameTables;
	readonly foundIn?: FoundIn | undefined;
}

const STATE_GROUPS: readonly StateGroup[] = [
	'backlog',
	'unstarted',
	'started',
	'completed',
	'cancelled',
	'triage',
];
const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

/** A work item without a state is possible in Plane's database; it counts as not begun. */
const NO_STATE: State = { id: '', name: '', group: 'backlog', color: '' };

/** @throws {PlaneError} `invalid_response`, naming the work item and the field. */
export function parseWorkItem(value: unknown, reading: Reading): PresentWorkItem {
	if (!isObject(value)) throw invalidField('?', 'record');
	const id = value['id'];
	if (!isUuid(id)) throw invalidField(typeof id === 'string' ? id.slice(0, 60) : '?', 'id');
	const record: RecordOf = { id, value };
	const project = parseProjectOf(record, reading);
	const assignees = parseAssignees(record, reading.names);
	return {
		id,
		status: 'present',
		read_at: reading.readAt,
		source: reading.source,
		...(reading.foundIn === undefined ? {} : { found_in: reading.foundIn }),
		sequence_id: parseSequence(record),
		name: parseText(record, 'name'),
		description: parseDescription(value, assignees),
		state: parseState(record, reading.names),
		priority: PRIORITIES.find((priority) => priority === value['priority']) ?? 'none',
		start_date: parseDate(record, 'start_date'),
		target_date: parseDate(record, 'target_date'),
		completed_at: parseInstantOrNull(record, 'completed_at'),
		assignees,
		labels: parseLabels(record, reading.names),
		project,
		parent: idOf(value['parent']),
		url: webAddress(reading, project.id, id),
		created_at: parseInstant(record, 'created_at'),
		updated_at: parseInstant(record, 'updated_at'),
		archived_at: parseArchivedAt(record),
	};
}

/** The address that exists in every release and survives renames of the project. */
export const webAddress = (
	{ webUrl, workspaceSlug }: Pick<Reading, 'webUrl' | 'workspaceSlug'>,
	projectId: string,
	id: string,
): string =>
	`${webUrl}/${[workspaceSlug, 'projects', projectId, 'issues', id].map(encodeURIComponent).join('/')}`;

interface RecordOf {
	readonly id: string;
	readonly value: JsonObject;
}

const invalidField = (id: string, field: string): PlaneError =>
	new PlaneError(`Plane's record of work item ${id} has no usable ${field}. It was left alone.`, {
		kind: 'invalid_response',
	});

function parseText({ id, value }: RecordOf, field: string): string {
	const text = value[field];
	if (typeof text !== 'string') throw invalidField(id, field);
	return text;
}

function parseSequence({ id, value }: RecordOf): number {
	const number = value['sequence_id'];
	if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw invalidField(id, 'sequence_id');
	return number;
}

function parseInstant(record: RecordOf, field: string): string {
	const instant = normalizeInstant(parseText(record, field));
	if (instant === null) throw invalidField(record.id, field);
	return instant;
}

const parseInstantOrNull = (record: RecordOf, field: string): string | null =>
	record.value[field] == null ? null : parseInstant(record, field);

function parseDate(record: RecordOf, field: string): string | null {
	if (record.value[field] == null) return null;
	const text = parseText(record, field);
	if (!isPlainDate(text)) throw invalidField(record.id, field);
	return text;
}

/** A date in CE 1.3.1; an instant is taken as well. */
function parseArchivedAt(record: RecordOf): string | null {
	if (record.value['archived_at'] == null) return null;
	const text = parseText(record, 'archived_at');
	const moment = isPlainDate(text) ? text : normalizeInstant(text);
	if (moment === null) throw invalidField(record.id, 'archived_at');
	return moment;
}

function parseDescription(value: JsonObject, assignees: readonly Assignee[]): string {
	const html = value['description_html'];
	const names = new Map(assignees.map(({ id, display_name }) => [id, display_name]));
	if (typeof html === 'string') return readDescription(html, names);
	return textOrNull(value['description_stripped'])?.trim() ?? '';
}

function parseProjectOf({ id, value }: RecordOf, { project }: Reading): ProjectRef {
	const own = value['project'];
	const projectId = idOf(own) ?? idOf(value['project_id']);
	if (!isUuid(projectId)) throw invalidField(id, 'project');
	if (isObject(own) && typeof own['name'] === 'string') {
		return { id: projectId, name: own['name'], identifier: textOrNull(own['identifier']) ?? '' };
	}
	if (project == null || project.id !== projectId) throw invalidField(id, 'project name');
	return { id: projectId, name: project.name, identifier: project.identifier };
}

function parseState({ id, value }: RecordOf, names: NameTables | undefined): State {
	const state = value['state'] ?? value['state_id'];
	const stateId = idOf(state);
	if (stateId === null) return NO_STATE;
	if (!isObject(state)) {
		const named = names?.states.get(stateId);
		if (named === undefined) throw invalidField(id, 'state name');
		return named;
	}
	const parsed = stateOf(state);
	if (parsed === null) throw invalidField(id, 'state');
	return parsed;
}

/** A state's record, or null where it has no name or a group Plane does not have. */
export function stateOf(row: JsonObject): State | null {
	const group = STATE_GROUPS.find((known) => known === row['group']);
	const { id, name, color } = row;
	if (typeof id !== 'string' || typeof name !== 'string' || group === undefined) return null;
	return { id, name, group, color: typeof color === 'string' ? color : '' };
}

/** A label's record, or null where it has no name or is deleted. */
export function labelOf(row: JsonObject): Label | null {
	const { id, name, color, deleted_at: deletedAt } = row;
	if (typeof id !== 'string' || typeof name !== 'string' || deletedAt != null) return null;
	return { id, name, color: typeof color === 'string' ? color : '' };
}

/** What Plane shows a user as, or null. */
export function displayNameOf(row: JsonObject): string | null {
	const display = textOrNull(row['display_name'])?.trim();
	if (display) return display;
	const parts = [row['first_name'], row['last_name']].map((part) => textOrNull(part)?.trim() ?? '');
	return textOrNull(parts.filter((part) => part !== '').join(' '));
}

/** Labels whose name is not known any more (deleted in Plane) are left out. */
function parseLabels({ id, value }: RecordOf, names: NameTables | undefined): Label[] {
	const labels = rowsOf(id, 'labels', value['labels'] ?? value['label_ids']).map((row) =>
		isObject(row) ? labelOf(row) : (names?.labels.get(String(row)) ?? null),
	);
	return inOrder(labels, ({ name }) => name);
}

/** People whose name nobody tells are left out. */
function parseAssignees({ id, value }: RecordOf, names: NameTables | undefined): Assignee[] {
	const assignees = rowsOf(id, 'assignees', value['assignees'] ?? value['assignee_ids']).map((row) => {
		const userId = idOf(row);
		const name = isObject(row) ? displayNameOf(row) : (names?.members.get(String(row)) ?? null);
		return userId === null || name === null ? null : { id: userId, display_name: name };
	});
	return inOrder(assignees, ({ display_name }) => display_name);
}

function rowsOf(id: string, field: string, rows: unknown): readonly unknown[] {
	if (rows == null) return [];
	if (!Array.isArray(rows)) throw invalidField(id, field);
	return rows;
}

/** Known ones, each once, by name and then by id, in code units: the same on every machine. */
function inOrder<Row extends { readonly id: string }>(
	rows: ReadonlyArray<Row | null>,
	nameOf: (row: Row) => string,
): Row[] {
	const known = rows.filter((row) => row !== null);
	const unique = new Map(known.map((row) => [row.id, row]));
	const key = (row: Row) => `${nameOf(row)}\u0000${row.id}`;
	return [...unique.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
