/** Calendar: Reconcile — makes calendars equal to batches of events, with the fewest writes. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Failure } from '../../../../core/errors';
import { parseProjectBatch } from '../../../../core/event/parseEventItem';
import { createListings } from '../../../../core/reconcile/listings';
import { reconcile, unreconciled } from '../../../../core/reconcile/reconcile';
import { runItems, toItems } from '../../../shared/runItems';
import { stopAtOf } from '../../../shared/stopAt';
import { timeFields } from '../../../shared/timeFields';
import { createCalDavContext } from '../../calDavContext';
import { existingCalendarFields, forItem } from '../../existingCalendar';
import { policyFields, readPolicy } from '../../policyFields';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Reconcile',
	value: 'reconcile',
	description: 'Make calendars equal to batches of events; what is missing comes out of the second output',
	action: 'Reconcile calendars',
};

const displayOptions = { show: { resource: ['calendar'], operation: ['reconcile'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'Takes the batches of Transform to VEVENT. The first output reports what was done. The second holds events whose work item was not in the snapshot: nothing is deleted before you asked Plane about them (Plane Issues: Get → Transform to VEVENT → CalDAV: Apply).',
		name: 'reconcileNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...policyFields({ displayOptions }),
	...existingCalendarFields({ displayOptions }),
	...timeFields({
		displayOptions,
		timeBudget: 240,
		effect: 'Later no write begins, and what is left is reported as pending',
	}),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const startedAt = Date.now();
	const listings = createListings();
	const calDav = await createCalDavContext(
		context,
		context.getNodeParameter('options', 0, {}) as RetryOptions,
	);
	const items = context.getInputData();
	const missing: INodeExecutionData[] = [];
	let refusedLogin: Failure | undefined;
	const reports = await runItems(context, async (itemIndex) => {
		const batch = parseProjectBatch(items[itemIndex]?.json);
		// A wrong password is not tried again for every project: servers lock accounts.
		if (refusedLogin !== undefined) return [unreconciled(batch, refusedLogin)];
		const { report, missing: questions } = await reconcile(forItem(context, calDav, itemIndex), batch, {
			policy: readPolicy(context, itemIndex),
			stopAt: stopAtOf(context, itemIndex, startedAt),
			listings,
		});
		if (report.failure?.kind === 'auth') refusedLogin = report.failure;
		missing.push(...toItems(questions, itemIndex));
		return [report];
	});
	return [reports, missing];
}
