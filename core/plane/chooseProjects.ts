/** Which projects a snapshot is taken of, and which of the wanted ones Plane does not show. Pure. */
import type { Project } from './projects';

export type ProjectChoice =
	| { readonly kind: 'all' }
	| { readonly kind: 'only'; readonly ids: readonly string[] }
	| { readonly kind: 'except'; readonly ids: readonly string[] };

export interface ProjectWish {
	readonly choice: ProjectChoice;
	/** Leaves out projects that only their members see, and those Plane does not call public. */
	readonly leaveOutSecret: boolean;
}

export interface ChosenProjects {
	/** In Plane's order. */
	readonly projects: readonly Project[];
	/** Ids that were asked for by name and are not listed: deleted, or secret and not (or no longer) joined. */
	readonly unlistedIds: readonly string[];
	/** Whether nothing that the key's user may read was left out. */
	readonly isEverything: boolean;
}

/** Plane's `network` of a project that everybody in the workspace can see (CE 1.3.1). */
const PUBLIC = 2;

/** Public projects that the key's user has not joined are chosen only where they are asked for by name. */
export function chooseProjects(
	listed: readonly Project[],
	{ choice, leaveOutSecret }: ProjectWish,
): ChosenProjects {
	const isWanted = wantedBy(choice);
	const projects = listed.filter(
		(project) => isWanted(project) && (!leaveOutSecret || project.network === PUBLIC),
	);
	const known = new Set(listed.map(({ id }) => id));
	const named = choice.kind === 'only' ? [...new Set(choice.ids)] : [];
	return {
		projects,
		unlistedIds: named.filter((id) => !known.has(id)),
		isEverything: choice.kind === 'all' && !leaveOutSecret,
	};
}

function wantedBy(choice: ProjectChoice): (project: Project) => boolean {
	switch (choice.kind) {
		case 'all':
			return isJoined;
		case 'only':
			return ({ id }) => choice.ids.includes(id);
		case 'except':
			return (project) => isJoined(project) && !choice.ids.includes(project.id);
	}
}

const isJoined = ({ is_member, archived_at }: Project): boolean => is_member || archived_at !== null;
