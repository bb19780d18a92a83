/** A project of as many work items as a measure needs, no two alike, and the batch a reconcile gets of it. */
import { transformSnapshot } from '../core/event/transform';
import type { ProjectBatch, UpsertItem } from '../core/event/types';
import type { PresentWorkItem, Snapshot } from '../core/plane/types';
import { aSnapshot, aWorkItem, uuid } from '../test/support/builders';

export interface ManyOptions {
	/** Tells projects apart, and with them their calendars. @default the number of events */
	readonly project?: number;
	/** How many of the items somebody renamed since. @default 0 */
	readonly changed?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAYS = 1000;
const PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const;

const projectOf = (number: number) => ({
	id: uuid(number),
	name: `Project ${number}`,
	identifier: `P${number}`,
});

/** Slug of the calendar that the project's events belong into. */
export const slugOfMany = (project: number): string => `plane-${uuid(project)}`;

const dayOf = (n: number): string => new Date(FIRST_DAY_MS + (n % DAYS) * DAY_MS).toISOString().slice(0, 10);

/** A snapshot of `count` dated work items. */
export function snapshotOfMany(
	count: number,
	{ project: number = count, changed = 0 }: ManyOptions = {},
): Snapshot {
	const project = projectOf(number);
	const items = Array.from({ length: count }, (_, index): PresentWorkItem => {
		const n = number * 100_000 + index + 1;
		const isChanged = index < changed;
		return aWorkItem(n, {
			project,
			name: `${isChanged ? 'Renamed' : 'Item'} ${n}: sign the papers, then send them`,
			description: `What is known about it so far.\nIt was written down on day ${index}.`,
			priority: PRIORITIES[index % PRIORITIES.length]!,
			target_date: dayOf(index),
			updated_at: isChanged ? '2026-11-22T10:00:00.000000Z' : '2026-11-20T10:00:00.000000Z',
			url: `https://plane.example.com/acme/projects/${project.id}/issues/${uuid(n)}`,
		});
	});
	return aSnapshot(items, { project });
}

export const batchOfMany = (count: number, options?: ManyOptions): ProjectBatch =>
	transformSnapshot(snapshotOfMany(count, options));

export const upsertsOf = ({ events }: ProjectBatch): UpsertItem[] =>
	events.filter((event): event is UpsertItem => event.action === 'upsert');
