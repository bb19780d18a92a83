/** Turns an answer with a failing status into a `DavError` whose message says what to do. */
import { DavError, type FailureKind, kindOfStatus } from '../errors';
import { addressForMessage } from './href';
import { NAMES, splitName } from './names';
import type { DavResponse } from './request';
import { childOf, parseXml, type XmlElement, XmlError } from './xml';

/** Characters of a server's own explanation that go into a message. */
const DETAIL_LIMIT = 200;

/** A condition the server names in a DAV:error body (RFC 4918 §16, RFC 4791 §1.3). */
export interface Condition {
	/** Clark name. */
	readonly name: string;
	/** The resource it points to, as sent. */
	readonly href: string | null;
}

const INVALID_DATA: ReadonlySet<string> = new Set([
	'valid-calendar-data',
	'supported-calendar-data',
	'valid-calendar-object-resource',
	'supported-calendar-component',
	'max-instances',
	'max-attendees-per-instance',
	'min-date-time',
	'max-date-time',
]);

const CAPACITY: ReadonlySet<string> = new Set([
	'quota-not-exceeded',
	'sufficient-disk-space',
	'max-resource-size',
	'number-of-matches-within-limits',
]);

/** The condition named in the body of a failing answer, or null. */
export function conditionOf(response: DavResponse): Condition | null {
	if (!response.body.trimStart().startsWith('<')) return null;
	try {
		const root = parseXml(response.body);
		return root.name === NAMES.error ? toCondition(root) : null;
	} catch (error) {
		if (error instanceof XmlError) return null;
		throw error;
	}
}

/** The condition inside a DAV:error element. */
export function toCondition(error: XmlElement): Condition | null {
	const condition = error.children.find(
		(child) => !/(responsedescription|exception|message)$/.test(child.name),
	);
	if (condition === undefined) return null;
	const href = childOf(condition, NAMES.href)?.text.trim() ?? '';
	return { name: condition.name, href: href === '' ? null : href };
}

/** Kind of failure; a named condition is more exact than the status (Xandikos 0.4.10: 412 for bad data). */
export function kindOf(status: number, condition: Condition | null): FailureKind {
	const local = condition === null ? '' : splitName(condition.name).local;
	if (INVALID_DATA.has(local)) return 'invalid_data';
	if (CAPACITY.has(local)) return 'capacity';
	return kindOfStatus(status) ?? 'invalid_response';
}

/**
 * The error for an answer that refuses or fails.
 *
 * @param doing what the request was for, as in "listing the events of …".
 */
export function statusError(response: DavResponse, doing: string): DavError {
	return refusalError({ response, doing, status: response.status, condition: conditionOf(response) });
}

export interface RefusalDetails {
	readonly response: DavResponse;
	readonly doing: string;
	/** The status that counts: of the answer or, in a 207, of the member. */
	readonly status: number;
	readonly condition: Condition | null;
}

/** The error for a refused write. */
export function refusalError({ response, doing, status, condition }: RefusalDetails): DavError {
	const kind = kindOf(status, condition);
	const where = addressForMessage(response.url);
	const detail = detailOf(response, condition);
	return new DavError(`${HAPPENED[kind]} while ${doing} (${status} at ${where}${detail}). ${REMEDY[kind]}`, {
		kind,
		status,
	});
}

const HAPPENED: Readonly<Record<FailureKind, string>> = {
	auth: 'The calendar server refused the user name or password',
	permission: 'The calendar server does not allow this account what is needed',
	not_found: 'The calendar server has nothing at this address',
	conflict: 'The calendar server reported a conflict',
	capacity: 'The calendar server has no room left',
	invalid_data: 'The calendar server rejected the request as invalid',
	rate_limited: 'The calendar server asks for fewer requests',
	timeout: 'The calendar server waited too long for the request',
	server: 'The calendar server failed',
	network: 'The calendar server could not be reached',
	invalid_response: 'The calendar server gave an unexpected answer',
};

const REMEDY: Readonly<Record<FailureKind, string>> = {
	auth: 'Check both in the CalDAV credential; some services want an app password.',
	permission: 'Give the account write access in the calendar service, or use another calendar.',
	not_found: 'Check the address; the calendar may have been deleted or moved.',
	conflict: 'Somebody else is changing the same thing; run again.',
	capacity: 'Make room in the calendar service, or use another calendar; it is tried again later.',
	invalid_data: 'Running again does not help: the event or the address has to change.',
	rate_limited: 'Wait a while, or run less often.',
	timeout: 'It may work later.',
	server: 'It may work later; if not, look into the log of the calendar server.',
	network: 'Check that the server runs and is reachable from n8n.',
	invalid_response: 'Check the server URL in the CalDAV credential.',
};

/** The server's own words: untrusted, so short and on one line. */
function detailOf(response: DavResponse, condition: Condition | null): string {
	if (condition !== null) return `, ${splitName(condition.name).local}`;
	if (!/^text\/plain/i.test(response.headers['content-type'] ?? '')) return '';
	const text = response.body.replace(/\s+/g, ' ').trim().slice(0, DETAIL_LIMIT);
	return text === '' ? '' : `, "${text}"`;
}
