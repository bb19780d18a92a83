/** The project chosen in the field "Project". */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../core/errors';
import { isUuid } from '../../../core/plane/json';

/** @throws {InputError} where none is chosen, or what is given is no ID. */
export function chosenProject(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('project', itemIndex, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (id === '') throw new InputError('No project is chosen. Pick one in the field "Project".');
	const shown = id.slice(0, 60);
	if (isUuid(id)) return id;
	throw new InputError(
		`"Project" is "${shown}", which is no ID. Pick a project from the list, or copy the ID from its address: …/projects/{ID}/….`,
	);
}
