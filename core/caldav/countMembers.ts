/** Counts everything in a calendar: events, but also tasks, journals and what else nobody sees in a calendar view. */
import { sameHref } from '../webdav/href';
import { readMultistatus } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import { sendXml } from '../webdav/request';
import { propfindBody } from '../webdav/requestBodies';
import { dropOnNotFound } from './discovery';
import type { Calendar, CalDavContext } from './types';

/** One PROPFIND Depth 1. @throws {DavError} where the list is not whole; `not_found` where the calendar is gone. */
export async function countMembers(
	context: CalDavContext,
	{ url, name }: Pick<Calendar, 'url' | 'name'>,
): Promise<number> {
	return await dropOnNotFound(context, async () => {
		const body = propfindBody([NAMES.resourceType]);
		const response = await sendXml(context.send, { method: 'PROPFIND', url, depth: '1', body });
		const members = readMultistatus(response, `counting what is in "${name}"`);
		return members.filter(({ href }) => !sameHref(href, response.url)).length;
	});
}
