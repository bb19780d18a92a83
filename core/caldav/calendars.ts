/**
 * Finds the calendar a target means, or makes it: by slug, by mark, by name. Knows which calendars may be
 * taken over; events are only looked at for that.
 */
import { DavError } from '../errors';
import type { CalendarTarget, Scope } from '../icalendar/ownership';
import { readEvent } from '../icalendar/reader';
import { idOfUid, isOurs, routeOf, uidIn } from '../icalendar/scope';
import { parseServerUrl, resolveLink, sameHref } from '../webdav/href';
import { NAMES } from '../webdav/names';
import { sendDav } from '../webdav/request';
import { statusError } from '../webdav/statusError';
import { describe, hasMark, isOfOurs, lastNameOf, oneLine, sameName } from './calendarMark';
import { discoverCalendars, dropDiscovery, dropOnNotFound, rememberCalendar } from './discovery';
import { listEvents } from './listEvents';
import { makeCalendar, readCalendar, setProperties } from './makeCalendar';
import type { Calendar, CalDavContext } from './types';

const NOBODY: ReadonlySet<string> = new Set();

export interface EnsuredCalendar {
	readonly calendar: Calendar;
	readonly created: boolean;
	/** True where an existing calendar was taken over by this call. */
	readonly adopted: boolean;
}

/**
 * The target's calendar, or null where there is none: the chosen one, else by slug, then by mark, then by name
 * if it may be adopted. Writes nothing.
 *
 * @throws {DavError} where calendars or a candidate's events cannot be read.
 */
export async function findCalendar(
	context: CalDavContext,
	target: CalendarTarget,
	scope: Scope,
): Promise<Calendar | null> {
	if (context.chosenCalendar !== undefined) return await context.chosenCalendar(context);
	const { calendars } = await discoverCalendars(context);
	return findKnown(calendars, target) ?? (await findAdoptable(context, target, scope));
}

/**
 * The target's calendar, created or adopted where needed, and renamed with its target unless a person renamed it.
 *
 * @throws {DavError} `capacity` or `permission` where it cannot be created.
 */
export async function ensureCalendar(
	context: CalDavContext,
	target: CalendarTarget,
	scope: Scope,
): Promise<EnsuredCalendar> {
	if (context.chosenCalendar !== undefined) {
		return { calendar: await context.chosenCalendar(context), created: false, adopted: false };
	}
	const { calendars, homeUrls } = await discoverCalendars(context);
	const known = findKnown(calendars, target);
	if (known !== null)
		return { calendar: await rename(context, known, target), created: false, adopted: false };
	const adoptable = await findAdoptable(context, target, scope);
	if (adoptable !== null) {
		return { calendar: await adopt(context, adoptable, target), created: false, adopted: true };
	}
	const [home] = homeUrls;
	if (home === undefined) {
		throw new DavError(
			`The calendar "${oneLine(target.name)}" cannot be created: the server URL in the CalDAV credential is a ` +
				'single calendar. Choose that calendar ("Use an Existing Calendar"), or enter the address of the account.',
			{ kind: 'permission' },
		);
	}
	const url = `${home}${encodeURIComponent(target.slug)}/`;
	const { calendar, created } = await makeCalendar(context, url, target);
	rememberCalendar(context, calendar);
	return { calendar, created, adopted: !created };
}

/**
 * The calendar at an address a user entered.
 *
 * @throws {DavError} `not_found` where there is none; `permission` where the address is on another server.
 */
export async function calendarAt(context: CalDavContext, url: string): Promise<Calendar> {
	const address = resolveLink(url, parseServerUrl(context.serverUrl));
	const known = context.cache.discovery?.calendars.find((calendar) => sameHref(calendar.url, address));
	if (known !== undefined) return known;
	return await readCalendar(context, address, 'reading a calendar');
}

/** The calendars that carry a slug or mark of ours and may be written to. */
export const calendarsOfOurs = (calendars: readonly Calendar[], scope: Scope): Calendar[] =>
	calendars.filter((calendar) => calendar.writable && isOfOurs(calendar, scope));

/**
 * Deletes a calendar with all its events. Whether that is right is the caller's to know.
 *
 * @returns false where it was gone already.
 * @throws {DavError}
 */
export async function deleteCalendar(context: CalDavContext, calendar: Calendar): Promise<boolean> {
	const response = await sendDav(context.send, { method: 'DELETE', url: calendar.url });
	dropDiscovery(context);
	if (response.status === 404 || response.status === 410) return false;
	if (response.status >= 300) throw statusError(response, `deleting the calendar "${calendar.name}"`);
	return true;
}

function findKnown(calendars: readonly Calendar[], target: CalendarTarget): Calendar | null {
	const bySlug = calendars.filter(({ slug }) => slug === target.slug);
	const marked = ({ description, foreign, writable }: Calendar) =>
		!foreign && writable && hasMark(description, target.mark);
	// A colleague's mirror of the same project, shared read-only, is not ours to write into.
	const shared = bySlug.find(({ writable }) => writable);
	return bySlug.find(({ foreign }) => !foreign) ?? shared ?? calendars.find(marked) ?? null;
}

/** A calendar of the target's name that nobody else's events or marks claim. */
async function findAdoptable(
	context: CalDavContext,
	target: CalendarTarget,
	scope: Scope,
): Promise<Calendar | null> {
	const { calendars } = await discoverCalendars(context);
	for (const calendar of calendars) {
		const isCandidate =
			sameName(calendar.name, target.name) &&
			calendar.takesEvents &&
			calendar.writable &&
			!calendar.foreign &&
			!isOfOurs(calendar, scope);
		if (isCandidate && !(await holdsOthersEvents(context, calendar, { target, scope }))) return calendar;
	}
	return null;
}

/**
 * Whether an event in our frame is none that the target is for: it names another owner, or its URL does where it
 * names none, or it is another calendar's copy. A route's calendar is for every owner's.
 */
async function holdsOthersEvents(
	context: CalDavContext,
	calendar: Calendar,
	{ target, scope }: { readonly target: CalendarTarget; readonly scope: Scope },
): Promise<boolean> {
	const objects = await listEvents(context, calendar);
	return objects.some(({ ics }) => {
		const event = readEvent(ics);
		const id = event.uid === null ? null : idOfUid(event.uid, scope);
		if (scope.value === null || id === null) return false;
		if (event.uid !== uidIn(target, id, scope)) return true;
		if (routeOf(target, scope) !== null) return false;
		const namesAnybody = event.properties.has(scope.property) || event.properties.has('URL');
		return namesAnybody && !isOurs(event, scope, NOBODY);
	});
}

async function adopt(context: CalDavContext, calendar: Calendar, target: CalendarTarget): Promise<Calendar> {
	const description = describe(calendar.description, target.mark, target.name);
	await dropOnNotFound(context, () =>
		setProperties(context, calendar.url, new Map([[NAMES.calendarDescription, description]])),
	);
	// Remembered even where the server keeps no description: the name is not searched again within the hour.
	return rememberCalendar(context, { ...calendar, description });
}

/** Without a remembered name nobody can tell a person's choice from ours, so the name stays. */
async function rename(context: CalDavContext, calendar: Calendar, target: CalendarTarget): Promise<Calendar> {
	if (target.named_once === true) return calendar;
	const lastName = lastNameOf(calendar.description, target.mark);
	if (lastName === null || sameName(lastName, target.name) || !sameName(calendar.name, lastName))
		return calendar;
	const name = oneLine(target.name);
	const description = describe(calendar.description, target.mark, name);
	const values = new Map([
		[NAMES.displayName, name],
		[NAMES.calendarDescription, description],
	]);
	const renamed = await setProperties(context, calendar.url, values);
	return renamed ? rememberCalendar(context, { ...calendar, name, description }) : calendar;
}
