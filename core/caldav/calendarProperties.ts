/** Reads a calendar out of the properties of a PROPFIND answer. Sends nothing, decides nothing. */
import { sameHref, slugOfHref, withSlash } from '../webdav/href';
import { hrefsOf, type MultistatusMember, textOf } from '../webdav/multistatus';
import type { DavResponse } from '../webdav/request';
import { unescapeOnce } from './calendarMark';
import { NAMES } from '../webdav/names';
import { childOf, childrenOf } from '../webdav/xml';
import { changeTagOf } from './changeTag';
import type { Calendar } from './types';

/** What we ask of every collection in a home, in one request. */
export const CALENDAR_PROPERTIES: readonly string[] = [
	NAMES.resourceType,
	NAMES.displayName,
	NAMES.owner,
	NAMES.privilegeSet,
	NAMES.syncToken,
	NAMES.components,
	NAMES.calendarDescription,
	NAMES.ctag,
	NAMES.color,
];

const WRITE_PRIVILEGES: ReadonlySet<string> = new Set([NAMES.all, NAMES.write, NAMES.writeContent]);

/** Whether the member is a calendar collection (RFC 4791 §4.2); DAViCal lists proxies beside them. */
export const isCalendar = (member: MultistatusMember): boolean => hasType(member, NAMES.calendar);

export function hasType(member: MultistatusMember, type: string): boolean {
	const types = member.props.get(NAMES.resourceType);
	return types !== undefined && childOf(types, type) !== null;
}

export interface CalendarSource {
	/** Who we are, where the server said so. */
	readonly principalUrl: string | null;
	/** The answer the member is from. */
	readonly response: Pick<DavResponse, 'headers'>;
}

export function toCalendar(member: MultistatusMember, { principalUrl, response }: CalendarSource): Calendar {
	const url = withSlash(member.href);
	const slug = slugOfHref(url);
	const text = (name: string): string => {
		const sent = textOf(member, name) ?? '';
		return escapesTwice(response) ? unescapeOnce(sent) : sent;
	};
	const ctag = textOf(member, NAMES.ctag) || null;
	const syncToken = textOf(member, NAMES.syncToken) || null;
	return {
		url,
		slug,
		name: text(NAMES.displayName) || slug,
		description: text(NAMES.calendarDescription),
		takesEvents: takesEvents(member),
		writable: isWritable(member),
		foreign: isForeign(member, principalUrl),
		ownerUrl: ownerOf(member),
		color: colorOf(member),
		ctag,
		syncToken,
		changeTag: changeTagOf({ ctag, syncToken, date: response.headers['date'] }),
	};
}

/**
 * DAViCal 1.1.12 escapes names and descriptions once more than XML does: written back as read, a person's `&`
 * would become `&amp;`, and `&amp;amp;` the next time.
 */
const escapesTwice = ({ headers }: Pick<DavResponse, 'headers'>): boolean =>
	headers['x-davical-version'] !== undefined;

function takesEvents(member: MultistatusMember): boolean {
	const components = member.props.get(NAMES.components);
	if (components === undefined || components.children.length === 0) return true;
	return childrenOf(components, NAMES.component).some(
		({ attributes }) => attributes['name']?.toUpperCase() === 'VEVENT',
	);
}

function isWritable(member: MultistatusMember): boolean {
	const privileges = member.props.get(NAMES.privilegeSet);
	if (privileges === undefined) return true;
	return childrenOf(privileges, NAMES.privilege).some(({ children }) =>
		children.some(({ name }) => WRITE_PRIVILEGES.has(name)),
	);
}

/** Xandikos 0.4.10 gives an empty owner: unknown is not foreign. */
function isForeign(member: MultistatusMember, principalUrl: string | null): boolean {
	const owner = ownerOf(member);
	return owner !== null && principalUrl !== null && !sameHref(owner, principalUrl);
}

function ownerOf(member: MultistatusMember): string | null {
	const [owner] = hrefsOf(member, NAMES.owner);
	return owner === undefined || !URL.canParse(owner, member.href) ? null : new URL(owner, member.href).href;
}

/** SOGo 5.8.0 and Apple's clients write `#RRGGBBAA`. */
function colorOf(member: MultistatusMember): string | null {
	const color = textOf(member, NAMES.color) ?? '';
	if (color === '') return null;
	return normalColor(color) ?? color;
}

/** `#rrggbb` of `#RRGGBB` or `#RRGGBBAA`; null for anything else. */
export const normalColor = (color: string): string | null =>
	/^(#[0-9a-f]{6})(?:[0-9a-f]{2})?$/.exec(color.trim().toLowerCase())?.[1] ?? null;
