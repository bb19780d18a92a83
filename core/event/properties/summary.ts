/** SUMMARY: `[{sequence_id}] {name}`. */
import type { EventFields } from '../../icalendar/serialize';
import { sanitizeLine } from '../../icalendar/text';
import type { PresentWorkItem } from '../../plane/types';

export const summary = ({ sequence_id, name }: PresentWorkItem): Pick<EventFields, 'summary'> => ({
	summary: `[${sequence_id}] ${sanitizeLine(name)}`.trimEnd(),
});
