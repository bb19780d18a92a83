/** How a calendar program changes an event it read: line by line, and the whole text sent back. */
import { foldLine, splitLines } from '../../core/icalendar/contentLine';

export type Edit = (ics: string) => string;

/** The lines of a text, unfolded. */
export const linesOf = (ics: string): string[] => splitLines(ics).map(({ text }) => text);

const textOf = (lines: readonly string[]): string => lines.map((line) => foldLine(line, '\r\n')).join('');

const nameOf = (line: string): string => /^[^:;]*/.exec(line)?.[0] ?? '';

interface Master {
	/** Index of its BEGIN and of its END. */
	readonly from: number;
	readonly to: number;
	/** Whether the line of that index is a property of the event itself; servers put alarms among them. */
	readonly isOwn: (index: number) => boolean;
}

/** The event that is no override. */
function masterOf(lines: readonly string[]): Master {
	for (
		let from = lines.indexOf('BEGIN:VEVENT');
		from !== -1;
		from = lines.indexOf('BEGIN:VEVENT', from + 1)
	) {
		const to = lines.indexOf('END:VEVENT', from);
		if (lines.slice(from, to).some((line) => line.startsWith('RECURRENCE-ID'))) continue;
		const own = new Set<number>();
		let depth = 0;
		for (let index = from + 1; index < to; index++) {
			const line = lines[index] ?? '';
			if (line.startsWith('BEGIN:')) depth++;
			else if (line.startsWith('END:')) depth--;
			else if (depth === 0) own.add(index);
		}
		return { from, to, isOwn: (index) => own.has(index) };
	}
	throw new Error('The text has no event.');
}

/** Lines of the event's own, without those of its alarms. */
export function ownLinesOf(ics: string): string[] {
	const lines = linesOf(ics);
	const { isOwn } = masterOf(lines);
	return lines.filter((_, index) => isOwn(index));
}

/** Everything else than the event's own lines of these names, sorted: programs and servers have their own order. */
export function otherLinesOf(ics: string, names: ReadonlySet<string>): string[] {
	const lines = linesOf(ics);
	const { isOwn } = masterOf(lines);
	return lines.filter((line, index) => !isOwn(index) || !names.has(nameOf(line))).sort();
}

const onOwnLines =
	(change: (lines: readonly string[]) => readonly string[]): Edit =>
	(ics) => {
		const lines = linesOf(ics);
		const { from, isOwn } = masterOf(lines);
		const others = lines.filter((_, index) => !isOwn(index));
		return textOf([...others.slice(0, from + 1), ...change(ownLinesOf(ics)), ...others.slice(from + 1)]);
	};

/** The property gets these lines in place of those it had; without any it goes. */
export const set = (name: string, ...lines: readonly string[]): Edit =>
	onOwnLines((own) => [...own.filter((line) => nameOf(line) !== name), ...lines]);

export const add = (...lines: readonly string[]): Edit => onOwnLines((own) => [...own, ...lines]);

export const drop = (matches: RegExp): Edit => onOwnLines((own) => own.filter((line) => !matches.test(line)));

/** Changes the line of that name, its value still escaped. */
export const alter = (name: string, change: (line: string) => string): Edit =>
	onOwnLines((own) => own.map((line) => (nameOf(line) === name ? change(line) : line)));

/** An alarm or another component inside the event. */
export const addInside =
	(...component: readonly string[]): Edit =>
	(ics) => {
		const lines = linesOf(ics);
		const { to } = masterOf(lines);
		return textOf([...lines.slice(0, to), ...component, ...lines.slice(to)]);
	};

/** A component beside the event, such as a time zone; overrides go behind the event, time zones before it. */
export const addBeside =
	(...component: readonly string[]): Edit =>
	(ics) => {
		const lines = linesOf(ics);
		const { from, to } = masterOf(lines);
		const index = component[0] === 'BEGIN:VEVENT' ? to + 1 : from;
		return textOf([...lines.slice(0, index), ...component, ...lines.slice(index)]);
	};

export const all =
	(...edits: readonly Edit[]): Edit =>
	(ics) =>
		edits.reduce((text, edit) => edit(text), ics);

/** Another order of properties, each line in one piece, and none of those the program does not know. */
export const rewriteAll: Edit = (ics) =>
	onOwnLines((own) =>
		own
			.filter((line) => !line.startsWith('X-'))
			.sort()
			.reverse(),
	)(ics)
		.replace(/\r\n[ \t]/g, '')
		.replace(/PRODID:.*/, 'PRODID:-//Some Phone//EN');

/** What every program does besides. */
export const stamped = (ics: string): string => {
	const sequence = Number(/^SEQUENCE:(\d+)/m.exec(ics)?.[1] ?? '0') + 1;
	return all(
		set('SEQUENCE', `SEQUENCE:${sequence}`),
		set('DTSTAMP', 'DTSTAMP:20261122T120000Z'),
		set('LAST-MODIFIED', 'LAST-MODIFIED:20261122T120000Z'),
	)(ics);
};
