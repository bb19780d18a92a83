/** What a request asks for, in words for messages. It knows Plane's paths and no answers. */

/** What people type into a field goes into messages no longer than this. */
const MAXIMUM_LENGTH = 60;

/** The two names of the routes of work items: since 1.1.0, and before (CE 1.3.1 has both). */
export const ITEM_ROUTE = 'work-items';
export const OLD_ITEM_ROUTE = 'issues';

export const isItemRoute = (segment: string | undefined): boolean =>
	segment === ITEM_ROUTE || segment === OLD_ITEM_ROUTE;

/** Where a path leads: to the key's user, a workspace, one of its projects, or something inside a project. */
export type Place =
	| { readonly kind: 'elsewhere' }
	| { readonly kind: 'workspace'; readonly slug: string }
	| { readonly kind: 'itemKey'; readonly slug: string; readonly key: string }
	| { readonly kind: 'project'; readonly slug: string; readonly id: string }
	| { readonly kind: 'inProject'; readonly slug: string; readonly id: string; readonly isItem: boolean };

/** @param path segments below `/api/v1/`. */
export function placeOf([root, slug, area, id, list, member]: readonly string[]): Place {
	if (root !== 'workspaces' || slug === undefined) return { kind: 'elsewhere' };
	if (area === 'projects' && id !== undefined && list !== undefined) {
		return { kind: 'inProject', slug, id: short(id), isItem: isItemRoute(list) && member !== undefined };
	}
	if (area === 'projects' && id !== undefined) return { kind: 'project', slug, id: short(id) };
	if (isItemRoute(area) && id !== undefined && id !== 'search') {
		return { kind: 'itemKey', slug, key: short(id) };
	}
	return { kind: 'workspace', slug };
}

/** As in "the labels of project 70cd…". @param path segments below `/api/v1/`. */
export function thingOf(path: readonly string[]): string {
	const [root, slug, area, id, list, member, part] = path;
	const place = placeOf(path);
	switch (place.kind) {
		case 'project':
			return `project ${place.id}`;
		case 'itemKey':
			return `work item ${place.key}`;
		case 'inProject': {
			const of = ` of project ${place.id}`;
			if (part !== undefined) return `the ${nameOf(part)} of ${memberOf(list, member)}${of}`;
			return `${member === undefined ? `the ${nameOf(list)}` : memberOf(list, member)}${of}`;
		}
		case 'workspace':
			if (id === 'search') return `the search for work items in workspace "${short(slug)}"`;
			if (area === 'projects' || area === 'members') return `the ${area} of workspace "${short(slug)}"`;
			return short(path.join('/'));
		case 'elsewhere':
			return root === 'users' && slug === 'me' ? "the API key's user" : short(path.join('/'));
	}
}

const nameOf = (list: string | undefined): string =>
	isItemRoute(list) ? 'work items' : short(list).replace(/-/g, ' ');

/** Lists are called by the plural with an "s". */
const memberOf = (list: string | undefined, member: string | undefined): string =>
	`${nameOf(list).replace(/s$/, '')} ${short(member)}`;

function short(text = ''): string {
	const flat = text.replace(/\p{Cc}+/gu, ' ').trim();
	return flat.length > MAXIMUM_LENGTH ? `${flat.slice(0, MAXIMUM_LENGTH)}…` : flat;
}
