/** The operations on events. */
import { resourceOf } from '../../../shared/resource';
import * as apply from './apply.operation';
import * as remove from './delete.operation';
import * as createOrUpdate from './upsert.operation';

export const event = resourceOf({
	name: 'Event',
	value: 'event',
	defaultOperation: createOrUpdate,
	operations: [apply, createOrUpdate, remove],
});
