import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testCalDavConnection } from '../CalDav/credentialTest';
import { searchCalendars } from '../CalDav/listSearch';
import { describeResources, routeOperation } from '../shared/resource';
import { resources } from './actions/resources';
import { searchProjects, searchWorkItems } from './listSearch';
import { getProjects } from './loadOptions';
import { getLabels, getMembers, getStates } from './projectOptions';

/** Reads and changes work items and reads projects of a Plane workspace. */
export class PlaneIssues implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Plane Issues',
		name: 'planeIssues',
		icon: { light: 'file:plane.svg', dark: 'file:plane.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and change work items and projects of Plane',
		defaults: { name: 'Plane Issues' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'planeApi', required: true },
			{
				name: 'calDavApi',
				required: true,
				testedBy: 'testCalDavConnection',
				displayOptions: { show: { resource: ['project'], operation: ['sync'] } },
			},
		],
		properties: describeResources(resources, 'issue'),
	};

	methods = {
		listSearch: { searchCalendars, searchProjects, searchWorkItems },
		credentialTest: { testCalDavConnection },
		loadOptions: { getLabels, getMembers, getProjects, getStates },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await routeOperation(this, resources);
	}
}
