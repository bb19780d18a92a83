/** The operations on members. */
import { resourceOf } from '../../../shared/resource';
import * as getMany from './getMany.operation';

export const member = resourceOf({
	name: 'Member',
	value: 'member',
	defaultOperation: getMany,
	operations: [getMany],
});
