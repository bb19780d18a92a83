import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { describeResources, routeOperation } from '../shared/resource';
import { options } from './actions/options';
import { resources } from './actions/resources';
import { testCalDavConnection } from './credentialTest';
import { searchCalendars, searchEventList } from './listSearch';

/** Only a reconcile asks questions, so only it has a second output. Evaluated by the editor as an expression. */
const outputsOf = (parameters: { readonly resource?: string; readonly operation?: string }) =>
	parameters.resource === 'calendar' && parameters.operation === 'reconcile'
		? [
				{ type: 'main', displayName: 'Report' },
				{ type: 'main', displayName: 'Missing' },
			]
		: ['main'];

/** Writes events into the calendars of any CalDAV server, without touching what other people wrote. */
export class CalDav implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CalDAV',
		name: 'calDav',
		icon: { light: 'file:calDav.svg', dark: 'file:calDav.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create, update, delete and reconcile events on any CalDAV server',
		defaults: { name: 'CalDAV' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{(${outputsOf.toString()})($parameter)}}`,
		credentials: [{ name: 'calDavApi', required: true, testedBy: 'testCalDavConnection' }],
		properties: [...describeResources(resources, 'event'), options],
	};

	methods = {
		listSearch: { searchCalendars, searchEventList },
		credentialTest: { testCalDavConnection },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await routeOperation(this, resources);
	}
}
