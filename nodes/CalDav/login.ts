/** How the user name and password of the credential get to the server: HTTP Basic, or Digest where it asks. */
import { randomBytes } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { DavError } from '../../core/errors';
import type { Send } from '../../core/http/types';
import { createDigestMemory, type DigestMemory, withDigest } from '../../core/http/withDigest';
import { perCredential } from '../shared/perCredential';

const digestMemoryOf = perCredential<DigestMemory>(createDigestMemory);

/** Makes a `send` from a credential, with HTTP Basic where that has a user or password. */
export type MakeSend = (credentials: ICredentialDataDecryptedObject) => Send;

/** A `send` that logs in as the credential says; without user and password it sends none. */
export function loggedIn(makeSend: MakeSend, credentials: ICredentialDataDecryptedObject): Send {
	const [username, password] = [textOf(credentials.username), textOf(credentials.password)];
	if (username === '' && password === '') return withoutLogin(makeSend(credentials));
	const bare = makeSend({ ...credentials, username: '', password: '' });
	return withDigest(bare, {
		login: { username, password },
		memory: digestMemoryOf(credentials),
		first: credentials.authentication === 'digest' ? bare : makeSend(credentials),
		randomText: () => randomBytes(16).toString('hex'),
	});
}

/** A log-in that was not tried must not be called wrong. */
function withoutLogin(send: Send): Send {
	return async (request) => {
		const response = await send(request);
		if (response.status !== 401) return response;
		throw new DavError(
			'The calendar server wants a log-in, and User and Password in the CalDAV credential are empty. Fill in both.',
			{ kind: 'auth', status: 401 },
		);
	};
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
