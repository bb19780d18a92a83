/** DESCRIPTION: the work item's text, then a block of what Plane says about it. */
import { octetLength } from '../../icalendar/contentLine';
import { capText, MAX_TEXT_OCTETS, sanitizeLine, sanitizeText } from '../../icalendar/text';
import type { PresentWorkItem } from '../../plane/types';
import { labelNames } from './categories';

/** Lists of names in the text are told in part beyond this many characters; CATEGORIES has all labels. */
const MAX_NAMES_CHARACTERS = 4000;

function joined(names: readonly string[]): string {
	const clean = names.map(sanitizeLine).filter(Boolean);
	let characters = 0;
	const fitting = clean.filter((name) => (characters += name.length + 2) <= MAX_NAMES_CHARACTERS);
	const left = clean.length - fitting.length;
	return left === 0 ? clean.join(', ') : `${fitting.join(', ')} and ${left} more`;
}

function textOf(description: string, maxOctets: number): string {
	const lines = sanitizeText(description)
		.split('\n')
		.map((line) => line.trimEnd());
	return capText(lines.join('\n').trim(), maxOctets);
}

/** Our part of the text; people may have added theirs below. Its last line is always the project's. */
export function describe(item: PresentWorkItem): string {
	const assignees = joined(item.assignees.map(({ display_name }) => display_name));
	const labels = joined(labelNames(item));
	const block = [
		'---',
		`Priority: ${item.priority}`,
		`State: ${sanitizeLine(item.state.name)}`,
		...(assignees === '' ? [] : [`Assignees: ${assignees}`]),
		...(labels === '' ? [] : [`Labels: ${labels}`]),
		`Project: ${sanitizeLine(item.project.name)}`,
	].join('\n');
	const text = textOf(item.description, MAX_TEXT_OCTETS - octetLength(`\n${block}`));
	return text === '' ? block : `${text}\n${block}`;
}

export const description = (item: PresentWorkItem): { readonly description: string } => ({
	description: describe(item),
});
