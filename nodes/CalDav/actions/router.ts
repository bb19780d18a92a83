/** Which operation runs. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { routeOperation } from '../../shared/router';
import * as reconcile from './calendar/reconcile.operation';
import * as apply from './event/apply.operation';
import * as remove from './event/delete.operation';
import * as upsert from './event/upsert.operation';

export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await routeOperation(context, {
		'event:apply': apply.execute,
		'event:delete': remove.execute,
		'event:upsert': upsert.execute,
		'calendar:reconcile': reconcile.execute,
	});
}
