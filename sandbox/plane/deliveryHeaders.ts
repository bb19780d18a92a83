/** What a delivery carries beside its body: Plane's headers and the signature. */
import { createHmac } from 'crypto';

/** Lowercase hex HMAC-SHA256 of the body's bytes, as `X-Plane-Signature` carries it. */
export const signatureOf = (body: string, secret: string): string =>
	createHmac('sha256', secret).update(body, 'utf8').digest('hex');

/** Although it says `keep-alive`, Python opens a new connection per delivery. */
export const headersFor = (event: string, deliveryId: string, signature: string): Record<string, string> => ({
	'User-Agent': 'Autopilot',
	'Accept-Encoding': 'gzip, deflate',
	Accept: '*/*',
	Connection: 'keep-alive',
	'Content-Type': 'application/json',
	'X-Plane-Delivery': deliveryId,
	'X-Plane-Event': event,
	'X-Plane-Signature': signature,
});
