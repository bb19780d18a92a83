/**
 * Puts what is desired into a stored calendar object and leaves every other line byte for byte: alarms,
 * overrides, time zones, other components, whatever clients added. Pure; knows no server and no Plane.
 */
import { isSameProperty } from './compare';
import {
	findMaster,
	firstValue,
	parseCalendarObject,
	type CalendarObject,
	type EventComponent,
} from './component';
import { contentLine, foldLine, formatContentLine, type ContentLine } from './contentLine';
import {
	linesOf,
	proposeDiscard,
	proposeIfOurs,
	proposeReplace,
	proposeSet,
	proposeText,
	type Proposal,
	type Sides,
} from './mergeRules';
import type { Owned, PropertyChange } from './ownership';
import { missingTimeZones } from './timeZones';

export interface MergeInput {
	/** The object as the server holds it. */
	readonly stored: string;
	/** A VCALENDAR with the event as it should be. */
	readonly desired: string;
	/** Null for events of other automations: every property in `desired` replaces the stored one. */
	readonly owned: Owned | null;
	/** Properties that go although `desired` says nothing of them; only where `owned` is null. */
	readonly removed?: readonly string[];
	readonly uid: string;
}

export interface Merged {
	/** The very text that was stored where nothing differs. */
	readonly ics: string;
	/** Without bookkeeping. */
	readonly changes: readonly PropertyChange[];
	readonly kept?: Kept;
	/**
	 * Present where something of ours was changed since we wrote it, and is set back: by a person, if the stored
	 * revision is still the desired one.
	 */
	readonly setsBack?: true;
}

/**
 * Why something desired was left as it is: `series_kept` the dates of a series that a person made of the event,
 * `has_organizer` attendees to be removed. The latter is said of every event with an ORGANIZER, for its server may
 * write to the attendees when it changes (RFC 6638 §3.2.1).
 */
export type Kept = 'series_kept' | 'has_organizer';

const DATES: ReadonlySet<string> = new Set(['DTSTART', 'DTEND', 'DURATION']);
const SERIES: readonly string[] = ['RRULE', 'RDATE'];
const RAISES_SEQUENCE: ReadonlySet<string> = new Set([...DATES, 'STATUS']);

/** Never a reason to write, whoever wrote the event: many writers set these anew each time. */
const HOUSEKEEPING: readonly string[] = ['DTSTAMP', 'LAST-MODIFIED', 'CREATED', 'SEQUENCE'];
const EXCLUSIVE: Readonly<Record<string, string>> = { DTEND: 'DURATION', DURATION: 'DTEND' };

interface Proposals {
	readonly list: readonly Proposal[];
	readonly kept?: Kept;
}

/** Each property of ours by its own rule. */
function proposeOwned(sides: Sides, owned: Owned): Proposals {
	const replaced = owned.replace.flatMap((property) => proposeReplace(sides, property));
	const isSeries = sides.stored.some(({ name }) => SERIES.includes(name));
	const allowed = isSeries ? replaced.filter(({ property }) => !DATES.has(property)) : replaced;
	const hasOrganizer = sides.stored.some(({ name }) => name === 'ORGANIZER');
	const discard = hasOrganizer ? [] : Object.entries(owned.discard);
	const list = [
		...allowed,
		...proposeText(sides, owned.text),
		...proposeSet(sides, owned),
		...Object.entries(owned.if_ours).flatMap(([name, ours]) => proposeIfOurs(sides, name, ours)),
		...discard.flatMap(([name, text]) => proposeDiscard(sides, name, text)),
	];
	if (hasOrganizer) return { list, kept: 'has_organizer' };
	return allowed.length < replaced.length ? { list, kept: 'series_kept' } : { list };
}

/** Every property that is desired or to go; DTEND and DURATION displace each other (RFC 5545 §3.6.1). */
function proposeAll(sides: Sides, removed: readonly string[]): Proposals {
	const names = new Set([...sides.desired.map(({ name }) => name), ...removed]);
	for (const name of [...names]) {
		const other = EXCLUSIVE[name];
		if (other !== undefined) names.add(other);
	}
	const compared = [...names].filter((name) => name !== 'UID' && !HOUSEKEEPING.includes(name));
	return { list: compared.flatMap((name) => proposeReplace(sides, name)) };
}

function sequenceOf(lines: readonly ContentLine[]): number | null {
	const text = firstValue(lines, 'SEQUENCE')?.trim() ?? '';
	return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** One more than stored where dates or status change, never less than stored (RFC 5545 §3.8.7.4). */
function nextSequence({ stored, desired }: Sides, proposals: readonly Proposal[]): ContentLine[] {
	const current = sequenceOf(stored);
	const wanted = sequenceOf(desired);
	if (current === null && wanted === null) return [];
	const isRaised = proposals.some(({ property }) => RAISES_SEQUENCE.has(property));
	return [contentLine('SEQUENCE', String(Math.max((current ?? 0) + Number(isRaised), wanted ?? 0)))];
}

/** What is written along with the proposals. */
function bookkeeping(sides: Sides, owned: Owned | null, proposals: readonly Proposal[]): Proposal[] {
	const present = HOUSEKEEPING.filter((name) => linesOf(sides.desired, name).length > 0);
	const names = owned?.bookkeeping ?? present;
	return names.flatMap((property) => {
		const current = linesOf(sides.stored, property);
		const lines = property === 'SEQUENCE' ? nextSequence(sides, proposals) : linesOf(sides.desired, property);
		return isSameProperty(current, lines)
			? []
			: [{ property, before: null, after: null, lines, isEdited: false }];
	});
}

interface Edit {
	readonly object: CalendarObject;
	readonly event: EventComponent;
	/** Names in the order in which new properties are added. */
	readonly order: readonly string[];
	readonly proposals: readonly Proposal[];
	/** Whole components that go before the first event. */
	readonly timeZones: string;
}

/**
 * A property keeps the place of the first line it loses, and the lines it keeps as they are; one that is new goes
 * to the end of the event's own.
 */
function applyEdit({ object, event, order, proposals, timeZones }: Edit): string {
	const texts = object.lines.map(({ raw }) => raw);
	const added = new Map<string, string>();
	for (const { property, lines } of proposals) {
		const current = event.properties.filter(({ name }) => name === property);
		const written = lines
			.filter((line) => !current.some((property) => property === line))
			.map((line) => foldLine(formatContentLine(line), object.lineBreak))
			.join('');
		const lost = current.filter((line) => !lines.includes(line));
		for (const [index, { line }] of lost.entries()) texts[line] = index === 0 ? written : '';
		if (lost.length === 0) added.set(property, written);
	}
	const rank = (name: string): number => order.indexOf(name);
	const newLines = [...added].sort(([left], [right]) => rank(left) - rank(right)).map(([, text]) => text);
	texts[event.insertAt] = newLines.join('') + (texts[event.insertAt] ?? '');
	const firstEvent = object.components.find(({ name }) => name === 'VEVENT')?.first ?? event.insertAt;
	texts[firstEvent] = timeZones + (texts[firstEvent] ?? '');
	return texts.join('');
}

/**
 * The stored object with what is desired in it, what that changes, and what was left although it differs.
 *
 * @throws {ICalendarError} when either text is no calendar object or holds no event of that UID.
 */
export function mergeCalendarObject({ stored, desired, owned, removed = [], uid }: MergeInput): Merged {
	const object = parseCalendarObject(stored);
	const event = findMaster(object, uid);
	const desiredObject = parseCalendarObject(desired);
	const sides: Sides = {
		stored: event.properties,
		desired: findMaster(desiredObject, uid).properties,
	};
	const { list, kept } = owned === null ? proposeAll(sides, removed) : proposeOwned(sides, owned);
	const reason = kept === undefined ? {} : { kept };
	if (list.length === 0) return { ics: stored, changes: [], ...reason };

	const ics = applyEdit({
		object,
		event,
		order: sides.desired.map(({ name }) => name),
		proposals: [...list, ...bookkeeping(sides, owned, list)],
		timeZones: missingTimeZones(object, desiredObject),
	});
	const changes = list.map(({ property, before, after }) => ({ property, before, after }));
	const setsBack = owned !== null && list.some(({ isEdited }) => isEdited);
	return { ics, changes, ...reason, ...(setsBack && { setsBack }) };
}
