/** The fields that bound what a reconcile may write, and what is read from them. */
import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { OrphanChoice } from '../../core/reconcile/orphans';
import type { Policy, WritePolicy } from '../../core/reconcile/types';

interface Shown {
	readonly displayOptions: IDisplayOptions;
}

export const policyFields = ({ displayOptions }: Shown): INodeProperties[] => [
	{
		displayName: 'Writes',
		name: 'writes',
		type: 'options',
		options: [
			{
				name: 'Create and Update Only',
				value: 'create_and_update',
				description:
					'Nothing is deleted and nothing comes out as missing; an event in another calendar than it belongs in is still moved',
			},
			{ name: 'Everything', value: 'everything', description: 'Whatever makes the calendars equal' },
			{
				name: 'Nothing (Dry Run)',
				value: 'dry_run',
				description:
					'Only report what would be done, step by step in <code>plan</code>; nothing comes out as missing',
			},
		],
		default: 'everything',
		displayOptions,
	},
	{
		displayName: 'Calendars Without a Project',
		name: 'orphans',
		type: 'options',
		options: [
			{
				name: 'Delete Our Events',
				value: 'delete_events',
				description: "The calendar stays, with everything in it that is not this project's",
			},
			{
				name: 'Delete the Calendar',
				value: 'delete_calendar',
				description:
					"Only one that these nodes created and that holds nothing but this project's events; in others our events only",
			},
			{ name: 'Keep', value: 'keep', description: 'They are only reported' },
		],
		default: 'keep',
		description:
			'What to do with the calendar of a project, and with its events in calendars of several projects, once Plane says that the project is archived or does not list it any more. The latter means that it was deleted, or that it is secret and the user of the API key has left it: Plane does not tell which, so think twice before you delete. It is only found in a run over all projects.',
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
			'When at least 25 and more than 30% of the events a project has in a calendar, or in all its calendars, are missing at once, they are held back and reported as refused. So are the events of projects that Plane does not list any more, if those are more than half. If that is right, enter the reported number for one run. It holds for each project.',
		displayOptions,
	},
];

export const readPolicy = (context: IExecuteFunctions, itemIndex: number): Policy => ({
	writes: context.getNodeParameter('writes', itemIndex) as WritePolicy,
	allowMissing: context.getNodeParameter('allowMissing', itemIndex) as number,
});

export const readOrphanChoice = (context: IExecuteFunctions, itemIndex: number): OrphanChoice =>
	context.getNodeParameter('orphans', itemIndex, 'keep') as OrphanChoice;
