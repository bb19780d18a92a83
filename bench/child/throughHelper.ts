/** Runs work inside n8n's engine, so that its requests go through n8n's HTTP helper as those of our nodes do. */
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { CalDavContext } from '../../core/caldav/types';
import type { Send } from '../../core/http/types';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { createCalDavContext } from '../../nodes/CalDav/calDavContext';
import { createSend } from '../../nodes/shared/send';
import { runNode } from '../../test/support/engine';

export interface Helper {
	/** What our operations are given, without retries. */
	readonly calDav: CalDavContext;
	/** The helper alone. */
	readonly send: Send;
}

/** A node that does what it is told, so that it runs where ours run. */
const nodeOf = (work: (context: IExecuteFunctions) => Promise<object>): INodeType => ({
	description: {
		displayName: 'Measured',
		name: 'measured',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Measured' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'calDavApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [[{ json: { ...(await work(this)) } }]];
	},
});

/**
 * What the work returns, done with the CalDAV server of `CALDAV_URL`, `CALDAV_USER` and `CALDAV_PASSWORD`.
 *
 * @throws {Error} with the message of the run when it fails.
 */
export async function measureThroughHelper<Figures extends object>(
	work: (helper: Helper) => Promise<Figures>,
): Promise<Figures> {
	const {
		CALDAV_URL: serverUrl = '',
		CALDAV_USER: username = '',
		CALDAV_PASSWORD: password = '',
	} = process.env;
	const node = nodeOf(async (context) => {
		const calDav = await createCalDavContext(context, { attempts: 1 });
		const credentials = await context.getCredentials('calDavApi');
		return await work({ calDav, send: createSend(context, 'calDavApi', credentials) });
	});
	const { outputs, error } = await runNode({
		node,
		parameters: {},
		credentials: { calDavApi: { type: new CalDavApi(), data: { serverUrl, username, password } } },
	});
	if (error !== null) throw new Error(error.message);
	return outputs[0]?.[0]?.json as unknown as Figures;
}
