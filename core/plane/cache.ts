/** What one credential's requests remember of Plane in process: names and sizes of projects, page size, names of routes. */
import type { Now } from '../http/types';
import type { ProjectRef } from './types';

/** Project names move no `updated_at` and send no webhook when the project is archived: an hour at most. */
export const PROJECT_MAXIMUM_AGE_MS = 60 * 60 * 1000;
/** A page that took too long may be answered when Plane has less to do. */
const PAGE_SIZE_MAXIMUM_AGE_MS = 60 * 60 * 1000;
const LARGE_MAXIMUM_AGE_MS = 60 * 60 * 1000;

export interface PlaneCache {
	/** The project as it was called at most an hour ago, or null. */
	readonly findProject: (id: string) => ProjectRef | null;
	readonly rememberProject: (project: ProjectRef) => void;
	/** To be called on news of the project. */
	readonly forgetProject: (id: string) => void;
	/** Whether the project had more than a small page of dated items within the last hour. */
	readonly isLarge: (projectId: string) => boolean;
	readonly rememberLarge: (projectId: string, isLarge: boolean) => void;
	/** How large pages may be, where larger ones were refused or not answered within the last hour, or null. */
	readonly findPageSize: () => number | null;
	readonly rememberPageSize: (size: number) => void;
	/** Since when Plane answers only to the routes' names before 1.1.0 (milliseconds since the epoch), or null. */
	oldRoutesSince: number | null;
}

export function createPlaneCache(now: Now): PlaneCache {
	const projects = new Map<string, { readonly project: ProjectRef; readonly readAt: number }>();
	const largeSince = new Map<string, number>();
	let pageSize: { readonly size: number; readonly learnedAt: number } | null = null;
	return {
		findProject: (id) => {
			const entry = projects.get(id);
			return entry !== undefined && now() - entry.readAt < PROJECT_MAXIMUM_AGE_MS ? entry.project : null;
		},
		rememberProject: ({ id, name, identifier }) => {
			projects.set(id, { project: { id, name, identifier }, readAt: now() });
		},
		forgetProject: (id) => {
			projects.delete(id);
		},
		isLarge: (projectId) => now() - (largeSince.get(projectId) ?? -Infinity) < LARGE_MAXIMUM_AGE_MS,
		rememberLarge: (projectId, isLarge) => {
			if (isLarge) largeSince.set(projectId, now());
			else largeSince.delete(projectId);
		},
		findPageSize: () =>
			pageSize !== null && now() - pageSize.learnedAt < PAGE_SIZE_MAXIMUM_AGE_MS ? pageSize.size : null,
		rememberPageSize: (size) => {
			pageSize = { size, learnedAt: now() };
		},
		oldRoutesSince: null,
	};
}
