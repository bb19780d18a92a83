/** The workflow templates of this package, as their files hold them. */
import fs from 'node:fs/promises';
import type { WorkflowJson } from './n8n';
import { inRepository } from './paths';

export type TemplateName = 'webhook' | 'reconcile' | 'sync';

export const TEMPLATE_NAMES: readonly TemplateName[] = ['webhook', 'reconcile'];

export async function readTemplate(name: TemplateName): Promise<WorkflowJson> {
	return JSON.parse(
		await fs.readFile(inRepository('workflows', `plane-to-caldav-${name}.json`), 'utf8'),
	) as WorkflowJson;
}

/** Path of the webhook of a template with a Plane Trigger, below n8n's `/webhook/`. */
export function webhookPathOf({ name, nodes }: WorkflowJson): string {
	const trigger = nodes.find(({ type }) => type.endsWith('.planeTrigger'));
	if (typeof trigger?.webhookId !== 'string')
		throw new Error(`The workflow "${name}" has no Plane Trigger with a webhookId.`);
	return `${trigger.webhookId}/webhook`;
}
