/** The operations on events. */
import { resourceOf } from '../../../shared/resource';
import * as apply from './apply.operation';
import * as remove from './delete.operation';
import * as get from './get.operation';
import * as getMany from './getAll.operation';
import * as move from './move.operation';
import * as createOrUpdate from './upsert.operation';

export const event = resourceOf({
	name: 'Event',
	value: 'event',
	defaultOperation: createOrUpdate,
	operations: [apply, createOrUpdate, get, getMany, move, remove],
});
