/** The work-item routes of REST v1: list, detail, by key, search, create, update, delete. */
import { conflict, created, crash, invalid, missing, noContent, ok } from './answers';
import type { Answer } from './answers';
import { pageAnswer } from './apiTypes';
import type { Call, Handler, ProjectCall, ProjectHandler } from './apiTypes';
import { createItem, deleteItem, patchItem } from './itemChanges';
import { orderItems } from './ordering';
import type { PythonObject } from './pythonJson';
import { instantsIn, pickFields } from './serialize';
import { bareItem, expandedItem } from './serializeItem';
import { isVisible, itemBySequence, memberOf, projectByIdentifier, visibleItems } from './store';
import type { ProjectBox } from './store';
import { ADMIN } from './types';
import type { WorkItemRow } from './types';
import { validateItem } from './validateItem';

const contextOf = ({ stand, user }: Call, box: ProjectBox) => ({
	world: stand.world,
	box,
	instant: instantsIn(user.timezone),
});

function shape(call: Call, box: ProjectBox, item: WorkItemRow): PythonObject {
	const context = contextOf(call, box);
	const row = call.expand.length > 0 ? expandedItem(item, context, call.expand) : bareItem(item, context);
	return pickFields(row, call.fields);
}

/** Finds also archived and draft items, as Plane's unfiltered lookups do. */
const existing = ({ box, parameters }: ProjectCall): WorkItemRow | null => {
	const item = box.items.get(parameters['item'] ?? '');
	return item && item.deleted_at === null ? item : null;
};

function byExternalId(box: ProjectBox, source: unknown, id: unknown): WorkItemRow | undefined {
	return [...box.items.values()].find(
		(item) => item.deleted_at === null && item.external_source === source && item.external_id === id,
	);
}

/** Every filter is ignored but `external_id` with `external_source`, which answers one bare object. */
export const listItems: ProjectHandler = (call) => {
	const { box, query } = call;
	const externalId = query.get('external_id');
	const externalSource = query.get('external_source');
	if (externalId && externalSource) {
		const item = byExternalId(box, externalSource, externalId);
		return item ? ok(shape(call, box, item)) : missing;
	}
	const items = orderItems(visibleItems(box), box, query.get('order_by') ?? '-created_at');
	return items ? pageAnswer(call, items, (item) => shape(call, box, item)) : crash;
};

export const getItem: ProjectHandler = (call) => {
	const item = existing(call);
	return item && isVisible(call.box, item) ? ok(shape(call, call.box, item)) : missing;
};

const lastDash = (key: string): readonly [identifier: string, sequence: number] => {
	const position = key.lastIndexOf('-');
	return [key.slice(0, position), Number(key.slice(position + 1))];
};

/** By key, `WEB-42`. */
export const getItemByKey: Handler = (call) => {
	const [identifier, sequence] = lastDash(call.parameters['key'] ?? '');
	const box = projectByIdentifier(call.stand.world, identifier);
	const item = box && itemBySequence(box, sequence);
	return box && item && isVisible(box, item) ? ok(shape(call, box, item)) : missing;
};

const DEFAULT_SEARCH_LIMIT = 10;

export const searchItems: Handler = ({ stand, user, query }) => {
	const wanted = (query.get('search') ?? '').toLowerCase();
	if (wanted === '') return ok({ issues: [] });
	const limit = Number(query.get('limit') ?? DEFAULT_SEARCH_LIMIT);
	const hits = [...stand.world.projects.values()]
		.filter((box) => memberOf(box, user.id))
		.flatMap((box) => visibleItems(box).map((item) => ({ box, item })))
		.filter(({ box, item }) =>
			[item.name, String(item.sequence_id), box.row.identifier].some((text) =>
				text.toLowerCase().includes(wanted),
			),
		)
		.sort((left, right) => right.item.created_at - left.item.created_at);
	const issues = hits.slice(0, limit).map(({ box, item }) => ({
		name: item.name,
		id: item.id,
		sequence_id: item.sequence_id,
		project__identifier: box.row.identifier,
		project_id: box.row.id,
		workspace__slug: stand.world.workspace.slug,
	}));
	return ok({ issues });
};

const sameExternalId = (item: WorkItemRow): Answer =>
	conflict({ error: 'Issue with the same external id and external source already exists', id: item.id });

/** The answer of a POST is written before the row is saved for good, a few milliseconds earlier. */
const CREATED_EARLIER_MICROS = 28_761;

export const postItem: ProjectHandler = (call) => {
	const { stand, box, body, user } = call;
	const validated = validateItem(stand.world, box, { body, partial: false });
	if (validated.kind === 'invalid') return invalid(validated.body);
	const { external_id: externalId, external_source: externalSource } = validated.fields;
	const twin = externalId && externalSource ? byExternalId(box, externalSource, externalId) : undefined;
	if (twin) return sameExternalId(twin);
	const item = createItem(stand, box, { fields: validated.fields, createdBy: user.id });
	const asAnswered = {
		...item,
		created_at: item.created_at - CREATED_EARLIER_MICROS,
		updated_at: item.updated_at - CREATED_EARLIER_MICROS,
	};
	return created(bareItem(asAnswered, contextOf(call, box)));
};

/** Reaches archived items too; the web app does not. */
export const patchItemRoute: ProjectHandler = (call) => {
	const { stand, box, body, user } = call;
	const item = existing(call);
	if (!item) return missing;
	const validated = validateItem(stand.world, box, { body, partial: true });
	if (validated.kind === 'invalid') return invalid(validated.body);
	const externalId = validated.fields.external_id;
	const externalSource = validated.fields.external_source ?? item.external_source;
	const moved = externalId && externalId !== item.external_id;
	const twin = moved ? byExternalId(box, externalSource, externalId) : undefined;
	if (twin) return sameExternalId(twin);
	const author = { user: user.id, via: 'api' } as const;
	const stored = patchItem(stand, { box, item }, { fields: validated.fields, requested: body, author });
	return ok(bareItem(stored, contextOf(call, box)));
};

export const deleteItemRoute: ProjectHandler = (call) => {
	const { stand, box, user } = call;
	const item = existing(call);
	if (!item) return missing;
	const mayDelete = item.created_by === user.id || memberOf(box, user.id)?.role === ADMIN;
	if (!mayDelete) {
		return { status: 403, body: { error: 'Only admin or creator can delete the work item' } };
	}
	deleteItem(stand, { box, item }, user.id);
	return noContent;
};
