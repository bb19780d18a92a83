/** The moment at which a run has to come to its end, from the fields Time Budget and Stop At. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { instantOf } from './instantField';

/**
 * The earlier of now plus the time budget and *Stop At*, in milliseconds since the epoch.
 *
 * @throws {InputError} when *Stop At* is no date and time.
 */
export function stopAtOf(context: IExecuteFunctions, itemIndex: number): number {
	const budget = context.getNodeParameter('timeBudget', itemIndex) as number;
	const end = Date.now() + budget * 1000;
	const stopAt = context.getNodeParameter('stopAt', itemIndex, '');
	if (stopAt === '' || stopAt === null) return end;
	const instant = instantOf(stopAt, context.getTimezone());
	if (instant === null) {
		throw new InputError(
			`"Stop At" is "${String(stopAt)}", which is no date and time. Use an expression such as {{ $now.plus(4, "minutes") }}.`,
		);
	}
	return Math.min(end, Date.parse(instant));
}
