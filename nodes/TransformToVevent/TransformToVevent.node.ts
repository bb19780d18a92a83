import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { transformItem } from '../../core/event/transform';
import { runItems } from '../shared/runItems';
import { readRouting, routingFields } from '../shared/routing';

/** Turns work items and snapshots into events; asks nobody and needs no credentials. */
export class TransformToVevent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Transform to VEVENT',
		name: 'transformToVevent',
		icon: { light: 'file:transform.svg', dark: 'file:transform.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: 'Work items to calendar events',
		description:
			'Turns Plane work items into calendar events (iCalendar), and snapshots of projects into batches of them',
		defaults: { name: 'Transform to VEVENT' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName:
					'Takes the items of Plane Issues (Get, Get Snapshot) as they are. A work item with a target date becomes an all-day event, for each of its calendars one; one without a date, and a deleted or archived one, becomes a deletion; one that could not be read or waits in intake is left alone. The text of an event is in ics. Connect CalDAV: Apply for events, Reconcile for snapshots.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			...routingFields(),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		return [
			await runItems(this, async (itemIndex) =>
				transformItem(items[itemIndex]?.json, readRouting(this, itemIndex)),
			),
		];
	}
}
