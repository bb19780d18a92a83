/** The operations on projects. */
import { resourceOf } from '../../../shared/resource';
import * as get from './get.operation';
import * as getMany from './getMany.operation';
import * as getSnapshot from './getSnapshot.operation';
import * as sync from './sync.operation';

export const project = resourceOf({
	name: 'Project',
	value: 'project',
	defaultOperation: getSnapshot,
	operations: [get, getMany, getSnapshot, sync],
});
