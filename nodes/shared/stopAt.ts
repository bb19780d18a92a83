/** The moment at which a run has to come to its end, from the fields Time Budget and Stop At. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { instantOf } from './instantField';

/**
 * The earlier of the start plus the time budget and *Stop At*, in milliseconds since the epoch.
 *
 * @param startedAt when the node began to work, for all its items: they share one budget.
 * @throws {InputError} when *Stop At* is no date and time.
 */
export function stopAtOf(context: IExecuteFunctions, itemIndex: number, startedAt: number): number {
	const budget = context.getNodeParameter('timeBudget', itemIndex) as number;
	const end = startedAt + budget * 1000;
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
