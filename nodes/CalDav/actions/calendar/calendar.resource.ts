/** The operations on calendars. */
import { resourceOf } from '../../../shared/resource';
import * as remove from './delete.operation';
import * as getMany from './getAll.operation';
import * as reconcile from './reconcile.operation';
import * as createOrUpdate from './upsert.operation';

export const calendar = resourceOf({
	name: 'Calendar',
	value: 'calendar',
	defaultOperation: reconcile,
	operations: [createOrUpdate, remove, getMany, reconcile],
});
