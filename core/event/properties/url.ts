/** URL: the address of the work item in Plane's web app. Its type is URI, so nothing is escaped. */
import { contentLine, type ContentLine } from '../../icalendar/contentLine';
import { sanitizeText } from '../../icalendar/text';
import type { PresentWorkItem } from '../../plane/types';

const WEB_ADDRESS = /^https?:\/\/[^/]/i;

/** Left out where it is no web address: a link of another kind may run something when it is clicked. */
export function url(item: PresentWorkItem): ContentLine[] {
	const address = sanitizeText(item.url).trim().replace(/\s/g, '%20').replaceAll('\\', '%5C');
	return WEB_ADDRESS.test(address) ? [contentLine('URL', address)] : [];
}
