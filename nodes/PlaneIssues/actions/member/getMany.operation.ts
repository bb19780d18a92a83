/** Member: Get Many — the people of a project or of the workspace, without their addresses unless asked for. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listMembers } from '../../../../core/plane/listNames';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { projectLocator } from '../../projectLocator';
import { requireProjectId } from '../../chosenProject';
import { inForm, limitOf, returnAllFields, simplifyField } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: 'Get the people of a project or of the whole workspace',
	action: 'Get many members',
};

const show = { resource: ['member'], operation: ['getAll'] };
const displayOptions = { show };

export const description: INodeProperties[] = [
	{
		displayName: 'Members Of',
		name: 'membersOf',
		type: 'options',
		options: [
			{
				name: 'Project',
				value: 'project',
				description: 'Those who have joined a project; Plane does not say in which role',
			},
			{
				name: 'Workspace',
				value: 'workspace',
				description: "Everybody in the credential's workspace, with their role",
			},
		],
		default: 'project',
		displayOptions,
	},
	{
		...projectLocator({ show: { ...show, membersOf: ['project'] } }),
		description: 'The project whose members to get',
	},
	...returnAllFields({ displayOptions }),
	simplifyField({ displayOptions }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Include Email',
				name: 'includeEmail',
				type: 'boolean',
				default: false,
				description:
					"Whether to return people's email addresses too. N8n stores what a node returns, so leave it off unless the workflow needs them.",
			},
		],
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const ofWorkspace = context.getNodeParameter('membersOf', itemIndex) === 'workspace';
			const chosen = context.getNodeParameter('options', itemIndex, {});
			const rows = await listMembers(plane, {
				projectId: ofWorkspace ? null : requireProjectId(context, itemIndex),
				withEmail: chosen['includeEmail'] === true,
				limit: limitOf(context, itemIndex),
			});
			return inForm(context, itemIndex, rows);
		}),
	];
}
