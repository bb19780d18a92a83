/** Server: Check Connection — what the credential opens and the server can do, as an item a workflow can act on. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { checkServer, notReached, type ServerConnection } from '../../../../core/caldav/checkServer';
import { DavError, toFailure } from '../../../../core/errors';
import { runItems } from '../../../shared/runItems';
import { createCalDavContext } from '../../calDavContext';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Check Connection',
	value: 'checkConnection',
	description:
		'Check that the server answers, whose account it is, what it can do and which calendars it has',
	action: 'Check the connection to a server',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Fail When Not Connected',
		name: 'failWhenNotConnected',
		type: 'boolean',
		default: false,
		description:
			'Whether the node fails when something is wrong. When off it returns <code>ok: false</code> with the reason in <code>failure</code>.',
		displayOptions: { show: { resource: ['server'], operation: ['checkConnection'] } },
	},
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [
		await runItems(context, async (itemIndex) => {
			const connection = await connectionOf(context);
			const mayFail = context.getNodeParameter('failWhenNotConnected', itemIndex, false) === true;
			if (mayFail && connection.failure !== undefined) {
				const { message, kind, status } = connection.failure;
				throw new DavError(message, { kind, status });
			}
			return [connection];
		}),
	];
}

/** A credential that cannot be used at all is an answer too; a cancelled run is not (see `toFailure`). */
async function connectionOf(context: IExecuteFunctions): Promise<ServerConnection> {
	try {
		const options = context.getNodeParameter('options', 0, {}) as RetryOptions;
		return await checkServer(await createCalDavContext(context, options));
	} catch (error) {
		const { serverUrl } = await context.getCredentials('calDavApi');
		return notReached(toFailure(error), String(serverUrl));
	}
}
