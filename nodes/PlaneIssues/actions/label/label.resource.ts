/** The operations on labels. */
import { resourceOf } from '../../../shared/resource';
import * as getMany from './getMany.operation';

export const label = resourceOf({
	name: 'Label',
	value: 'label',
	defaultOperation: getMany,
	operations: [getMany],
});
