import type {
	IDataObject,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { receiveDelivery } from './receiveDelivery';

/** Starts a workflow with each verified delivery of a Plane webhook. */
export class PlaneTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Plane Trigger',
		name: 'planeTrigger',
		icon: { light: 'file:plane.svg', dark: 'file:plane.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].map((event) => event.replace("_", " ")).join(", ") }}',
		description: 'Starts the workflow when something changes in Plane, after checking the signature',
		eventTriggerDescription: '',
		activationMessage: 'Plane can now deliver to the production URL of this node.',
		defaults: { name: 'Plane Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'planeApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		triggerPanel: {
			header: 'Wait for a change in Plane',
			executionsHelp: {
				inactive:
					'Publish this workflow, copy the <b>production URL</b>, add it in Plane under Workspace settings → Webhooks, tick Work items and Projects, and paste the secret that Plane then shows into the credential.',
				active:
					'Deliveries start executions, which are listed under Executions. Plane must know the <b>production URL</b>.',
			},
			activationHint:
				'Plane must know the production URL of this node: Workspace settings → Webhooks → Add webhook.',
		},
		properties: [
			{
				displayName:
					'1. Publish this workflow.<br>2. Copy the <b>production</b> URL above.<br>3. In Plane: Workspace settings → Webhooks → Add webhook, tick Work items and Projects.<br>4. Paste the secret that Plane then shows into the credential.<br><br>Plane refuses private addresses and hosts without a dot unless its administrator allows them, and an address that redirects loses every delivery.',
				name: 'setUpNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				default: ['work_item', 'project'],
				required: true,
				description:
					'Which kinds of deliveries start the workflow. All others are answered with 200 and dropped.',
				options: [
					{
						name: 'Comment',
						value: 'comment',
						description: 'A comment is added or edited',
					},
					{
						name: 'Cycle',
						value: 'cycle',
						description: 'A cycle is created or edited',
					},
					{
						name: 'Module',
						value: 'module',
						description: 'A module is created or edited',
					},
					{
						name: 'Project',
						value: 'project',
						description: 'A project is created, edited or deleted',
					},
					{
						name: 'Work Item',
						value: 'work_item',
						description: 'A work item is created or edited, or deleted where the version of Plane tells',
					},
				],
			},
		],
	};

	// Plane cannot register a webhook by API key (CE 1.3.1), so people paste the URL by hand.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const answer = await receiveDelivery(this);
		switch (answer.kind) {
			case 'accepted':
				return {
					webhookResponse: { received: true },
					workflowData: [[{ json: answer.event as unknown as IDataObject }]],
				};
			case 'filtered':
				return { webhookResponse: { received: true, ignored: answer.reason } };
			case 'refused':
				this.getResponseObject().status(answer.status).json({ error: answer.reason });
				return { noWebhookResponse: true };
		}
	}
}
