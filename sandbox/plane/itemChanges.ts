/**
 * What happens to work items, with the side effects Plane has: numbers, sort order, `completed_at`, child
 * cascade, deliveries or silence. Input is already validated; knows no HTTP.
 */
import { noteChanged, noteCreated } from './activities';
import { changedKeys } from './activity';
import type { Events } from './events';
import { dateOf } from './instants';
import { appItem, bareItem } from './serializeItem';
import { instantsIn } from './serialize';
import type { ProjectBox, World } from './store';
import { MEMBER } from './types';
import type { ItemFields, Via, WorkItemRow } from './types';

export interface Stand {
	readonly world: World;
	readonly events: Events;
}

export interface Author {
	readonly user: string;
	readonly via: Via;
}

const SORT_ORDER_STEP = 10_000;
const FIRST_SORT_ORDER = 65_535;

/** Keeps those who may be assigned, in the order in which they joined; the others are dropped in silence. */
const assignable = (box: ProjectBox, ids: readonly string[]): string[] =>
	box.row.members.filter(({ user, role }) => role >= MEMBER && ids.includes(user)).map(({ user }) => user);

const knownLabels = (box: ProjectBox, ids: readonly string[]): string[] =>
	[...box.labels.keys()].filter((id) => ids.includes(id));

/** Where new items go. @throws {Error} when the project has no state. */
export function defaultState(box: ProjectBox): string {
	const states = [...box.states.values()];
	const state = states.find((row) => row.default) ?? states.find((row) => row.group !== 'triage');
	if (!state) throw new Error(`Project ${box.row.identifier} has no state; add one before its first item.`);
	return state.id;
}

function nextSortOrder(box: ProjectBox, state: string): number {
	let largest: number | null = null;
	for (const item of box.items.values()) {
		if (item.state === state) largest = Math.max(largest ?? item.sort_order, item.sort_order);
	}
	return largest === null ? FIRST_SORT_ORDER : largest + SORT_ORDER_STEP;
}

/** Columns of a request; lists and the state are taken from the row they fall back to where absent. */
function merged(box: ProjectBox, row: WorkItemRow, fields: ItemFields): WorkItemRow {
	const { labels, assignees, state, ...columns } = fields;
	return {
		...row,
		...columns,
		state: state === null ? defaultState(box) : (state ?? row.state),
		labels: labels ? knownLabels(box, labels) : row.labels,
		assignees: assignees ? assignable(box, assignees) : row.assignees,
	};
}

/** `save()` stamps a completed item anew every time and clears the stamp of any other. */
const completion = (box: ProjectBox, item: WorkItemRow, world: World): number | null =>
	box.states.get(item.state)?.group === 'completed' ? world.clock() : null;

/** Puts a new item into a project without a delivery. */
export function insertItem(world: World, box: ProjectBox, creation: ItemCreation): WorkItemRow {
	const { fields, createdBy, id = world.newId() } = creation;
	box.lastSequence += 1;
	const state = fields.state ?? defaultState(box);
	const created = world.clock();
	const empty: WorkItemRow = {
		id,
		project: box.row.id,
		sequence_id: box.lastSequence,
		name: fields.name ?? '',
		description_html: '<p></p>',
		priority: 'none',
		start_date: null,
		target_date: null,
		state,
		labels: [],
		assignees: [],
		parent: null,
		sort_order: fields.sort_order ?? nextSortOrder(box, state),
		external_source: null,
		external_id: null,
		is_draft: false,
		estimate_point: null,
		archived_at: null,
		completed_at: null,
		created_at: created,
		updated_at: created,
		deleted_at: null,
		created_by: createdBy,
		updated_by: null,
	};
	const item = merged(box, empty, fields);
	const stored = { ...item, completed_at: completion(box, item, world), updated_at: world.clock() };
	box.items.set(id, stored);
	noteCreated({ world, box, actor: createdBy }, stored);
	return stored;
}

export interface ItemCreation {
	readonly fields: ItemFields;
	readonly createdBy: string;
	readonly id?: string;
}

/** Creates an item: one delivery. */
export function createItem({ world, events }: Stand, box: ProjectBox, creation: ItemCreation): WorkItemRow {
	const item = insertItem(world, box, creation);
	events.itemCreated(box, item, creation.createdBy);
	events.bumpLater(box, item.id);
	return item;
}

export interface ItemPatch {
	readonly fields: ItemFields;
	/** The body as it was sent: which keys it names, and in which order, decides the deliveries. */
	readonly requested: Readonly<Record<string, unknown>>;
	readonly author: Author;
}

/** Changes an item: one delivery per key whose value differs, none for the others. */
export function patchItem(
	{ world, events }: Stand,
	{ box, item }: ItemPlace,
	{ fields, requested, author }: ItemPatch,
): WorkItemRow {
	const context = { world, box, instant: instantsIn('UTC') };
	const before = author.via === 'app' ? appItem(item) : bareItem(item, context);
	const changes = changedKeys(requested, before);
	const next = merged(box, item, fields);
	const stored = {
		...next,
		completed_at: completion(box, next, world),
		updated_at: world.clock(),
		updated_by: author.user,
	};
	box.items.set(item.id, stored);
	noteChanged({ world, box, actor: author.user }, item, stored);
	events.itemUpdated(box, stored, { actor: author.user, changes });
	events.bumpLater(box, item.id);
	return stored;
}

export interface ItemPlace {
	readonly box: ProjectBox;
	readonly item: WorkItemRow;
}

/** Writes columns in silence: what the Gantt view, archiving and publishing a draft do. */
export function patchSilently(
	{ world, events }: Stand,
	{ box, item }: ItemPlace,
	columns: SilentColumns,
): WorkItemRow {
	const stored = { ...item, ...columns, updated_at: world.clock() };
	box.items.set(item.id, stored);
	events.bumpLater(box, item.id);
	return stored;
}

export type SilentColumns = Partial<
	Pick<WorkItemRow, 'start_date' | 'target_date' | 'archived_at' | 'is_draft' | 'parent' | 'state'>
>;

/** Archives or unarchives an item: silent in version 1 of the payloads, archiving announced in version 2. */
export function setItemArchived(stand: Stand, place: ItemPlace, archived: boolean): WorkItemRow {
	const archivedAt = archived ? dateOf(stand.world.clock()) : null;
	const stored = patchSilently(stand, place, { archived_at: archivedAt });
	if (archived) stand.events.itemArchived(place.box, stored, stored.updated_by ?? stored.created_by);
	return stored;
}

/** Deletes an item and its children; silent unless the stand-in is told to send deletes. */
export function deleteItem({ world, events }: Stand, { box, item }: ItemPlace, actor: string): void {
	box.items.set(item.id, { ...item, deleted_at: world.clock() });
	events.itemDeleted(box, item, actor);
	for (const child of [...box.items.values()]) {
		if (child.parent !== item.id || child.deleted_at !== null) continue;
		deleteDescendants(world, box, child);
	}
}

/** Children go without a delivery even where their parent's deletion sends one. */
function deleteDescendants(world: World, box: ProjectBox, item: WorkItemRow): void {
	box.items.set(item.id, { ...item, deleted_at: world.clock() });
	for (const child of [...box.items.values()]) {
		if (child.parent === item.id && child.deleted_at === null) deleteDescendants(world, box, child);
	}
}
