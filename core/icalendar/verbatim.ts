/**
 * Whether a stored event says word for word what is desired, told from its lines without reading what they mean: the
 * merge would find nothing to do, at a fraction of its cost. Pure; knows no server and no Plane.
 */
import { nameOfLine, splitLines } from './contentLine';
import type { Owned } from './ownership';

export interface VerbatimInput {
	/** The object as the server holds it. */
	readonly stored: string;
	/** A VCALENDAR with the event as it should be. */
	readonly desired: string;
	readonly owned: Owned;
	/** Unfolded lines that must be among those of the event, both stored and desired. */
	readonly required: readonly string[];
}

/**
 * True only where every line of ours that is desired stands in the stored event once and no other line of these
 * properties, and the object is whole and holds no other event. In any doubt false: then the merge tells.
 */
export function isVerbatim({ stored, desired, owned, required }: VerbatimInput): boolean {
	const storedLines = linesOfEvent(stored);
	const desiredLines = linesOfEvent(desired);
	if (storedLines === null || desiredLines === null) return false;
	const compared = comparedProperties(owned, required);
	// A dozen, nearly always in the order of the stored ones: they are found sooner than they would be hashed.
	const wanted: string[] = [];
	for (const line of desiredLines) {
		const name = nameOfLine(line);
		if (isJudged(line, name, owned)) return false;
		if (name !== null && compared.has(name)) wanted.push(line);
	}
	if (!required.every((line) => wanted.includes(line))) return false;
	for (const line of storedLines) {
		const index = wanted.indexOf(line);
		if (index !== -1) {
			wanted.splice(index, 1);
			continue;
		}
		const name = nameOfLine(line);
		if (isJudged(line, name, owned) || (name !== null && compared.has(name))) return false;
	}
	return wanted.length === 0;
}

function comparedProperties(
	{ replace, text, set, if_ours }: Owned,
	required: readonly string[],
): Set<string> {
	return new Set([
		...replace,
		text.property,
		text.memory,
		set.property,
		set.memory,
		...Object.keys(if_ours),
		...required.map((line) => nameOfLine(line) ?? ''),
	]);
}

const JUDGED: ReadonlySet<string> = new Set(['RECURRENCE-ID', 'ORGANIZER']);

/** Whether the event is judged by more than which lines it has. */
function isJudged(line: string, name: string | null, { discard }: Owned): boolean {
	if (name === null) return false;
	const text = discard[name];
	return JUDGED.has(name) || (text !== undefined && line.includes(text));
}

const FIRST = 'BEGIN:VCALENDAR';
const EVENT = 'VEVENT';
const BOUNDARY = /^(?:BEGIN|END)[;:]/i;
const COMPONENT = /^(BEGIN|END):([A-Z0-9-]+)$/;

/**
 * The unfolded lines of the only event, without those of components inside it; null where there is none or another
 * one, or the components are not written as we would.
 */
function linesOfEvent(ics: string): string[] | null {
	const lines: string[] = [];
	const open: string[] = [];
	let events = 0;
	let isFirst = true;
	for (const { text } of splitLines(ics)) {
		if (isFirst !== (text === FIRST)) return null;
		isFirst = false;
		if (!BOUNDARY.test(text)) {
			if (open.length === 2 && open[1] === EVENT) lines.push(text);
			continue;
		}
		const [, boundary, component] = COMPONENT.exec(text) ?? [];
		if (component === undefined) return null;
		if (boundary === 'BEGIN') {
			if (component === EVENT && ++events > 1) return null;
			open.push(component);
		} else if (open.pop() !== component) {
			return null;
		}
	}
	return open.length === 0 && events === 1 ? lines : null;
}
