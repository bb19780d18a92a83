/** Reads one calendar object. Knows what is no calendar object, but not what is in one. */
import { isHtml, unexpected } from '../webdav/multistatus';
import { type DavResponse, sendDav } from '../webdav/request';
import { statusError } from '../webdav/statusError';
import type { CalDavContext, StoredObject } from './types';

/**
 * The object at that address, or null where there is none.
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
	return { href, etag: response.headers['etag'] ?? '', ics: response.body };
}

/** The type alone is enough: a damaged event is for the caller to judge, not to be taken for a wrong address. */
function isCalendarText(response: DavResponse): boolean {
	if (/^\s*text\/calendar\b/i.test(response.headers['content-type'] ?? '')) return true;
	return /^\ufeff?\s*BEGIN:VCALENDAR/i.test(response.body);
}
