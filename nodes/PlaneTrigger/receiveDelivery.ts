/** One delivery through the door: verify the bytes, parse, filter. Answering it is the node's work. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { parseDelivery } from '../../core/plane/parseDelivery';
import { verifySignature } from '../../core/plane/signature';
import type { PlaneEvent } from '../../core/plane/types';

export type Answer =
	| { readonly kind: 'accepted'; readonly event: PlaneEvent }
	| { readonly kind: 'filtered'; readonly reason: string }
	| { readonly kind: 'refused'; readonly status: 400 | 401; readonly reason: string };

const refused = (status: 400 | 401, reason: string): Answer => ({ kind: 'refused', status, reason });

const REFUSALS = {
	'no secret': 'The webhook secret is not set in the Plane API credential of this workflow.',
	'no signature': 'The header X-Plane-Signature is missing.',
	'wrong signature':
		'The signature does not match: the webhook secret differs or the body was changed on the way.',
} as const;

/** Fails closed: nothing is parsed before its signature is right, and without a secret nothing is right. */
export async function receiveDelivery(context: IWebhookFunctions): Promise<Answer> {
	const { webhookSecret } = await context.getCredentials<{ webhookSecret?: string }>('planeApi');
	const rawBody = await readRawBody(context);
	const headers = context.getHeaderData();
	const signature = headers['x-plane-signature'];
	const verification = verifySignature({
		rawBody,
		signature: Array.isArray(signature) ? signature[0] : signature,
		secrets: [webhookSecret?.trim() ?? ''],
	});
	if (!verification.ok) return refused(401, REFUSALS[verification.reason]);
	const body = parseJson(rawBody);
	if (body === undefined) return refused(400, 'The body is not JSON.');
	const delivery = parseDelivery({ body, headers, receivedAt: Date.now() });
	if (delivery.kind === 'invalid') return refused(400, delivery.reason);
	const events = context.getNodeParameter('events') as readonly string[];
	if (!events.includes(delivery.event.event)) {
		return { kind: 'filtered', reason: `This workflow does not listen to ${delivery.event.event} events.` };
	}
	return { kind: 'accepted', event: delivery.event };
}

/** n8n keeps the bytes of bodies it parses; of any other content type they have to be asked for. */
async function readRawBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
}

function parseJson(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
