/** Project: Get Snapshot — every dated work item, one item per project, with how complete it is. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { takeSnapshots } from '../../../../core/plane/takeSnapshots';
import { runItems } from '../../../shared/runItems';
import { stopAtOf } from '../../../shared/stopAt';
import { timeFields } from '../../../shared/timeFields';
import { changedSinceField, readChangedSince } from '../../changedSince';
import { createPlaneContext } from '../../planeContext';
import { projectChoiceFields, readProjectWish } from '../../projectChoice';

export const option: INodePropertyOptions = {
	name: 'Get Snapshot',
	value: 'getSnapshot',
	description: 'Get all work items with a target date, or those that changed, one item per project',
	action: 'Get a snapshot of projects',
};

const show = { resource: ['project'], operation: ['getSnapshot'] };

export const description: INodeProperties[] = [
	...projectChoiceFields(show),
	changedSinceField(show),
	...timeFields({
		displayOptions: { show },
		timeBudget: 180,
		effect: 'Later no page is read, and what was not read is marked as incomplete',
	}),
];

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const startedAt = Date.now();
	const plane = await createPlaneContext(context);
	return [
		await runItems(
			context,
			async (itemIndex) =>
				await takeSnapshots(plane, {
					...readProjectWish(context, itemIndex),
					changedSinceOf: readChangedSince(context, itemIndex),
					stopAt: stopAtOf(context, itemIndex, startedAt),
				}),
		),
	];
}
