/**
 * Whether a stored event says word for word what is desired, told from its lines without reading what they mean: the
 * merge would find nothing to do, at a tenth of its cost. Pure; knows no server and no Plane.
 */
import { splitLines } from './contentLine';
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

/** An event with one of these is judged by more than its lines. */
const JUDGED: ReadonlySet<string> = new Set(['RECURRENCE-ID', 'ORGANIZER']);

/**
 * True only where every line of ours that is desired stands in the stored event once and no other line of these
 * properties, and the object is whole and holds no other event. In any doubt false: then the merge tells.
 */
export function isVerbatim({ stored, desired, owned, required }: VerbatimInput): boolean {
	const compared = comparedProperties(owned, required);
	const desiredLines = linesOfEvent(desired);
	const storedLines = linesOfEvent(stored);
	if (desiredLines === null || storedLines === null) return false;
	const lines = desiredLines.filter(({ name }) => compared.has(name));
	const wanted = new Set(lines.map(({ text }) => text));
	if (wanted.size < lines.length || !required.every((line) => wanted.has(line))) return false;
	for (const { name, text } of storedLines) {
		if (JUDGED.has(name) || isDiscarded(text, owned.discard[name])) return false;
		if (compared.has(name) && !wanted.delete(text)) return false;
	}
	return wanted.size === 0;
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
		...required.map(nameOf),
	]);
}

const isDiscarded = (line: string, text: string | undefined): boolean =>
	text !== undefined && line.includes(text);

interface NamedLine {
	/** In upper case. */
	readonly name: string;
	/** Unfolded. */
	readonly text: string;
}

const COLON = 58;
const SEMICOLON = 59;

function nameOf(line: string): string {
	let end = 0;
	while (end < line.length && line.charCodeAt(end) !== COLON && line.charCodeAt(end) !== SEMICOLON) end++;
	return line.slice(0, end).toUpperCase();
}

const FIRST = 'BEGIN:VCALENDAR';
const EVENT = 'VEVENT';
const COMPONENT = /^(?:BEGIN|END):([A-Z0-9-]+)$/;

/**
 * The unfolded lines of the only event, without those of components inside it; null where there is none or another
 * one, or the components are not written as we would.
 */
function linesOfEvent(ics: string): NamedLine[] | null {
	const lines: NamedLine[] = [];
	const open: string[] = [];
	let events = 0;
	let isFirst = true;
	for (const { text } of splitLines(ics)) {
		if (isFirst !== (text === FIRST)) return null;
		isFirst = false;
		const name = nameOf(text);
		if (name !== 'BEGIN' && name !== 'END') {
			if (open.length === 2 && open[1] === EVENT) lines.push({ name, text });
			continue;
		}
		const component = COMPONENT.exec(text)?.[1];
		if (component === undefined) return null;
		if (name === 'BEGIN') {
			if (component === EVENT && ++events > 1) return null;
			open.push(component);
		} else if (open.pop() !== component) {
			return null;
		}
	}
	return open.length === 0 && events === 1 ? lines : null;
}
