/** The operations on states. */
import { resourceOf } from '../../../shared/resource';
import * as getMany from './getMany.operation';

export const state = resourceOf({
	name: 'State',
	value: 'state',
	defaultOperation: getMany,
	operations: [getMany],
});
