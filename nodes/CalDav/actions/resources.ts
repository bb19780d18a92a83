/** The node's table of contents. */
import { calendar } from './calendar/calendar.resource';
import { event } from './event/event.resource';
import { server } from './server/server.resource';

export const resources = [calendar, event, server];
