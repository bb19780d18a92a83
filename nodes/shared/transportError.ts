/** Why no answer arrived, in words and with what to do: from the code that Node or axios put on the error. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CancelledError, TransportError } from '../../core/errors';
import type { HttpRequest } from '../../core/http/types';

const TIMEOUT_CODES = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** In words, not as codes: n8n replaces any message that holds one of its codes by a general one. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'it broke the connection off',
	EHOSTUNREACH: 'there is no way to it',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: 'its name could not be looked up',
	EPROTO: 'it does not speak HTTPS',
};

const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be verified',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

interface Sent {
	readonly request: HttpRequest;
	/** Whether they may ignore a bad certificate decides what can be done. */
	readonly credentials: ICredentialDataDecryptedObject;
	readonly isCancelled?: boolean;
}

/** The domain's error for what n8n's helper threw. */
export function transportError(error: unknown, { request, credentials, isCancelled = false }: Sent): Error {
	if (isCancelled || error instanceof CancelledError) return new CancelledError();
	const { url } = request;
	const code = codeOf(error);
	const isTimeout = TIMEOUT_CODES.has(code);
	const certificate = CERTIFICATE_REASONS[code];
	const reason = isTimeout ? 'it took too long' : (certificate ?? REASONS[code] ?? 'the connection failed');
	const remedy =
		certificate === undefined
			? 'Check the address in the credential and whether the server is running.'
			: remedyForCertificate(credentials);
	return new TransportError(`${new URL(url).origin} gave no answer: ${reason}. ${remedy}`, {
		kind: isTimeout ? 'timeout' : 'network',
		cause: error,
	});
}

const remedyForCertificate = ({ ignoreSslIssues }: ICredentialDataDecryptedObject): string =>
	ignoreSslIssues === undefined
		? 'Give the server a valid certificate, or make n8n trust its issuer (NODE_EXTRA_CA_CERTS).'
		: 'Give the server a valid certificate or, if you trust it all the same, turn on "Ignore SSL Issues" in the credential.';

/** n8n wraps what axios threw; the code stands on the error or on its cause. */
function codeOf(error: unknown): string {
	for (
		let current = error, depth = 0;
		current instanceof Error && depth < 5;
		current = current.cause, depth++
	) {
		if ('code' in current && typeof current.code === 'string') return current.code;
	}
	return '';
}
