/** Identifiers that are the same on every start from the same seed, so that tests may rely on them. */
import { createHash, randomBytes } from 'crypto';

/** Makes the UUID (version 4 in form) that belongs to a name. */
export type IdFor = (name: string) => string;

/** @param seed any text; another seed gives other ids. */
export function createIds(seed: string): IdFor {
	return (name) => {
		const hex = createHash('sha256').update(`${seed}:${name}`).digest('hex');
		const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
		return [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(13, 16)}`,
			`${variant}${hex.slice(17, 20)}`,
			hex.slice(20, 32),
		].join('-');
	};
}

const randomHex = (): string => randomBytes(16).toString('hex');

/** A key as Plane issues them: `plane_api_` and 32 hex digits. */
export const newApiKey = (): string => `plane_api_${randomHex()}`;

/** A webhook secret as Plane shows it once: `plane_wh_` and 32 hex digits. */
export const newWebhookSecret = (): string => `plane_wh_${randomHex()}`;
