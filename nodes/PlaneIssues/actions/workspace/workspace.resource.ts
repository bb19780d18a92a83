/** The operations on the workspace. */
import { resourceOf } from '../../../shared/resource';
import * as checkConnection from './checkConnection.operation';

export const workspace = resourceOf({
	name: 'Workspace',
	value: 'workspace',
	defaultOperation: checkConnection,
	operations: [checkConnection],
});
