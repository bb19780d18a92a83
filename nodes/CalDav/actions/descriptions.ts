/** The node's table of contents: resources, operations, and the fields of each. */
import type { INodeProperties } from 'n8n-workflow';
import * as reconcile from './calendar/reconcile.operation';
import * as apply from './event/apply.operation';
import * as remove from './event/delete.operation';
import * as upsert from './event/upsert.operation';
import { options } from './options';

export const descriptions: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Calendar', value: 'calendar' },
			{ name: 'Event', value: 'event' },
		],
		default: 'event',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['event'] } },
		options: [apply.option, upsert.option, remove.option],
		default: 'upsert',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['calendar'] } },
		options: [reconcile.option],
		default: 'reconcile',
	},
	...apply.description,
	...upsert.description,
	...remove.description,
	...reconcile.description,
	options,
];
