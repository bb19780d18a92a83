/** The node's table of contents. */
import { calendar } from './calendar/calendar.resource';
import { event } from './event/event.resource';

export const resources = [calendar, event];
