/**
 * Which stored event is which desired one, for one work item: in its calendar under its UID, else any other left
 * from an earlier routing, which is moved so that what people added comes along. Pure.
 */
import type { UpsertItem } from '../event/types';
import { readEvent } from '../icalendar/reader';
import { hrefOfUid, parentOf, sameHref } from '../webdav/href';
import type { ActualEvent } from './types';

export interface Match {
	readonly item: UpsertItem;
	readonly actual: ActualEvent;
}

export interface Matches {
	/** Where they belong. */
	readonly exact: readonly Match[];
	readonly moves: readonly Match[];
	/** Desired, and there is no event left for them. */
	readonly unmatched: readonly UpsertItem[];
	/** Stored, and not desired. */
	readonly left: readonly ActualEvent[];
}

type Fits = (item: UpsertItem, event: ActualEvent) => boolean;

/** @param items of one work item, each for another calendar. */
export function matchEvents(items: readonly UpsertItem[], events: readonly ActualEvent[]): Matches {
	// A copy at another address is removed, even if the one it is a copy of is at the derived one.
	const exact = pair(items, inOrderOfPlace(events), isExact);
	const copies = exact.left.filter((event) => items.some((item) => isExact(item, event)));
	const elsewhere = richestFirst(exact.left.filter((event) => !copies.includes(event)));
	const same = pair(exact.unmatched, elsewhere, (item, { uid }) => item.uid === uid);
	const other = pair(same.unmatched, same.left, (_, { ics }) => readEvent(ics).isWhole);
	return {
		exact: exact.matches,
		moves: [...same.matches, ...other.matches],
		unmatched: other.unmatched,
		left: [...copies, ...other.left],
	};
}

const isExact: Fits = (item, { uid, targetSlug }) => uid === item.uid && targetSlug === item.calendar.slug;

const inOrderOfPlace = (events: readonly ActualEvent[]): ActualEvent[] =>
	events.length < 2
		? [...events]
		: [...events.filter(isInPlace), ...events.filter((event) => !isInPlace(event))];

const isInPlace = ({ href, uid }: ActualEvent): boolean => sameHref(href, hrefOfUid(parentOf(href), uid));

/** Copies of ours differ in what people added: where only one stays, it is the one with most of that. */
const richestFirst = (events: readonly ActualEvent[]): ActualEvent[] =>
	[...events].sort((a, b) => b.ics.length - a.ics.length);

interface Pairs {
	readonly matches: readonly Match[];
	readonly unmatched: readonly UpsertItem[];
	readonly left: readonly ActualEvent[];
}

/** Each item with the first event that fits and no earlier item has. */
function pair(items: readonly UpsertItem[], events: readonly ActualEvent[], fits: Fits): Pairs {
	const matches: Match[] = [];
	const unmatched: UpsertItem[] = [];
	const taken = new Set<ActualEvent>();
	for (const item of items) {
		const actual = events.find((event) => !taken.has(event) && fits(item, event));
		if (actual === undefined) {
			unmatched.push(item);
		} else {
			taken.add(actual);
			matches.push({ item, actual });
		}
	}
	return { matches, unmatched, left: events.filter((event) => !taken.has(event)) };
}
