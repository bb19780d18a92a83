/**
 * Whether Plane can be reached with a key, whose key it is and what it opens: three requests that ask what the
 * other operations rely on. It changes nothing and throws for nothing that Plane or the network does.
 */
import { toFailure } from '../errors';
import type { Failure } from '../errors';
import type { Send } from '../http/types';
import { CLOUD_API_HOST, CLOUD_WEB_URL, askPlane, inWorkspace } from './client';
import type { PlaneContext } from './client';
import { idOf, isObject } from './json';
import { displayNameOf } from './parseWorkItem';
import { listProjects, standingOf } from './projects';
import type { Project } from './projects';
import { ITEM_ROUTE, OLD_ITEM_ROUTE } from './thing';

/** So much of a minute's requests, counted by Plane and not sent from here, tells of a wrong limit. */
const UNEXPLAINED_SHARE = 0.5;

export interface Connection {
	/** Whether the key opens the workspace, and the work items of a project where it has joined one. */
	readonly ok: boolean;
	/** Milliseconds of the fastest answer, or null without any. */
	readonly latency_ms: number | null;
	/** Whose key it is, or null where Plane does not say. */
	readonly user: { readonly id: string; readonly display_name: string } | null;
	readonly workspace: string;
	readonly api_url: string;
	/** Where the links in events lead; null where the credential's addresses cannot be used. */
	readonly web_url: string | null;
	/** Null where they could not be counted. */
	readonly projects: {
		readonly joined: number;
		readonly archived: number;
		readonly not_joined: number;
	} | null;
	/** `limit` is the credential's; `remaining` what Plane says is left of this minute, or null. */
	readonly rate: { readonly limit: number; readonly remaining: number | null };
	/** Told by which routes Plane knows; null where no project could be asked. */
	readonly version: '1.1 or newer' | 'older than 1.1' | null;
	/** What works but may surprise. */
	readonly warnings: readonly string[];
	readonly failure?: Failure;
}

export interface CheckOptions {
	/** The credential's requests per minute, for the answer. */
	readonly requestsPerMinute: number;
}

/** @throws {CancelledError} and nothing else. */
export async function checkConnection(
	context: PlaneContext,
	{ requestsPerMinute }: CheckOptions,
): Promise<Connection> {
	const measured = measuring(context);
	const found = await look(measured.context);
	const { latencyMs, remaining } = measured.figures();
	const { user, projects, isOld, failure } = found;
	return {
		ok: failure === null,
		latency_ms: latencyMs,
		user,
		workspace: context.workspaceSlug,
		api_url: context.apiUrl,
		web_url: context.webUrl,
		projects: projects === null ? null : countsOf(projects),
		rate: { limit: requestsPerMinute, remaining },
		version: isOld === null ? null : isOld ? 'older than 1.1' : '1.1 or newer',
		warnings: [...warningsOf(found), ...settingsWarnings(context, { requestsPerMinute, remaining })],
		...(failure === null ? {} : { failure: explained(failure, found) }),
	};
}

/** The answer where the credential's own fields cannot be used, so that nothing was asked. */
export const notConnected = (
	failure: Failure,
	{ workspaceSlug, apiUrl, requestsPerMinute }: CheckOptions & Pick<PlaneContext, 'workspaceSlug' | 'apiUrl'>,
): Connection => ({
	ok: false,
	latency_ms: null,
	user: null,
	workspace: workspaceSlug,
	api_url: addressForOutput(apiUrl),
	web_url: null,
	projects: null,
	rate: { limit: requestsPerMinute, remaining: null },
	version: null,
	warnings: [],
	failure,
});

/** Without a password or query that somebody may have put into the field. */
function addressForOutput(text: string): string {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
		return text.replace(/^.*@/, '').replace(/\?.*$/, '');
	const { protocol, host, pathname } = new URL(text);
	return `${protocol}//${host}${pathname}`;
}

interface Found {
	readonly user: Connection['user'];
	readonly projects: readonly Project[] | null;
	readonly isOld: boolean | null;
	readonly failure: Failure | null;
}

/** The first refusal ends the search, but for the user's: the workspace may open all the same. */
async function look(context: PlaneContext): Promise<Found> {
	const me = await askPlane(context, { path: ['users', 'me'], pace: 'single' });
	const nothing: Found = { user: null, projects: null, isOld: null, failure: null };
	if (me.kind === 'failed' && !isAboutUserOnly(me.failure)) return { ...nothing, failure: me.failure };
	const user = me.kind === 'ok' ? userOf(me.body) : null;
	const projects = await projectsOf(context);
	if (projects.kind === 'failed') return { ...nothing, user, failure: projects.failure };
	const joined = projects.list.find((project) => standingOf(project) === 'member');
	const known = { user, projects: projects.list };
	if (joined === undefined) return { ...known, isOld: null, failure: null };
	const path = inWorkspace(context, 'projects', joined.id, ITEM_ROUTE);
	const query = { per_page: '1', fields: 'id' };
	const items = await askPlane(context, { path, query, pace: 'single' });
	if (items.kind === 'failed') return { ...known, isOld: null, failure: items.failure };
	return { ...known, isOld: context.cache.oldRoutesSince !== null, failure: null };
}

/** Old releases have no such route; that says nothing about the workspace. */
const isAboutUserOnly = ({ kind, status }: Failure): boolean =>
	status === 404 && (kind === 'invalid_response' || kind === 'not_found');

type Projects =
	| { readonly kind: 'read'; readonly list: readonly Project[] }
	| { readonly kind: 'failed'; readonly failure: Failure };

async function projectsOf(context: PlaneContext): Promise<Projects> {
	try {
		return { kind: 'read', list: await listProjects(context) };
	} catch (error) {
		return { kind: 'failed', failure: toFailure(error) };
	}
}

function userOf(body: unknown): Connection['user'] {
	const id = idOf(body);
	return isObject(body) && id !== null ? { id, display_name: displayNameOf(body) ?? '' } : null;
}

function countsOf(projects: readonly Project[]): Connection['projects'] {
	const count = (standing: ReturnType<typeof standingOf>) =>
		projects.filter((project) => standingOf(project) === standing).length;
	return { joined: count('member'), archived: count('archived'), not_joined: count('not_member') };
}

function warningsOf({ user, projects, isOld }: Found): string[] {
	const isEmpty = projects !== null && !projects.some((project) => standingOf(project) === 'member');
	const who = user === null ? "the API key's user" : user.display_name;
	return [
		...(isEmpty
			? [`No project is joined: nothing would be mirrored. Add ${who} to the projects in Plane.`]
			: []),
		...(isOld === true
			? [
					`This Plane answers to "${OLD_ITEM_ROUTE}/" only, as releases before 1.1 do. It works; search and keys such as WEB-42 may not.`,
				]
			: []),
	];
}

/** What of the credential does not fit what Plane says. */
function settingsWarnings(
	{ pace, apiUrl, webUrl }: PlaneContext,
	{ requestsPerMinute, remaining }: CheckOptions & Pick<Connection['rate'], 'remaining'>,
): string[] {
	const isTooFast = remaining !== null && pace.unexplained() >= requestsPerMinute * UNEXPLAINED_SHARE;
	const isOnCloud = new URL(apiUrl).hostname === CLOUD_API_HOST;
	return [
		...(isTooFast
			? [
					`The credential allows ${requestsPerMinute} requests a minute, and Plane says that only ${remaining} more are left in this one. Unless others use this key heavily, Plane allows fewer: set "Requests per Minute" to its limit, which is 60 where nobody changed it.`,
				]
			: []),
		...(webUrl === CLOUD_WEB_URL && !isOnCloud
			? [
					`Links in events lead to ${CLOUD_WEB_URL}, but the API is not that of Plane Cloud. Empty "Web App URL" in the credential, or enter the address you open Plane at.`,
				]
			: []),
	];
}

/** The key of another workspace is noticed by whose it is. */
function explained(failure: Failure, { user }: Found): Failure {
	if (user === null || failure.kind !== 'permission') return failure;
	return { ...failure, message: `${failure.message} The key is ${user.display_name}'s (user ${user.id}).` };
}

interface Figures {
	readonly latencyMs: number | null;
	readonly remaining: number | null;
}

/** The same context, whose answers are timed and whose rate header is remembered. */
function measuring(context: PlaneContext): {
	readonly context: PlaneContext;
	readonly figures: () => Figures;
} {
	let figures: Figures = { latencyMs: null, remaining: null };
	const send: Send = async (request) => {
		const startedAt = context.now();
		const response = await context.send(request);
		const tookMs = context.now() - startedAt;
		const remaining = /^\d+$/.exec(response.headers['x-ratelimit-remaining'] ?? '')?.[0];
		figures = {
			latencyMs: Math.min(tookMs, figures.latencyMs ?? Infinity),
			remaining: remaining === undefined ? figures.remaining : Number(remaining),
		};
		return response;
	};
	return { context: { ...context, send }, figures: () => figures };
}
