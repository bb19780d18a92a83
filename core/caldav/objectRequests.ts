/**
 * PUT and DELETE of one calendar object, with the answers of many servers brought to a few. What to write and
 * what to do after a conflict is decided elsewhere.
 */
import { createObject, deleteObject, updateObject } from '../../vendor/dav';
import { DavError, DomainError } from '../errors';
import { memberResolver, parentOf, sameHref } from '../webdav/href';
import { isHtml, readMembers, unexpected } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import type { DavResponse } from '../webdav/request';
import { type Condition, conditionOf, refusalError, toCondition } from '../webdav/statusError';
import { throughTsdav } from '../webdav/tsdavFetch';
import { dropDiscovery } from './discovery';
import { readCalendar } from './makeCalendar';
import type { CalDavContext } from './types';

/** Times the request was sent, so that a lost answer to our own write is recognised. */
interface Sent {
	readonly attempts: number;
}

export type PutResult = Sent &
	(
		| { readonly kind: 'written'; readonly etag: string | null }
		/** Not what we thought: changed, created or deleted meanwhile. */
		| { readonly kind: 'changed' }
		/**
		 * Another object has this UID (RFC 4791 §5.3.2.1): where, absolute, if the server says so. Not `named`
		 * where the server only said 409, which may mean that the calendar is gone.
		 */
		| { readonly kind: 'uid_conflict'; readonly href: string | null; readonly named: boolean }
	);

export type DeleteResult = Sent & { readonly kind: 'deleted' | 'not_found' | 'changed' };

export interface PutRequest {
	readonly href: string;
	readonly ics: string;
	/** Version to replace; '' any; null where nothing may be there yet. */
	readonly etag: string | null;
}

/** Cyrus 3.6.1 names a UID that is taken by the condition of RFC 6638, whether or not there is an organizer. */
const UID_CONFLICTS: ReadonlySet<string> = new Set([NAMES.noUidConflict, NAMES.uniqueSchedulingObject]);

/** DAViCal 1.1.12 names the header that did not match as if it were a condition of the event. */
const HEADERS_AS_CONDITIONS: ReadonlySet<string> = new Set([NAMES.ifMatch, NAMES.ifNoneMatch]);

/** What Cyrus 3.6.1 (403) and DAViCal 1.1.12 (405) answer to a PUT into a calendar that is gone. */
const MAY_BE_GONE: ReadonlySet<number> = new Set([403, 405]);

const CONTENT_TYPE = { 'content-type': 'text/calendar; charset=utf-8' };

/** Writes an object. @throws {DavError} for refusals that another look cannot answer. */
export async function putObject(context: CalDavContext, { href, ics, etag }: PutRequest): Promise<PutResult> {
	const request = { url: href, data: ics };
	const response = await throughTsdav(context.send, (fetch) =>
		etag === null
			? createObject({ ...request, headers: { ...CONTENT_TYPE, 'if-none-match': '*' }, fetch })
			: updateObject({ ...request, etag, headers: CONTENT_TYPE, fetch }),
	);
	const { attempts } = response;
	const doing = 'writing an event';
	const refused = refusalOf(response, doing);
	if (refused === null) return { kind: 'written', etag: response.headers['etag'] || null, attempts };
	const { status, condition } = withoutHeaderConditions(refused);
	if (condition !== null && UID_CONFLICTS.has(condition.name)) {
		const other = condition.href === null ? null : memberResolver(response.url)(condition.href);
		return { kind: 'uid_conflict', href: other, named: true, attempts };
	}
	if (condition === null && status === 412) return { kind: 'changed', attempts };
	// SOGo 5.8.0 names no condition; a missing calendar is a 409 too, which the search for the UID finds out.
	if (condition === null && status === 409 && etag === null) {
		return { kind: 'uid_conflict', href: null, named: false, attempts };
	}
	if (status === 404 || status === 410) {
		dropDiscovery(context);
		if (etag !== null) return { kind: 'changed', attempts };
	}
	if (condition === null && MAY_BE_GONE.has(status) && (await calendarIsGone(context, href))) {
		dropDiscovery(context);
		throw refusalError({ response, doing, status: 404, condition });
	}
	throw refusalError({ response, doing, status, condition });
}

function withoutHeaderConditions({ status, condition }: Refusal): Refusal {
	const isHeader = condition !== null && HEADERS_AS_CONDITIONS.has(condition.name);
	return { status, condition: isHeader ? null : condition };
}

/** Whether the calendar of an object is certainly not there. */
async function calendarIsGone(context: CalDavContext, href: string): Promise<boolean> {
	try {
		await readCalendar(context, parentOf(href), 'writing an event');
		return false;
	} catch (error) {
		if (!(error instanceof DomainError)) throw error;
		return error instanceof DavError && error.kind === 'not_found';
	}
}

/** Deletes the version read before. @throws {DavError} */
export async function removeObject(
	context: CalDavContext,
	{ href, etag }: { readonly href: string; readonly etag: string },
): Promise<DeleteResult> {
	const response = await throughTsdav(context.send, (fetch) => deleteObject({ url: href, etag, fetch }));
	const { attempts } = response;
	const doing = 'deleting an event';
	const refused = refusalOf(response, doing);
	if (refused === null) return { kind: 'deleted', attempts };
	if (refused.status === 404 || refused.status === 410) return { kind: 'not_found', attempts };
	if (refused.status === 412) return { kind: 'changed', attempts };
	throw refusalError({ response, doing, ...refused });
}

export interface Refusal {
	readonly status: number;
	readonly condition: Condition | null;
}

/**
 * What a write was refused with, or null where it was done. A 207 is done only if its members say so.
 *
 * @throws {DavError} `invalid_response` for a login page or redirect in place of an answer.
 */
export function refusalOf(response: DavResponse, doing: string): Refusal | null {
	const { status } = response;
	if (status >= 400) return { status, condition: conditionOf(response) };
	if (status < 200 || status >= 300) throw unexpected(response, doing, String(status));
	if (status === 200 && isHtml(response)) throw unexpected(response, doing, '200 with an HTML page');
	// Radicale 3.9.0 answers a DELETE with 200 and a multistatus.
	const isMultistatus = status === 207 || (status === 200 && /<(\w+:)?multistatus\b/.test(response.body));
	if (!isMultistatus) return null;
	for (const { status: own, failed, error } of readMembers(response, doing)) {
		const worst = Math.max(own ?? 0, ...failed.values());
		if (worst >= 400) return { status: worst, condition: error === null ? null : toCondition(error) };
	}
	return null;
}

/** Whether both objects are in the same calendar. */
export const inSameCalendar = (a: string, b: string): boolean => sameHref(parentOf(a), parentOf(b));
