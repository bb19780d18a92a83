/**
 * Changes of work items as people make them in Plane's web app (and, where asked, as the API makes them).
 * Items may be named by key (`WEB-3`), states, labels and people by name.
 */
import {
	createItem,
	defaultState,
	deleteItem,
	patchItem,
	patchSilently,
	setItemArchived,
} from './itemChanges';
import type { Author, ItemPlace, Stand } from './itemChanges';
import { createRecordChanges } from './controlRecords';
import type { RecordChanges } from './controlRecords';
import * as refer from './references';
import { groupOf } from './store';
import type { ProjectBox } from './store';
import type { Via, WorkItemRow } from './types';

/** A patch in either spelling; labels, people and states by id or by name. */
export type LooseItem = Readonly<Record<string, unknown>>;

export interface ItemOptions {
	/** Who does it: id, display name or first name; the key's owner by default. */
	readonly by?: string;
	/** Through the web app by default. */
	readonly via?: Via;
}

export interface DraggedDates {
	readonly start_date?: string | null;
	readonly target_date?: string | null;
}

export interface ItemChanges extends RecordChanges {
	/** Creates an item; `fields` needs a name. One delivery. */
	createItem(project: string, fields: LooseItem, options?: ItemOptions): WorkItemRow;
	/** One delivery per key that changes, in the order given. */
	updateItem(item: string, patch: LooseItem, options?: ItemOptions): WorkItemRow;
	/** Drags a card to another column: `sort_order` and `state_id`, two deliveries. */
	kanbanDrag(item: string, state: string, options?: ItemOptions): WorkItemRow;
	deleteItem(item: string, options?: ItemOptions): void;
	/** Deletes the selected rows of a list; nothing where one of them is not there. */
	bulkDelete(items: readonly string[], options?: ItemOptions): void;
	archiveItem(item: string): WorkItemRow;
	unarchiveItem(item: string): WorkItemRow;
	/** Archives the selected rows of a list; nothing where one of them is not there. */
	bulkArchive(items: readonly string[]): WorkItemRow[];
	/** Drags a bar in the Gantt view: dates move, nothing is sent. */
	ganttDrag(item: string, dates: DraggedDates): WorkItemRow;
	/** Attaches an item below another one from the parent's page: silent. */
	attachSubItem(parent: string, child: string): WorkItemRow;
	createDraft(project: string, fields: LooseItem, options?: ItemOptions): WorkItemRow;
	publishDraft(item: string): WorkItemRow;
	createIntakeItem(project: string, fields: LooseItem, options?: ItemOptions): WorkItemRow;
	acceptIntakeItem(item: string): WorkItemRow;
	/** Changes what waits in the intake; unlike the work-item route this is silent. */
	updateIntakeItem(item: string, patch: LooseItem, options?: ItemOptions): WorkItemRow;
	/** It stays where it is and is never shown. */
	declineIntakeItem(item: string): WorkItemRow;
	/** An item by id or key, hidden ones included. */
	item(reference: string): WorkItemRow;
}

const KANBAN_STEP = 0.5;

interface Creation {
	readonly box: ProjectBox;
	readonly fields: LooseItem;
	readonly author: Author;
}

const create = (stand: Stand, { box, fields, author }: Creation): WorkItemRow =>
	createItem(stand, box, {
		fields: refer.readNewItem(stand.world, box, { body: fields, via: author.via }),
		createdBy: author.user,
	});

/** Drafts and intake items are not announced. */
const inSilence = (stand: Stand): Stand => ({
	...stand,
	events: { ...stand.events, itemCreated: () => undefined, itemUpdated: () => undefined },
});

interface Update {
	readonly patch: LooseItem;
	readonly author: Author;
}

/** The web app refuses what it does not show; the API reaches archived items. */
function patchable(stand: Stand, reference: string, via: Via): ItemPlace {
	const place = refer.findPlace(stand.world, reference);
	if (via === 'app' && place.item.archived_at !== null) {
		throw new refer.SandboxError(`${reference} is archived: the web app answers 404 to a change of it.`);
	}
	return place;
}

function update(stand: Stand, place: ItemPlace, { patch, author }: Update): WorkItemRow {
	const named = refer.withIds(stand.world, place.box, patch);
	const fields = refer.readItemFields(stand.world, place.box, { body: named, via: author.via });
	return patchItem(stand, place, { fields, requested: refer.spelled(named, author.via), author });
}

/** An item that waits in the intake. */
function waiting(stand: Stand, reference: string): ItemPlace {
	const place = refer.findPlace(stand.world, reference);
	if (groupOf(place.box, place.item) === 'triage') return place;
	throw new refer.SandboxError(
		`${reference} does not wait in the intake. Make such an item with create-intake-item first.`,
	);
}

function draft(stand: Stand, reference: string): ItemPlace {
	const place = refer.findPlace(stand.world, reference);
	if (place.item.is_draft) return place;
	throw new refer.SandboxError(`${reference} is no draft. Make one with create-draft first.`);
}

/** Nothing but the two dates moves, and nobody is told. */
function dragDates(stand: Stand, place: ItemPlace, dates: DraggedDates): WorkItemRow {
	const fields = refer.readItemFields(stand.world, place.box, { body: { ...dates }, via: 'app' });
	const { start_date = place.item.start_date, target_date = place.item.target_date } = fields;
	return patchSilently(stand, place, { start_date, target_date });
}

/** @param owner id of the user who does what nobody is named for. */
export function createItemChanges(stand: Stand, owner: string): ItemChanges {
	const { world } = stand;
	const place = (reference: string): ItemPlace => refer.findPlace(world, reference);
	const box = (reference: string): ProjectBox => refer.findProject(world, reference);
	const who = (options?: ItemOptions): string => (options?.by ? refer.findUser(world, options.by).id : owner);
	const author = (options?: ItemOptions): Author => ({ user: who(options), via: options?.via ?? 'app' });
	return {
		...createRecordChanges(stand, owner),
		createItem: (project, fields, options) =>
			create(stand, { box: box(project), fields, author: author(options) }),
		updateItem: (item, patch, options) => {
			const by = author(options);
			return update(stand, patchable(stand, item, by.via), { patch, author: by });
		},
		kanbanDrag: (item, state, options) => {
			const found = patchable(stand, item, 'app');
			const patch = { sort_order: found.item.sort_order - KANBAN_STEP, state };
			return update(stand, found, { patch, author: { ...author(options), via: 'app' } });
		},
		deleteItem: (item, options) => deleteItem(stand, place(item), who(options)),
		bulkDelete: (items, options) => {
			for (const one of items.map(place)) deleteItem(stand, one, who(options));
		},
		archiveItem: (item) => setItemArchived(stand, place(item), true),
		unarchiveItem: (item) => setItemArchived(stand, place(item), false),
		bulkArchive: (items) => items.map(place).map((one) => setItemArchived(stand, one, true)),
		ganttDrag: (item, dates) => dragDates(stand, place(item), dates),
		attachSubItem: (parent, child) => patchSilently(stand, place(child), { parent: place(parent).item.id }),
		createDraft: (project, fields, options) =>
			create(inSilence(stand), {
				box: box(project),
				fields: { ...fields, is_draft: true },
				author: author(options),
			}),
		publishDraft: (item) => patchSilently(stand, draft(stand, item), { is_draft: false }),
		createIntakeItem: (project, fields, options) => {
			const found = box(project);
			const state = refer.triageState(world, found, owner);
			return create(inSilence(stand), { box: found, fields: { ...fields, state }, author: author(options) });
		},
		acceptIntakeItem: (item) => {
			const found = waiting(stand, item);
			return patchSilently(stand, found, { state: defaultState(found.box) });
		},
		updateIntakeItem: (item, patch, options) =>
			update(inSilence(stand), waiting(stand, item), { patch, author: author(options) }),
		declineIntakeItem: (item) => patchSilently(stand, waiting(stand, item), {}),
		item: (reference) => place(reference).item,
	};
}
