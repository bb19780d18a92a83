/**
 * Brings one calendar to where a person or another automation wants it: found by its address, its path segment
 * or its name, made where there is none, and changed only where it differs.
 */
import { createHash } from 'crypto';
import { DavError, InputError } from '../errors';
import type { PropertyChange } from '../icalendar/ownership';
import { NAMES } from '../webdav/names';
import { oneLine, sameName, sameText } from './calendarMark';
import { normalColor } from './calendarProperties';
import { calendarAt } from './calendars';
import { refreshCalendars, rememberCalendar } from './discovery';
import { makeCalendar, setProperties } from './makeCalendar';
import type { Calendar, CalDavContext, Discovery } from './types';

/** Absent values are left as they are. */
export interface CalendarWish {
	readonly name: string;
	/** `#RRGGBB`. */
	readonly color?: string;
	readonly description?: string;
	/** Path segment or whole address; derived from the name when absent. */
	readonly address?: string;
}

export interface CalendarOutcome {
	readonly operation: 'created' | 'updated' | 'unchanged';
	readonly calendar: Calendar;
	readonly changes: readonly PropertyChange[];
	/** Properties the server would not take (SOGo 5.8.0 keeps no description). */
	readonly refused: readonly string[];
}

/**
 * Creates the calendar or changes the one that is there. Run twice, it makes one calendar.
 *
 * @throws {InputError} for a wish that cannot be meant, or a name that several calendars have.
 * @throws {DavError} where it can be neither created nor changed.
 */
export async function upsertCalendar(context: CalDavContext, wish: CalendarWish): Promise<CalendarOutcome> {
	const wanted = checked(wish);
	const known = await refreshCalendars(context);
	const found = await find(context, known, wanted);
	if (typeof found !== 'string') return await update(context, found, { wish: wanted, isNew: false });
	const { name, color } = wanted;
	const target = { slug: '', name, mark: '', ...(color === undefined ? {} : { color }) };
	const made = await makeCalendar(context, found, target);
	const completed = await update(context, made.calendar, { wish: wanted, isNew: made.created });
	return made.created ? { ...completed, operation: 'created', changes: [] } : completed;
}

/** The path segment of a calendar that nobody named one for: the same for the same name, for ever. */
export function slugOfName(name: string): string {
	const words = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}/gu, '')
		.match(/[a-z0-9]+/g);
	// Names that differ only in what a path cannot show must not end up in one calendar.
	const digest = createHash('sha256').update(name.normalize()).digest('hex').slice(0, 8);
	return `${(words ?? ['calendar']).join('-').slice(0, 40)}-${digest}`;
}

function checked(wish: CalendarWish): CalendarWish {
	const name = oneLine(wish.name);
	if (name === '') throw new InputError('The field "Name" is empty. Enter the name of the calendar.');
	const color = wish.color?.trim() ?? '';
	const normal = normalColor(color);
	if (color !== '' && normal === null) {
		throw new InputError(`The colour "${color}" is none. Enter it as #RRGGBB, e.g. #ff8800.`);
	}
	const address = wish.address?.trim() ?? '';
	if (address !== '' && !isUrl(address) && !/^(?!\.{1,2}$)[\w.~-]+$/.test(address)) {
		throw new InputError(
			`The URL segment "${address}" cannot be used. Letters, digits, ".", "_", "~" and "-" may be in it, or enter the whole address of a calendar.`,
		);
	}
	return {
		name,
		...(normal === null ? {} : { color: normal }),
		...(wish.description === undefined ? {} : { description: wish.description.trim() }),
		...(address === '' ? {} : { address }),
	};
}

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);

/** The calendar that is meant, or the URL at which to make it. */
async function find(
	context: CalDavContext,
	{ calendars, homeUrls }: Discovery,
	{ name, address }: CalendarWish,
): Promise<Calendar | string> {
	if (address !== undefined && isUrl(address)) return await atUrl(context, address);
	const slug = address ?? slugOfName(name);
	const bySlug = calendars.filter((calendar) => calendar.slug === slug);
	const own = bySlug.find(({ foreign }) => !foreign);
	if (own !== undefined) return own;
	const named = address === undefined ? calendars.filter((calendar) => isNamed(calendar, name)) : [];
	if (named.length > 1) {
		throw new InputError(
			`More than one calendar is called "${name}". Enter the address of the one that is meant in "URL Segment".`,
		);
	}
	if (named[0] !== undefined) return named[0];
	const [home] = homeUrls;
	if (home !== undefined) return `${home}${encodeURIComponent(slug)}/`;
	throw new DavError(
		`The calendar "${name}" cannot be created: the server URL in the CalDAV credential is a single calendar. ` +
			'Enter the address of the account there.',
		{ kind: 'permission' },
	);
}

/** What is somebody else's is never renamed by mistake: it has to be addressed. */
const isNamed = ({ name, foreign, takesEvents }: Calendar, wanted: string): boolean =>
	!foreign && takesEvents && sameName(name, wanted);

async function atUrl(context: CalDavContext, url: string): Promise<Calendar | string> {
	try {
		return await calendarAt(context, url);
	} catch (error) {
		if (error instanceof DavError && (error.status === 404 || error.status === 410)) return url;
		throw error;
	}
}

interface Difference {
	readonly property: 'name' | 'color' | 'description';
	readonly element: string;
	readonly before: string | null;
	readonly after: string;
}

/** One request per property: some servers refuse all of them because of one. */
async function update(
	context: CalDavContext,
	calendar: Calendar,
	{ wish, isNew }: { readonly wish: CalendarWish; readonly isNew: boolean },
): Promise<CalendarOutcome> {
	const taken: Difference[] = [];
	const refused: string[] = [];
	for (const difference of differences(calendar, wish)) {
		const values = new Map([[difference.element, difference.after]]);
		if (await setProperties(context, calendar.url, values)) taken.push(difference);
		else refused.push(difference.property);
	}
	if (taken.length === 0 && refused.length > 0 && !isNew) {
		throw new DavError(
			`The calendar server does not let this account change the ${refused.join(' and ')} of "${calendar.name}". ` +
				'Use a calendar of the account itself, or leave that field out.',
			{ kind: 'permission', status: 403 },
		);
	}
	const values = Object.fromEntries(taken.map(({ property, after }) => [property, after]));
	return {
		operation: taken.length === 0 ? 'unchanged' : 'updated',
		calendar: rememberCalendar(context, { ...calendar, ...values }),
		changes: taken.map(({ property, before, after }) => ({ property, before, after })),
		refused,
	};
}

function differences({ name, color, description }: Calendar, wish: CalendarWish): Difference[] {
	const all: Difference[] = [];
	if (!sameName(name, wish.name)) {
		all.push({ property: 'name', element: NAMES.displayName, before: name, after: wish.name });
	}
	if (wish.color !== undefined && wish.color !== color) {
		all.push({ property: 'color', element: NAMES.color, before: color, after: wish.color });
	}
	if (wish.description !== undefined && !sameText(description, wish.description)) {
		const before = description === '' ? null : description;
		all.push({
			property: 'description',
			element: NAMES.calendarDescription,
			before,
			after: wish.description,
		});
	}
	return all;
}
