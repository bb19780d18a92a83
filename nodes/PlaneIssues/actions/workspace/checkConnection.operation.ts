/** Workspace: Check Connection — whether the credential opens the workspace, as an item a workflow can act on. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { toFailure } from '../../../../core/errors';
import { checkConnection, notConnected } from '../../../../core/plane/checkConnection';
import type { Connection } from '../../../../core/plane/checkConnection';
import { planeErrorOf } from '../../../../core/plane/client';
import { runItems } from '../../../shared/runItems';
import { createPlaneContext, requestsPerMinuteOf } from '../../planeContext';

export const option: INodePropertyOptions = {
	name: 'Check Connection',
	value: 'checkConnection',
	description: 'Check that Plane answers, that the API key is valid, whose it is and what it opens',
	action: 'Check the connection to a workspace',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Fail When Not Connected',
		name: 'failWhenNotConnected',
		type: 'boolean',
		default: false,
		description:
			'Whether the node fails when something is wrong. When off it returns <code>ok: false</code> with the reason in <code>failure</code>.',
		displayOptions: { show: { resource: ['workspace'], operation: ['checkConnection'] } },
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [
		await runItems(context, async (itemIndex) => {
			const connection = await connectionOf(context);
			const mayFail = context.getNodeParameter('failWhenNotConnected', itemIndex, false) === true;
			if (mayFail && connection.failure !== undefined) throw planeErrorOf(connection.failure);
			return [connection];
		}),
	];
}

/** A credential that cannot be used at all is an answer too; a cancelled run is not (see `toFailure`). */
async function connectionOf(context: IExecuteFunctions): Promise<Connection> {
	const credentials = await context.getCredentials('planeApi');
	const requestsPerMinute = requestsPerMinuteOf(credentials);
	try {
		return await checkConnection(await createPlaneContext(context), { requestsPerMinute });
	} catch (error) {
		return notConnected(toFailure(error), {
			workspaceSlug: textOf(credentials, 'workspaceSlug'),
			apiUrl: textOf(credentials, 'apiUrl'),
			requestsPerMinute,
		});
	}
}

const textOf = (credentials: ICredentialDataDecryptedObject, name: string): string => {
	const value = credentials[name];
	return typeof value === 'string' ? value : '';
};
