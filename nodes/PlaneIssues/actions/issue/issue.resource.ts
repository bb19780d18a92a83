/** The operations on issues (work items). */
import { resourceOf } from '../../../shared/resource';
import * as get from './get.operation';

export const issue = resourceOf({
	name: 'Issue',
	value: 'issue',
	defaultOperation: get,
	operations: [get],
});
