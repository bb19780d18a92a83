/** Project: Sync to Calendar — a whole workspace in one step: only reports leave the node. */
import { createHash } from 'crypto';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { routeWorkItem, transformSnapshot } from '../../../../core/event/transform';
import { readMemory, storedMemories } from '../../../../core/sync/memory';
import { syncWorkspace } from '../../../../core/sync/syncWorkspace';
import type { SyncMemory } from '../../../../core/sync/types';
import { createCalDavContext } from '../../../CalDav/calDavContext';
import { existingCalendarFields, forItem } from '../../../CalDav/existingCalendar';
import { options as calDavOptions, type RetryOptions } from '../../../CalDav/actions/options';
import { policyFields, readOrphanChoice, readPolicy } from '../../../CalDav/policyFields';
import { readRouting, routingFields } from '../../../shared/routing';
import { runItems } from '../../../shared/runItems';
import { stopAtOf } from '../../../shared/stopAt';
import { timeFields } from '../../../shared/timeFields';
import { createPlaneContext, requestsPerMinuteOf } from '../../planeContext';
import { projectChoiceFields, readProjectWish } from '../../projectChoice';

export const option: INodePropertyOptions = {
	name: 'Sync to Calendar',
	value: 'sync',
	description: 'Make calendars equal to all projects, or to picked ones, in one step; for large workspaces',
	action: 'Sync projects to calendars',
};

const show = { resource: ['project'], operation: ['sync'] };
const displayOptions = { show };

export const description: INodeProperties[] = [
	{
		displayName:
			'Does in one step what Get Snapshot, Transform to VEVENT and CalDAV: Reconcile do in three, project by project, and asks Plane itself about what is missing. Only reports come out: one of the run, and one of each project in which something happened, with at most 100 operations. What failed, was held back (refused) or waits for the next run stands in them: the node itself goes on. What it read is remembered with the workflow, once that is published.',
		name: 'syncNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...projectChoiceFields(show),
	...routingFields(show),
	...policyFields({ displayOptions }),
	...existingCalendarFields({ displayOptions, isPerProject: false }),
	{
		displayName: 'Full Scan Every (Minutes)',
		name: 'fullScanEvery',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		placeholder: 'e.g. 60',
		description:
			'How old the last look at a whole project (a full scan) may become. Between two of them only what changed in Plane is read; a deletion is found all the same, because the number of work items falls. What people changed in the calendar is set back by the next full scan. Where Plane allows too few requests for all in time, projects take turns: <code>full_scans</code> in the report tells how many are late and from when the oldest is.',
		displayOptions,
	},
	...timeFields({
		displayOptions,
		timeBudget: 240,
		effect: 'Later nothing is read and no write begins; the next run goes on',
	}),
	{ ...calDavOptions, displayName: 'CalDAV Options', displayOptions },
];

/** Of the memories in the workflow's static data, by the digest of the settings they were made with. */
interface Stored extends IDataObject {
	memories?: IDataObject;
}

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const startedAt = Date.now();
	const plane = await createPlaneContext(context);
	const planeCredentials = await context.getCredentials('planeApi');
	const calDavCredentials = await context.getCredentials('calDavApi');
	const retryOptions = context.getNodeParameter('options', 0, {}) as RetryOptions;
	const calDav = await createCalDavContext(context, retryOptions);
	const stored = context.getWorkflowStaticData('node') as Stored;
	const memories = new Map<string, SyncMemory>();
	const news: SyncMemory[] = [];
	const items = await runItems(context, async (itemIndex) => {
		const wish = readProjectWish(context, itemIndex);
		const policy = readPolicy(context, itemIndex);
		const routing = readRouting(context, itemIndex);
		const settings = digestOf([
			[plane.apiUrl, plane.workspaceSlug, wish, policy.writes, routing],
			[calDavCredentials.serverUrl, calDavCredentials.username],
			[
				context.getNodeParameter('useExistingCalendar', itemIndex, false),
				context.getNodeParameter('calendar', itemIndex, null),
			],
		]);
		const memory = memories.get(settings) ?? readMemory(plain(stored.memories?.[settings]), settings);
		const outcome = await syncWorkspace(
			{
				plane,
				calDav: forItem(context, calDav, itemIndex),
				toBatch: (snapshot) => transformSnapshot(snapshot, routing),
				toEvents: (workItem) => routeWorkItem(workItem, routing),
				policy,
				stopAt: stopAtOf(context, itemIndex, startedAt),
			},
			{
				...wish,
				memory,
				orphans: readOrphanChoice(context, itemIndex),
				fullScanEveryMs: (context.getNodeParameter('fullScanEvery', itemIndex) as number) * 60_000,
				requestsPerMinute: requestsPerMinuteOf(planeCredentials),
			},
		);
		if (outcome.memory !== memory) news.push(outcome.memory);
		memories.set(settings, outcome.memory);
		return [outcome.run, ...outcome.reports];
	});
	// Written only where something is new: n8n saves the whole workflow with it.
	if (news.length > 0) stored.memories = storedMemories(memories, plain(stored.memories)) as IDataObject;
	return [items];
}

const digestOf = (settings: unknown): string =>
	createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22);

/** Without the watchers that n8n puts around static data. */
const plain = (value: unknown): unknown =>
	value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
