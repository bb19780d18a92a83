/** Generates any number of projects with any number of items, the same ones on every start. */
import type { IdFor } from './ids';
import { addDays } from './instants';
import { insertItem } from './itemChanges';
import { addLabel, insertProject } from './projectChanges';
import type { ProjectBox, World } from './store';
import { PRIORITIES } from './types';
import type { ItemFields, Member } from './types';

export interface BulkPlan {
	readonly projects: number;
	readonly itemsPerProject: number;
}

interface Bulk extends BulkPlan {
	readonly today: string;
	readonly ids: IdFor;
	readonly members: readonly Member[];
}

const LABELS = ['bug', 'feature', 'a11y, WCAG 2.2', 'Qualität', '客户反馈', '🔥 hot'];
/** One in five has no date; the others lie around today, more of them ahead than behind. */
const UNDATED_EVERY = 5;
const SPREAD_DAYS = 180;
const DAYS_BEHIND = 45;

const at = <Value>(values: readonly Value[], index: number): Value[] =>
	values.length === 0 ? [] : values.slice(index % values.length, (index % values.length) + 1);

function fieldsFor(box: ProjectBox, index: number, { today, members }: Bulk): ItemFields {
	const dated = index % UNDATED_EVERY !== UNDATED_EVERY - 1;
	const day = ((index * 37) % SPREAD_DAYS) - DAYS_BEHIND;
	const [priority = 'none'] = at(PRIORITIES, index);
	const [state = null] = at([...box.states.keys()], index);
	const [member] = at(members, index);
	return {
		name: `Task ${index + 1} of ${box.row.name}`,
		description_html: `<p>What has to be done in step ${index + 1}, and <strong>why</strong>.</p>`,
		priority,
		state,
		start_date: dated && index % 3 === 0 ? addDays(today, day - 2) : null,
		target_date: dated ? addDays(today, day) : null,
		labels: index % 2 === 0 ? at([...box.labels.keys()], index) : [],
		assignees: member && index % 4 !== 0 ? [member.user] : [],
		sort_order: 65_535 + 10_000 * index,
	};
}

/** Adds the projects `P001`, `P002`, … with their items. */
export function generateProjects(world: World, bulk: Bulk): void {
	const { projects, itemsPerProject, ids, members } = bulk;
	const createdBy = members[0]?.user ?? '';
	for (let number = 1; number <= projects; number += 1) {
		const identifier = `P${String(number).padStart(3, '0')}`;
		const id = ids(`project ${identifier}`);
		const name = `Project ${String(number).padStart(3, '0')}`;
		const box = insertProject(world, { id, name, identifier, createdBy, members });
		for (const label of LABELS) addLabel(world, box, { name: label, color: '#9aa4bc', createdBy });
		for (let index = 0; index < itemsPerProject; index += 1) {
			const itemId = ids(`item ${identifier}-${index + 1}`);
			insertItem(world, box, { id: itemId, fields: fieldsFor(box, index, bulk), createdBy });
		}
	}
}
