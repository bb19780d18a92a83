/**
 * Finds the calendars of a credential, from whatever address its user entered (RFC 6764, RFC 4791 §6.2.1).
 * Knows how to look, not which calendar is wanted.
 */
import { DavError } from '../errors';
import { parseServerUrl, resolveLink, sameHref, withSlash } from '../webdav/href';
import { hrefsOf, type MultistatusMember, readMultistatus } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import { type DavResponse, sendXml } from '../webdav/request';
import { propfindBody } from '../webdav/requestBodies';
import { CALENDAR_PROPERTIES, hasType, isCalendar, toCalendar } from './calendarProperties';
import type { Calendar, CalDavContext, Discovery, DiscoveryCache } from './types';

/** Milliseconds a discovery is trusted. */
export const DISCOVERY_LIFETIME_MS = 60 * 60 * 1000;

/** Without the sync-token: DAViCal 1.1.12 answers 500 to who asks its root for one. */
const PROBE_PROPERTIES = [
	NAMES.principal,
	NAMES.calendarHomeSet,
	...CALENDAR_PROPERTIES.filter((name) => name !== NAMES.syncToken),
];
const ENTER_ADDRESS =
	'Enter the CalDAV address of the account (the calendar service shows it in its settings) as server URL in ' +
	'the CalDAV credential.';
const LOOKING = 'looking for calendars';

/** Callers that start at the same time share one search. */
const searches = new WeakMap<DiscoveryCache, Promise<Discovery>>();

/**
 * Principal, homes and calendars, from the cache or with three requests where the address is a good one.
 *
 * @throws {DavError} `auth` for a wrong password; `not_found`, `invalid_response` or `permission` where the
 * address leads to no calendars, telling what was found there.
 */
export async function discoverCalendars(context: CalDavContext): Promise<Discovery> {
	const { cache } = context;
	const known = remembered(context);
	if (known !== null) return known;
	const running = searches.get(cache);
	if (running !== undefined) return await running;
	const search = searchCandidates(context).finally(() => searches.delete(cache));
	searches.set(cache, search);
	cache.discovery = await search;
	return cache.discovery;
}

/** Whether the calendars are known without a request. */
export const isDiscovered = (context: CalDavContext): boolean => remembered(context) !== null;

/** Null where nothing is remembered, or for too long. */
function remembered({ cache, now }: CalDavContext): Discovery | null {
	const isFresh = cache.discovery !== null && now() - cache.discovery.readAt < DISCOVERY_LIFETIME_MS;
	return isFresh ? cache.discovery : null;
}

/** Reads names, marks and change tags of all calendars again: one request per home. @throws {DavError} */
export async function refreshCalendars(context: CalDavContext): Promise<Discovery> {
	const known = remembered(context);
	if (known === null || known.homeUrls.length === 0) {
		dropDiscovery(context);
		return await discoverCalendars(context);
	}
	const found = await dropOnNotFound(context, () => listHomes(context, known.homeUrls, known.principalUrl));
	const elsewhere = known.calendars
		.filter(({ url }) => !known.homeUrls.some((home) => url.startsWith(home)) && !has(found, url))
		// Not asked this time: an old tag beside new ones would say that nothing moved.
		.map((calendar) => ({ ...calendar, changeTag: null }));
	const discovery = { ...known, calendars: [...found, ...elsewhere], readAt: context.now() };
	context.cache.discovery = discovery;
	return discovery;
}

/** Keeps the cached discovery true after a write of ours. */
export function rememberCalendar(context: CalDavContext, calendar: Calendar): Calendar {
	const { discovery } = context.cache;
	if (discovery !== null) {
		const others = discovery.calendars.filter(({ url }) => !sameHref(url, calendar.url));
		context.cache.discovery = { ...discovery, calendars: [...others, calendar] };
	}
	return calendar;
}

/** Forgets what was discovered, after the server answered 404 where something was expected. */
export function dropDiscovery(context: CalDavContext): void {
	context.cache.discovery = null;
}

/** Runs work on something discovered; what turns out to be gone makes the next call look again. */
export async function dropOnNotFound<T>(context: CalDavContext, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof DavError && error.kind === 'not_found') dropDiscovery(context);
		throw error;
	}
}

/** The entered address first: it costs the fewest requests where it is right, and most are. */
async function searchCandidates(context: CalDavContext): Promise<Discovery> {
	const entered = parseServerUrl(context.serverUrl);
	const candidates = new Set([
		entered,
		new URL('/.well-known/caldav', entered).href,
		new URL('/', entered).href,
	]);
	const problems: DavError[] = [];
	for (const candidate of candidates) {
		try {
			const discovery = await searchAt(context, candidate);
			if (discovery !== null) return discovery;
			problems.push(nothingAt(candidate));
		} catch (error) {
			if (!(error instanceof DavError) || !mayLookElsewhere(error)) throw error;
			problems.push(error);
		}
	}
	const problem = problems.find(isOtherServer) ?? problems[0] ?? nothingAt(entered);
	throw NO_CALDAV.has(problem.status ?? 0) ? noCalDavAt(entered, problem) : problem;
}

/** A wrong password stays wrong elsewhere (and counts for lock-outs); a failing server says nothing. */
function mayLookElsewhere({ kind, status }: DavError): boolean {
	if (status === 501) return true;
	return kind !== 'auth' && kind !== 'server' && kind !== 'rate_limited' && kind !== 'timeout';
}

/** A redirect to the right server helps the user more than what was found at the wrong one. */
const isOtherServer = ({ kind, status }: DavError): boolean => kind === 'permission' && status === null;

/** Statuses of an address that exists nowhere or does not know PROPFIND: a typing error most of the time. */
const NO_CALDAV: ReadonlySet<number> = new Set([404, 405, 410, 501]);

function noCalDavAt(url: string, { status }: DavError): DavError {
	const what = status === 404 || status === 410 ? 'has nothing there' : 'does not speak CalDAV there';
	return new DavError(`The server answered, but ${what} (${status} at ${url}). ${ENTER_ADDRESS}`, {
		kind: 'not_found',
		status,
	});
}

function nothingAt(url: string): DavError {
	return new DavError(`${url} is a WebDAV server, but no calendars were found there. ${ENTER_ADDRESS}`, {
		kind: 'not_found',
	});
}

async function searchAt(context: CalDavContext, url: string): Promise<Discovery | null> {
	const here = await probe(context, url);
	if (here === null) return null;
	const principalUrl = linkIn(here, NAMES.principal);
	const given = isCalendar(here.member)
		? [toCalendar(here.member, { principalUrl, response: here.response })]
		: [];
	const homeUrls = await findHomes(context, here, principalUrl);
	const isSideBranch =
		given.length === 0 &&
		homesIn(here).length === 0 &&
		hasType(here.member, NAMES.collection) &&
		!homeUrls.some((home) => home.startsWith(withSlash(here.url)));
	if (isSideBranch) {
		const calendars = await listHomes(context, [withSlash(here.url)], principalUrl);
		if (calendars.length > 0) {
			return { principalUrl, homeUrls: [withSlash(here.url)], calendars, readAt: context.now() };
		}
	}
	if (homeUrls.length === 0 && given.length === 0) return null;
	const listed = homeUrls.length === 0 ? [] : await listHomes(context, homeUrls, principalUrl);
	const calendars = [...given.filter(({ url: own }) => !has(listed, own)), ...listed];
	return { principalUrl, homeUrls, calendars, readAt: context.now() };
}

interface Probe {
	readonly url: string;
	readonly member: MultistatusMember;
	readonly response: DavResponse;
}

/** What is at an address, or null where the server lists nothing. */
async function probe(context: CalDavContext, url: string): Promise<Probe | null> {
	const body = propfindBody(PROBE_PROPERTIES);
	const response = await sendXml(context.send, { method: 'PROPFIND', url, depth: '0', body });
	const members = readMultistatus(response, LOOKING);
	const member = members.find(({ href }) => sameHref(href, response.url)) ?? members[0];
	return member === undefined ? null : { url: response.url, member, response };
}

/** All hrefs of the home set: DAViCal 1.1.12 sends two. */
async function findHomes(
	context: CalDavContext,
	here: Probe,
	principalUrl: string | null,
): Promise<string[]> {
	const own = homesIn(here);
	if (own.length > 0 || principalUrl === null || sameHref(principalUrl, here.url)) return own;
	const principal = await probe(context, principalUrl);
	return principal === null ? [] : homesIn(principal);
}

/** Homes on our server; another one may be behind the same account, but must not get the password. */
function homesIn({ url, member }: Probe): string[] {
	const homes: string[] = [];
	const problems: unknown[] = [];
	for (const href of hrefsOf(member, NAMES.calendarHomeSet)) {
		try {
			homes.push(withSlash(resolveLink(href, url)));
		} catch (error) {
			problems.push(error);
		}
	}
	if (homes.length === 0 && problems.length > 0) throw problems[0];
	return [...new Set(homes)];
}

function linkIn({ url, member }: Probe, property: string): string | null {
	const [href] = hrefsOf(member, property);
	return href === undefined ? null : withSlash(resolveLink(href, url));
}

/** The calendars of all homes; one that may not be read or is not there is left out beside readable ones. */
async function listHomes(
	context: CalDavContext,
	homeUrls: readonly string[],
	principalUrl: string | null,
): Promise<Calendar[]> {
	const calendars: Calendar[] = [];
	const problems: DavError[] = [];
	for (const home of homeUrls) {
		const response = await listHome(context, home);
		try {
			const members = readMultistatus(response, LOOKING);
			calendars.push(
				...members.filter(isCalendar).map((member) => toCalendar(member, { principalUrl, response })),
			);
		} catch (error) {
			if (!(error instanceof DavError) || !isUnreadable(error)) throw error;
			problems.push(error);
		}
	}
	const [problem] = problems;
	if (problem !== undefined && problems.length === homeUrls.length) throw problem;
	return calendars;
}

function listHome(context: CalDavContext, url: string): Promise<DavResponse> {
	const body = propfindBody(CALENDAR_PROPERTIES);
	return sendXml(context.send, { method: 'PROPFIND', url, depth: '1', body });
}

const isUnreadable = ({ kind }: DavError): boolean => kind === 'permission' || kind === 'not_found';

const has = (calendars: readonly Calendar[], url: string): boolean =>
	calendars.some((calendar) => sameHref(calendar.url, url));
