/** What people do in Plane and in the calendar, each with how to see in the calendar that it arrived. */
import { hasLabel, idOfItem, labelNameOf, projectNameOf, type GeneratedProject } from './generatedPlane';
import { eventName, slugOf, type World } from './world';

const MINUTE_MS = 60_000;

export interface Kind {
	readonly name: string;
	/** Somebody does it again after so many milliseconds. */
	readonly everyMs: number;
	/**
	 * What tells it: the projects or their changes, the number of work items, which leads to a scan of the project in the
	 * next run, or only a full scan in its turn.
	 */
	readonly seenBy: 'changes' | 'number' | 'full_scan';
	/** Does it, and returns how to see that it has arrived. */
	readonly happen: (world: World, times: number) => () => boolean;
}

const OFTEN_MS = 10 * MINUTE_MS;
/** What costs a scan of the project each time. */
const SELDOM_MS = 120 * MINUTE_MS;
const NEW_ITEMS = 100;

export const KINDS: readonly Kind[] = [
	{ name: 'edit whose webhook was lost', seenBy: 'changes', everyMs: OFTEN_MS, happen: edit },
	{ name: 'date removed', seenBy: 'changes', everyMs: OFTEN_MS, happen: removeDate },
	{ name: 'work item deleted', seenBy: 'number', everyMs: SELDOM_MS, happen: remove },
	{ name: 'work item archived', seenBy: 'number', everyMs: SELDOM_MS, happen: remove },
	{
		name: `new project of ${NEW_ITEMS} items`,
		seenBy: 'changes',
		everyMs: SELDOM_MS,
		happen: addProject,
	},
	{ name: 'project renamed', seenBy: 'changes', everyMs: SELDOM_MS, happen: renameProject },
	{ name: 'label renamed', seenBy: 'full_scan', everyMs: OFTEN_MS, happen: renameLabel },
	{
		name: "person's edit in the calendar",
		seenBy: 'full_scan',
		everyMs: OFTEN_MS,
		happen: editInCalendar,
	},
];

interface Subject {
	readonly project: GeneratedProject;
	readonly index: number;
	/** Name of its calendar object. */
	readonly name: string;
	/** The event's text now, its lines whole; null where there is none. */
	readonly read: () => string | null;
}

function subjectOf({ calendar, track }: World, project: GeneratedProject, index: number): Subject {
	track(project, index);
	const name = eventName(idOfItem(project, index));
	const read = (): string | null => calendar.read(slugOf(project), name)?.replace(/\r\n[ \t]/g, '') ?? null;
	return { project, index, name, read };
}

const pickProject = ({ plane, random }: World): GeneratedProject =>
	plane.firstProjects[Math.floor(random() * plane.firstProjects.length)]!;

/** A work item nothing has happened to yet. */
function pick(world: World): Subject {
	for (;;) {
		const project = pickProject(world);
		const index = Math.floor(world.random() * project.size);
		if (!hasLabel(index) && !world.isTracked(project, index)) return subjectOf(world, project, index);
	}
}

function edit(world: World): () => boolean {
	const { project, index, read } = pick(world);
	world.plane.edit(project, index, { name: 'Renamed' });
	return () => read()?.includes('Renamed') ?? false;
}

function removeDate(world: World): () => boolean {
	const { project, index, read } = pick(world);
	world.plane.edit(project, index, { targetDate: null });
	return () => read() === null;
}

function remove(world: World): () => boolean {
	const { project, index, read } = pick(world);
	world.plane.remove(project, index);
	return () => read() === null;
}

function editInCalendar(world: World): () => boolean {
	const { project, name, read } = pick(world);
	const mine = (read() ?? '').replace(/^SUMMARY:.*$/m, 'SUMMARY:Mine\r');
	world.calendar.write(slugOf(project), name, mine);
	return () => !(read()?.includes('SUMMARY:Mine') ?? true);
}

/** Later renamings count as this one: what they are called grows. */
const hasReached = (text: string | null, found: RegExp, version: number): boolean =>
	Number(found.exec(text ?? '')?.[1] ?? -1) >= version;

function renameLabel(world: World, version: number): () => boolean {
	const project = pickProject(world);
	const { read } = subjectOf(world, project, 0);
	project.labelName = labelNameOf(version);
	return () => hasReached(read(), /CATEGORIES:Customer (\d+)/, version);
}

function renameProject(world: World, version: number): () => boolean {
	const project = pickProject(world);
	const { read } = subjectOf(world, project, 0);
	project.name = projectNameOf(project.number, version);
	return () => hasReached(read(), /Project: Project \d+\.(\d+)/, version);
}

function addProject({ plane, calendar }: World): () => boolean {
	const project = plane.addProject(NEW_ITEMS);
	const names = Array.from({ length: NEW_ITEMS }, (_, index) => eventName(idOfItem(project, index)));
	return () => names.every((name) => calendar.read(slugOf(project), name) !== null);
}
