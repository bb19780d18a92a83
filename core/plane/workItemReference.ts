/** How people name a work item: by its id, its key (`WEB-42`) or the address of a page that shows it. Pure. */
import { InputError } from '../errors';
import { isUuid } from './json';

export type WorkItemReference = (
	| {
			readonly kind: 'id';
			readonly id: string;
			/** Null where only the id was given. */
			readonly projectId: string | null;
	  }
	/** In capitals, for Plane tells them apart (CE 1.3.1: `web-42` is a 403). */
	| { readonly kind: 'key'; readonly key: string }
) & {
	/** The workspace that an address names, else null. */
	readonly workspaceSlug: string | null;
};

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** The parts of a path: workspace, project and the rest. A proxy may put Plane below another path. */
const PROJECT_PAGE = new RegExp(`/([^/]+)/projects/(${UUID})(?:/(.*))?$`, 'i');
const ITEM_PAGE = new RegExp(`^(?:issues|work-items)/(${UUID})(?:/|$)`, 'i');
const BROWSE_PAGE = /\/([^/]+)\/browse\/([^/]+-\d+)(?:\/|$)/;
const KEY = /^[^\s/?#]+-\d+$/;

/** The work item that an id, a key or an address names, or null where the text is none of them. */
export function parseWorkItemReference(text: string): WorkItemReference | null {
	const reference = text.trim();
	if (isUuid(reference)) {
		return { kind: 'id', id: reference.toLowerCase(), projectId: null, workspaceSlug: null };
	}
	if (/^https?:\/\//i.test(reference)) return URL.canParse(reference) ? ofPage(new URL(reference)) : null;
	return KEY.test(reference) ? byKey(reference, null) : null;
}

/** An address without a workspace is no page of Plane's: other trackers have `/browse/WEB-42` too. */
function ofPage({ pathname, searchParams }: URL): WorkItemReference | null {
	const [, projectSlug, projectId, rest = ''] = PROJECT_PAGE.exec(pathname) ?? [];
	const id = ITEM_PAGE.exec(rest)?.[1] ?? searchParams.get('peekIssueId');
	if (projectSlug !== undefined && projectId !== undefined && isUuid(id)) {
		const workspaceSlug = decoded(projectSlug);
		return { kind: 'id', id: id.toLowerCase(), projectId: projectId.toLowerCase(), workspaceSlug };
	}
	const [, browseSlug, key] = BROWSE_PAGE.exec(pathname) ?? [];
	if (browseSlug === undefined || key === undefined) return null;
	return byKey(decoded(key), decoded(browseSlug));
}

const byKey = (key: string, workspaceSlug: string | null): WorkItemReference => ({
	kind: 'key',
	key: key.toUpperCase(),
	workspaceSlug,
});

/**
 * Refuses the address of another workspace, where the same key is another work item. Another host passes: Plane may
 * be reached by several, or have moved.
 *
 * @throws {InputError} naming both workspaces.
 */
export function requireSameWorkspace({ workspaceSlug }: WorkItemReference, own: string): void {
	if (workspaceSlug === null || workspaceSlug === own) return;
	throw new InputError(
		`The address leads to workspace "${workspaceSlug.slice(0, 60)}", and the credential is for workspace "${own}". Nothing was read or changed. Give an address of "${own}", or choose the credential for the other workspace.`,
	);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
