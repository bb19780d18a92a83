/** DESCRIPTION: the work item's text, then a block of what Plane says about it. */
import { capText, sanitizeLine, sanitizeText } from '../../icalendar/text';
import type { PresentWorkItem } from '../../plane/types';
import { labelNames } from './categories';

const joined = (names: readonly string[]): string => names.map(sanitizeLine).filter(Boolean).join(', ');

function textOf(description: string): string {
	const lines = sanitizeText(description)
		.split('\n')
		.map((line) => line.trimEnd());
	return capText(lines.join('\n').trim());
}

/** Our part of the text; people may have added theirs below. Its last line is always the project's. */
export function describe(item: PresentWorkItem): string {
	const text = textOf(item.description);
	const assignees = joined(item.assignees.map(({ display_name }) => display_name));
	const labels = joined(labelNames(item));
	return [
		...(text === '' ? [] : [text]),
		'---',
		`Priority: ${item.priority}`,
		`State: ${sanitizeLine(item.state.name)}`,
		...(assignees === '' ? [] : [`Assignees: ${assignees}`]),
		...(labels === '' ? [] : [`Labels: ${labels}`]),
		`Project: ${sanitizeLine(item.project.name)}`,
	].join('\n');
}

export const description = (item: PresentWorkItem): { readonly description: string } => ({
	description: describe(item),
});
