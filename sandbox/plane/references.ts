/**
 * Finds projects, items, states, labels and people by id or by the name a person would use, and reads work
 * items written in either of Plane's spellings.
 */
import type { ItemPlace } from './itemChanges';
import { addState } from './projectChanges';
import { findItem, itemBySequence, projectByIdentifier } from './store';
import type { ProjectBox, World } from './store';
import type { ItemFields, LabelRow, StateRow, User, Via } from './types';
import { validateItem } from './validateItem';

/** A change that cannot be made; the message says what is wrong with it. */
export class SandboxError extends Error {
	override readonly name = 'SandboxError';
}

function required<Row>(row: Row | undefined, what: string, reference: string): Row {
	if (row === undefined) throw new SandboxError(`There is no ${what} "${reference}".`);
	return row;
}

/** @throws {SandboxError} when nothing is called that; so do all the others here. */
export function findProject(world: World, reference: string): ProjectBox {
	const byName = (): ProjectBox | undefined =>
		[...world.projects.values()].find((box) => box.row.name === reference);
	const box = world.projects.get(reference) ?? projectByIdentifier(world, reference) ?? byName();
	return required(box, 'project', reference);
}

/** An item by id or key (`WEB-3`); hidden ones are found, deleted ones not. */
export function findPlace(world: World, reference: string): ItemPlace {
	const direct = findItem(world, reference);
	if (direct) return direct;
	const dash = reference.lastIndexOf('-');
	const box = projectByIdentifier(world, reference.slice(0, dash));
	const item = box && itemBySequence(box, Number(reference.slice(dash + 1)));
	return required(box && item ? { box, item } : undefined, 'work item', reference);
}

const named = <Row extends { readonly id: string; readonly name: string }>(
	rows: ReadonlyMap<string, Row>,
	reference: string,
): Row | undefined => rows.get(reference) ?? [...rows.values()].find((row) => row.name === reference);

export const findState = (box: ProjectBox, reference: string): StateRow =>
	required(named(box.states, reference), `state in ${box.row.identifier} called`, reference);

export const findLabel = (box: ProjectBox, reference: string): LabelRow =>
	required(named(box.labels, reference), `label in ${box.row.identifier} called`, reference);

export function findUser(world: World, reference: string): User {
	const byName = [...world.users.values()].find(
		(user) => user.display_name === reference || user.first_name === reference,
	);
	return required(world.users.get(reference) ?? byName, 'user', reference);
}

/** The state in which intake items wait; made when it is first needed. */
export function triageState(world: World, box: ProjectBox, createdBy: string): string {
	const state = [...box.states.values()].find((row) => row.group === 'triage');
	const fresh = { name: 'Triage', color: '#4E5355', group: 'triage', createdBy } as const;
	return (state ?? addState(world, box, fresh)).id;
}

const API_SPELLING: Readonly<Record<string, string>> = {
	state_id: 'state',
	label_ids: 'labels',
	assignee_ids: 'assignees',
	parent_id: 'parent',
};
const APP_SPELLING: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(API_SPELLING).map(([app, api]) => [api, app]),
);

type Body = Readonly<Record<string, unknown>>;

/** A body with its keys as the web app or the API spells them, in the same order. */
export function spelled(body: Body, via: Via): Body {
	const spelling = via === 'app' ? APP_SPELLING : API_SPELLING;
	return Object.fromEntries(Object.entries(body).map(([key, value]) => [spelling[key] ?? key, value]));
}

type Resolve = (reference: string) => string;

const oneId = (value: unknown, resolve: Resolve): unknown =>
	typeof value === 'string' ? resolve(value) : value;

const manyIds = (value: unknown, resolve: Resolve): unknown =>
	Array.isArray(value) ? value.map((one: unknown) => oneId(one, resolve)) : value;

/** A body in the API's spelling with every name replaced by the id it stands for. */
export function withIds(world: World, box: ProjectBox, body: Body): Body {
	const api = spelled(body, 'api');
	const entries = Object.entries(api).map(([key, value]): [string, unknown] => {
		switch (key) {
			case 'state':
				return [key, oneId(value, (name) => findState(box, name).id)];
			case 'labels':
				return [key, manyIds(value, (name) => findLabel(box, name).id)];
			case 'assignees':
				return [key, manyIds(value, (name) => findUser(world, name).id)];
			case 'parent':
				return [key, oneId(value, (name) => findPlace(world, name).item.id)];
			default:
				return [key, value];
		}
	});
	return Object.fromEntries(entries);
}

/**
 * The columns of a body with ids. The API tidies HTML, the web app stores it as it is.
 *
 * @throws {SandboxError} with the words in which Plane refuses it.
 */
export function readItemFields(
	world: World,
	box: ProjectBox,
	{ body, via }: { body: Body; via: Via },
): ItemFields {
	const validated = validateItem(world, box, { body, partial: true });
	if (validated.kind === 'invalid') {
		throw new SandboxError(`Plane refuses this work item: ${JSON.stringify(validated.body)}`);
	}
	const html = body['description_html'];
	return via === 'app' && typeof html === 'string'
		? { ...validated.fields, description_html: html }
		: validated.fields;
}

/** Like `readItemFields`, for an item that is to be made: it needs a name. */
export function readNewItem(
	world: World,
	box: ProjectBox,
	{ body, via }: { body: Body; via: Via },
): ItemFields {
	const fields = readItemFields(world, box, { body: withIds(world, box, body), via });
	if (fields.name === undefined) throw new SandboxError('A new work item needs a "name".');
	return fields;
}
