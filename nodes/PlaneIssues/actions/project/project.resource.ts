/** The operations on projects. */
import { resourceOf } from '../../../shared/resource';
import * as getSnapshot from './getSnapshot.operation';

export const project = resourceOf({
	name: 'Project',
	value: 'project',
	defaultOperation: getSnapshot,
	operations: [getSnapshot],
});
