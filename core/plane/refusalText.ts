/** The words for what Plane refused: what happened, to which thing, what to do. It decides nothing. */
import type { FailureKind } from '../errors';
import type { Asked, Refused } from './refusal';
import { placeOf, thingOf } from './thing';

const CLOUD_WEB_HOST = 'app.plane.so';
const LOG_IN_PAGE = /log-?in|sign-?in|auth|sso|oauth|saml/i;

/** Words of Plane's that say no more than the status does. */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
	'',
	'Authentication credentials were not provided.',
	'Given API token is not valid',
	'You do not have permission to perform this action.',
	'The requested resource does not exist.',
	'The required object does not exist.',
	'Not found.',
	'RATE_LIMIT_EXCEEDED',
	'Something went wrong please try again later',
]);
const ARCHIVED = /archived/i;

/** The message for a refusal of Plane's own. */
export function textFor(kind: FailureKind, refused: Refused): string {
	const { status, asked, detail } = refused;
	const thing = thingOf(asked.path);
	const said = EMPTY_WORDS.has(detail) ? '' : ` Plane says: ${detail}`;
	switch (kind) {
		case 'auth':
			return authText(refused);
		case 'permission':
			return permissionText(refused) + said;
		case 'not_found':
			return notFoundText(asked) + said;
		case 'rate_limited':
			return `Plane refused ${thing}: more requests were sent with this API key than it allows in a minute. Lower "Requests per Minute" in the credential, or give n8n a key of its own.${said}`;
		case 'server':
			return `Plane failed (status ${status}) when asked for ${thing}. It may work later; if not, look into the log of Plane's API.${said}`;
		case 'conflict':
			return `Plane refused ${sentOf(asked)} because something like it is already there. Use another name or external ID, or update what is there.${said}`;
		case 'capacity':
			return `The request for ${thing} is too large for Plane or the proxy in front of it (status ${status}). Shorten its texts.${said}`;
		case 'timeout':
			return `Plane waited too long for the request for ${thing} (status ${status}). It may work later.${said}`;
		default:
			return invalidText(refused) + said;
	}
}

/** A write is called by what it wants to do: a new entry has no name of its own yet. */
function sentOf({ method, path }: Asked): string {
	const thing = thingOf(path);
	if (method === 'POST') return `the new entry for ${thing}`;
	return method === 'GET' ? `the request for ${thing}` : `the change of ${thing}`;
}

function authText({ status, asked }: Refused): string {
	const thing = thingOf(asked.path);
	return status === 401
		? `Plane got no API key it accepts with the request for ${thing} (status 401). Enter the key in the credential; if it is there, a proxy in front of Plane takes the X-API-Key header away.`
		: `Plane does not know the API key (status ${status}, asked for ${thing}). It is mistyped, expired, revoked or of another Plane: make a new one in Plane (Profile settings → API tokens) and paste it into the credential.`;
}

function permissionText({ asked, detail }: Refused): string {
	const { method, path } = asked;
	const thing = thingOf(path);
	const place = placeOf(path);
	if (!EMPTY_WORDS.has(detail)) {
		return `The API key's user may not ${method === 'GET' ? 'read' : 'change'} ${thing}. Use a key of somebody who may, or change that user's role in Plane.`;
	}
	switch (place.kind) {
		case 'workspace':
			return `The API key works, but its user may not read ${thing}: there is no such workspace, or the user is not in it or only a guest there. Check the workspace slug in the credential, or use a key of a member of this workspace.`;
		case 'itemKey':
			return `Plane shows no ${thing}: no project that the API key's user has joined in workspace "${place.slug}" has that identifier. Write the key exactly as Plane shows it, with capitals, like WEB-42.`;
		case 'project':
		case 'inProject':
			return method === 'GET'
				? `The API key's user may not read ${thing}: the user is not a member of the project, or there is no such project in workspace "${place.slug}". Add the user to the project in Plane, or check the project and the workspace slug.`
				: `The API key's user may not change ${thing}: the user is only a guest or not a member of the project, or there is no such project in workspace "${place.slug}". Give the user the role Member in Plane, or check the project and the workspace slug.`;
		case 'elsewhere':
			return `The API key's user may not read ${thing}. Check the workspace slug in the credential, and whose key it is.`;
	}
}

function notFoundText({ path }: Asked): string {
	const thing = thingOf(path);
	const place = placeOf(path);
	switch (place.kind) {
		case 'project':
			return `Plane shows no ${thing} in workspace "${place.slug}": there is none, or it is secret and the API key's user is not a member. Check the ID, or add the user to the project in Plane.`;
		case 'itemKey':
			return `Plane shows no ${thing}: it does not exist, was deleted or archived, or its project is archived.`;
		case 'inProject':
			return place.isItem
				? `Plane shows no ${thing}: it does not exist there, was deleted or archived, or the project is archived.`
				: `Plane shows nothing for ${thing}. Check what was asked for, and the ID.`;
		case 'workspace':
		case 'elsewhere':
			return `Plane shows nothing for ${thing}. Check the workspace slug and the API URL in the credential.`;
	}
}

function invalidText({ status, asked, detail }: Refused): string {
	const thing = thingOf(asked.path);
	if (status === 405) {
		return `Plane has no operation ${asked.method} for ${thing}: this release is too old or too new for it.`;
	}
	if (ARCHIVED.test(detail)) {
		return `Plane changes nothing about ${thing} while it is archived. Unarchive it in Plane first.`;
	}
	return `Plane did not accept ${sentOf(asked)} (status ${status}). Correct what it complains about.`;
}

/** The message for an answer that is no JSON although it should be. */
export function notPlane(status: number, { path, url }: Asked, body: string): string {
	const what = /^\s*</.test(body) ? 'an HTML page' : body === '' ? 'empty' : 'text that is no JSON';
	const remedy =
		hostOf(url) === CLOUD_WEB_HOST
			? 'On Plane Cloud the API is at https://api.plane.so: enter that as API URL in the credential.'
			: 'Check the API URL in the credential, and whether a proxy, firewall or log-in page in front of Plane answers in its place.';
	return `The answer for ${thingOf(path)} is ${what} (status ${status}) instead of Plane's JSON. ${remedy}`;
}

/** The message for an address that this Plane does not have. */
export const noSuchRoute = ({ path }: Asked): string =>
	`This Plane has no address for ${thingOf(path)} (status 404): an ID may be malformed, the API URL in the credential wrong, or this release of Plane too old.`;

/** The message for a 404 or 410 that is not in Plane's words. */
export function othersAbsence({ status, asked, detail }: Refused): string {
	const said = detail === '' ? 'and no words' : `and "${detail}"`;
	return `The request for ${thingOf(asked.path)} was answered with status ${status} ${said}: not how Plane says that a thing is not there. Nothing was concluded from it. Check the API URL in the credential, and whether a gateway or proxy in front of Plane answers in its place.`;
}

/** The message for a redirect, which is never followed: it may lead elsewhere, and turns a write into a read. */
export function redirected(status: number, { path, url }: Asked, location: string | undefined): string {
	const target = targetOf(location, url);
	const happened = `Plane's address redirects the request for ${thingOf(path)}`;
	if (target === null) {
		return `${happened} (status ${status}) and does not say where to. Enter Plane's final https address as API URL in the credential.`;
	}
	if (LOG_IN_PAGE.test(target.pathname)) {
		return `${happened} to what looks like a log-in page, ${target.origin}${target.pathname} (status ${status}). Let requests with an X-API-Key header pass whatever asks for a log-in in front of Plane.`;
	}
	return `${happened} to ${target.origin}${target.pathname} (status ${status}). Enter the final address as API URL in the credential: ${baseOf(target, url)}`;
}

/** Where to, without query and password, which may hold secrets. */
function targetOf(location: string | undefined, from: string): URL | null {
	return location !== undefined && URL.canParse(location, from) ? new URL(location, from) : null;
}

/** The target's address above `/api/v1`, where the redirect keeps the rest of the path. */
function baseOf(target: URL, from: string): string {
	const asked = URL.canParse(from) ? new URL(from).pathname : '';
	const below = asked.slice(asked.indexOf('/api/v1/'));
	const { origin, pathname } = target;
	const kept = below !== '' && pathname.endsWith(below) ? pathname.slice(0, -below.length) : '';
	return `${origin}${kept}`;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');
