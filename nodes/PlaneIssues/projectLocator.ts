/** The field that picks a project: from a list, by address or by id. */
import type { INodeProperties } from 'n8n-workflow';

const PROJECT_IN_URL = 'https?:\\/\\/.+\\/projects\\/([0-9a-fA-F-]{36})(?:\\/.*)?';

export const projectLocator = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
	displayName: 'Project',
	name: 'project',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The project the work item is in',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a project…',
			typeOptions: { searchListMethod: 'searchProjects', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.plane.so/acme/projects/70cd25e3-c519-439e-883c-ff5fad301b44/issues/',
			extractValue: { type: 'regex', regex: PROJECT_IN_URL },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: PROJECT_IN_URL,
						errorMessage: 'Copy the address of a page of the project: …/projects/{ID}/…',
					},
				},
			],
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 70cd25e3-c519-439e-883c-ff5fad301b44',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^[0-9a-fA-F-]{36}$',
						errorMessage: 'The ID stands in the address of the project: …/projects/{ID}/…',
					},
				},
			],
		},
	],
	...(displayOptions && { displayOptions }),
});
