/** Reads one calendar object. Knows what is no calendar object, but not what is in one. */
import { parentOf, slugOfHref } from '../webdav/href';
import { isHtml, unexpected } from '../webdav/multistatus';
import { type DavResponse, sendDav } from '../webdav/request';
import { statusError } from '../webdav/statusError';
import { readObjects } from './listEvents';
import type { CalDavContext, StoredObject } from './types';

/**
 * The object at that address, or null where there is none.
 *
 * A text without its end is read again by REPORT: the XML around it shows what a GET cannot, whether the object
 * is stored like that or a proxy cut the answer. Merged into half a text, people's lines would be lost.
 *
 * @throws {DavError} `invalid_response` for anything that is not a calendar object, a login page above all.
 */
export async function readObject(context: CalDavContext, href: string): Promise<StoredObject | null> {
	const doing = 'reading an event';
	const response = await sendDav(context.send, {
		method: 'GET',
		url: href,
		// A proxy that compresses changes the ETag, and If-Match would fail for ever (Apache mod_deflate).
		headers: { accept: 'text/calendar', 'accept-encoding': 'identity' },
	});
	if (response.status === 404 || response.status === 410) return null;
	if (response.status >= 400) throw statusError(response, doing);
	if (response.status !== 200 || !isCalendarText(response)) {
		throw unexpected(
			response,
			doing,
			`${response.status} with ${isHtml(response) ? 'an HTML page' : 'other content'}`,
		);
	}
	if (!hasEnd(response.body)) return await readFramed(context, href);
	return { href, etag: response.headers['etag'] ?? '', ics: response.body };
}

const hasEnd = (text: string): boolean => /END:VCALENDAR\s*$/i.test(text);

async function readFramed(context: CalDavContext, href: string): Promise<StoredObject | null> {
	const url = parentOf(href);
	const [object] = await readObjects(context, { url, name: slugOfHref(url) }, [href]);
	return object === undefined ? null : { ...object, href };
}

/** The type alone is enough: a damaged event is for the caller to judge, not to be taken for a wrong address. */
function isCalendarText(response: DavResponse): boolean {
	if (/^\s*text\/calendar\b/i.test(response.headers['content-type'] ?? '')) return true;
	return /^\ufeff?\s*BEGIN:VCALENDAR/i.test(response.body);
}
