/** The project chosen in the field "Project". */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { isUuid } from '../../core/plane/json';

/** The id of the project that is chosen, or null. @throws {InputError} when it is no id. */
export function readProjectId(context: IExecuteFunctions, itemIndex: number): string | null {
	const value: unknown = context.getNodeParameter('project', itemIndex, '', { extractValue: true });
	const text = String(value ?? '').trim();
	if (text === '') return null;
	const shown = text.slice(0, 60);
	if (isUuid(text)) return text.toLowerCase();
	throw new InputError(
		`"Project" is "${shown}", which is no ID. Pick a project from the list, or copy the ID from its address: …/projects/{ID}.`,
	);
}

/** @throws {InputError} when no project is chosen. */
export function requireProjectId(context: IExecuteFunctions, itemIndex: number): string {
	const projectId = readProjectId(context, itemIndex);
	if (projectId !== null) return projectId;
	throw new InputError('No project is chosen. Pick one in the field "Project".');
}
