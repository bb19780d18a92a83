/**
 * A Plane of any size, made up as it is asked: work item `index` of a project follows from its number, and only what
 * was changed is kept. What its REST API answers is in `planeApi.ts`.
 */
import type { Now } from '../../core/http/types';
import { uuid } from '../../test/support/builders';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Work items due on the same day. */
const DUE_A_DAY = 10;
/** One of so many work items carries the label. */
const LABELLED = 1000;
/** Numbers of the ids of a project: no project has more work items. */
const SPAN = 1_000_000;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);

export interface Item {
	readonly index: number;
	readonly name: string;
	readonly targetDate: string | null;
	readonly updatedAt: number;
	readonly hasLabel: boolean;
}

export interface GeneratedProject {
	readonly number: number;
	readonly id: string;
	name: string;
	/** Of the label that some of its work items carry. */
	labelName: string;
	readonly createdAt: number;
	/** Work items it began with. */
	readonly size: number;
	/** Those somebody touched, by index; null for those that are gone. */
	readonly touched: Map<number, Item | null>;
}

export interface GeneratedPlane {
	readonly projects: readonly GeneratedProject[];
	/** Those it began with. */
	readonly firstProjects: readonly GeneratedProject[];
	readonly addProject: (size: number) => GeneratedProject;
	/** A person's edit: the item is the newest of its project from now on. */
	readonly edit: (
		project: GeneratedProject,
		index: number,
		changes: Partial<Pick<Item, 'name' | 'targetDate'>>,
	) => void;
	/** Deleted or archived: to every list and every question it is not there. */
	readonly remove: (project: GeneratedProject, index: number) => void;
}

/** @param now milliseconds since the epoch; when people do what they do. */
export function createGeneratedPlane(projects: number, itemsPerProject: number, now: Now): GeneratedPlane {
	const all: GeneratedProject[] = [];
	const addProject = (size: number): GeneratedProject => {
		const number = all.length + 1;
		const project = {
			number,
			id: uuid(number * SPAN),
			name: projectNameOf(number, 0),
			labelName: labelNameOf(0),
			createdAt: now(),
			size,
			touched: new Map(),
		};
		all.push(project);
		return project;
	};
	for (let count = 0; count < projects; count++) addProject(itemsPerProject);
	return {
		projects: all,
		firstProjects: [...all],
		addProject,
		edit: (project, index, changes) => {
			const item = itemOf(project, index);
			if (item !== null) project.touched.set(index, { ...item, ...changes, updatedAt: now() });
		},
		remove: (project, index) => {
			project.touched.set(index, null);
		},
	};
}

export const idOfItem = ({ number }: GeneratedProject, index: number): string =>
	uuid(number * SPAN + 1 + index);

export const labelIdOf = ({ number }: GeneratedProject): string => uuid(number * SPAN + SPAN - 1);

/** What the label is called after so many renamings. */
export const labelNameOf = (version: number): string => `Customer ${version}`;

export const projectNameOf = (number: number, version: number): string => `Project ${number}.${version}`;

export const hasLabel = (index: number): boolean => index % LABELLED === 0;

/** The work item as it is now, or null where it is gone or never was. */
export function itemOf(project: GeneratedProject, index: number): Item | null {
	const touched = project.touched.get(index);
	if (touched !== undefined) return touched;
	if (!Number.isInteger(index) || index < 0 || index >= project.size) return null;
	return {
		index,
		name: `Item ${index}`,
		targetDate: new Date(FIRST_DAY_MS + Math.floor(index / DUE_A_DAY) * DAY_MS).toISOString().slice(0, 10),
		// A second apart, the last one when the project came into being.
		updatedAt: project.createdAt - (project.size - index) * 1000,
		hasLabel: hasLabel(index),
	};
}

/** The item of that id, or null where this project has none. */
export function findItem(project: GeneratedProject, id: string): Item | null {
	const index = Number(id.slice(-12)) - project.number * SPAN - 1;
	return id === idOfItem(project, index) ? itemOf(project, index) : null;
}

export const countItems = ({ size, touched }: GeneratedProject): number =>
	size - [...touched.values()].filter((item) => item === null).length;

/** Rows of the list in the order Plane would put them: by date with undated ones last, or newest first. */
export function listItems(
	project: GeneratedProject,
	order: 'target_date' | '-updated_at',
	{ start, size }: { readonly start: number; readonly size: number },
): Item[] {
	const touched = [...project.touched.values()].filter((item) => item !== null);
	return order === 'target_date'
		? byDate(project, touched, { start, size })
		: newestFirst(project, touched, { start, size });
}

interface Slice {
	readonly start: number;
	readonly size: number;
}

/** Dates are only taken away, never moved: all others keep their places. */
function byDate(project: GeneratedProject, touched: readonly Item[], { start, size }: Slice): Item[] {
	const isAway = (index: number): boolean => {
		const item = project.touched.get(index);
		return item === null || item?.targetDate === null;
	};
	const undated = touched.filter(({ targetDate }) => targetDate === null);
	const dated = countItems(project) - undated.length;
	const rows = ascending(project, isAway, { start, size });
	return [...rows, ...undated.slice(Math.max(0, start - dated), Math.max(0, start + size - dated))];
}

function ascending(project: GeneratedProject, isAway: (index: number) => boolean, slice: Slice): Item[] {
	const away = [...project.touched.keys()].filter(isAway).sort((a, b) => a - b);
	let index = slice.start;
	for (const gone of away) if (gone <= index) index++;
	const rows: Item[] = [];
	for (; rows.length < slice.size && index < project.size; index++) {
		const item = isAway(index) ? null : itemOf(project, index);
		if (item !== null) rows.push(item);
	}
	return rows;
}

function newestFirst(project: GeneratedProject, touched: readonly Item[], { start, size }: Slice): Item[] {
	const newest = [...touched].sort((a, b) => b.updatedAt - a.updatedAt);
	const rows = newest.slice(start, start + size);
	const away = [...project.touched.keys()].sort((a, b) => b - a);
	let index = project.size - 1 - Math.max(0, start - newest.length);
	for (const gone of away) if (gone >= index) index--;
	for (; rows.length < size && index >= 0; index--) {
		const item = project.touched.has(index) ? null : itemOf(project, index);
		if (item !== null) rows.push(item);
	}
	return rows;
}
