/**
 * What it means when Plane does not answer with the JSON asked for, by status and body (recorded from
 * CE 1.3.1): the table of failures, with what to do about each. Pure.
 */
import { isRetryable, kindOfStatus } from '../errors';
import type { Failure, FailureKind } from '../errors';
import type { HttpResponse } from '../http/types';
import { isObject } from './json';

/** Plane's words are untrusted text: this much of them goes into a message. */
const MAXIMUM_DETAIL = 200;

const INVALID_KEY = 'Given API token is not valid';
const NO_SUCH_ROUTE = 'Page not found.';

type Parsed = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'other' };

/**
 * The failure a response stands for, or null where it is a success with JSON (or without any body).
 *
 * A 404 is `not_found` only where Plane itself says that the thing does not exist: a proxy's page, or the
 * words for a route it does not have, are `invalid_response`, from which nothing may be concluded.
 *
 * @param thing what was asked for, for the message.
 */
export function refusalOf({ status, body, headers }: HttpResponse, thing: string): Failure | null {
	const parsed = parse(body);
	if (status >= 200 && status < 300) {
		const isEmpty = body === '' && status === 204;
		return parsed.kind === 'json' || isEmpty ? null : notPlane(status, thing, body);
	}
	if (status < 400) return redirected(status, thing, headers['location']);
	const kind = kindOfStatus(status) ?? 'invalid_response';
	if (parsed.kind === 'other' && kind !== 'server' && kind !== 'rate_limited')
		return notPlane(status, thing, body);
	const detail = parsed.kind === 'json' ? detailOf(parsed.value) : '';
	if (status === 403 && detail === INVALID_KEY)
		return failure('auth', status, messageFor('auth', { status, thing, detail }));
	if (status === 404 && detail === NO_SUCH_ROUTE)
		return failure('invalid_response', status, noSuchRoute(thing));
	if (status === 404 && detail === '') return notPlane(status, thing, body);
	return failure(kind, status, messageFor(kind, { status, thing, detail }));
}

const failure = (kind: FailureKind, status: number, message: string): Failure => ({
	kind,
	status,
	message,
	retryable: isRetryable(kind),
});

interface Refused {
	readonly status: number;
	readonly thing: string;
	/** Plane's own words, or ''. */
	readonly detail: string;
}

function messageFor(kind: FailureKind, { status, thing, detail }: Refused): string {
	const said = detail === '' ? '' : ` Plane says: ${detail}`;
	switch (kind) {
		case 'auth':
			return `Plane did not accept the API key. Check the key in the credential: it may be expired or revoked.${said}`;
		case 'permission':
			return `The API key's user may not read or change ${thing}, or it does not exist. Check the workspace slug, and whether the user is a member of the project.${said}`;
		case 'not_found':
			return `Plane has no ${thing} that the API key's user can see.${said}`;
		case 'rate_limited':
			return `Plane refused ${thing} because too many requests were sent with this API key. Lower the requests per minute in the credential.${said}`;
		case 'server':
			return `Plane failed (status ${status}) when asked for ${thing}. It is tried again with the next run.${said}`;
		case 'conflict':
			return `Plane refused ${thing} because it conflicts with what is there.${said}`;
		default:
			return `Plane did not accept the request for ${thing} (status ${status}).${said}`;
	}
}

function notPlane(status: number, thing: string, body: string): Failure {
	const what = /^\s*</.test(body) ? 'an HTML page' : body === '' ? 'nothing' : 'something that is no JSON';
	return failure(
		'invalid_response',
		status,
		`The answer for ${thing} was ${what} (status ${status}) instead of Plane's JSON. Check the API URL in the credential, and proxies or login pages in front of Plane.`,
	);
}

const noSuchRoute = (thing: string): string =>
	`Plane has no address for ${thing}: an id may be malformed, the API URL wrong, or Plane older than 1.1.`;

function redirected(status: number, thing: string, location: string | undefined): Failure {
	const target = location === undefined ? '' : ` to ${clean(location)}`;
	return failure(
		'invalid_response',
		status,
		`Plane redirected the request for ${thing}${target} (status ${status}). Enter the final https address as API URL.`,
	);
}

function parse(body: string): Parsed {
	try {
		return { kind: 'json', value: JSON.parse(body) };
	} catch {
		return { kind: 'other' };
	}
}

/** `{detail}`, `{error}`, `{error_message}`, or the fields' own complaints. */
function detailOf(value: unknown): string {
	if (!isObject(value)) return '';
	const single = value['detail'] ?? value['error'] ?? value['error_message'];
	if (typeof single === 'string') return clean(single);
	return clean(
		Object.entries(value)
			.map(
				([field, complaints]) =>
					`${field}: ${Array.isArray(complaints) ? complaints.join(' ') : String(complaints)}`,
			)
			.join('; '),
	);
}

function clean(text: string): string {
	const flat = text.replace(/\p{Cc}+/gu, ' ').trim();
	return flat.length > MAXIMUM_DETAIL ? `${flat.slice(0, MAXIMUM_DETAIL)}…` : flat;
}
