/** What the resource locators of the node list. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { discoverCalendars } from '../../core/caldav/discovery';
import { toNodeError } from '../shared/toNodeError';
import { createCalDavContext } from './calDavContext';

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
