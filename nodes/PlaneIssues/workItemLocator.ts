/** The fields that name one work item: from a list, by address, by id or by key; and what is read from them. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import type { PlaneContext } from '../../core/plane/client';
import { findWorkItemByKey } from '../../core/plane/workItemByKey';
import {
	parseWorkItemReference,
	requireSameWorkspace,
	type WorkItemReference,
} from '../../core/plane/workItemReference';
import type { WorkItemPlace } from '../../core/plane/writeWorkItem';
import { requireProjectId } from './chosenProject';
import { projectLocator } from './projectLocator';

/** One field that names a work item; other locators of work items are copies of it. */
export const workItemField: INodeProperties = {
	displayName: 'Work Item',
	name: 'workItemId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The work item. The list searches names and numbers in the chosen project.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a work item…',
			typeOptions: { searchListMethod: 'searchWorkItems', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.plane.so/acme/browse/WEB-42/',
			validation: [
				{
					type: 'regex',
					properties: {
						regex:
							'https?:\\/\\/.+\\/(?:browse\\/.+-\\d+.*|projects\\/[0-9a-fA-F-]{36}\\/.*[0-9a-fA-F-]{36}.*)',
						errorMessage:
							'Copy the address of the work item: …/browse/WEB-42/ or …/projects/{ID}/issues/{ID}',
					},
				},
			],
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. d69744e8-e692-4ffd-8723-268648705d08',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[0-9a-fA-F-]{36}\\s*$',
						errorMessage: 'The ID stands in the address of the work item: …/issues/{ID}',
					},
				},
			],
		},
		{
			displayName: 'By Key',
			name: 'key',
			type: 'string',
			placeholder: 'e.g. WEB-42',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[^\\s\\/]+-\\d+\\s*$',
						errorMessage: 'A key is the identifier of the project and a number: WEB-42',
					},
				},
			],
		},
	],
};

/** Project and work item. */
export const workItemLocator = (displayOptions: INodeProperties['displayOptions']): INodeProperties[] => [
	{
		...projectLocator(displayOptions),
		required: false,
		description:
			'The project the work item is in. Not needed for a work item given by its key or its address.',
	},
	{ ...workItemField, ...(displayOptions && { displayOptions }) },
];

export type NamedWorkItem =
	({ readonly kind: 'id' } & WorkItemPlace) | { readonly kind: 'key'; readonly key: string };

/** @throws {InputError} when the fields name no work item, one of another workspace, or an id without its project. */
export function readNamedWorkItem(
	context: IExecuteFunctions,
	itemIndex: number,
	plane: PlaneContext,
): NamedWorkItem {
	const value = context.getNodeParameter('workItemId', itemIndex, '', { extractValue: true });
	const reference = readReference(plane, value, 'Work Item');
	if (reference.kind === 'key') return { kind: 'key', key: reference.key };
	const projectId = reference.projectId ?? requireProjectId(context, itemIndex);
	return { kind: 'id', id: reference.id, projectId };
}

/** @throws {InputError} when the text is no id, key or address of a work item, or the address of another workspace. */
export function readReference(
	{ workspaceSlug }: PlaneContext,
	value: unknown,
	field: string,
): WorkItemReference {
	const text = String(value ?? '').trim();
	const reference = parseWorkItemReference(text);
	if (reference !== null) {
		requireSameWorkspace(reference, workspaceSlug);
		return reference;
	}
	throw new InputError(
		text === ''
			? `No work item is chosen. Pick one in the field "${field}".`
			: `"${field}" is "${text.slice(0, 80)}", which names no work item. Give its ID, its key like WEB-42, or the address of its page.`,
	);
}

/** Where a work item is; a key is looked up. @throws {PlaneError} when there is none with that key. */
export async function placeOf(plane: PlaneContext, named: NamedWorkItem): Promise<WorkItemPlace> {
	return named.kind === 'id'
		? { id: named.id, projectId: named.projectId }
		: await findWorkItemByKey(plane, named.key);
}
