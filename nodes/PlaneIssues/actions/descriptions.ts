/** The node's table of contents: resources, operations, and the fields of each. */
import type { INodeProperties } from 'n8n-workflow';
import * as get from './issue/get.operation';
import * as getSnapshot from './project/getSnapshot.operation';

export const descriptions: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Issue', value: 'issue' },
			{ name: 'Project', value: 'project' },
		],
		default: 'issue',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['issue'] } },
		options: [get.option],
		default: 'get',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['project'] } },
		options: [getSnapshot.option],
		default: 'getSnapshot',
	},
	...get.description,
	...getSnapshot.description,
];
