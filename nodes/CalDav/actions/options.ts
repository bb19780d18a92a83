/** Fields that every operation of the node has. */
import type { INodeProperties } from 'n8n-workflow';

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Attempts',
			name: 'attempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			placeholder: 'e.g. 3',
			description:
				'How often a request is sent at most when the server cannot be reached, is too busy (429) or fails (5xx). Every write may safely run twice.',
		},
		{
			displayName: 'Longest Wait (Seconds)',
			name: 'longestWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			placeholder: 'e.g. 10',
			description:
				'Upper limit of the wait between two attempts, which doubles each time. What the server asks for in Retry-After comes first.',
		},
		{
			displayName: 'Requests at Once',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 16 },
			default: 4,
			placeholder: 'e.g. 4',
			description:
				'How many requests are under way at the same time. More than 4 rarely makes a server faster.',
		},
		{
			displayName: 'Shortest Wait (Seconds)',
			name: 'shortestWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 4,
			placeholder: 'e.g. 4',
			description: 'Wait before the second attempt',
		},
	],
};

export interface RetryOptions {
	readonly attempts?: number;
	readonly longestWait?: number;
	readonly shortestWait?: number;
	readonly concurrency?: number;
}
