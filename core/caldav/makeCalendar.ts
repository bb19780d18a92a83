/**
 * Creates a calendar and changes its properties. Knows what servers make of MKCALENDAR (RFC 4791 §5.3.1) and
 * PROPPATCH; whether to create or rename is decided elsewhere.
 */
import { makeCalendar as sendMakeCalendar } from '../../vendor/dav';
import { DavError, kindOfStatus, type FailureKind } from '../errors';
import { sameHref } from '../webdav/href';
import { isHtml, readMembers, readMultistatus, unexpected } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import { type DavResponse, sendXml } from '../webdav/request';
import { propfindBody, proppatchBody } from '../webdav/requestBodies';
import { conditionOf, kindOf, refusalError, statusError } from '../webdav/statusError';
import { throughTsdav } from '../webdav/tsdavFetch';
import { describe, oneLine } from './calendarMark';
import { CALENDAR_PROPERTIES, isCalendar, normalColor, toCalendar } from './calendarProperties';
import type { CalendarTarget } from '../icalendar/ownership';
import type { Calendar, CalDavContext } from './types';

/** Milliseconds without another try after the server had no room for a calendar. */
const CAPACITY_PAUSE_MS = 60 * 60 * 1000;

/** Nextcloud answers 403 "Calendar limit reached" and 429 "Too many calendars created" (RateLimitingPlugin). */
const LIMIT_WORDS = /limit reached|too many calendars|quota/i;

/** What a server may answer where the calendar exists already (Radicale 409, sabre 405, Xandikos 403 or 207). */
const MAY_EXIST: ReadonlySet<number> = new Set([207, 403, 405, 409]);

export interface Made {
	readonly calendar: Calendar;
	/** False where somebody else had created it meanwhile. */
	readonly created: boolean;
}

/**
 * Creates the target's calendar at that URL, or finds that it is there.
 *
 * @throws {DavError} `capacity` where there is no room, and for an hour after that without asking again;
 * `permission` where the server does not let us create calendars.
 */
export async function makeCalendar(
	context: CalDavContext,
	url: string,
	target: CalendarTarget,
): Promise<Made> {
	const { cache, now } = context;
	if (cache.creationRefused !== undefined && now() < cache.creationRefused.until) {
		throw new DavError(cache.creationRefused.message, { kind: 'capacity' });
	}
	const doing = `creating the calendar "${oneLine(target.name)}"`;
	const response = await sendMakeCalendarRequest(context, url, target);
	if (response.status >= 200 && response.status < 300 && response.status !== 207) {
		const made = await readCalendar(context, url, doing);
		return { calendar: await complete(context, made, target), created: true };
	}
	const existing = MAY_EXIST.has(response.status) ? await findAt(context, url) : null;
	if (existing !== null) return { calendar: existing, created: false };
	throw refusal(context, response, doing);
}

function sendMakeCalendarRequest(
	context: CalDavContext,
	url: string,
	target: CalendarTarget,
): Promise<DavResponse> {
	const description = describe('', target.mark, target.name);
	return throughTsdav(context.send, (fetch) =>
		sendMakeCalendar({
			url,
			props: {
				'd:displayname': oneLine(target.name),
				...(description === '' ? {} : { 'c:calendar-description': description }),
				...(target.color === undefined ? {} : { 'ca:calendar-color': target.color }),
				'c:supported-calendar-component-set': { 'c:comp': { _attributes: { name: 'VEVENT' } } },
			},
			fetch,
		}),
	);
}

/** Sets what MKCALENDAR did not take: the colour on Xandikos 0.2.8, all but the name on SOGo 5.8.0. */
async function complete(
	context: CalDavContext,
	calendar: Calendar,
	target: CalendarTarget,
): Promise<Calendar> {
	let { color } = calendar;
	if (target.color !== undefined && normalColor(target.color) !== color) {
		const isTaken = await setProperties(context, calendar.url, new Map([[NAMES.color, target.color]]));
		if (isTaken) color = normalColor(target.color);
	}
	const description = describe(calendar.description, target.mark, target.name);
	if (description === calendar.description) return { ...calendar, color };
	// Kept in memory even where the server refuses it: within the hour the mark still finds the calendar.
	await setProperties(context, calendar.url, new Map([[NAMES.calendarDescription, description]]));
	return { ...calendar, color, description };
}

/** Failures that say nothing about whether the server takes such a property. */
const NO_REFUSAL: ReadonlySet<FailureKind | null> = new Set(['auth', 'server', 'rate_limited', 'timeout']);

/**
 * Sets text properties of a calendar; a refusal is an answer (SOGo 5.8.0 keeps no description).
 *
 * @returns whether the server took them.
 * @throws {DavError} where it did not come to that: a wrong password, a failing server, a login page.
 */
export async function setProperties(
	context: CalDavContext,
	url: string,
	values: ReadonlyMap<string, string>,
): Promise<boolean> {
	const response = await sendXml(context.send, { method: 'PROPPATCH', url, body: proppatchBody(values) });
	const { status } = response;
	const doing = 'changing the name of a calendar';
	if (NO_REFUSAL.has(kindOfStatus(status)) && status !== 501) throw statusError(response, doing);
	if (status === 200 && isHtml(response)) throw unexpected(response, doing, '200 with an HTML page');
	if (status !== 207) return status >= 200 && status < 300;
	const members = readMembers(response, doing);
	return members.every(({ status: own, failed }) => failed.size === 0 && (own === null || own < 300));
}

/**
 * The calendar at a URL.
 *
 * @throws {DavError} `not_found` where there is something else or nothing.
 */
export async function readCalendar(context: CalDavContext, url: string, doing: string): Promise<Calendar> {
	const body = propfindBody(CALENDAR_PROPERTIES);
	const response = await sendXml(context.send, { method: 'PROPFIND', url, depth: '0', body });
	const members = readMultistatus(response, doing);
	const member = members.find(({ href }) => sameHref(href, response.url)) ?? members[0];
	if (member === undefined || !isCalendar(member)) {
		throw new DavError(`There is no calendar at ${url} (${doing}). Check its address.`, {
			kind: 'not_found',
		});
	}
	const principalUrl = context.cache.discovery?.principalUrl ?? null;
	return toCalendar(member, { principalUrl, response });
}

async function findAt(context: CalDavContext, url: string): Promise<Calendar | null> {
	try {
		return await readCalendar(context, url, 'looking for a calendar');
	} catch (error) {
		const isAbsent = error instanceof DavError && (error.kind === 'not_found' || error.kind === 'permission');
		if (isAbsent) return null;
		throw error;
	}
}

function refusal(context: CalDavContext, response: DavResponse, doing: string): DavError {
	const { status } = response;
	const condition = conditionOf(response);
	const isFull =
		kindOf(status, condition) === 'capacity' ||
		((status === 403 || status === 429) && LIMIT_WORDS.test(response.body));
	if (isFull) {
		const message =
			`The calendar server has no room for another calendar (${status} while ${doing}). Delete one, or turn ` +
			'on "Use an Existing Calendar". No calendar is created for an hour.';
		context.cache.creationRefused = { until: context.now() + CAPACITY_PAUSE_MS, message };
		return new DavError(message, { kind: 'capacity', status });
	}
	if (status === 403 || status === 405 || status === 501) {
		return new DavError(
			`The calendar server does not let this account create calendars (${status} while ${doing}). Create one ` +
				'of that name by hand, or turn on "Use an Existing Calendar".',
			{ kind: 'permission', status },
		);
	}
	return refusalError({ response, doing, status, condition });
}
