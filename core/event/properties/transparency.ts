/** TRANSP: a due date makes nobody busy. */
import type { EventFields } from '../../icalendar/serialize';

export const transparency = (): Pick<EventFields, 'transparency'> => ({ transparency: 'TRANSPARENT' });
