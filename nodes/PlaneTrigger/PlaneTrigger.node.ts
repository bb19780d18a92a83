import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { deliveryIdOf } from '../../core/plane/parseDelivery';
import { FIELDS, TRIGGER_PANEL } from './fields';
import { getProjects } from './loadOptions';
import { receiveDelivery, toItem } from './receiveDelivery';
import { createRefusalLog } from './refusalLog';

const lineFor = createRefusalLog();

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
		eventTriggerDescription: 'Waiting for a delivery of Plane to the test URL',
		activationMessage:
			'Plane can now deliver to the production URL of this node. Add it there: Workspace settings → Webhooks → Add webhook.',
		defaults: { name: 'Plane Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'planeApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty: what webhook() answers. Left out, n8n would answer its own word "firstEntryJson".
				responseData: '',
				path: 'webhook',
			},
		],
		triggerPanel: TRIGGER_PANEL,
		properties: FIELDS,
	};

	methods = { loadOptions: { getProjects } };

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
					workflowData: [[{ json: toItem(answer.event) }]],
				};
			case 'filtered':
				return { webhookResponse: { received: true, ignored: answer.reason } };
			case 'refused':
				reportRefusal(this, answer.reason);
				this.getResponseObject().status(answer.status).json({ error: answer.reason });
				return { noWebhookResponse: true };
		}
	}
}

/** A wrong secret is otherwise invisible: Plane counts any answer as delivered. */
function reportRefusal(context: IWebhookFunctions, reason: string): void {
	const { id: workflowId } = context.getWorkflow();
	const { id: nodeId, name: nodeName } = context.getNode();
	const line = lineFor({
		node: `${workflowId}/${nodeId}`,
		reason,
		deliveryId: deliveryIdOf(context.getHeaderData()),
		at: Date.now(),
	});
	if (line !== null) context.logger.warn(line, { workflowId, nodeName });
}
