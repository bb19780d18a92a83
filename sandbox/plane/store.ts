/**
 * What the stand-in holds and how it is looked up: one workspace, its people, projects and work items.
 * Knows which items Plane hides; knows no HTTP, no JSON and no webhook.
 */
import type { IdFor } from './ids';
import type { Micros } from './instants';
import type {
	ActivityRow,
	CommentRow,
	CycleRow,
	EstimatePointRow,
	LinkRow,
	ModuleRow,
	RelationRow,
} from './recordTypes';
import type { LabelRow, Member, ProjectRow, StateRow, User, WorkItemRow, Workspace } from './types';

/** One project with all that lives in it; maps are in order of creation. */
export interface ProjectBox {
	row: ProjectRow;
	readonly states: Map<string, StateRow>;
	readonly labels: Map<string, LabelRow>;
	/** Deleted, archived and draft items included. */
	readonly items: Map<string, WorkItemRow>;
	readonly comments: Map<string, CommentRow>;
	readonly links: Map<string, LinkRow>;
	readonly activities: ActivityRow[];
	relations: readonly RelationRow[];
	readonly cycles: Map<string, CycleRow>;
	readonly modules: Map<string, ModuleRow>;
	readonly estimatePoints: Map<string, EstimatePointRow>;
	/** Numbers are never given out twice. */
	lastSequence: number;
}

export interface World {
	readonly workspace: Workspace;
	readonly users: Map<string, User>;
	readonly projects: Map<string, ProjectBox>;
	readonly clock: () => Micros;
	/** A new id at every call, the same ones in the same order on every start. */
	readonly newId: () => string;
}

export interface WorldOptions {
	readonly workspace: Workspace;
	readonly clock: () => Micros;
	readonly ids: IdFor;
}

export function createWorld({ workspace, clock, ids }: WorldOptions): World {
	let created = 0;
	const newId = (): string => {
		created += 1;
		return ids(`created ${created}`);
	};
	return { workspace, users: new Map(), projects: new Map(), clock, newId };
}

export function addProject(world: World, row: ProjectRow): ProjectBox {
	const box: ProjectBox = {
		row,
		states: new Map(),
		labels: new Map(),
		items: new Map(),
		comments: new Map(),
		links: new Map(),
		activities: [],
		relations: [],
		cycles: new Map(),
		modules: new Map(),
		estimatePoints: new Map(),
		lastSequence: 0,
	};
	world.projects.set(row.id, box);
	return box;
}

export const userByKey = (world: World, apiKey: string): User | undefined =>
	[...world.users.values()].find((user) => user.apiKey === apiKey);

export const memberOf = (box: ProjectBox, userId: string): Member | undefined =>
	box.row.members.find((member) => member.user === userId);

export const projectByIdentifier = (world: World, identifier: string): ProjectBox | undefined =>
	[...world.projects.values()].find((box) => box.row.identifier === identifier);

/** Finds an item in whatever project it is, hidden ones included, deleted ones not. */
export function findItem(world: World, itemId: string): { box: ProjectBox; item: WorkItemRow } | undefined {
	for (const box of world.projects.values()) {
		const item = box.items.get(itemId);
		if (item && item.deleted_at === null) return { box, item };
	}
	return undefined;
}

export const itemBySequence = (box: ProjectBox, sequence: number): WorkItemRow | undefined =>
	[...box.items.values()].find((item) => item.sequence_id === sequence && item.deleted_at === null);

export const groupOf = (box: ProjectBox, item: WorkItemRow): string =>
	box.states.get(item.state)?.group ?? 'backlog';

/**
 * Whether lists and details show an item: not when it is deleted, archived, a draft, waiting in the intake,
 * or when its project is archived.
 */
export const isVisible = (box: ProjectBox, item: WorkItemRow): boolean =>
	item.deleted_at === null &&
	item.archived_at === null &&
	!item.is_draft &&
	box.row.archived_at === null &&
	groupOf(box, item) !== 'triage';

export const visibleItems = (box: ProjectBox): WorkItemRow[] =>
	[...box.items.values()].filter((item) => isVisible(box, item));

/** Plane's key of an item, `WEB-42`. */
export const keyOf = (box: ProjectBox, item: WorkItemRow): string =>
	`${box.row.identifier}-${item.sequence_id}`;
