/** Reads the fields of an event. Expressions can give anything, so each value is looked at. */
import { createHash } from 'crypto';
import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { buildEventText, type EventFieldValues, type EventTime } from '../../core/icalendar/eventFields';
import type { EventText } from '../../core/reconcile/writeEvents';
import { instantOf } from '../shared/instantField';

/** @throws {InputError} naming the field that cannot be used. */
export function readEventFields(context: IExecuteFunctions, itemIndex: number): EventText {
	const fields = context.getNodeParameter('eventFields', itemIndex, {}) as IDataObject;
	const zone = textOf(fields.timeZone) || context.getTimezone();
	const time = readTime(context, itemIndex, zone);
	const summary = textOf(context.getNodeParameter('summary', itemIndex, ''));
	const { ics, removed } = buildEventText({
		uid: textOf(context.getNodeParameter('uid', itemIndex, '')) || derivedUid(context, itemIndex),
		time,
		modified: new Date().toISOString(),
		...(summary !== '' && { summary }),
		...readAdditional(fields),
	});
	return { ics, removed, isComplete: time !== null && summary !== '' };
}

const textOf = (value: unknown): string =>
	(value === null || value === undefined ? '' : String(value)).trim();

/** The same when n8n runs the node again after a failure, another in the next execution and for the next item. */
function derivedUid(context: IExecuteFunctions, itemIndex: number): string {
	const { $runIndex: runIndex } = context.getWorkflowDataProxy(itemIndex);
	const place = [
		context.getWorkflow().id,
		context.getExecutionId(),
		context.getNode().id,
		runIndex,
		itemIndex,
	];
	return `${createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32)}@n8n`;
}

function readTime(context: IExecuteFunctions, itemIndex: number, zone: string): EventTime | null {
	const given = context.getNodeParameter('start', itemIndex, '');
	const givenEnd = context.getNodeParameter('end', itemIndex, '');
	const start = isEmpty(given) ? null : momentOf(given, 'Start', zone);
	const end = isEmpty(givenEnd) ? null : momentOf(givenEnd, 'End', zone);
	if (start === null && end !== null) {
		throw new InputError(
			'"End" is filled in and "Start" is not. Fill in both, or neither to leave the times.',
		);
	}
	if (start === null) return null;
	if (context.getNodeParameter('allDay', itemIndex, false) === true) {
		return { kind: 'all_day', firstDay: dayOf(start), lastDay: dayOf(end ?? start) };
	}
	const last = end ?? start.plus({ hours: 1 });
	return { kind: 'timed', start: isoOf(start), end: isoOf(last), timeZone: zone };
}

const isEmpty = (value: unknown): boolean => value === '' || value === null || value === undefined;

const isoOf = (at: DateTime): string => at.toISO() ?? '';

const dayOf = (at: DateTime): string => at.toISODate() ?? '';

function momentOf(value: unknown, field: string, zone: string): DateTime {
	if (!DateTime.utc().setZone(zone).isValid) {
		throw new InputError(
			`"${zone.slice(0, 60)}" is no time zone. Enter a name such as Europe/Berlin or UTC.`,
		);
	}
	const instant = instantOf(value, zone);
	if (instant !== null) return DateTime.fromISO(instant, { zone });
	throw new InputError(
		`"${field}" is "${String(value).slice(0, 40)}", which is no date and time. Use one such as 2026-12-04T09:00.`,
	);
}

/** Only what is there: an absent field leaves the event as it is, an empty one takes the property out. */
function readAdditional(fields: IDataObject): Partial<EventFieldValues> {
	const texts = ['description', 'location', 'url', 'recurrence'].filter((name) => name in fields);
	return {
		...Object.fromEntries(texts.map((name) => [name, textOf(fields[name])])),
		...choiceOf(fields, 'status', ['CONFIRMED', 'TENTATIVE', 'CANCELLED']),
		...choiceOf(fields, 'transparency', ['OPAQUE', 'TRANSPARENT']),
		...choiceOf(fields, 'classification', ['PUBLIC', 'PRIVATE', 'CONFIDENTIAL']),
		...('colorName' in fields && { color: colorOf(fields.colorName) }),
		...('categories' in fields && { categories: listOf(fields.categories) }),
		...('alarms' in fields && { alarms: listOf(fields.alarms).map(minutesOf) }),
	};
}

function minutesOf(text: string): number {
	if (/^\d{1,7}$/.test(text)) return Number(text);
	throw new InputError(
		`"Alarms" has "${text.slice(0, 40)}". Enter whole minutes before the start, separated by commas, such as 15, 1440.`,
	);
}

function choiceOf(fields: IDataObject, name: string, choices: readonly string[]): Record<string, string> {
	if (!(name in fields)) return {};
	const value = textOf(fields[name]).toUpperCase();
	if (choices.includes(value)) return { [name]: value };
	throw new InputError(`"${name}" is "${value.slice(0, 40)}". It can be ${choices.join(', ')}.`);
}

function colorOf(value: unknown): string {
	const name = textOf(value).toLowerCase();
	if (/^[a-z]*$/.test(name)) return name;
	throw new InputError(
		`"Color" is "${name.slice(0, 40)}". Enter the name of a CSS colour, such as forestgreen; calendar programs understand nothing else.`,
	);
}

/** A list, or text with commas in it. */
function listOf(value: unknown): string[] {
	const members: readonly unknown[] = Array.isArray(value) ? value : textOf(value).split(',');
	return members.map(textOf).filter((member) => member !== '');
}
