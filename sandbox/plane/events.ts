/**
 * Turns what happened into webhook messages, and bumps `updated_at` a moment later as Plane's worker does.
 * What sends nothing in Plane CE 1.3.1 has no function here.
 */
import type { Change } from './activity';
import { pythonJson } from './pythonJson';
import type { PythonObject } from './pythonJson';
import { expandedUser, projectWebhookShape } from './serialize';
import { webhookItem } from './serializeItem';
import type { ProjectBox, World } from './store';
import type { WorkItemRow } from './types';
import type { Webhooks } from './webhooks';

export interface EventSettings {
	readonly webhookId: string;
	/** Whether deleting a work item sends `deleted`; CE 1.3.1 sends nothing. */
	readonly sendDeletes: boolean;
	/** After how many milliseconds `updated_at` moves again; null never. */
	readonly secondBumpMs: number | null;
}

export interface Events {
	itemCreated(box: ProjectBox, item: WorkItemRow, actor: string): void;
	/** One delivery per change. */
	itemUpdated(box: ProjectBox, item: WorkItemRow, by: { actor: string; changes: readonly Change[] }): void;
	itemDeleted(item: WorkItemRow, actor: string): void;
	projectCreated(box: ProjectBox, actor: string): void;
	projectUpdated(box: ProjectBox, by: { actor: string; changes: readonly Change[] }): void;
	projectDeleted(projectId: string, actor: string): void;
	/** Moves `updated_at` once more, later and in silence. */
	bumpLater(box: ProjectBox, itemId: string): void;
	close(): void;
}

interface Announcement {
	readonly event: 'issue' | 'project';
	readonly action: 'created' | 'updated' | 'deleted';
	readonly data: PythonObject;
	readonly entityId: string;
	readonly actor: string;
	readonly change?: Change;
}

interface EventContext {
	readonly world: World;
	readonly webhooks: Webhooks;
	readonly settings: EventSettings;
}

function announce({ world, webhooks, settings }: EventContext, announcement: Announcement): void {
	const { event, action, data, entityId, actor, change } = announcement;
	const body = pythonJson({
		event,
		action,
		webhook_id: settings.webhookId,
		workspace_id: world.workspace.id,
		data,
		activity: {
			field: change?.field ?? null,
			new_value: change?.newValue ?? null,
			old_value: change?.oldValue ?? null,
			actor: expandedUser(world, actor),
			old_identifier: null,
			new_identifier: null,
		},
	});
	webhooks.publish({ event, action, field: change?.field ?? null, entityId, body });
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
	const issue = (item: WorkItemRow, actor: string) => ({ event: 'issue', entityId: item.id, actor }) as const;
	const project = (entityId: string, actor: string) => ({ event: 'project', entityId, actor }) as const;
	return {
		itemCreated: (box, item, actor) =>
			announce(context, { ...issue(item, actor), action: 'created', data: webhookItem(item, world, box) }),
		itemUpdated: (box, item, { actor, changes }) => {
			const data = webhookItem(item, world, box);
			for (const change of changes)
				announce(context, { ...issue(item, actor), action: 'updated', data, change });
		},
		itemDeleted: (item, actor) => {
			if (!settings.sendDeletes) return;
			announce(context, { ...issue(item, actor), action: 'deleted', data: { id: item.id } });
		},
		projectCreated: (box, actor) =>
			announce(context, {
				...project(box.row.id, actor),
				action: 'created',
				data: projectWebhookShape(world, box),
			}),
		projectUpdated: (box, { actor, changes }) => {
			const data = projectWebhookShape(world, box);
			for (const change of changes) {
				announce(context, { ...project(box.row.id, actor), action: 'updated', data, change });
			}
		},
		projectDeleted: (projectId, actor) =>
			announce(context, { ...project(projectId, actor), action: 'deleted', data: { id: projectId } }),
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
