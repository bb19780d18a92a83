/** How people name a work item: by its id, its key (`WEB-42`) or the address of a page that shows it. Pure. */
import { isUuid } from './json';

export type WorkItemReference =
	/** The project is null where only the id was given. */
	| { readonly kind: 'id'; readonly id: string; readonly projectId: string | null }
	/** In capitals, for Plane tells them apart (CE 1.3.1: `web-42` is a 403). */
	| { readonly kind: 'key'; readonly key: string };

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PAGE = new RegExp(`/projects/(${UUID})/(?:issues|work-items)/(${UUID})(?:[/?#]|$)`, 'i');
const PEEK = new RegExp(`/projects/(${UUID})/.*[?&]peekIssueId=(${UUID})(?:[&#]|$)`, 'i');
const BROWSE = /\/browse\/([^/?#]+-\d+)(?:[/?#]|$)/;
const KEY = /^[^\s/?#]+-\d+$/;

/** The work item that an id, a key or an address names, or null where the text is none of them. */
export function parseWorkItemReference(text: string): WorkItemReference | null {
	const reference = text.trim();
	if (isUuid(reference)) return { kind: 'id', id: reference.toLowerCase(), projectId: null };
	if (!/^https?:\/\//i.test(reference)) return KEY.test(reference) ? byKey(reference) : null;
	const page = PAGE.exec(reference) ?? PEEK.exec(reference);
	const [, projectId, id] = page ?? [];
	if (projectId !== undefined && id !== undefined) {
		return { kind: 'id', id: id.toLowerCase(), projectId: projectId.toLowerCase() };
	}
	const key = BROWSE.exec(reference)?.[1];
	return key === undefined ? null : byKey(decoded(key));
}

const byKey = (key: string): WorkItemReference => ({ kind: 'key', key: key.toUpperCase() });

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
