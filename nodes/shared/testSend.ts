/**
 * The domain's `send` in the test of a credential, where n8n has no other helper than its older `request` and
 * no `authenticate`: the log-in is put on here.
 */
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { basicAuthorization } from '../../core/basicAuthorization';
import type { Send } from '../../core/http/types';
import { DEFAULT_TIMEOUT_MS } from '../../core/http/types';
import { type FullResponse, toResponse } from './send';
import { transportError } from './transportError';

/** @param credentials as filled in, saved or not; user and password go out as HTTP Basic. */
export function createTestSend(
	helpers: Pick<ICredentialTestFunctions['helpers'], 'request'>,
	credentials: ICredentialDataDecryptedObject,
): Send {
	const { username, password, ignoreSslIssues } = credentials;
	const login =
		!username && !password
			? {}
			: { authorization: basicAuthorization(String(username ?? ''), String(password ?? '')) };
	return async (request) => {
		try {
			const response: unknown = await helpers.request({
				method: request.method,
				uri: request.url,
				headers: { ...login, ...request.headers },
				...(request.body !== undefined && { body: request.body }),
				timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
				simple: false,
				resolveWithFullResponse: true,
				followRedirect: false,
				...(ignoreSslIssues === true && { rejectUnauthorized: false }),
			});
			return toResponse(response as FullResponse);
		} catch (error) {
			throw transportError(error, { request, credentials });
		}
	};
}
