/** Whether a delivery comes from Plane. It sees bytes, a header and secrets, and nothing of what they say. */
import { createHmac, timingSafeEqual } from 'crypto';

export interface SignedDelivery {
	/** The body exactly as it arrived: parsed and serialised again it never verifies. */
	readonly rawBody: Uint8Array;
	/** Value of `X-Plane-Signature`, with or without `sha256=`. */
	readonly signature: string | undefined;
	/** Every secret that is valid at the moment; several while one is being replaced. */
	readonly secrets: readonly string[];
}

export type Verification =
	| { readonly ok: true }
	| { readonly ok: false; readonly reason: 'no secret' | 'no signature' | 'wrong signature' };

/** The secrets in what a person typed in, separated by commas or white space; Plane's have neither. */
export const parseSecrets = (text: unknown): readonly string[] =>
	typeof text === 'string' ? text.split(/[\s,]+/).filter((secret) => secret !== '') : [];

const HEX_SHA256 = /^(?:sha256=)?([0-9a-f]{64})$/i;

/** Compares in constant time with the HMAC-SHA256 of the raw body under each secret (Plane CE 1.3.1). */
export function verifySignature({ rawBody, signature, secrets }: SignedDelivery): Verification {
	const usable = secrets.filter((secret) => secret !== '');
	if (usable.length === 0) return { ok: false, reason: 'no secret' };
	const text = signature?.trim() ?? '';
	if (text === '') return { ok: false, reason: 'no signature' };
	const hex = HEX_SHA256.exec(text)?.[1];
	if (hex === undefined) return { ok: false, reason: 'wrong signature' };
	const given = Buffer.from(hex, 'hex');
	const matches = usable.map((secret) =>
		timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), given),
	);
	return matches.includes(true) ? { ok: true } : { ok: false, reason: 'wrong signature' };
}
