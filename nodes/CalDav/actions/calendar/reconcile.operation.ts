/** Calendar: Reconcile — makes calendars equal to batches of events, with the fewest writes. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Failure } from '../../../../core/errors';
import { parseProjectBatch } from '../../../../core/event/parseEventItem';
import type { WritePolicy } from '../../../../core/reconcile/types';
import { reconcile, unreconciled } from '../../../../core/reconcile/reconcile';
import { runItems, toItems } from '../../../shared/runItems';
import { stopAtOf } from '../../../shared/stopAt';
import { timeFields } from '../../../shared/timeFields';
import { createCalDavContext } from '../../calDavContext';
import { existingCalendarFields, forItem } from '../../existingCalendar';
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
	{
		displayName: 'Writes',
		name: 'writes',
		type: 'options',
		options: [
			{
				name: 'Create and Update Only',
				value: 'create_and_update',
				description: 'Nothing is deleted and nothing is reported as missing',
			},
			{ name: 'Everything', value: 'everything', description: 'Whatever makes the calendars equal' },
			{ name: 'Nothing (Dry Run)', value: 'dry_run', description: 'Only report what would be done' },
		],
		default: 'everything',
		displayOptions,
	},
	{
		displayName: 'Allow Up to This Many Missing',
		name: 'allowMissing',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		placeholder: 'e.g. 40',
		description:
			'When at least 25 and more than 30% of the events of a calendar are missing at once, they are held back and reported as refused. If that is right, enter the reported number for one run.',
		displayOptions,
	},
	...existingCalendarFields({ displayOptions }),
	...timeFields({
		displayOptions,
		timeBudget: 240,
		effect: 'Later no write begins, and what is left is reported as pending',
	}),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
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
			policy: {
				writes: context.getNodeParameter('writes', itemIndex) as WritePolicy,
				allowMissing: context.getNodeParameter('allowMissing', itemIndex) as number,
			},
			stopAt: stopAtOf(context, itemIndex),
		});
		if (report.failure?.kind === 'auth') refusedLogin = report.failure;
		missing.push(...toItems(questions, itemIndex));
		return [report];
	});
	return [reports, missing];
}
