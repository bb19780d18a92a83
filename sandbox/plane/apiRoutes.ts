/** The routes of REST v1: which path, whose, which methods. */
import * as lists from './apiLists';
import * as planning from './apiPlanning';
import * as projects from './apiProjects';
import * as records from './apiRecords';
import type { Handler, Method, ProjectHandler } from './apiTypes';
import * as items from './apiWorkItems';
import { matchPattern, parsePattern } from './routes';
import type { Pattern } from './routes';

/**
 * Who may use a route: anybody with a key, the workspace's people, those who joined the project that an
 * item's key names, or those who joined the project in the path.
 */
export type Route =
	| {
			readonly pattern: Pattern;
			readonly access: 'key' | 'workspace' | 'itemKey';
			readonly methods: Methods<Handler>;
	  }
	| { readonly pattern: Pattern; readonly access: 'project'; readonly methods: Methods<ProjectHandler> }
	| {
			readonly pattern: Pattern;
			readonly access: 'projectDetail';
			readonly read: Handler;
			readonly methods: Methods<ProjectHandler>;
	  };

type Methods<Kind> = Partial<Readonly<Record<Method, Kind>>>;

const PROJECT = 'workspaces/{slug:text}/projects/{project:uuid}';

const inProject = (path: string, methods: Methods<ProjectHandler>): Route => ({
	pattern: parsePattern(`${PROJECT}/${path}`),
	access: 'project',
	methods,
});

const inWorkspace = (path: string, methods: Methods<Handler>): Route => ({
	pattern: parsePattern(`workspaces/{slug:text}/${path}`),
	access: 'workspace',
	methods,
});

/** The name since 1.1.0 and the one before it. */
const itemRoutes = (name: 'work-items' | 'issues'): Route[] => [
	inProject(name, { GET: items.listItems, POST: items.postItem }),
	inProject(`${name}/{item:uuid}`, {
		GET: items.getItem,
		PATCH: items.patchItemRoute,
		DELETE: items.deleteItemRoute,
	}),
	inProject(`${name}/{item:uuid}/comments`, { GET: records.listComments, POST: records.postComment }),
	inProject(`${name}/{item:uuid}/comments/{comment:uuid}`, {
		GET: records.getComment,
		PATCH: records.patchCommentRoute,
		DELETE: records.deleteCommentRoute,
	}),
	inProject(`${name}/{item:uuid}/links`, { GET: records.listLinks, POST: records.postLink }),
	inProject(`${name}/{item:uuid}/links/{link:uuid}`, {
		GET: records.getLink,
		DELETE: records.deleteLinkRoute,
	}),
	inProject(`${name}/{item:uuid}/activities`, { GET: records.listActivities }),
	inProject(`${name}/{item:uuid}/relations`, { GET: records.getRelations, POST: records.postRelations }),
	inProject(`${name}/{item:uuid}/relations/remove`, { POST: records.removeRelation }),
	inWorkspace(`${name}/search`, { GET: items.searchItems }),
	{
		pattern: parsePattern(`workspaces/{slug:text}/${name}/{key:key}`),
		access: 'itemKey',
		methods: { GET: items.getItemByKey },
	},
];

/** Cycles and modules with the items in them. */
const PLANNING: readonly Route[] = [
	inProject('cycles', { GET: planning.listCycles, POST: planning.postCycle }),
	inProject('cycles/{cycle:uuid}', {
		GET: planning.getCycle,
		PATCH: planning.patchCycleRoute,
		DELETE: planning.deleteCycleRoute,
	}),
	inProject('cycles/{cycle:uuid}/cycle-issues', {
		GET: planning.listCycleItems,
		POST: planning.postCycleItems,
	}),
	inProject('cycles/{cycle:uuid}/cycle-issues/{item:uuid}', { DELETE: planning.deleteCycleItem }),
	inProject('modules', { GET: planning.listModules, POST: planning.postModule }),
	inProject('modules/{module:uuid}', {
		GET: planning.getModule,
		PATCH: planning.patchModuleRoute,
		DELETE: planning.deleteModuleRoute,
	}),
	inProject('modules/{module:uuid}/module-issues', {
		GET: planning.listModuleItems,
		POST: planning.postModuleItems,
	}),
	inProject('modules/{module:uuid}/module-issues/{item:uuid}', { DELETE: planning.deleteModuleItem }),
];

const ROUTES: readonly Route[] = [
	{ pattern: parsePattern('users/me'), access: 'key', methods: { GET: lists.getMe } },
	inWorkspace('projects', { GET: projects.listProjects, POST: projects.postProject }),
	inWorkspace('members', { GET: lists.listWorkspaceMembers }),
	{
		pattern: parsePattern(PROJECT),
		access: 'projectDetail',
		read: projects.getProject,
		methods: { PATCH: projects.patchProjectRoute, DELETE: projects.deleteProjectRoute },
	},
	inProject('archive', { POST: projects.archiveProjectRoute, DELETE: projects.unarchiveProjectRoute }),
	inProject('states', { GET: lists.listStates, POST: lists.postState }),
	inProject('states/{state:uuid}', { GET: lists.getState, PATCH: lists.patchStateRoute }),
	inProject('labels', { GET: lists.listLabels, POST: lists.postLabel }),
	inProject('labels/{label:uuid}', {
		GET: lists.getLabel,
		PATCH: lists.patchLabelRoute,
		DELETE: lists.deleteLabelRoute,
	}),
	inProject('members', { GET: lists.listProjectMembers, POST: lists.postProjectMember }),
	inProject('project-members', { GET: lists.listProjectMembers, POST: lists.postProjectMember }),
	...PLANNING,
	...itemRoutes('work-items'),
	...itemRoutes('issues'),
];

export interface Found {
	readonly route: Route;
	readonly parameters: Readonly<Record<string, string>>;
}

/** The route of a path without slashes at its ends, or null. */
export function findRoute(path: string): Found | null {
	for (const route of ROUTES) {
		const parameters = matchPattern(route.pattern, path);
		if (parameters) return { route, parameters };
	}
	return null;
}

export const METHOD_ORDER: readonly Method[] = ['GET', 'POST', 'PATCH', 'DELETE'];

/** The `Allow` header of a route. */
export function allowedMethods(route: Route): string {
	const readable = route.access === 'projectDetail';
	return METHOD_ORDER.filter((method) => method in route.methods || (readable && method === 'GET')).join(
		', ',
	);
}
