/** Calendar objects and ownership for the tests of this folder; they show only what a test is about. */
import { rememberSet, rememberText } from '../../../core/icalendar/memory';
import { mergeCalendarObject, type Merged } from '../../../core/icalendar/merge';
import type { Owned, Scope } from '../../../core/icalendar/ownership';
import { escapeText } from '../../../core/icalendar/text';

export const UID = 'task-7@example';

export const OWNED: Owned = {
	replace: ['SUMMARY', 'DTSTART', 'DTEND', 'DURATION', 'STATUS', 'URL'],
	text: {
		property: 'DESCRIPTION',
		memory: 'X-OUR-TEXT',
		ends: [
			{ after: '---', line: 'Project: ' },
			{ line: 'Link: ', property: 'URL' },
		],
	},
	set: { property: 'CATEGORIES', memory: 'X-OUR-SET', line: 'Labels: ', formerly: ['Done', 'Rank: 1'] },
	if_ours: { COLOR: ['gold', 'crimson'] },
	discard: { ATTENDEE: 'mailto:mailto:' },
	on_create: ['TRANSP'],
	bookkeeping: ['X-OUR-REVISION', 'X-OUR-SET', 'X-OUR-TEXT', 'DTSTAMP', 'LAST-MODIFIED', 'SEQUENCE'],
};

export const SCOPE: Scope = {
	uid_prefix: 'task-',
	uid_suffix: '@example',
	property: 'X-OWNER',
	value: 'project-1',
	revision_property: 'X-OUR-REVISION',
	calendar: {
		slug_prefix: 'task-',
		mark_prefix: 'task:',
		routes: { slug_prefix: 'task-to-', mark_prefix: 'task-route:', single: ['all'] },
	},
};

/** A VCALENDAR with one VEVENT of these lines. */
export function anObject(lines: readonly string[], lineBreak = '\r\n'): string {
	return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join(
		lineBreak,
	);
}

export interface Task {
	readonly title?: string;
	readonly date?: string;
	readonly nextDate?: string;
	readonly status?: string;
	readonly text?: string;
	readonly labels?: readonly string[];
	readonly color?: string | null;
	readonly revision?: string;
}

/** The lines we write for a task. */
export function taskLines(task: Task = {}): string[] {
	const { title = 'Task', date = '20261201', nextDate = '20261202', status = 'CONFIRMED' } = task;
	const { text = 'Text\n---\nProject: One', labels = [], color = 'gold', revision = '1' } = task;
	return [
		`UID:${UID}`,
		'SEQUENCE:0',
		`DTSTAMP:2026112${revision}T000000Z`,
		`DTSTART;VALUE=DATE:${date}`,
		`DTEND;VALUE=DATE:${nextDate}`,
		`SUMMARY:${escapeText(title)}`,
		'TRANSP:TRANSPARENT',
		`DESCRIPTION:${escapeText(text)}`,
		`STATUS:${status}`,
		...(labels.length === 0 ? [] : [`CATEGORIES:${labels.map(escapeText).join(',')}`]),
		...(color === null ? [] : [`COLOR:${color}`]),
		`X-OUR-REVISION:${revision}`,
		...(labels.length === 0 ? [] : [`X-OUR-SET:${rememberSet(labels)}`]),
		`X-OUR-TEXT:${rememberText(text)}`,
	];
}

/** The object we write for a task. */
export const aTask = (task: Task = {}): string => anObject(taskLines(task));

/** The object we write for a task, with further lines of somebody else's in its event. */
export const aTaskWith = (extra: readonly string[], task: Task = {}): string =>
	anObject([...taskLines(task), ...extra]);

export const merge = (stored: string, desired: string): Merged =>
	mergeCalendarObject({ stored, desired, owned: OWNED, uid: UID });

/** The merge of ICS of another automation. */
export const mergeAll = (stored: string, desired: string): Merged =>
	mergeCalendarObject({ stored, desired, owned: null, uid: UID });
