/** What one credential's requests remember of Plane in process: project names, page size, names of routes. */
import type { Now } from '../http/types';
import type { ProjectRef } from './types';

/** Project names move no `updated_at` and send no webhook when the project is archived: an hour at most. */
export const PROJECT_MAXIMUM_AGE_MS = 60 * 60 * 1000;

export interface PlaneCache {
	/** The project as it was called at most an hour ago, or null. */
	readonly findProject: (id: string) => ProjectRef | null;
	readonly rememberProject: (project: ProjectRef) => void;
	/** To be called on news of the project. */
	readonly forgetProject: (id: string) => void;
	/** Largest page Plane takes, once it refused a larger one (1000 on CE, 100 on Cloud). */
	maximumPageSize: number | null;
	/** Since when Plane answers only to the routes' names before 1.1.0 (milliseconds since the epoch), or null. */
	oldRoutesSince: number | null;
}

export function createPlaneCache(now: Now): PlaneCache {
	const projects = new Map<string, { readonly project: ProjectRef; readonly readAt: number }>();
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
		maximumPageSize: null,
		oldRoutesSince: null,
	};
}
