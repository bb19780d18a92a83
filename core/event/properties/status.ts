/** STATUS from the state's group: what is done or dropped shows struck through. */
import type { EventFields } from '../../icalendar/serialize';
import type { PresentWorkItem, StateGroup } from '../../plane/types';

const ENDED: ReadonlySet<StateGroup> = new Set(['completed', 'cancelled']);

export const status = ({ state }: PresentWorkItem): Pick<EventFields, 'status'> => ({
	status: ENDED.has(state.group) ? 'CANCELLED' : 'CONFIRMED',
});
