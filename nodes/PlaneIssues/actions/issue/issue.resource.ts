/** The operations on issues (work items). */
import { resourceOf } from '../../../shared/resource';
import * as create from './create.operation';
import * as remove from './delete.operation';
import * as get from './get.operation';
import * as getAll from './getAll.operation';
import * as search from './search.operation';
import * as update from './update.operation';

export const issue = resourceOf({
	name: 'Issue',
	value: 'issue',
	defaultOperation: get,
	operations: [create, remove, get, getAll, search, update],
});
