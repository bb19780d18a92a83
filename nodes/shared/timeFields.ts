/** The fields that bound a run in time; `stopAt.ts` reads them. */
import type { INodeProperties } from 'n8n-workflow';

interface TimeFields {
	readonly displayOptions: INodeProperties['displayOptions'];
	/** Seconds. */
	readonly timeBudget: number;
	/** What does not begin any more when the time is up, and what becomes of it. */
	readonly effect: string;
}

export const timeFields = ({ displayOptions, timeBudget, effect }: TimeFields): INodeProperties[] => [
	{
		displayName: 'Time Budget (Seconds)',
		name: 'timeBudget',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: timeBudget,
		placeholder: `e.g. ${timeBudget}`,
		description: `How long the node may work from its start. ${effect}.`,
		...(displayOptions && { displayOptions }),
	},
	{
		displayName: 'Stop At',
		name: 'stopAt',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. {{ $now.plus(4, "minutes") }}',
		description:
			'Instant at which the node stops if that is earlier than its time budget, so that one limit covers a whole run',
		...(displayOptions && { displayOptions }),
	},
];
