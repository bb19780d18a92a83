/** The fields that bound what a reconcile may write, and what is read from them. */
import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
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
];

export const readPolicy = (context: IExecuteFunctions, itemIndex: number): Policy => ({
	writes: context.getNodeParameter('writes', itemIndex) as WritePolicy,
	allowMissing: context.getNodeParameter('allowMissing', itemIndex) as number,
});
