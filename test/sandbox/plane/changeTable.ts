/** What the tables of recorded changes are made of. */
import type { TestStandIn } from './standInForTests';

export interface Change {
	/** What has to be there first; its deliveries do not count. */
	readonly prepare?: (plane: TestStandIn) => unknown;
	/** @param prepared what `prepare` gave. */
	readonly run: (plane: TestStandIn, prepared: string) => unknown;
}

export type Named = readonly [change: string, how: Change];

/** The item that most changes are about; its parent has nothing to do with it. */
export const ITEM = 'WEB-3';

export const itemPath = (plane: TestStandIn, key: string): string => {
	const { id, project } = plane.control.item(key);
	return `/workspaces/acme/projects/${project}/work-items/${id}/`;
};

export const post = (path: (plane: TestStandIn) => string, body: unknown, method = 'POST'): Change => ({
	run: (plane) => plane.ask(path(plane), { method, body }),
});

export const inWeb = (path: string) => (plane: TestStandIn) => `${plane.pathOf('WEB')}/${path}`;
