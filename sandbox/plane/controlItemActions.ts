/** The control's changes of work items over HTTP. */
import { AUTHOR, WHO, action, nullable, optional } from './controlAction';
import type { Action, Reader } from './controlAction';
import type { LooseItem } from './controlItems';
import * as read from './readJson';
import { SandboxError, spelled } from './references';
import { ITEM_KEYS } from './validateItem';

/** Keys that the web app sends with every change and Plane ignores. */
const IGNORED_KEYS = ['id', 'project_id'];

const isKnown = (key: string): boolean => {
	const [api = key] = Object.keys(spelled({ [key]: null }, 'api'));
	return ITEM_KEYS.includes(api) || IGNORED_KEYS.includes(key);
};

/** Plane ignores what it does not know; a control that did would hide a misspelled key. */
const columns: Reader<LooseItem> = (name, value) => {
	const given = read.object(name, value);
	const other = Object.keys(given).find((key) => !isKnown(key));
	if (other === undefined) return given;
	throw new SandboxError(
		`A work item has no "${other}" to set. It has ${ITEM_KEYS.join(', ')}; the web app's state_id, ` +
			'label_ids, assignee_ids and parent_id are taken too.',
	);
};

const ITEM = { item: read.text };
const NEW_ITEM = { project: read.text, fields: columns, ...AUTHOR };
const CHANGED_ITEM = { ...ITEM, patch: columns, ...AUTHOR };
const date = optional(nullable(read.day));

export const ITEM_ACTIONS: Readonly<Record<string, Action>> = {
	'create-item': action(NEW_ITEM, (control, { project, fields, ...options }) =>
		control.createItem(project, fields, options),
	),
	'update-item': action(CHANGED_ITEM, (control, { item, patch, ...options }) =>
		control.updateItem(item, patch, options),
	),
	'kanban-drag': action({ ...ITEM, state: read.text, ...WHO }, (control, { item, state, ...options }) =>
		control.kanbanDrag(item, state, options),
	),
	'gantt-drag': action({ ...ITEM, start_date: date, target_date: date }, (control, { item, ...dates }) =>
		control.ganttDrag(item, dates),
	),
	'delete-item': action({ ...ITEM, ...WHO }, (control, { item, ...options }) =>
		control.deleteItem(item, options),
	),
	'bulk-delete': action({ items: read.texts, ...WHO }, (control, { items, ...options }) =>
		control.bulkDelete(items, options),
	),
	'archive-item': action(ITEM, (control, { item }) => control.archiveItem(item)),
	'unarchive-item': action(ITEM, (control, { item }) => control.unarchiveItem(item)),
	'bulk-archive': action({ items: read.texts }, (control, { items }) => control.bulkArchive(items)),
	'attach-sub-item': action({ parent: read.text, child: read.text }, (control, { parent, child }) =>
		control.attachSubItem(parent, child),
	),
	'create-draft': action(NEW_ITEM, (control, { project, fields, ...options }) =>
		control.createDraft(project, fields, options),
	),
	'publish-draft': action(ITEM, (control, { item }) => control.publishDraft(item)),
	'create-intake-item': action(NEW_ITEM, (control, { project, fields, ...options }) =>
		control.createIntakeItem(project, fields, options),
	),
	'update-intake-item': action(CHANGED_ITEM, (control, { item, patch, ...options }) =>
		control.updateIntakeItem(item, patch, options),
	),
	'accept-intake-item': action(ITEM, (control, { item }) => control.acceptIntakeItem(item)),
	'decline-intake-item': action(ITEM, (control, { item }) => control.declineIntakeItem(item)),
};
