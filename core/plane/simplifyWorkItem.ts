/** A work item in few fields, for people and for tables. Pure; the whole form is in `types.ts`. */
import type { PresentWorkItem } from './types';

export interface SimpleWorkItem {
	readonly id: string;
	/** `WEB-42` */
	readonly key: string;
	readonly name: string;
	readonly state: string;
	readonly priority: PresentWorkItem['priority'];
	readonly start_date: string | null;
	readonly target_date: string | null;
	readonly assignees: readonly string[];
	readonly labels: readonly string[];
	readonly url: string;
}

export function simplifyWorkItem(workItem: PresentWorkItem): SimpleWorkItem {
	const { id, project, sequence_id, name, state, priority, start_date, target_date, url } = workItem;
	return {
		id,
		key: `${project.identifier}-${sequence_id}`,
		name,
		state: state.name,
		priority,
		start_date,
		target_date,
		assignees: workItem.assignees.map(({ display_name }) => display_name),
		labels: workItem.labels.map((label) => label.name),
		url,
	};
}
