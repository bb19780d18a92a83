/** Which operation runs. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { routeOperation } from '../../shared/router';
import * as get from './issue/get.operation';
import * as getSnapshot from './project/getSnapshot.operation';

export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await routeOperation(context, {
		'issue:get': get.execute,
		'project:getSnapshot': getSnapshot.execute,
	});
}
