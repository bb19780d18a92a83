/**
 * Plane, the calendars and the people of a simulation. A million events are too many to keep and to compare again and
 * again, so the calendars hold, and batches name, only those of work items that something happens to; the time of
 * listing all of them is taken all the same.
 */
import { transformSnapshot, transformWorkItem } from '../../core/event/transform';
import type { ProjectBatch } from '../../core/event/types';
import { parseWorkItem } from '../../core/plane/parseWorkItem';
import type { Snapshot } from '../../core/plane/types';
import type { FakeClock } from './clock';
import {
	createGeneratedPlane,
	idOfItem,
	itemOf,
	type GeneratedPlane,
	type GeneratedProject,
} from './generatedPlane';
import { createCalendarModel, type CalendarModel } from './modelCalendar';
import { createPlaneModel, itemRecord, PLANE_URL, WORKSPACE, type PlaneModel } from './planeApi';

export interface Size {
	readonly projects: number;
	readonly itemsPerProject: number;
	/** What Plane allows. */
	readonly requestsPerMinute: number;
	/** Largest page of Plane's. */
	readonly largestPage: number;
}

export interface World {
	readonly clock: FakeClock;
	readonly plane: GeneratedPlane;
	readonly planeModel: PlaneModel;
	readonly calendar: CalendarModel;
	/** From 0 to 1, the same in every simulation. */
	readonly random: () => number;
	/** From now on the calendar holds the work item's event, as it is in Plane, and batches name it. */
	readonly track: (project: GeneratedProject, index: number) => void;
	readonly isTracked: (project: GeneratedProject, index: number) => boolean;
	readonly toBatch: (snapshot: Snapshot) => ProjectBatch;
}

/** What people's servers were seen to take, roughly: a page of Plane's, a request to Radicale, an event in a listing. */
const PLANE_ANSWER_MS = 300;
const CALENDAR_ANSWER_MS = 20;
const LISTED_MS = 0.5;

export function createWorld(size: Size, clock: FakeClock): World {
	const plane = createGeneratedPlane(size.projects, size.itemsPerProject, clock.now);
	const calendar = createCalendarModel(clock, {
		answerMs: CALENDAR_ANSWER_MS,
		listedMs: LISTED_MS,
		standsFor: size.itemsPerProject,
	});
	for (const project of plane.firstProjects) calendar.make(slugOf(project));
	const tracked = new Set<string>();
	const firstProjects = new Set(plane.firstProjects.map(({ id }) => id));
	return {
		clock,
		plane,
		planeModel: createPlaneModel(plane, clock, { ...size, answerMs: PLANE_ANSWER_MS }),
		calendar,
		random: createRandom(),
		track: (project, index) => {
			const id = idOfItem(project, index);
			const ics = tracked.has(id) ? null : eventOf(project, index);
			tracked.add(id);
			if (ics !== null) calendar.write(slugOf(project), eventName(id), ics);
		},
		isTracked: (project, index) => tracked.has(idOfItem(project, index)),
		toBatch: (snapshot) => {
			// A project that is new has nothing in the calendar yet, so all of it is compared.
			const isNew = !firstProjects.has(snapshot.project.id);
			const items = snapshot.work_items.filter(({ id }) => isNew || tracked.has(id));
			return transformSnapshot({ ...snapshot, work_items: items });
		},
	};
}

export const slugOf = ({ id }: Pick<GeneratedProject, 'id'>): string => `plane-${id}`;

/** Name of its calendar object. */
export const eventName = (itemId: string): string => `plane-issue-${itemId}@calplanebot.ics`;

/** The event the work item has, or null. */
export function eventOf(project: GeneratedProject, index: number): string | null {
	const item = itemOf(project, index);
	if (item === null) return null;
	const record = itemRecord(project, item, true);
	const readAt = new Date(item.updatedAt).toISOString();
	const basis = { readAt, source: 'plane', webUrl: PLANE_URL, workspaceSlug: WORKSPACE } as const;
	return transformWorkItem(parseWorkItem(record, basis)).ics;
}

/** Park and Miller's. */
function createRandom(): () => number {
	let state = 42;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}
