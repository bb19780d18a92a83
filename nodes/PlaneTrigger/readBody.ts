/** The bytes of a delivery, exactly as they arrived. What they mean is nobody's business here. */
import type { IWebhookFunctions } from 'n8n-workflow';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

export type BodyReading =
	{ readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'too_large' | 'broken' };

/** n8n limits what it reads (16 MiB, N8N_PAYLOAD_SIZE_MAX), also of a body that is compressed. */
export async function readBody(request: Request): Promise<BodyReading> {
	try {
		if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	} catch (error) {
		discardRest(request);
		return { kind: isTooLarge(error) ? 'too_large' : 'broken' };
	}
	return { kind: 'read', bytes: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0) };
}

/** Whether the header says JSON; Plane sends nothing else. */
export const isJson = (contentType: string | undefined): boolean =>
	/^application\/json\s*(?:;|$)/i.test(contentType?.trim() ?? '');

/** Lets the sender finish, so that it can read the answer; nothing is kept of what still comes. */
function discardRest(request: Request): void {
	request.unpipe();
	request.resume();
}

const isTooLarge = (error: unknown): boolean =>
	typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
