/**
 * Writes what happened as webhook messages, in version 1 of Plane's payloads and its older spellings, or in
 * version 2 (`payloadVersion2.ts`). Sends nothing.
 */
import type { Change } from './activity';
import type { Action, Happening, PayloadContext } from './happening';
import { message2 } from './payloadVersion2';
import { pythonJson } from './pythonJson';
import { expandedUser } from './serialize';
import type { Message } from './deliveryQueue';

const OLDER_ACTIONS: Readonly<Record<Action, string>> = {
	created: 'create',
	updated: 'update',
	archived: 'archive',
	deleted: 'delete',
};

/** Version 1: the body is fixed when the change happens. */
function message1(happening: Happening, context: PayloadContext, change: Change | null): Message {
	const { entity, entityId, record, actor } = happening;
	const action = context.switches.olderActions ? OLDER_ACTIONS[happening.action] : happening.action;
	const body = pythonJson({
		event: entity,
		action,
		webhook_id: context.webhookId,
		workspace_id: context.world.workspace.id,
		data: happening.action === 'deleted' ? { id: entityId } : record,
		activity: {
			field: change?.field ?? null,
			new_value: change?.newValue ?? null,
			old_value: change?.oldValue ?? null,
			actor: expandedUser(context.world, actor),
			old_identifier: null,
			new_identifier: null,
		},
	});
	return {
		version: 1,
		event: entity,
		action,
		field: change?.field ?? null,
		entityId,
		write: () => body,
	};
}

/** One message per changed key; where deliveries are doubled, what the activity log held goes first. */
function updates1(happening: Happening, context: PayloadContext): Message[] {
	return happening.changes.flatMap((change, position) => {
		const rows = context.switches.doubledDeliveries ? (happening.activityRows[position] ?? []) : [];
		return [...rows, change].map((one) => message1(happening, context, one));
	});
}

function messages1(happening: Happening, context: PayloadContext): Message[] {
	switch (happening.action) {
		case 'archived':
			return [];
		case 'updated':
			return updates1(happening, context);
		case 'deleted':
			return happening.entity === 'project' || context.switches.sendDeletes
				? [message1(happening, context, null)]
				: [];
		case 'created':
			return [message1(happening, context, null)];
	}
}

/** The messages Plane sends for a change; none where it is silent. */
export function messagesOf(happening: Happening, context: PayloadContext): Message[] {
	if (context.switches.payloadVersion === 1) return messages1(happening, context);
	const silent = happening.action === 'updated' && happening.changes.length === 0;
	return silent ? [] : [message2(happening, context)];
}
