/** How the user name and password of the credential get to the server: HTTP Basic, or Digest where it asks. */
import { randomBytes } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Send } from '../../core/http/types';
import { createDigestMemory, type DigestMemory, withDigest } from '../../core/http/withDigest';
import { perCredential } from '../shared/perCredential';

const digestMemoryOf = perCredential<DigestMemory>(createDigestMemory);

/** Makes a `send` from a credential, with HTTP Basic where that has a user or password. */
export type MakeSend = (credentials: ICredentialDataDecryptedObject) => Send;

/** A `send` that logs in as the credential says; without user and password it sends none. */
export function loggedIn(makeSend: MakeSend, credentials: ICredentialDataDecryptedObject): Send {
	const [username, password] = [textOf(credentials.username), textOf(credentials.password)];
	if (username === '' && password === '') return makeSend(credentials);
	const bare = makeSend({ ...credentials, username: '', password: '' });
	return withDigest(bare, {
		login: { username, password },
		memory: digestMemoryOf(credentials),
		first: credentials.authentication === 'digest' ? bare : makeSend(credentials),
		randomText: () => randomBytes(16).toString('hex'),
	});
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
