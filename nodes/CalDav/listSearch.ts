/** What the resource locators of the node list. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { discoverCalendars } from '../../core/caldav/discovery';
import { searchEvents, type FoundEvent } from '../../core/caldav/searchEvents';
import { InputError } from '../../core/errors';
import { toNodeError } from '../shared/toNodeError';
import { createCalDavContext } from './calDavContext';
import { calendarInEditor } from './calendarLocator';

/** Enough to choose from; who looks for another one types a part of its title. */
const MOST_EVENTS = 50;

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

/** The calendars of the account that take events, by name. Asked anew each time: people look for a new one. */
export async function searchCalendars(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const context = await createCalDavContext(this, { attempts: 1 });
		context.cache.discovery = null;
		const { calendars } = await discoverCalendars(context);
		const wanted = filter.toLowerCase();
		const results = calendars
			.filter(({ takesEvents, name }) => takesEvents && name.toLowerCase().includes(wanted))
			.map(({ name, slug, url }) => ({ name: name === '' ? slug : name, value: url, url }))
			.sort((a, b) => a.name.localeCompare(b.name));
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}

/** Events of the chosen calendar: with a text all that have it, without one those of the coming year. */
export async function searchEventList(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const context = await createCalDavContext(this, { attempts: 1 });
		const calendar = await calendarInEditor(this, context);
		if (calendar === null) throw new InputError('Choose a calendar first, in the field "Calendar".');
		const isOpen = filter.trim() !== '';
		const now = Date.now();
		const events = await searchEvents(context, calendar, {
			from: isOpen ? null : now,
			to: isOpen ? null : now + YEAR_MS,
			zone: this.getTimezone(),
			text: filter,
			changedSince: null,
			expandsSeries: false,
		});
		return { results: events.slice(0, MOST_EVENTS).map(toChoice) };
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}

const toChoice = ({ summary, uid, start, href }: FoundEvent) => ({
	name: `${summary || uid || href} (${start?.slice(0, 10) ?? 'no date'})`,
	value: href,
	url: href,
});
