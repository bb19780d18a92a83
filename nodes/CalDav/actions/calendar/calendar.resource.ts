/** The operations on calendars. */
import { resourceOf } from '../../../shared/resource';
import * as reconcile from './reconcile.operation';

export const calendar = resourceOf({
	name: 'Calendar',
	value: 'calendar',
	defaultOperation: reconcile,
	operations: [reconcile],
});
