/**
 * What it means when Plane does not answer with the JSON asked for, by status and body (recorded from
 * CE 1.3.1): the table of failures. The words for each are in `refusalText.ts`. Pure.
 */
import { isRetryable, kindOfStatus } from '../errors';
import type { Failure, FailureKind } from '../errors';
import type { HttpResponse } from '../http/types';
import { isObject } from './json';
import { noSuchRoute, notPlane, othersAbsence, redirected, textFor } from './refusalText';

/** Plane's words are untrusted text: this much of them goes into a message. */
const MAXIMUM_DETAIL = 200;

const INVALID_KEY = 'Given API token is not valid';
const NO_SUCH_ROUTE = 'Page not found.';

/** The whole body by which Plane says that a thing is not there: an event may be deleted for it. */
const NOT_THERE: ReadonlySet<string> = new Set([
	JSON.stringify({ error: 'The requested resource does not exist.' }),
	// Plane's older releases.
	JSON.stringify({ error: 'The required object does not exist.' }),
	// What the framework below Plane says by itself.
	JSON.stringify({ detail: 'Not found.' }),
]);

/** What was sent, for the message. */
export interface Asked {
	readonly method: string;
	/** Segments below `/api/v1/`. */
	readonly path: readonly string[];
	/** The whole address. */
	readonly url: string;
}

type Parsed = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'other' };

/**
 * The failure a response stands for, or null where it is a success with JSON (or without any body).
 *
 * A 404 is `not_found` only where Plane itself says that the thing does not exist: a proxy's page, a gateway's JSON,
 * a 410 or the words for a route it does not have are `invalid_response`, from which nothing may be concluded.
 */
export function refusalOf(response: HttpResponse, asked: Asked): Failure | null {
	const { status, body, headers } = response;
	const parsed = parse(body);
	if (status >= 200 && status < 300) {
		const isEmpty = body === '' && status === 204;
		return parsed.kind === 'json' || isEmpty
			? null
			: failure('invalid_response', status, notPlane(status, asked, body));
	}
	if (status < 400) {
		return failure('invalid_response', status, redirected(status, asked, headers['location']));
	}
	const kind = kindOfStatus(status) ?? 'invalid_response';
	if (parsed.kind === 'other' && kind !== 'server' && kind !== 'rate_limited')
		return failure('invalid_response', status, notPlane(status, asked, body));
	const detail = parsed.kind === 'json' ? detailOf(parsed.value) : '';
	if (status === 403 && detail === INVALID_KEY) return refused('auth', { status, asked, detail });
	if (isUnknownRoute(response)) return failure('invalid_response', status, noSuchRoute(asked));
	if (kind === 'not_found' && !isPlanesAbsence(status, parsed))
		return failure('invalid_response', status, othersAbsence({ status, asked, detail }));
	return refused(kind, { status, asked, detail });
}

const isPlanesAbsence = (status: number, parsed: Parsed): boolean =>
	status === 404 && parsed.kind === 'json' && NOT_THERE.has(JSON.stringify(parsed.value));

/** Whether Plane says that it has no such address; nothing was looked up or changed then. */
export function isUnknownRoute({ status, body }: HttpResponse): boolean {
	if (status !== 404) return false;
	const parsed = parse(body);
	return parsed.kind === 'json' && detailOf(parsed.value) === NO_SUCH_ROUTE;
}

const failure = (kind: FailureKind, status: number, message: string): Failure => ({
	kind,
	status,
	message,
	retryable: isRetryable(kind),
});

/** What Plane refused, with its own words in `detail`, or ''. */
export interface Refused {
	readonly status: number;
	readonly asked: Asked;
	readonly detail: string;
}

const refused = (kind: FailureKind, what: Refused): Failure =>
	failure(kind, what.status, textFor(kind, what));

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
			.map(([field, complaints]) => `${labelOf(field)}${complaintsOf(complaints)}`)
			.join('; '),
	);
}

/** What is wrong with no single field (Django's name for it) goes without a name. */
const labelOf = (field: string): string => (field === 'non_field_errors' ? '' : `${field}: `);

const complaintsOf = (complaints: unknown): string =>
	Array.isArray(complaints) ? complaints.map(textOf).join(' ') : textOf(complaints);

const textOf = (value: unknown): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

function clean(text: string): string {
	const flat = text.replace(/\p{Cc}+/gu, ' ').trim();
	return flat.length > MAXIMUM_DETAIL ? `${flat.slice(0, MAXIMUM_DETAIL)}…` : flat;
}
