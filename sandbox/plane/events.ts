/**
 * Announces what happened, and bumps `updated_at` a moment later as Plane's worker does. What sends nothing in
 * any version of Plane's payloads has no function here.
 */
import type { Change } from './activity';
import { activityRows } from './activityRows';
import type { Action, Happening } from './happening';
import { messagesOf } from './payloads';
import type { PythonObject } from './pythonJson';
import { projectWebhookShape } from './serialize';
import { webhookItem } from './serializeItem';
import type { ProjectBox, World } from './store';
import type { Switches } from './switches';
import type { WorkItemRow } from './types';
import type { Webhooks } from './webhooks';

export interface EventSettings {
	readonly webhookId: string;
	/** Asked at every change. */
	readonly switches: () => Switches;
	/** After how many milliseconds `updated_at` moves again; null never. */
	readonly secondBumpMs: number | null;
}

export interface Events {
	itemCreated(box: ProjectBox, item: WorkItemRow, actor: string): void;
	/** One delivery per changed key; in version 2 one for all of them. */
	itemUpdated(box: ProjectBox, item: WorkItemRow, by: { actor: string; changes: readonly Change[] }): void;
	/** Announced in version 2 only. */
	itemArchived(box: ProjectBox, item: WorkItemRow, actor: string): void;
	itemDeleted(box: ProjectBox, item: WorkItemRow, actor: string): void;
	projectCreated(box: ProjectBox, actor: string): void;
	projectUpdated(box: ProjectBox, by: { actor: string; changes: readonly Change[] }): void;
	/** Announced in version 2 only. */
	projectArchived(box: ProjectBox, actor: string): void;
	projectDeleted(box: ProjectBox, actor: string): void;
	/** A comment, cycle or module was made. */
	recordCreated(event: RecordEvent, data: IdentifiedRecord, actor: string): void;
	/** A comment, cycle or module was changed: one delivery per change. */
	recordUpdated(
		event: RecordEvent,
		data: IdentifiedRecord,
		by: { actor: string; changes: readonly Change[] },
	): void;
	/** Moves `updated_at` once more, later and in silence. */
	bumpLater(box: ProjectBox, itemId: string): void;
	close(): void;
}

/** Records beside work items and projects that are announced; their deletion never is. */
export type RecordEvent = 'issue_comment' | 'cycle' | 'module';
export type IdentifiedRecord = PythonObject & { readonly id: string };

interface EventContext {
	readonly world: World;
	readonly webhooks: Webhooks;
	readonly settings: EventSettings;
}

/** What an event says beside its record. */
interface Said {
	readonly action: Action;
	readonly actor: string;
	readonly changes?: readonly Change[];
}

function announce({ world, webhooks, settings }: EventContext, happening: Happening): void {
	const { webhookId, switches } = settings;
	const messages = messagesOf(happening, { world, webhookId, switches: switches() });
	for (const message of messages) webhooks.publish(message);
}

function announceItem(context: EventContext, { box, item }: Place, { changes = [], ...said }: Said): void {
	const { world } = context;
	announce(context, {
		...said,
		entity: 'issue',
		entityId: item.id,
		record: webhookItem(item, world, box),
		changes,
		activityRows: changes.map((change) => activityRows(change, { world, box })),
	});
}

function announceProject(context: EventContext, box: ProjectBox, { changes = [], ...said }: Said): void {
	announce(context, {
		...said,
		entity: 'project',
		entityId: box.row.id,
		record: projectWebhookShape(context.world, box),
		changes,
		activityRows: [],
	});
}

function announceRecord(
	context: EventContext,
	record: { readonly event: RecordEvent; readonly data: IdentifiedRecord },
	{ changes = [], ...said }: Said,
): void {
	const { event, data } = record;
	announce(context, { ...said, entity: event, entityId: data.id, record: data, changes, activityRows: [] });
}

interface Place {
	readonly box: ProjectBox;
	readonly item: WorkItemRow;
}

/** The database writes the bump past `save()`, so a completed item's `completed_at` stays. */
function bump(world: World, box: ProjectBox, itemId: string): void {
	const item = box.items.get(itemId);
	if (!item || item.deleted_at !== null) return;
	box.items.set(itemId, { ...item, updated_at: world.clock() });
}

export function createEvents(context: EventContext): Events {
	const { world, settings } = context;
	const timers = new Set<NodeJS.Timeout>();
	const item = announceItem.bind(null, context);
	const project = announceProject.bind(null, context);
	const record = announceRecord.bind(null, context);
	return {
		itemCreated: (box, row, actor) => item({ box, item: row }, { action: 'created', actor }),
		itemUpdated: (box, row, by) => item({ box, item: row }, { action: 'updated', ...by }),
		itemArchived: (box, row, actor) => item({ box, item: row }, { action: 'archived', actor }),
		itemDeleted: (box, row, actor) => item({ box, item: row }, { action: 'deleted', actor }),
		projectCreated: (box, actor) => project(box, { action: 'created', actor }),
		projectUpdated: (box, by) => project(box, { action: 'updated', ...by }),
		projectArchived: (box, actor) => project(box, { action: 'archived', actor }),
		projectDeleted: (box, actor) => project(box, { action: 'deleted', actor }),
		recordCreated: (event, data, actor) => record({ event, data }, { action: 'created', actor }),
		recordUpdated: (event, data, by) => record({ event, data }, { action: 'updated', ...by }),
		bumpLater: (box, itemId) => {
			if (settings.secondBumpMs === null) return;
			const timer = setTimeout(() => {
				timers.delete(timer);
				bump(world, box, itemId);
			}, settings.secondBumpMs);
			timers.add(timer);
		},
		close: () => {
			for (const timer of timers) clearTimeout(timer);
			timers.clear();
		},
	};
}
