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
import { seenProject, type SeenProject } from '../../../../core/reconcile/orphans';
import { reconcile, unreconciled } from '../../../../core/reconcile/reconcile';
import { reconcileOrphans } from '../../../../core/reconcile/reconcileOrphans';
import type { Report } from '../../../../core/reconcile/types';
import { runItems, toItems } from '../../../shared/runItems';
import { toNodeError } from '../../../shared/toNodeError';
import { stopAtOf } from '../../../shared/stopAt';
import { timeFields } from '../../../shared/timeFields';
import { createCalDavContext } from '../../calDavContext';
import { existingCalendarFields, forItem } from '../../existingCalendar';
import { policyFields, readOrphanChoice, readPolicy } from '../../policyFields';
import type { RetryOptions } from '../options';

export const option: INodePropertyOptions = {
	name: 'Reconcile',
	value: 'reconcile',
	description:
		'Make calendars equal to batches of events; what is missing in Plane comes out of the output Missing',
	action: 'Reconcile calendars',
};

const displayOptions = { show: { resource: ['calendar'], operation: ['reconcile'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'Takes the batches of Transform to VEVENT. The output Report has an item per project: what was done, and what failed or was held back (refused), for which the node itself does not fail. The output Missing has the events whose work item was not in the snapshot. They stay until you ask Plane about them: Plane Issues: Get (Work Item From: Input Item, If Not Found: Return an Item With Status) → Transform to VEVENT → CalDAV: Apply.',
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
	const seen: SeenProject[] = [];
	let refusedLogin: Failure | undefined;
	let firstStopAt: number | undefined;
	const reports = await runItems(context, async (itemIndex) => {
		const batch = parseProjectBatch(items[itemIndex]?.json);
		const stopAt = stopAtOf(context, itemIndex, startedAt);
		firstStopAt ??= stopAt;
		// A wrong password is not tried again for every project: servers lock accounts.
		if (refusedLogin !== undefined) return [unreconciled(batch, refusedLogin)];
		const { report, missing: questions } = await reconcile(forItem(context, calDav, itemIndex), batch, {
			policy: readPolicy(context, itemIndex),
			stopAt,
			listings,
		});
		seen.push(seenProject(batch));
		if (report.failure?.kind === 'auth') refusedLogin = report.failure;
		missing.push(...toItems(questions, itemIndex));
		return [report];
	});
	// A batch that could not be read may be any project's.
	if (refusedLogin !== undefined || firstStopAt === undefined || seen.length < items.length) {
		return [reports, missing];
	}
	try {
		const orphans = await reconcileOrphans(calDav, seen, {
			choice: readOrphanChoice(context, 0),
			policy: readPolicy(context, 0),
			stopAt: firstStopAt,
			listings,
		});
		return [withOrphans(reports, orphans), missing];
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

/** An archived project's report takes the place of the one its batch got, that of a vanished one comes last. */
function withOrphans(
	reports: readonly INodeExecutionData[],
	orphans: readonly Report[],
): INodeExecutionData[] {
	const idOf = ({ json }: INodeExecutionData) => (json as unknown as Partial<Report>).project?.id;
	const known = new Set(reports.map(idOf));
	const byProject = new Map(orphans.map((report) => [report.project.id, report]));
	return [
		...reports.map((item) => {
			const report = byProject.get(idOf(item) ?? '');
			return report === undefined ? item : { ...item, json: report as unknown as INodeExecutionData['json'] };
		}),
		...toItems(
			orphans.filter(({ project }) => !known.has(project.id)),
			0,
		),
	];
}
