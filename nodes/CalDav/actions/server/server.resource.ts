/** The operations on the server. */
import { resourceOf } from '../../../shared/resource';
import * as checkConnection from './checkConnection.operation';

export const server = resourceOf({
	name: 'Server',
	value: 'server',
	defaultOperation: checkConnection,
	operations: [checkConnection],
});
