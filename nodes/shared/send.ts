/**
 * Turns n8n's HTTP helper into the domain's `send`: every status is data, nothing is thrown for 4xx and 5xx,
 * redirects are answers and not followed, and no credential leaves for another origin.
 */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { sleep as n8nSleep } from 'n8n-workflow';
import { CancelledError, TransportError } from '../../core/errors';
import { DEFAULT_TIMEOUT_MS } from '../../core/http/types';
import type { HttpRequest, HttpResponse, Send, Sleep } from '../../core/http/types';

export type HttpContext = IExecuteFunctions | ILoadOptionsFunctions;

const TIMEOUT_CODES = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

interface FullResponse {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

const cancelSignalOf = (context: HttpContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/**
 * @param credentials already loaded: handing them over spares n8n a database read per request.
 */
export function createSend(
	context: HttpContext,
	credentialType: string,
	credentials: ICredentialDataDecryptedObject,
): Send {
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data: credentials };
	return async (request) => {
		if (cancelSignalOf(context)?.aborted) throw new CancelledError();
		try {
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				optionsOf(request, credentials),
				{ credentialsDecrypted },
			);
			return toResponse(response as FullResponse);
		} catch (error) {
			throw transportError(error, request, cancelSignalOf(context)?.aborted ?? false);
		}
	};
}

/** A wait that ends at once when the run is cancelled. */
export function createSleep(context: HttpContext): Sleep {
	return async (milliseconds) => {
		const signal = cancelSignalOf(context);
		try {
			await n8nSleep(milliseconds, signal);
		} catch {
			// The only reason why sleeping fails is the cancellation, which is thrown below in our own words.
		}
		if (signal?.aborted) throw new CancelledError();
	};
}

function optionsOf(request: HttpRequest, credentials: ICredentialDataDecryptedObject): IHttpRequestOptions {
	return {
		// WebDAV methods arrive intact, although n8n's type does not list them.
		method: request.method as IHttpRequestMethods,
		url: request.url,
		headers: { ...request.headers } as IDataObject,
		...(request.body !== undefined && { body: request.body }),
		timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		...(credentials.ignoreSslIssues === true && { skipSslCertificateValidation: true }),
	};
}

function toResponse({ statusCode, headers, body }: FullResponse): HttpResponse {
	const lowered = Object.entries(headers).map(([name, value]) => [
		name.toLowerCase(),
		Array.isArray(value) ? value.join(', ') : String(value),
	]);
	return {
		status: statusCode,
		headers: Object.fromEntries(lowered) as Record<string, string>,
		body: typeof body === 'string' ? body : '',
		attempts: 1,
	};
}

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

/** In words, not as codes: n8n replaces any message that holds one of its codes by a general one. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'it broke the connection off',
	EHOSTUNREACH: 'there is no way to it',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: 'its name could not be looked up',
	EPROTO: 'it does not speak HTTPS',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function transportError(error: unknown, { method, url }: HttpRequest, cancelled: boolean): Error {
	if (cancelled || error instanceof CancelledError) return new CancelledError();
	const code = codeOf(error);
	const isTimeout = TIMEOUT_CODES.has(code);
	const reason = isTimeout ? 'it took too long' : (REASONS[code] ?? 'the connection failed');
	return new TransportError(
		`${new URL(url).origin} did not answer ${method}: ${reason}. Check the address in the credential and whether the server is running.`,
		{ kind: isTimeout ? 'timeout' : 'network', cause: error },
	);
}
