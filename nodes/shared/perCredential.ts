/**
 * What this process remembers for a credential: a rate window, a discovery. Hints only: with several processes
 * each has its own, and losing one costs a few requests.
 */
import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** More credentials than this at once are unusual; the oldest is forgotten first. */
const MOST_CREDENTIALS = 200;

/** The key is a digest, so that no secret stays in memory as a map's key. */
const keyOf = (credentials: ICredentialDataDecryptedObject): string =>
	createHash('sha256')
		.update(JSON.stringify(Object.entries(credentials).sort()))
		.digest('hex');

/** A function that returns the same value for the same credential, made on first use. */
export function perCredential<T>(make: () => T): (credentials: ICredentialDataDecryptedObject) => T {
	const values = new Map<string, T>();
	return (credentials) => {
		const key = keyOf(credentials);
		const known = values.get(key);
		if (known !== undefined) return known;
		const oldest = values.keys().next();
		if (values.size >= MOST_CREDENTIALS && !oldest.done) values.delete(oldest.value);
		const made = make();
		values.set(key, made);
		return made;
	};
}
