/** Project: Get Many — the projects of the workspace as the key's user sees them. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { listProjectDetails } from '../../../../core/plane/projectDetails';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext } from '../../planeContext';
import { inForm, limitOf, returnAllFields, simplifyField } from '../../../shared/returnAllFields';

export const option: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	description: "Get the projects that the API key's user has joined, and others if wanted",
	action: 'Get many projects',
};

const displayOptions = { show: { resource: ['project'], operation: ['getAll'] } };

export const description: INodeProperties[] = [
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
				displayName: 'Include Archived',
				name: 'includeArchived',
				type: 'boolean',
				default: false,
				description: 'Whether to return archived projects too. Plane shows nothing of what is in them.',
			},
			{
				displayName: 'Include Not Joined',
				name: 'includeNotJoined',
				type: 'boolean',
				default: false,
				description:
					"Whether to return public projects too that the API key's user is not a member of. Plane does not let that user read what is in them.",
			},
		],
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const plane = await createPlaneContext(context);
	return [
		await runItems(context, async (itemIndex) => {
			const chosen = context.getNodeParameter('options', itemIndex, {});
			const rows = await listProjectDetails(plane, {
				archived: chosen['includeArchived'] === true,
				notJoined: chosen['includeNotJoined'] === true,
			});
			return inForm(context, itemIndex, rows.slice(0, limitOf(context, itemIndex)));
		}),
	];
}
