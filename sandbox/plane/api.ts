/**
 * REST v1 as a function from request to answer: the gate in Plane's order (route, slash, key, permission,
 * rate, method).
 */
import { badKey, forbidden, invalid, methodNotAllowed, notAuthenticated, rateLimited } from './answers';
import type { Answer } from './answers';
import { METHOD_ORDER, allowedMethods, findRoute } from './apiRoutes';
import type { Found } from './apiRoutes';
import type { Call, Handler, Method, ProjectHandler } from './apiTypes';
import type { Stand } from './itemChanges';
import type { RateLimiter } from './rateLimit';
import { memberOf, projectByIdentifier, userByKey } from './store';
import type { ProjectBox } from './store';
import { ADMIN } from './types';
import type { User } from './types';

export type ParsedBody =
	| { readonly kind: 'object'; readonly body: Readonly<Record<string, unknown>> }
	| { readonly kind: 'broken'; readonly detail: string };

export interface ApiRequest {
	readonly method: string;
	/** Behind `/api/v1/`, trailing slash included. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** The `X-API-Key` header. */
	readonly apiKey: string | undefined;
	readonly body: ParsedBody;
}

export type ApiOutcome =
	| { readonly kind: 'answer'; readonly answer: Answer }
	| { readonly kind: 'noSuchPage' }
	/** The trailing slash is missing; a client is sent to the same path with one. */
	| { readonly kind: 'addSlash' };

interface ApiContext {
	readonly stand: Stand;
	readonly admit: RateLimiter;
	readonly maxPerPage: number;
}

const isMethod = (method: string): method is Method => METHOD_ORDER.some((known) => known === method);

/** A key names its project exactly or is refused, not missing. */
function maySeeItem({ world }: Stand, user: User, key = ''): boolean {
	const box = projectByIdentifier(world, key.slice(0, key.lastIndexOf('-')));
	return box !== undefined && memberOf(box, user.id) !== undefined;
}

interface Caller {
	readonly stand: Stand;
	readonly user: User;
	readonly method: string;
}

/** What is left to do once a caller may pass, or null where they may not. */
function permitted({ route, parameters }: Found, { stand, user, method }: Caller): Handler | null {
	const { world } = stand;
	const refuseMethod: Handler = () => methodNotAllowed(method);
	const known = isMethod(method) ? method : undefined;
	if (route.access === 'key') return (known && route.methods[known]) ?? refuseMethod;
	const inside = parameters['slug'] === world.workspace.slug && user.role !== null;
	if (!inside) return null;
	if (route.access === 'itemKey' && !maySeeItem(stand, user, parameters['key'])) return null;
	if (route.access === 'workspace' || route.access === 'itemKey') {
		return (known && route.methods[known]) ?? refuseMethod;
	}
	if (route.access === 'projectDetail' && method === 'GET') return route.read;
	const box = world.projects.get(parameters['project'] ?? '');
	const member = box && memberOf(box, user.id);
	if (!box || !member) return null;
	if (route.access === 'projectDetail' && member.role !== ADMIN) return null;
	return withBox(known && route.methods[known], box) ?? refuseMethod;
}

const withBox = (handler: ProjectHandler | undefined, box: ProjectBox): Handler | undefined =>
	handler && ((call) => handler({ ...call, box }));

const names = (query: URLSearchParams, key: string): string[] =>
	(query.get(key) ?? '').split(',').filter((name) => name !== '');

function answerFound(context: ApiContext, found: Found, request: ApiRequest): Answer {
	const { stand, admit, maxPerPage } = context;
	if (request.apiKey === undefined) return notAuthenticated;
	const user = userByKey(stand.world, request.apiKey);
	if (!user) return badKey;
	const handler = permitted(found, { stand, user, method: request.method });
	if (!handler) return forbidden;
	const admission = admit(user.apiKey);
	if (admission.kind === 'refused') return rateLimited(admission.retryAfterSeconds);
	const call: Call = {
		stand,
		user,
		parameters: found.parameters,
		query: request.query,
		fields: names(request.query, 'fields'),
		expand: names(request.query, 'expand'),
		body: request.body.kind === 'object' ? request.body.body : {},
		maxPerPage,
	};
	const { body } = request;
	const answer = body.kind === 'broken' ? invalid({ detail: body.detail }) : handler(call);
	return {
		...answer,
		headers: {
			...answer.headers,
			'x-ratelimit-remaining': String(admission.remaining),
			'x-ratelimit-reset': String(admission.resetSeconds),
		},
	};
}

/** Answers one request to `/api/v1/`. */
export function answerApi(context: ApiContext, request: ApiRequest): ApiOutcome {
	const slashed = request.path.endsWith('/');
	const found = findRoute(slashed ? request.path.slice(0, -1) : request.path);
	if (!found) return { kind: 'noSuchPage' };
	if (!slashed) return { kind: 'addSlash' };
	const answer = answerFound(context, found, request);
	return {
		kind: 'answer',
		answer: { ...answer, headers: { allow: allowedMethods(found.route), ...answer.headers } },
	};
}
