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
import { CancelledError } from '../../core/errors';
import { DEFAULT_TIMEOUT_MS } from '../../core/http/types';
import type { HttpRequest, HttpResponse, Send, Sleep } from '../../core/http/types';
import { transportError } from './transportError';

export type HttpContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface FullResponse {
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
			const isCancelled = cancelSignalOf(context)?.aborted ?? false;
			throw transportError(error, { request, credentials, isCancelled });
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

/** The helper's answer as the domain's. */
export function toResponse({ statusCode, headers, body }: FullResponse): HttpResponse {
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
