/**
 * Addresses of WebDAV resources: resolving, comparing, naming. Knows which address may be followed with a
 * password, and sends nothing.
 */
import { createHash } from 'crypto';
import { DavError } from '../errors';

/** An address without user name, password, query and fragment: fit for a message. */
export function addressForMessage(url: string): string {
	if (!URL.canParse(url)) return 'an invalid address';
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname}`;
}

/** A path that an URL parser leaves as it is: a listing has thousands, and parsing each takes most of the time. */
const PLAIN_PATH = /^\/(?!\/)(?:[\w\-~@+=,!$'();:]|%[\da-f]{2}|[./](?![./]|%2e))*$/i;

/**
 * The addresses of members that `base` listed. Only their path counts: a server behind a proxy spells its own
 * host and port, and the password goes to the address we use anyway.
 *
 * @returns a function that throws {DavError} `invalid_response` where the href is no address.
 */
export function memberResolver(base: string): (href: string) => string {
	const { origin } = new URL(base);
	return (href) => {
		const path = href.trim();
		return `${origin}${PLAIN_PATH.test(path) ? path : parse(href, base).pathname}`;
	};
}

/**
 * The address of another resource the server points to (a redirect, a principal, a home). On the same host
 * http may become https, and an http address seen over https stays on https.
 *
 * @throws {DavError} `permission` where it is on another server, which must not get the password;
 * `invalid_response` where it is no address.
 */
export function resolveLink(href: string, base: string): string {
	const from = new URL(base);
	const to = parse(href, base);
	const path = `${to.pathname}${to.search}`;
	if (to.origin === from.origin) return `${from.origin}${path}`;
	if (to.hostname === from.hostname && to.protocol === 'http:' && from.protocol === 'https:') {
		return `${from.origin}${path}`;
	}
	const samePort = to.port === from.port;
	if (to.hostname === from.hostname && samePort && to.protocol === 'https:') return `${to.origin}${path}`;
	throw new DavError(
		`${addressForMessage(base)} points to another server, ${addressForMessage(to.href)}. The password was ` +
			'not sent there. If that server is the right one, enter its address as server URL in the CalDAV credential.',
		{ kind: 'permission' },
	);
}

function parse(href: string, base: string): URL {
	const text = href.trim();
	if (text !== '' && URL.canParse(text, base)) {
		const url = new URL(text, base);
		if (url.protocol === 'http:' || url.protocol === 'https:') return url;
	}
	throw new DavError(
		`${addressForMessage(base)} answered with an address that cannot be used. Check the server URL in the ` +
			'CalDAV credential.',
		{ kind: 'invalid_response' },
	);
}

/**
 * The server address a user entered, as an address to ask: no user name, password, query or fragment.
 *
 * @throws {DavError} `invalid_data` where it is no http(s) address.
 */
export function parseServerUrl(serverUrl: string): string {
	const text = serverUrl.trim();
	if (URL.canParse(text)) {
		const url = new URL(text);
		if (url.protocol === 'http:' || url.protocol === 'https:') return `${url.origin}${url.pathname}`;
	}
	throw new DavError(
		'The server URL in the CalDAV credential is not a web address. Enter it in full, e.g. https://dav.example.com/.',
		{ kind: 'invalid_data' },
	);
}

/** Whether two hrefs, absolute or paths, name the same resource: percent-decoded path only. */
export const sameHref = (a: string, b: string): boolean => decodedPath(a) === decodedPath(b);

/** A key under which every spelling of an href is the same. */
export function decodedPath(href: string): string {
	const text = href.trim();
	const path = URL.canParse(text, 'http://path.invalid/')
		? new URL(text, 'http://path.invalid/').pathname
		: text;
	const segments = path.replace(/\/$/, '').split('/');
	// Encoded again, so that an escaped slash inside a segment is not a separator.
	return segments.map((segment) => encodeURIComponent(decodeSegment(segment))).join('/');
}

/** Last path segment, percent-decoded. */
export function slugOfHref(href: string): string {
	const segments = decodedPath(href).split('/');
	return decodeSegment(segments.at(-1) ?? '');
}

/**
 * UIDs that every server stores under their own name. Not those that look like a digest: the name of another UID.
 *
 * Radicale 3.9.0 answers 400 to a path with `urn%3A`, and where Xandikos 0.4.10 holds such an object its listing
 * of the calendar has an address that is none.
 */
const SAFE_UID = /^(?![\da-f]{40}$)[a-z\d_][\w.@+=-]{0,199}$/i;

const DIGEST_LENGTH = 40;

/** Where the event of that UID belongs in a calendar: `{UID}.ics`, or a digest of a UID that makes no good name. */
export function hrefOfUid(calendarUrl: string, uid: string): string {
	return `${withSlash(calendarUrl)}${encodeURIComponent(SAFE_UID.test(uid) ? uid : digestOf(uid))}.ics`;
}

const digestOf = (text: string): string =>
	createHash('sha256').update(text, 'utf8').digest('hex').slice(0, DIGEST_LENGTH);

/** The collection that holds a resource, with trailing slash. */
export const parentOf = (href: string): string => href.replace(/[^/]*\/?$/, '');

export const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

function decodeSegment(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// A percent sign that encodes nothing: the server means it as it is.
		return segment;
	}
}
