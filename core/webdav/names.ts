/** Names of the XML elements we ask for and read, in Clark notation: `{namespace}local`. */

export const DAV = 'DAV:';
/** RFC 4791 §4 */
export const CALDAV = 'urn:ietf:params:xml:ns:caldav';
export const CALENDAR_SERVER = 'http://calendarserver.org/ns/';
export const APPLE = 'http://apple.com/ns/ical/';

/** Prefixes used in the bodies we send. */
export const PREFIXES: Readonly<Record<string, string>> = {
	[DAV]: 'd',
	[CALDAV]: 'c',
	[CALENDAR_SERVER]: 'cs',
	[APPLE]: 'a',
};

const dav = (local: string) => `{${DAV}}${local}`;
const caldav = (local: string) => `{${CALDAV}}${local}`;

export const NAMES = {
	multistatus: dav('multistatus'),
	response: dav('response'),
	href: dav('href'),
	status: dav('status'),
	propstat: dav('propstat'),
	prop: dav('prop'),
	error: dav('error'),
	resourceType: dav('resourcetype'),
	collection: dav('collection'),
	displayName: dav('displayname'),
	owner: dav('owner'),
	privilegeSet: dav('current-user-privilege-set'),
	privilege: dav('privilege'),
	principal: dav('current-user-principal'),
	etag: dav('getetag'),
	syncToken: dav('sync-token'),
	all: dav('all'),
	write: dav('write'),
	writeContent: dav('write-content'),
	calendar: caldav('calendar'),
	calendarData: caldav('calendar-data'),
	calendarDescription: caldav('calendar-description'),
	calendarHomeSet: caldav('calendar-home-set'),
	components: caldav('supported-calendar-component-set'),
	component: caldav('comp'),
	noUidConflict: caldav('no-uid-conflict'),
	/** RFC 6638 §3.2.4.1 */
	uniqueSchedulingObject: caldav('unique-scheduling-object-resource'),
	ifMatch: dav('if-match'),
	ifNoneMatch: dav('if-none-match'),
	ctag: `{${CALENDAR_SERVER}}getctag`,
	color: `{${APPLE}}calendar-color`,
} as const;

/** Splits Clark notation. A name without namespace has the empty one. */
export function splitName(name: string): { readonly namespace: string; readonly local: string } {
	const end = name.lastIndexOf('}');
	return { namespace: name.slice(1, Math.max(end, 1)), local: name.slice(end + 1) };
}
