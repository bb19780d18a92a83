/** One delivery through the door: cheap checks, verify the bytes, parse, filter. Answering is the node's work. */
import type { ICredentialDataDecryptedObject, IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { ageInSeconds, reasonToIgnore } from '../../core/plane/deliveryFilter';
import { parseDelivery } from '../../core/plane/parseDelivery';
import { parseSecrets, verifySignature } from '../../core/plane/signature';
import type { PlaneEvent } from '../../core/plane/types';
import { planeMemoryOf } from '../shared/planeMemory';
import { filterOf, maximumAgeOf } from './parameters';
import { isJson, readBody } from './readBody';

export interface Refused {
	readonly kind: 'refused';
	readonly status: 400 | 401 | 413 | 415;
	/** For the sender and the log: of the delivery's content it says nothing. */
	readonly reason: string;
}

export type Answer =
	| { readonly kind: 'accepted'; readonly event: PlaneEvent }
	| { readonly kind: 'filtered'; readonly reason: string }
	| Refused;

const refused = (status: Refused['status'], reason: string): Refused => ({ kind: 'refused', status, reason });

const NO_SIGNATURE = refused(401, 'The header X-Plane-Signature is missing.');
const REFUSALS = {
	'no secret': refused(401, 'The webhook secret is not set in the Plane API credential of this node.'),
	'no signature': NO_SIGNATURE,
	'wrong signature': refused(
		401,
		'The signature does not match: the webhook secret differs or the body was changed on the way.',
	),
} as const;
const BODY_REFUSALS = {
	too_large: refused(413, 'The body is larger than this n8n accepts (N8N_PAYLOAD_SIZE_MAX).'),
	broken: refused(400, 'The body could not be read to its end.'),
} as const;

/** Fails closed: nothing is parsed before its signature is right, and without a secret nothing is right. */
export async function receiveDelivery(context: IWebhookFunctions): Promise<Answer> {
	const { 'content-type': contentType, 'x-plane-signature': header } = context.getHeaderData();
	const signature = Array.isArray(header) ? header[0] : header;
	// Before anything is read or loaded: this is what strangers send.
	if (!signature?.trim()) return NO_SIGNATURE;
	if (!isJson(contentType)) return refused(415, 'The content type is not application/json.');
	const credentials = await context.getCredentials('planeApi');
	const secrets = parseSecrets(credentials.webhookSecret);
	if (secrets.length === 0) return REFUSALS['no secret'];
	const body = await readBody(context.getRequestObject());
	if (body.kind !== 'read') return BODY_REFUSALS[body.kind];
	const verification = verifySignature({ rawBody: body.bytes, signature, secrets });
	if (!verification.ok) return REFUSALS[verification.reason];
	return readVerified(context, credentials, body.bytes);
}

function readVerified(
	context: IWebhookFunctions,
	credentials: ICredentialDataDecryptedObject,
	bytes: Buffer,
): Answer {
	if (bytes.length === 0) return refused(400, 'The body is empty.');
	const body = parseJson(bytes);
	if (body === undefined) return refused(400, 'The body is not JSON.');
	const delivery = parseDelivery({ body, headers: context.getHeaderData(), receivedAt: Date.now() });
	if (delivery.kind === 'invalid') return refused(400, delivery.reason);
	const { event } = delivery;
	const maximumAge = maximumAgeOf(context);
	if (maximumAge > 0 && (ageInSeconds(event) ?? 0) > maximumAge) {
		return refused(
			400,
			`Plane's last change in it is older than the ${maximumAge} seconds this node accepts.`,
		);
	}
	// Also where the workflow does not listen to projects: their names stand in events.
	if (event.event === 'project') planeMemoryOf(credentials).cache.forgetProject(event.id);
	const reason = reasonToIgnore(event, filterOf(context));
	return reason === null ? { kind: 'accepted', event } : { kind: 'filtered', reason };
}

/** The item that starts the workflow. */
export const toItem = ({ data, activity, ...event }: PlaneEvent): IDataObject => ({
	...event,
	activity: activity as IDataObject | null,
	data: data as IDataObject,
});

function parseJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
