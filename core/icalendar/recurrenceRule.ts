/** Recurrence rules as people enter them (RFC 5545 §3.3.10). */
import { InputError } from '../errors';
import { ICAL } from '../../vendor/dav';
import { contentLine, type ContentLine } from './contentLine';

/**
 * The RRULE line of a rule, none for an empty text.
 *
 * @throws {InputError} where the text is no rule.
 */
export function recurrenceLine(text: string): ContentLine[] {
	const rule = text
		.trim()
		.replace(/^RRULE:/i, '')
		.replace(/;$/, '');
	if (rule === '') return [];
	const isRule = /^[A-Z-]+=[^;=\s]+(?:;[A-Z-]+=[^;=\s]+)*$/i.test(rule) && /(?:^|;)FREQ=/i.test(rule);
	if (!isRule || !isReadable(rule)) {
		throw new InputError(
			`"${text.slice(0, 80)}" is no recurrence rule. Enter one such as FREQ=WEEKLY;BYDAY=MO or FREQ=MONTHLY;COUNT=12.`,
		);
	}
	return [contentLine('RRULE', rule.toUpperCase())];
}

function isReadable(rule: string): boolean {
	try {
		ICAL.Recur.fromString(rule.toUpperCase());
		return true;
	} catch {
		return false;
	}
}
