/** What was set in the node, read once per delivery. Expressions can give anything, so it is looked at. */
import type { IWebhookFunctions } from 'n8n-workflow';
import type { DeliveryFilter } from '../../core/plane/deliveryFilter';

type Parameters = Pick<IWebhookFunctions, 'getNodeParameter'>;

/** A list, or the text of an expression with commas in it. */
function listOf(value: unknown): readonly string[] {
	const members: readonly unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
	return members.map((member) => String(member ?? '').trim()).filter((member) => member !== '');
}

export const filterOf = (context: Parameters): DeliveryFilter => ({
	events: listOf(context.getNodeParameter('events')),
	projects: listOf(context.getNodeParameter('projects', [])),
	onlyCalendarChanges: context.getNodeParameter('onlyCalendarChanges', true) === true,
});

/** Seconds; 0 where any age is accepted. */
export function maximumAgeOf(context: Parameters): number {
	const seconds = Number(context.getNodeParameter('settings.maximumAge', 0));
	return Number.isFinite(seconds) ? seconds : 0;
}
